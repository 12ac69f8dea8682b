"""Workbooks as usual programs write them, compared with what was put in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_excel import ExcelImporter
from labo_partenariats.plugin import Cell, CellState, Importer, Limits, Merge, NamedArea, Tables, Visibility

LIMITS = Limits()


def by_address(tables: Tables, sheet: int = 0) -> dict[tuple[int, int], Cell]:
    return {(cell.row, cell.column): cell for cell in tables.sheets[sheet].cells()}


def test_the_plugin_hands_over_an_importer() -> None:
    """The hook returns one importer that keeps to the protocol."""
    from labo_excel.plugin import labo_importers

    (importer,) = labo_importers()
    assert isinstance(importer, Importer)
    assert (importer.name, importer.suffixes) == ("excel", (".xlsx", ".xlsm"))


def test_the_installed_distribution_is_discovered() -> None:
    """Once installed, the entry point of the group leads to the module of the hooks."""
    found = [point for point in entry_points(group="labo_partenariats") if point.name == "excel"]
    if not found:
        pytest.skip("labo-excel is run from its folder, not installed")
    assert found[0].value == "labo_excel.plugin"


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("Animation, frais salariaux", None, "Animation, frais salariaux"),
        ("  espaces gardés ", None, "  espaces gardés "),
        ("première ligne\nseconde", None, "première ligne\nseconde"),
        ("38350", "@", "38350"),
        (12603, None, Decimal(12603)),
        (4936.40, "#,##0.00 €", Decimal("4936.4")),
        (0.1 + 0.2, None, Decimal("0.3")),
        (4936.3999999999996, None, Decimal("4936.4")),
        (-150.5, None, Decimal("-150.5")),
        (44306184100047, None, Decimal(44306184100047)),
        (0.8, "0 %", Decimal("0.8")),
        (True, None, True),
        (False, None, False),
        (dt.date(2018, 4, 27), "dd/mm/yyyy", dt.date(2018, 4, 27)),
        (dt.date(2017, 9, 1), "mmm-yy", dt.date(2017, 9, 1)),
        (dt.datetime(2018, 4, 27, 9, 30), "dd/mm/yyyy hh:mm", dt.datetime(2018, 4, 27, 9, 30)),
        (dt.datetime(2018, 4, 27), "dd/mm/yyyy hh:mm", dt.datetime(2018, 4, 27)),
        (dt.time(14, 30, 15), "hh:mm:ss", dt.time(14, 30, 15)),
    ],
)
def test_a_value_is_read_as_it_was_written(path: Path, value: Any, number_format: str | None, expected: object) -> None:
    """Texts, numbers, days and hours come back with their type, their exact value and their format."""
    book = openpyxl.Workbook()
    cell = book.active.cell(2, 3, value)
    if number_format:
        cell.number_format = number_format
    book.save(path)
    (read,) = ExcelImporter().read(path, LIMITS).sheets[0].cells()
    assert (read.row, read.column, read.value, read.state) == (2, 3, expected, CellState.PLAIN)
    assert type(read.value) is type(expected)
    if number_format:
        assert read.number_format == number_format


def test_sheets_keep_the_order_of_their_tabs(path: Path) -> None:
    """Sheets come in the order of the tabs with the names that their author gave them."""
    book = openpyxl.Workbook()
    book.active.title = "Dépenses"
    book.create_sheet("Plan d'action")
    book.create_sheet("Acteurs", 0)
    book.save(path)
    assert [sheet.name for sheet in ExcelImporter().read(path, LIMITS).sheets] == [
        "Acteurs",
        "Dépenses",
        "Plan d'action",
    ]


def test_a_hidden_sheet_and_hidden_rows_are_read_and_said(path: Path) -> None:
    """What is hidden is read like the rest; the sheet says that it is, a note says it of the rows."""
    book = openpyxl.Workbook()
    book.active.append(["visible"])
    for title, state in (("Brouillon", "hidden"), ("Très caché", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["A"])
        sheet.append(["B"])
        sheet.row_dimensions[2].hidden = True
        sheet.sheet_state = state
    book.save(path)
    tables = ExcelImporter().read(path, LIMITS)
    assert [sheet.visibility for sheet in tables.sheets] == [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.HIDDEN]
    assert tables.sheets[1].hidden_rows == {2}
    assert [(note.code, note.sheet) for note in tables.notes] == [
        ("SRC024", "Brouillon"),
        ("SRC024", "Très caché"),
    ]


def test_what_is_hidden_is_named(path: Path) -> None:
    """Rows and columns are told in runs, and only those that hold something."""
    book = openpyxl.Workbook()
    for row in range(1, 9):
        book.active.append([row, row, row, row])
    for row in (2, 3, 4, 7, 30):
        book.active.row_dimensions[row].hidden = True
    for letters in ("A", "C", "D", "Z"):
        book.active.column_dimensions[letters].hidden = True
    book.save(path)
    told = {note.code: note.data for note in ExcelImporter().read(path, LIMITS).notes}
    assert told["SRC024"]["rows"] == ("2–4", "7")
    assert told["SRC030"]["columns"] == ("A", "C–D")


def test_a_drawing_made_of_hidden_rows_is_told_in_a_line(path: Path) -> None:
    """Of very many runs only the first are named."""
    book = openpyxl.Workbook()
    for row in range(1, 101):
        book.active.append([row])
        book.active.row_dimensions[row].hidden = row % 2 == 0
    book.save(path)
    (note,) = ExcelImporter().read(path, LIMITS).notes
    assert note.data["rows"] == (*(str(row) for row in range(2, 42, 2)), "…")


def test_merges_tables_and_names_are_kept(path: Path) -> None:
    """Merged cells, table objects and names of one area are handed over; print areas and broken names are not."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("L'Oisans")
    sheet.add_table("B2:C4", {"name": "Depenses", "columns": [{"header": "Type"}, {"header": "Montant"}]})
    sheet.add_table("E2:F4", {"name": "SansEntetes", "header_row": False})
    sheet.merge_range("A6:A8", "Fév à avril 2018")
    sheet.print_area("A1:C9")
    book.define_name("Recettes", "='L''Oisans'!$B$10:$C$12")
    book.define_name("TotalDepenses", "='L''Oisans'!$C$13")
    book.define_name("Perdu", "=#REF!")
    book.define_name("Deux", "='L''Oisans'!$A$1:$A$2,'L''Oisans'!$C$1:$C$2")
    book.close()
    (read,) = ExcelImporter().read(path, LIMITS).sheets
    assert read.merges == (Merge(6, 1, 8, 1),)
    assert (7, 1) in read.merges[0]
    assert read.areas == (
        NamedArea("Depenses", 2, 2, 4, 3),
        NamedArea("Recettes", 10, 2, 12, 3),
        NamedArea("TotalDepenses", 13, 3, 13, 3),
    )


def test_a_formula_gives_its_value_and_its_text(path: Path) -> None:
    """A computed formula has both its value and its text; one that nobody computed is told apart from a blank cell."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=SUM(B1:B4)", None, 24682)
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A3", '=IF(B1>0,"oui","")', None, "oui")
    book.close()
    read = by_address(ExcelImporter().read(path, LIMITS))
    assert (read[1, 1].value, read[1, 1].state, read[1, 1].formula) == (
        Decimal(24682),
        CellState.FORMULA,
        "SUM(B1:B4)",
    )
    assert (read[2, 1].value, read[2, 1].state, read[2, 1].formula) == ("#DIV/0!", CellState.ERROR, "1/0")
    assert (read[3, 1].value, read[3, 1].state) == ("oui", CellState.FORMULA)

    book = openpyxl.Workbook()
    book.active["A1"] = "=SUM(B1:B4)"
    book.save(path)
    read = by_address(ExcelImporter().read(path, LIMITS))
    assert (read[1, 1].value, read[1, 1].state) == (None, CellState.FORMULA_WITHOUT_VALUE)


def test_what_is_struck_through_is_told(path: Path) -> None:
    """A cell struck as a whole says so; of a text partly struck what stands is the value and a note keeps the rest."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Aides")
    struck, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
    sheet.write("A1", "OUI", struck)
    sheet.write("A2", 1400, struck)
    sheet.write_rich_string("A3", struck, "OUI", " ", bold, "NON")
    sheet.write_rich_string("A4", struck, "OUI", struck, " NON")
    sheet.write_rich_string("A5", bold, "Prospective :", " RV individuels")
    sheet.write_rich_string("A6", "Prospective :", bold, " RV individuels", struck)
    book.close()
    tables = ExcelImporter().read(path, LIMITS)
    read = {row: (cell.value, cell.state) for (row, _), cell in by_address(tables).items()}
    assert read == {
        1: ("OUI", CellState.STRUCK),
        2: (Decimal(1400), CellState.STRUCK),
        3: ("NON", CellState.PLAIN),
        4: ("OUI NON", CellState.STRUCK),
        5: ("Prospective : RV individuels", CellState.PLAIN),
        6: ("RV individuels", CellState.PLAIN),
    }
    notes = [(note.code, note.row, note.data["text"], note.data["kept"], note.data["struck"]) for note in tables.notes]
    assert notes == [
        ("SRC025", 3, "OUI NON", "NON", "OUI"),
        ("SRC025", 6, "Prospective : RV individuels", "RV individuels", "Prospective :"),
    ]


def test_a_chart_sheet_is_left_out_and_said(path: Path) -> None:
    """A sheet that holds only a chart is skipped with a note."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Données").write("A1", 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Données!$A$1:$A$2"})
    book.add_chartsheet("Graphique").set_chart(chart)
    book.close()
    tables = ExcelImporter().read(path, LIMITS)
    assert [sheet.name for sheet in tables.sheets] == ["Données"]
    assert [(note.code, note.sheet, note.data["kind"]) for note in tables.notes] == [
        ("SRC022", "Graphique", "chartsheet")
    ]


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.booleans(),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(lambda day: day.replace(microsecond=0)),
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.lists(st.none() | VALUES, max_size=5), max_size=8))
def test_any_table_comes_back_whole(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    """Whatever is written in a sheet is read at the same address with the same value."""
    path = tmp_path_factory.mktemp("tables") / "table.xlsx"
    book = openpyxl.Workbook()
    expected: dict[tuple[int, int], object] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = book.active.cell(row, column)
            if isinstance(value, str):
                cell.value, cell.data_type = value, "s"
            else:
                cell.value = value
            blank = value is None or (isinstance(value, str) and not value.strip())
            if not blank:
                expected[row, column] = value
    book.save(path)
    read = {
        address: float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        for address, cell in by_address(ExcelImporter().read(path, LIMITS)).items()
    }
    assert read == expected
