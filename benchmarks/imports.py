"""
CPU time and memory of reading tables, beside what others take merely to go through them.

Run ``python benchmarks/imports.py``. The files are written to a folder that is removed. Every figure comes from
processes of its own, one after the other: least CPU time of some runs, libraries loaded; peak memory of the process.

- XLSX, 10 000 rows of 10 columns to records with findings, beside openpyxl (read-only) that goes through the cells;
- XLSX, a million rows that hold formats only, then one that holds a value;
- CSV, 100 000 rows of 10 columns to records with findings, beside ``csv.reader`` and a class structured by cattrs;
- python-calamine on the same workbooks, where it is installed.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

os.environ["OPENPYXL_LXML"] = "False"

RUNS = 3
XLSX_ROWS, CSV_ROWS, BLANK_ROWS = 10_000, 100_000, 1_000_000
HEADERS = (
    *("Dépense réalisée", "Montant réalisé", "Fournisseur", "Référence de la pièce", "Dépense prévue", "Montant HT"),
    *("Montant TTC", "Date de la facture", "Date de paiement", "Motif du refus"),
)


def invoices(count: int) -> Iterator[tuple[Any, ...]]:
    """Five texts, three amounts and two days; one row in a thousand has words where its amount should be."""
    first = dt.date(2023, 1, 2)
    for rank in range(count):
        amount = Decimal(100 + rank * 3701 % 9_000_017) / 100
        yield (
            f"Animation de la séance {rank}",
            amount if rank % 1000 else "à préciser",
            f"Fournisseur {rank % 120}",
            f"F-{rank:06d}",
            f"Prestation {rank % 20}",
            amount,
            (amount * 6 / 5).quantize(Decimal("0.01")),
            first + dt.timedelta(rank % 700),
            first + dt.timedelta(rank % 700 + 30),
            f"Hors période {rank % 50}",
        )


def make_workbook(path: Path) -> None:
    """The invoices as spreadsheets save them: texts shared, days as numbers with a format."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Dépenses réalisées")
    sheet.write_row(0, 0, HEADERS)
    for number, row in enumerate(invoices(XLSX_ROWS), start=1):
        sheet.write_row(number, 0, row)
    book.close()


def make_blank_rows(path: Path) -> None:
    """The same workbook with a million rows of ten formatted cells below its header, and one expense below them."""
    source = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(source)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Dépenses")
    sheet.write_row(0, 0, ("Type dépenses", "Montant"))
    sheet.write_row(1, 0, ("MARQUE", 12), bold)
    book.close()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, part)
                continue
            head, row, tail = part.partition(b'<row r="2"')
            with new.open(name, "w") as stream:
                stream.write(head)
                for number in range(2, BLANK_ROWS + 2):
                    stream.write(f'<row r="{number}"><c r="A{number}" s="1"/><c r="B{number}" s="1"/></row>'.encode())
                last = (row + tail).replace(b'r="2"', b'r="%d"' % (BLANK_ROWS + 2))
                stream.write(
                    last.replace(b'r="A2"', b'r="A%d"' % (BLANK_ROWS + 2)).replace(
                        b'r="B2"', b'r="B%d"' % (BLANK_ROWS + 2)
                    )
                )


def make_table(path: Path) -> None:
    """The invoices as a French spreadsheet saves them in a file of texts."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows(map(in_french, row) for row in invoices(CSV_ROWS))


def in_french(value: object) -> str:
    """A value as a French spreadsheet writes it."""
    match value:
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)


@frozen
class Invoice:
    """What cattrs makes of a line of the file of texts."""

    label: str
    amount: Decimal | None
    supplier: str
    reference: str
    expense: str
    excl_vat: Decimal
    incl_vat: Decimal
    invoiced: dt.date
    paid: dt.date
    refusal: str


def library(importer: str) -> Callable[[Path], str]:
    """What is measured: cells, then records with their findings."""
    from labo_csv import CsvImporter
    from labo_excel import ExcelImporter
    from labo_partenariats.plugin import Limits
    from labo_partenariats.tabular.records import read_records
    from labo_partenariats.tabular.uncollected import uncollected

    read = {"xlsx": ExcelImporter, "csv": CsvImporter}[importer]()
    limits = Limits(seconds=600)

    def run(path: Path) -> str:
        with uncollected():  # as the library's own entry does
            records = read_records(read.read(path, limits))
        return f"{sum(map(len, records.by_role.values()))} records, {len(records.findings)} findings"

    return run


def cells_alone() -> Callable[[Path], str]:
    """The part of the importer: no records."""
    from labo_excel import ExcelImporter
    from labo_partenariats.plugin import Limits

    return lambda path: f"{len(ExcelImporter().read(path, Limits(seconds=600)).sheets[0].rows)} rows"


def through_openpyxl() -> Callable[[Path], str]:
    """Every cell looked at, nothing kept."""
    import openpyxl

    def run(path: Path) -> str:
        book = openpyxl.load_workbook(path, read_only=True)
        count = sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
        book.close()
        return f"{count} cells"

    return run


def through_calamine() -> Callable[[Path], str]:
    """Every row as a list of values: neither formats, formulas nor errors."""
    import python_calamine

    def run(path: Path) -> str:
        sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        return f"{sum(value != '' for row in sheet.iter_rows() for value in row)} cells"

    return run


def through_cattrs() -> Callable[[Path], str]:
    """Lines of the standard library, each structured as a class with amounts and days."""
    import cattrs

    converter = cattrs.Converter()
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text.replace(",", ".")))
    converter.register_structure_hook(
        Decimal | None, lambda text, _: Decimal(text.replace(",", ".")) if text[:1].isdigit() else None
    )
    converter.register_structure_hook(dt.date, lambda text, _: dt.datetime.strptime(text, "%d/%m/%Y").date())
    names = tuple(Invoice.__annotations__)

    def run(path: Path) -> str:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, delimiter=";")
            next(lines)
            made = [converter.structure(dict(zip(names, line, strict=True)), Invoice) for line in lines]
        return f"{len(made)} objects"

    return run


CASES: dict[str, Callable[[], Callable[[Path], str]]] = {
    "labo.xlsx": lambda: library("xlsx"),
    "labo cells.xlsx": cells_alone,
    "openpyxl.xlsx": through_openpyxl,
    "calamine.xlsx": through_calamine,
    "labo.csv": lambda: library("csv"),
    "cattrs.csv": through_cattrs,
}


def child(case: str, path: Path, runs: int) -> None:
    """In a process of its own: print what one case takes."""
    run = CASES[case]()
    times = []
    for _ in range(runs):
        start = time.process_time()
        said = run(path)
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times), "peak": peak, "said": said}))


def measured(case: str, path: Path, runs: int = RUNS) -> dict[str, Any]:
    """What one case takes on one file."""
    command = [sys.executable, __file__, case, str(path), str(runs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    print(f"{case:>16} {path.stem:<12} {found['seconds']:7.2f} s {found['peak']:6.0f} MiB  {found['said']}", flush=True)
    return found


def main() -> None:
    """Write the files, measure, say the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, blank, table = folder / "dix-mille.xlsx", folder / "million.xlsx", folder / "cent-mille.csv"
        make_workbook(book)
        make_blank_rows(blank)
        make_table(table)
        ours, theirs = measured("labo.xlsx", book), measured("openpyxl.xlsx", book)
        measured("labo cells.xlsx", book)
        if importlib.util.find_spec("python_calamine"):
            measured("calamine.xlsx", book)
            measured("calamine.xlsx", blank, 1)
        measured("labo.xlsx", blank, 1)
        lines, structured = measured("labo.csv", table), measured("cattrs.csv", table)
    ratios = {
        "XLSX": (ours["seconds"] / theirs["seconds"], "openpyxl that goes through the cells"),
        "CSV": (lines["seconds"] / structured["seconds"], "csv.reader and cattrs"),
    }
    for kind, (ratio, what) in ratios.items():
        print(f"{kind}: {ratio:.2f} x {what}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
