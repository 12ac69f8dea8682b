"""Cells written by hand in XML: what each program may write, and what each may get wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from labo_excel.dates import Shown, from_iso, from_serial, what_is_shown
from labo_excel.formulas import comes_from_elsewhere, shift
from labo_excel.numbers import read_number
from labo_excel.strings import unescape
from labo_partenariats.plugin import Cell, CellState, Merge, Tables, UnreadableSource

Read = Callable[..., Tables]
Make = Callable[..., bytes]
Parts = Callable[..., dict[str, str]]
Cells = Callable[..., dict[tuple[int, int], Cell]]

DATES = (
    "<numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/></numFmts><fonts><font/><font><strike/></font></fonts>"
    "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0' fontId='0'/><xf numFmtId='14' fontId='0'/><xf numFmtId='164' fontId='0'/>"
    "<xf numFmtId='46' fontId='0'/><xf numFmtId='20' fontId='1'/></cellXfs>"
)


def cell(content: str, attributes: str = "") -> str:
    return f"<row r='1'><c r='A1' {attributes}>{content}</c></row>"


@pytest.mark.parametrize(
    ("xml", "strings", "expected"),
    [
        ("<c t='s'><v>1</v></c>", "<si><t>a</t></si><si><t>b</t></si>", "b"),
        ("<c t='s'><v>0</v></c>", "<si><r><t>Plan </t></r><r><rPr><b/></rPr><t>d'action</t></r></si>", "Plan d'action"),
        (
            "<c t='s'><v>0</v></c>",
            "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr/></si>",
            "東京",
        ),
        ("<c t='s'><v>0</v></c>", "<si><t xml:space='preserve'> a\nb </t></si>", " a\nb "),
        ("<c t='s'><v>0</v></c>", "<si><t>a_x000D_\nb</t></si>", "a\nb"),
        ("<c t='inlineStr'><is><t>en ligne</t></is></c>", "", "en ligne"),
        ("<c t='inlineStr'><is><r><t>en </t></r><r><t>ligne</t></r></is></c>", "", "en ligne"),
        ("<c t='str'><f>A2</f><v>texte</v></c>", "", "texte"),
        ("<c t='b'><v>1</v></c>", "", True),
        ("<c t='b'><v>0</v></c>", "", False),
        ("<c t='e'><v>#REF!</v></c>", "", "#REF!"),
        ("<c t='n'><v>1.5E3</v></c>", "", Decimal(1500)),
        ("<c><v>12603</v></c>", "", Decimal(12603)),
        ("<c t='d'><v>2018-04-27</v></c>", "", dt.date(2018, 4, 27)),
        ("<c t='d'><v>2018-04-27T09:30:00Z</v></c>", "", dt.datetime(2018, 4, 27, 9, 30)),
        ("<c t='d'><v>printemps</v></c>", "", "printemps"),
    ],
)
def test_each_type_of_cell(cells: Cells, xml: str, strings: str, expected: object) -> None:
    """Each way of writing a value in a file gives that value, wherever it has no address of its own."""
    read = cells(f"<row>{xml}</row>", strings=strings)
    assert (read[1, 1].value, type(read[1, 1].value)) == (expected, type(expected))


@pytest.mark.parametrize(
    "xml", ["<v></v>", "<v/>", "", "<v> </v>", "<is><t> </t></is>", "<extLst><ext><v>9</v></ext></extLst>"]
)
def test_a_cell_without_value_is_left_out(cells: Cells, xml: str) -> None:
    """A formatted cell that holds nothing is no cell."""
    if "ext" in xml:
        xml = xml.replace("<v>", "<x:v xmlns:x='urn:other'>").replace("</v>", "</x:v>")
    assert cells(cell(xml, "s='1'"), styles=DATES) == {}


def test_a_formula_whose_value_is_an_empty_text_is_left_out(cells: Cells) -> None:
    """A prepared line whose formulas show nothing is a blank line."""
    assert cells(cell("<f>IF(B1=0,&quot;&quot;,B1)</f><v></v>", "t='str'")) == {}


@pytest.mark.parametrize(
    ("style", "serial", "epoch", "expected"),
    [
        (1, "43217", "", dt.date(2018, 4, 27)),
        (2, "43217", "", dt.date(2018, 4, 27)),
        (2, "43217.5", "", dt.datetime(2018, 4, 27, 12)),
        (2, "41755", "<workbookPr date1904='1'/>", dt.date(2018, 4, 27)),
        (2, "1", "", dt.date(1900, 1, 1)),
        (2, "59", "", dt.date(1900, 2, 28)),
        (2, "61", "", dt.date(1900, 3, 1)),
        (2, "0", "<workbookPr date1904='true'/>", dt.date(1904, 1, 1)),
        (2, "2958465", "", dt.date(9999, 12, 31)),
        (3, "1.5", "", Decimal("1.5")),
        (4, "0.60416666666666663", "", dt.time(14, 30)),
        (4, "43217.604166666664", "", dt.datetime(2018, 4, 27, 14, 30)),
        (0, "43217", "", Decimal(43217)),
        (99, "43217", "", Decimal(43217)),
    ],
)
def test_a_date_is_a_number_that_its_format_shows_as_a_date(
    cells: Cells, style: int, serial: str, epoch: str, expected: object
) -> None:
    """Days are counted from the epoch of the workbook, and only where the format shows a day or an hour."""
    read = cells(cell(f"<v>{serial}</v>", f"s='{style}'"), styles=DATES, workbook=epoch)
    assert (read[1, 1].value, type(read[1, 1].value)) == (expected, type(expected))


def test_the_last_days_of_a_calendar_that_begins_in_1904_are_out_of_ours(read: Read, workbook: Make) -> None:
    """Day 2 958 465 since 1904 is beyond the year 9999."""
    tables = read(workbook(cell("<v>2958465</v>", "s='2'"), styles=DATES, workbook="<workbookPr date1904='1'/>"))
    assert [note.code for note in tables.notes] == ["SRC026"]


def test_merges_are_rectangles_of_the_grid(read: Read, workbook: Make) -> None:
    """A merge written backwards is put right; one of a single cell or off the grid is none."""
    references = ["C4:A2", "A1", "A1:A1", "A1:ZZZ9", "rien"]
    merges = "".join(f"<mergeCell ref='{reference}'/>" for reference in references)
    assert read(workbook(after=f"<mergeCells>{merges}</mergeCells>")).sheets[0].merges == (Merge(2, 1, 4, 3),)


@pytest.mark.parametrize("serial", ["60", "0", "-1", "2958466", "1E+300"])
def test_a_day_that_never_was_stays_a_number(read: Read, workbook: Make, serial: str) -> None:
    """29 February 1900, day 0 and days out of the calendar are kept as numbers and noted."""
    tables = read(workbook(cell(f"<v>{serial}</v>", "s='2'"), styles=DATES))
    (only,) = tables.sheets[0].cells()
    assert only.value == Decimal(serial)
    assert [(note.code, note.row, note.column) for note in tables.notes] == [("SRC026", 1, 1)]


@pytest.mark.parametrize("text", ["douze", "NaN", "INF", "1,5", "0x10", "1e999", "1_000", "١٢"])
def test_a_number_that_is_none_stays_a_text(read: Read, workbook: Make, text: str) -> None:
    """What a file calls a number and is none is kept as text and noted."""
    tables = read(workbook(cell(f"<v>{text}</v>")))
    (only,) = tables.sheets[0].cells()
    assert only.value == text
    assert [(note.code, note.data["text"]) for note in tables.notes] == [("SRC027", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4936.3999999999996", "4936.4"),
        ("0.30000000000000004", "0.3"),
        ("14745.6", "14745.6"),
        ("1.0", "1"),
        ("1E2", "100"),
        ("-0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("123456789012345678", "123456789012345678"),
        ("1E-20", "0.00000000000000000001"),
    ],
)
def test_numbers_lose_their_binary_noise_and_nothing_else(text: str, expected: str) -> None:
    """Fifteen significant digits are kept, whole numbers to the last digit, without exponent nor trailing zeros."""
    number = read_number(text)
    assert number is not None
    assert f"{number:f}" == expected


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        (None, Shown.NUMBER),
        ("General", Shown.NUMBER),
        ("Standard", Shown.NUMBER),
        ("#,##0.00\\ [$€-40C]", Shown.NUMBER),
        ('0" jours"', Shown.NUMBER),
        ("[Red]0.00;[Blue]-0.00", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ("0.00%", Shown.NUMBER),
        ('_-* #,##0.00 "€"_-', Shown.NUMBER),
        ("dd/mm/yyyy", Shown.DATE),
        ("[$-40C]d mmmm yyyy;@", Shown.DATE),
        ("mmmm", Shown.DATE),
        ("yyyy", Shown.DATE),
        ("jj/mm/aaaa", Shown.DATE),
        ("dd/mm/yyyy hh:mm", Shown.DATE_AND_TIME),
        ('h"h"mm', Shown.TIME),
        ("mm:ss", Shown.TIME),
        ("h:mm AM/PM", Shown.TIME),
        ("[h]:mm", Shown.ELAPSED),
        ("[mm]:ss", Shown.ELAPSED),
    ],
)
def test_a_number_format_says_what_it_shows(number_format: str | None, expected: Shown) -> None:
    """Letters in quotes, colours and currencies are no days nor hours."""
    assert what_is_shown(number_format) is expected


def test_a_day_before_midnight_by_a_rounding_is_the_next_day() -> None:
    """An hour that the file holds a hundredth of a millisecond short of midnight is midnight."""
    assert from_serial(Decimal("43216.9999999999"), Shown.DATE, since_1904=False) == dt.date(2018, 4, 27)


def test_an_hour_in_full_keeps_no_offset() -> None:
    """The hour is the one that the author sees."""
    assert from_iso("09:30:00+02:00") == dt.time(9, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_x000D_b", "a\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0000_", "_x0000_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("a_b", "a_b"),
        ("x\r\ny\rz", "x\ny\nz"),
    ],
)
def test_escapes_are_decoded(text: str, expected: str) -> None:
    """Escaped line ends and halves of characters become what they stand for; control characters stay escaped."""
    assert unescape(text) == expected


def test_a_formula_filled_down_is_written_out_on_each_cell(cells: Cells) -> None:
    """A formula written once and shared reads on each cell as the spreadsheet shows it."""
    read = cells(
        "<row r='1'><c r='C1'><f t='shared' ref='C1:C2' si='0'>A1*$B$1+Tarif!D1</f><v>2</v></c></row>"
        "<row r='2'><c r='C2'><f t='shared' si='0'/><v>4</v></c><c r='D2'><f t='shared' si='7'/><v>5</v></c></row>"
    )
    assert read[1, 3].formula == "A1*$B$1+Tarif!D1"
    assert (read[2, 3].formula, read[2, 3].value, read[2, 3].state) == (
        "A2*$B$1+Tarif!D2",
        Decimal(4),
        CellState.FORMULA,
    )
    assert (read[2, 4].formula, read[2, 4].state) == ("", CellState.FORMULA)


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "expected"),
    [
        ("A1", 1, 1, "B2"),
        ("$A1+A$1", 2, 2, "$A3+C$1"),
        ("SUM(A1:B2)", 1, 0, "SUM(A2:B3)"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ("'A1 et A2'!A1", 1, 0, "'A1 et A2'!A2"),
        ("LOG10(A1)", 1, 0, "LOG10(A2)"),
        ("Tableau1[A1]", 1, 0, "Tableau1[A1]"),
        ("AN2017+A1", 1, 0, "AN2018+A2"),
        ("TAUX2017_1*A1", 1, 0, "TAUX2017_1*A2"),
        ("A2", -2, 0, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
    ],
)
def test_relative_references_move(formula: str, rows: int, columns: int, expected: str) -> None:
    """Only references to cells move, and only those that are relative."""
    assert shift(formula, rows, columns) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("[1]Budget!B2", True),
        ("SUM('[2]Plan 2017'!A1:A3)", True),
        ('WEBSERVICE("adresse")', True),
        ("cmd|'/C calc'!A0", True),
        ("SUM(Tableau1[Montant])", False),
        ("Tableau1[[#This Row],[2017]]", False),
        ("Tableau1[2017]", False),
        ('"[1]Budget!B2"', False),
        ("Budget!B2", False),
    ],
)
def test_formulas_that_look_elsewhere_are_known(formula: str, expected: bool) -> None:
    """References to other workbooks, programs and the web are told from references to tables."""
    assert comes_from_elsewhere(formula) is expected


def test_a_formula_that_looks_elsewhere_is_noted(read: Read, workbook: Make) -> None:
    """The value that the file remembers is used, and a note gives the first such cell and their number."""
    tables = read(workbook("<row r='3'><c r='B3'><f>[1]Budget!B2</f><v>5000</v></c></row>"))
    (only,) = tables.sheets[0].cells()
    assert only.value == Decimal(5000)
    assert [(note.code, note.row, note.column, note.data["count"]) for note in tables.notes] == [("SRC028", 3, 2, 1)]


def test_the_address_of_a_cell_wins_over_its_rank(cells: Cells) -> None:
    """Rows out of order and cells without address are put where they belong."""
    read = cells(
        "<row r='5'><c r='B5'><v>1</v></c><c><v>2</v></c></row><row r='2'><c><v>3</v></c></row>"
        "<row><c><v>4</v></c></row>"
    )
    assert list(read) == [(2, 1), (3, 1), (5, 2), (5, 3)]


def test_two_cells_of_one_address_are_noted(read: Read, workbook: Make) -> None:
    """The last one is kept, as spreadsheets do, and a note says so."""
    tables = read(workbook("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"))
    assert [cell.value for cell in tables.sheets[0].cells()] == [Decimal(2)]
    assert [(note.code, note.row, note.column) for note in tables.notes] == [("SRC029", 1, 1)]


def test_the_dimension_of_a_sheet_is_not_believed(cells: Cells) -> None:
    """A sheet that pretends to have one cell is read whole."""
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>{n}</v></c></row>" for n in range(1, 21))
    assert len(cells(rows, before="<dimension ref='A1'/>")) == 20


def test_a_far_cell_costs_nothing(cells: Cells) -> None:
    """The last cell of the grid is one cell."""
    read = cells("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
    assert list(read) == [(1_048_576, 16_384)]


@pytest.mark.parametrize("address", ["A0", "A1048577", "XFE1", "AAAA1", "1", "A", "A-1", "É1", "A１"])
def test_an_address_off_the_grid_is_damage(read: Read, workbook: Make, address: str) -> None:
    """A cell that no spreadsheet has means that the file is damaged."""
    with pytest.raises(UnreadableSource) as refusal:
        read(workbook(f"<row r='1'><c r='{address}'><v>1</v></c></row>"))
    assert refusal.value.code == "SRC017"


def test_many_notes_of_one_kind_become_a_count(read: Read, workbook: Make) -> None:
    """A fault on every row gives a hundred notes and the number of the others."""
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>x</v></c></row>" for n in range(1, 131))
    notes = read(workbook(rows)).notes
    assert [note.code for note in notes] == ["SRC027"] * 100 + ["SRC039"]
    assert notes[-1].data == {"code": "SRC027", "count": 30}


def test_the_strict_variant_is_read(read: Read, parts: Parts, zipped: Make) -> None:
    """A workbook saved as «Classeur Open XML strict» reads like any other."""
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in parts(cell("<v>1</v>")).items()
    }
    assert [c.value for c in read(zipped(strict)).sheets[0].cells()] == [Decimal(1)]
