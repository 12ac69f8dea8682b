"""
Make the workbook and the TOML file of this example from its CSV folder, the form that people edit.

Run from the repository: ``python examples/gaia_2017/make_examples.py``. The workbook is laid out as an animator
would: titles above the headers, real dates and numbers beside amounts typed as text, totals as formulas. A test reads
the three forms to the same programme.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import zipfile
from pathlib import Path

os.environ.setdefault("OPENPYXL_LXML", "False")  # the same bytes with lxml installed and without

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
SHEETS = {
    "programme": ("Programme", "Labo des partenariats : fiche du projet"),
    "territoires": ("Territoires", "Territoires concernés"),
    "acteurs": ("Acteurs", "Partenaires et rôles"),
    "actions": ("Plan d'action", "LABO DES PARTENARIATS : PLAN D'ACTION SUD ISÈRE"),
    "projets": ("Projets", "Quelques projets issus de la démarche Start up de Territoire"),
    "comites": ("Comité de sélection", "Comité de sélection"),
    "depenses": ("Dépenses", "Plan de financement : dépenses"),
    "ressources": ("Ressources", "Plan de financement : recettes"),
    "indicateurs": ("Indicateurs", "Indicateurs de réalisation de l'action"),
}
#: The archive's own dates, so that the same data gives the same bytes.
STAMP = (2017, 11, 10, 0, 0, 0)


def rows_of(name: str) -> list[list[str]]:
    """The rows of one CSV file."""
    text = (HERE / "csv" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def typed(text: str, sheet: str) -> str | int | dt.date | None:
    """A text as a careful person types it into a spreadsheet: whole euros and full dates become numbers and dates."""
    if sheet == "Dépenses" and text.endswith("€"):
        return int(text.removesuffix("€").replace(" ", ""))
    if len(text) == 10 and text[2] == text[5] == "/":
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    return text or None


def fill(sheet: Worksheet, title: str, rows: list[list[str]]) -> None:
    """Write a title, a blank row, the headers and the data."""
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=14)
    for column, header in enumerate(rows[0], start=1):
        cell = sheet.cell(3, column, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E5F")
    for number, row in enumerate(rows[1:], start=4):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, typed(text, sheet.title))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, int):
                cell.number_format = '#,##0 "€"'
            elif isinstance(cell.value, dt.date):
                cell.number_format = "dd/mm/yyyy"
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(line) for row in rows for text in row[column - 1 : column] for line in text.split("\n"))
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = min(max(longest + 2, 12), 60)
    sheet.freeze_panes = "A4"


def workbook_bytes() -> bytes:
    """The workbook, the same bytes for the same data."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (sheet_name, title) in SHEETS.items():
        fill(book.create_sheet(sheet_name), title, rows_of(name))
    book.properties.creator = "labo_partenariats"
    book.properties.title = "Labo des partenariats"
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)
    raw = io.BytesIO()
    book.save(raw)
    return settled(raw.getvalue())


def settled(raw: bytes) -> bytes:
    """The same archive without the hour at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == "docProps/core.xml":
                start, end = data.index(b"<dcterms:modified"), data.index(b"</dcterms:modified>")
                stamp = data[data.index(b">", start) + 1 : end]
                data = data.replace(stamp, b"2017-11-10T00:00:00Z")
            after.writestr(zipfile.ZipInfo(item.filename, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main() -> None:
    """Write both files."""
    import labo_partenariats as labo

    (HERE / "gaia_2017.xlsx").write_bytes(workbook_bytes())
    labo.export(labo.read(HERE / "csv"), HERE / "gaia_2017.toml")


if __name__ == "__main__":
    main()
