"""What filling does to the bytes of a form: dates, texts, stale values, styles, macros, odd spellings."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from labo_dossier.forms.stale import roots
from labo_partenariats.model import Application, Programme

Fill = Callable[..., Any]
Make = Callable[..., bytes]
SHEET = "xl/worksheets/sheet1.xml"
DAY = dt.date(2018, 4, 27)


@pytest.fixture(scope="module")
def dated(programme: Programme) -> Programme:
    """GAIA with a day of application."""
    return evolve(programme, application=Application(date=DAY))


@pytest.mark.parametrize("since_1904", [False, True], ids=["1900", "1904"])
def test_days_count_from_the_form_s_own_epoch(dated: Programme, fill: Fill, make: Make, since_1904: bool) -> None:
    """The day that a reader sees is the same in both calendars; its number is not."""

    def write(book: Any, sheet: Any) -> None:
        sheet.write_string("A1", "{{demande.date}}", book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_string("A2", "{{demande.date}}")
        sheet.write_string("A3", "{{demande.date}}", book.add_format({"num_format": "@"}))
        sheet.write_string("A4", "{{demande.date}}", book.add_format({"num_format": "0.00"}))
        sheet.write_string("A5", "Déposée le {{demande.date}}")

    filled = fill(dated, make(write, date_1904=since_1904))
    values = [cell.value for (cell,) in filled.sheet().iter_rows()]
    moment = dt.datetime(2018, 4, 27)
    assert values == [moment, moment, "27/04/2018", "27/04/2018", "Déposée le 27 avril 2018"]
    serial = b"<v>41755</v>" if since_1904 else b"<v>43217</v>"
    assert filled.part(SHEET).count(serial) == 2
    assert filled.codes == ["FRM119", "FRM119"]


def test_days_before_the_calendar_are_words(dated: Programme, fill: Fill, make: Make) -> None:
    """A day that spreadsheets disagree about is written in words."""
    old = evolve(dated, application=Application(date=dt.date(1899, 12, 31)))
    filled = fill(old, make(lambda _book, sheet: sheet.write("A1", "{{demande.date}}")))
    assert filled.sheet()["A1"].value == "31/12/1899"


def test_rates_show_as_rates(programme: Programme, fill: Fill, make: Make) -> None:
    """In a cell of the general format, 80 % is shown as a spreadsheet shows 80 % typed into it."""
    cell = fill(programme, make(lambda _book, sheet: sheet.write("A1", "{{TauxAidePublique}}"))).sheet()["A1"]
    assert (cell.value, cell.number_format) == (0.8, "0.00%")


@pytest.mark.parametrize(
    "words",
    [
        "=1+1", "+33 4 76", "-150", "@A1", "\t=1", "＝1", "a & <b> ]]>", "_x0041_", " de l'air ", "deux\nlignes",
        '"', "😀", "'=1",
    ],
    ids=lambda words: repr(words).encode("unicode_escape").decode(),
)  # fmt: skip
def test_texts_stay_what_they_are(programme: Programme, fill: Fill, make: Make, words: str) -> None:
    """Whatever a text begins with or holds, its cell is that text, and no editing makes a formula of it."""
    filled = fill(evolve(programme, title=words), make(lambda _book, sheet: sheet.write("A1", "{{title}}")))
    assert filled.words("A1") == words
    cell = filled.sheet()["A1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix is (words[0] in "=+-@\t＝")


def test_marks_in_several_fonts_are_filled_and_told(programme: Programme, fill: Fill, make: Make) -> None:
    """A spreadsheet that cut a mark into pieces of different fonts does not hide it."""

    def write(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "Projet : {{ti", bold, "tre}}")

    filled = fill(programme, make(write))
    assert filled.sheet()["A1"].value == "Projet : Labo des partenariats"
    assert filled.codes == ["FRM122"]


def chain(book: Any, sheet: Any) -> None:
    """Formulas that rest on A1 in every way that a form has, and some that do not; all with cached values."""
    other = book.add_worksheet("Autre feuille")
    book.define_name("Base", "=Plan!$A$1")
    book.define_name("Double", "=Base*2")
    sheet.write("A1", 7)
    for row, formula in enumerate(
        (
            "=A1",
            "=SUM(A1:A9)",
            "=B1+1",
            "=Base",
            "=Double",
            "=SUM(A:A)",
            "=SUM(1:1)-B7",
            '=INDIRECT("A1")',
            "=LOG10(A1)",
        ),
        1,
    ):
        sheet.write_formula(row - 1, 1, formula, None, 5)
    for row, formula in enumerate(("=C9", '="A1"', "=LOG10(C1)", "=TRUE", "=SUM(A2:A9)"), 1):
        sheet.write_formula(row - 1, 3, formula, None, 6)
    other.write_formula("A1", "=Plan!A1", None, 8)
    other.write_formula("A2", "='Plan'!B3", None, 8)
    other.write_formula("A3", "=A1048576", None, 8)
    other.write_array_formula("C1:C2", "{=Plan!A1:A2*2}", None, 8)
    other.write("C2", 9)


def test_only_stale_values_are_taken_out(programme: Programme, fill: Fill, make: Make) -> None:
    """Formulas that rest on a filled cell lose their value, the others keep theirs; all keep their text."""
    filled = fill(programme, make(chain), '[cellules]\n"Plan!A1" = "Feader"')
    values = load_workbook(io.BytesIO(filled.data), data_only=True)
    assert [cell.value for cell in values["Plan"]["B"]] == [None] * 9
    assert [cell.value for cell in values["Plan"]["D"]][:5] == [6] * 5
    assert [values["Autre feuille"][place].value for place in ("A1", "A2", "A3", "C1", "C2")] == [
        None,
        None,
        8,
        None,
        None,
    ]
    formulas = load_workbook(io.BytesIO(filled.data))
    assert formulas["Plan"]["B2"].value == "=SUM(A1:A9)"
    assert formulas["Autre feuille"]["A2"].value == "='Plan'!B3"
    assert filled.told("FRM120").data["count"] == 13


@pytest.mark.parametrize(
    ("calculation", "expected"),
    [
        (b'<calcPr calcId="1" calcMode="manual"/>', b'<calcPr calcId="1" calcMode="manual" fullCalcOnLoad="1"/>'),
        (b"<calcPr fullCalcOnLoad='0'></calcPr>", b'<calcPr fullCalcOnLoad="1"></calcPr>'),
        (b"", b'</definedNames><calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_recalculation_is_asked_for(
    programme: Programme, fill: Fill, make: Make, patched: Callable[..., bytes], calculation: bytes, expected: bytes
) -> None:
    """Nothing of the workbook part changes but the order to recalculate, which goes where it belongs."""

    def spelled(part: bytes) -> bytes:
        return re.sub(rb"<calcPr[^>]*/>", calculation, part)

    form = patched(make(chain), {"xl/workbook.xml": spelled})
    filled = fill(programme, form, '[cellules]\n"Plan!A1" = "Feader"')
    before, after = filled.changed()["xl/workbook.xml"]
    assert expected in after
    assert after.replace(b' fullCalcOnLoad="1"', b"").replace(b"<calcPr/>", b"") == before.replace(
        b" fullCalcOnLoad='0'", b""
    )


def test_forms_without_formulas_keep_their_workbook_part(programme: Programme, fill: Fill, make: Make) -> None:
    """Where nothing is to be recalculated, one sheet is the only part that changes."""
    form = make(lambda _book, sheet: sheet.write("B2", "{{titre}}"))
    assert set(fill(programme, form).changed()) == {SHEET}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<x:sheetData/>", '<x:row r="3"><x:c r="B3"><x:v>14745.6</x:v></x:c></x:row></x:sheetData>'),
        (
            '<x:sheetData><x:row r="3" ht="9"/></x:sheetData>',
            '<x:row r="3" ht="9"><x:c r="B3"><x:v>14745.6</x:v></x:c></x:row>',
        ),
        (
            '<x:sheetData><x:row r="3"><x:c r="A3"/><x:c r="C3"/></x:row></x:sheetData>',
            '<x:c r="A3"/><x:c r="B3"><x:v>14745.6</x:v></x:c><x:c r="C3"/>',
        ),
        (
            '<x:sheetData><x:row r="2"/><x:row r="9"/></x:sheetData>',
            '<x:row r="2"/><x:row r="3"><x:c r="B3"><x:v>14745.6</x:v></x:c></x:row><x:row r="9"/>',
        ),
        (
            "<x:sheetData><x:row r='3' y:z='1>2'><x:c  t='s' s='0' r='B3'><x:v>0</x:v></x:c ></x:row></x:sheetData>",
            "<x:row r='3' y:z='1>2'><x:c s='0' r='B3'><x:v>14745.6</x:v></x:c></x:row>",
        ),
    ],
    ids=["no row", "empty row", "between", "new row", "odd spelling"],
)  # fmt: skip
def test_cells_go_where_they_belong_however_a_part_is_spelled(
    programme: Programme, fill: Fill, make: Make, patched: Callable[..., bytes], rows: str, expected: str
) -> None:
    """Prefixes, quotes, unknown attributes and missing rows: the new cell is in its place, the rest is untouched."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = f"<?xml version='1.0'?><!-- gardé --><x:worksheet xmlns:x='{main}' xmlns:y='urn:y'>"
    part = f"{head}{rows}<y:e a='&gt;'/></x:worksheet>"
    form = patched(make(lambda _book, sheet: sheet.write("A1", "x")), {SHEET: part.encode()})
    filled = fill(programme, form, '[cellules]\n"Plan!B3" = "Feader"')
    after = filled.part(SHEET).decode()
    assert expected in after
    assert after.startswith(head)
    assert after.endswith("</x:sheetData><y:e a='&gt;'/></x:worksheet>")


def test_new_cells_look_as_their_row_or_column_says(programme: Programme, fill: Fill, make: Make) -> None:
    """A cell that the form never wrote takes the format of its row, else of its column."""

    def write(book: Any, sheet: Any) -> None:
        sheet.set_column("B:B", 20, book.add_format({"num_format": "0.0"}))
        sheet.set_row(4, 20, book.add_format({"num_format": "0.000"}))

    filled = fill(
        programme, make(write), '[cellules]\n"Plan!B3" = "Feader"\n"Plan!B5" = "Feader"\n"Plan!C3" = "Feader"'
    )
    sheet = filled.sheet()
    assert [sheet[place].number_format for place in ("B3", "B5", "C3")] == ["0.0", "0.000", "General"]


@pytest.fixture(scope="module")
def with_macros(make: Make, patched: Callable[..., bytes]) -> bytes:
    """A form that carries macros and a part that nobody knows."""

    def typed(part: bytes) -> bytes:
        plain, macros = b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        return part.replace(plain, macros)

    added = {"xl/vbaProject.bin": b"\x00\xff macros", "custom/unknown.dat": b"\x01\x02"}
    form = make(lambda _book, sheet: sheet.write("A1", "{{titre}}"))
    return patched(form, {"[Content_Types].xml": typed, **added})


def test_macros_and_unknown_parts_survive(programme: Programme, fill: Fill, with_macros: bytes) -> None:
    """Macros are kept as they are, and said to be there."""
    filled = fill(programme, with_macros, suffix=".xlsm")
    assert set(filled.changed()) == {SHEET}
    assert filled.codes == ["FRM127"]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_suffix_tells_whether_there_are_macros(
    programme: Programme, fill: Fill, make: Make, with_macros: bytes, suffix: str
) -> None:
    """A suffix that belies the content is refused, for Excel would refuse the file."""
    form = with_macros if suffix == ".xlsx" else make(lambda _book, sheet: sheet.write("A1", "{{titre}}"))
    filled = fill(programme, form, suffix=suffix)
    assert filled.data == b""
    assert "FRM126" in filled.codes


def test_templates_become_workbooks(
    programme: Programme, fill: Fill, make: Make, patched: Callable[..., bytes]
) -> None:
    """A form handed out as a template (.xltx) is filled as the workbook that a template makes."""

    def typed(part: bytes) -> bytes:
        return part.replace(b"spreadsheetml.sheet.main", b"spreadsheetml.template.main")

    form = patched(make(lambda _book, sheet: sheet.write("A1", "{{titre}}")), {"[Content_Types].xml": typed})
    assert b"template.main" not in fill(programme, form).part("[Content_Types].xml")


def test_archive_keeps_its_order_dates_and_comment(programme: Programme, fill: Fill, make: Make) -> None:
    """The zip archive around the parts stays what it was, too."""
    stream = io.BytesIO(make(lambda _book, sheet: sheet.write("A1", "{{titre}}")))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = "à garder".encode()
        archive.writestr(zipfile.ZipInfo("a.bin", (2001, 2, 3, 4, 5, 6)), b"1")
    filled = fill(programme, stream.getvalue())
    with zipfile.ZipFile(stream) as one, zipfile.ZipFile(io.BytesIO(filled.data)) as other:
        assert other.comment == one.comment
        for before, after in zip(one.infolist(), other.infolist(), strict=True):
            assert (before.filename, before.date_time, before.compress_type) == (
                after.filename, after.date_time, after.compress_type,
            )  # fmt: skip


titles = st.text(max_size=40)
marks = st.lists(
    st.sampled_from(["{{title}}", "{{Feader}}", "x", "{{gal}} : {{title}}", "=B1"]), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=titles, cells=marks)
def test_any_text_leaves_the_other_cells_alone(
    programme: Programme, fill: Fill, make: Make, unfilled: Callable[..., bytes], title: str, cells: list[str]
) -> None:
    """Whatever is filled in, the form opens, other cells are the same to the byte, and no mark is left."""
    form = make(lambda _book, sheet: sheet.write_column("A1", cells))
    filled = fill(evolve(programme, title=title), form)
    if not any("{{" in each for each in cells):
        assert filled.data == b""
        return
    places = [f"A{row}" for row, each in enumerate(cells, start=1) if "{{" in each]
    one, other = filled.changed()[SHEET]
    assert unfilled(one, places) == unfilled(other, places)
    clean = "".join(c for c in title.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or c >= " ")
    clean = clean.replace("\ufffe", "").replace("\uffff", "")
    for row, each in enumerate(cells, start=1):
        if each == "{{title}}" and title:
            assert filled.words(f"A{row}") == clean
    assert filled.sheet()["A1"].value is not None or not title


@pytest.mark.parametrize(
    ("formula", "sheets"),
    [
        ("A1+'Plan 2'!B3", ["plan", "plan 2"]),
        ('IF(A1>0,"B2",Taux)', ["plan", "lois"]),
        ("SUM(A:B)+SUM(3:4)", ["plan", "plan"]),
        ("1+2.5E3", ["plan"]),  # too much rather than too little
        ('"A1"&TRUE', []),
    ],
)
def test_roots_of_formulas(formula: str, sheets: list[str]) -> None:
    """A formula rests on the cells that its text names, by address or by name."""
    found = roots(formula, "Plan", {(None, "taux"): "Lois!$B$1"})
    assert not found.is_hidden
    assert [sheet for sheet, _ in found.areas] == sheets


@pytest.mark.parametrize(
    "formula", ["INDIRECT(A1)", "Tableau1[Montant]", "[1]Plan!A1", "Inconnu*2", "A1#", "Plan:Fin!A1"]
)
def test_hidden_roots_count_as_everything(formula: str) -> None:
    """What cannot be followed is taken to rest on every cell."""
    assert roots(formula, "Plan", {}).is_hidden


def test_a_form_with_endless_formulas_is_not_looked_into_for_ever(programme: Programme, fill: Fill, make: Make) -> None:
    """A long chain of formulas, each resting on the one below: they all count as stale, in the time of a form."""

    def write(_book: Any, sheet: Any) -> None:
        sheet.write("A1", "{{Feader}}")
        for row in range(3_000):
            sheet.write_formula(row, 1, f"=B{row + 2}+1", None, 1)
        sheet.write_formula(3_000, 1, "=A1", None, 1)

    assert fill(programme, make(write)).told("FRM120").data["count"] == 3_001


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_no_stale_value_survives_a_spreadsheet_that_recalculates_nothing_else(
    programme: Programme, fill: Fill, make: Make, recalculated: Any
) -> None:
    """LibreOffice computes only what has no value; what it shows is right."""
    filled = fill(programme, make(chain), '[cellules]\n"Plan!A1" = "TotalDepenses"')
    book = recalculated({"plan.xlsx": filled.data})["plan.xlsx"]
    assert [book["Plan"][f"B{row}"].value for row in (1, 2, 3, 4, 5, 6, 8)] == [
        24682,
        24682,
        24683,
        24682,
        49364,
        24682,
        24682,
    ]
    assert book["Autre feuille"]["A1"].value == 24682
    assert book["Autre feuille"]["C1"].value == 49364
