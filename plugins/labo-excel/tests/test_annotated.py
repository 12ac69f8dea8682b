"""The annotated copy: values at their addresses, each finding on its cell, a first sheet that leads to them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import labo_partenariats as labo
from labo_excel import ExcelImporter
from labo_excel.writing.annotated import tab_names
from labo_partenariats.errors import UnusableTarget
from labo_partenariats.plugin import CellLocation, Limits, Tables

SUMMARY = "Synthèse des constats"
Rows = list[list[object]]
Save = Callable[..., Path]

EXPENSES: Rows = [
    ["Plan de financement"],
    [],
    ["Libellé", "Catégorie", "Montant"],
    ["Animation", "Personnel", 12603],
    ["Déplacements", "Frais", "douze"],
    ["Salle", "Prestations", "1 200,50 €"],
]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """A workbook of the rows of its sheets, changed by hand before it is saved."""

    def make(
        sheets: dict[str, Rows] | None = None,
        change: Callable[[openpyxl.Workbook], object] = lambda _: None,
        name: str = "source.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in (sheets or {"Dépenses": EXPENSES}).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        change(book)
        path = tmp_path / name
        book.save(path)
        return path

    return make


def annotated(source: Path, **options: labo.Language) -> tuple[labo.Report, openpyxl.Workbook, Path]:
    """The report on a source, its copy as a workbook, and where the copy lies."""
    report = labo.check(labo.read(source))
    copy = source.with_name("copie.xlsx")
    labo.annotate(report, copy, **options)
    return report, openpyxl.load_workbook(copy), copy


def comments(sheet: Worksheet) -> dict[str, str]:
    """The comments of a sheet by address."""
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def values(tables: Tables) -> dict[tuple[str, int, int], object]:
    """Every value by sheet and address, the summary left out by the importer."""
    return {(sheet.name, cell.row, cell.column): cell.value for sheet in tables.sheets for cell in sheet.cells()}


def reread(path: Path) -> Tables:
    """A workbook as the importer sees it."""
    return ExcelImporter().read(path, Limits())


def test_each_finding_is_a_comment_on_its_cell(save: Save) -> None:
    """The cells that findings name carry their codes, and no other cell a comment."""
    report, book, _ = annotated(save())
    wanted: dict[str, set[str]] = {}
    for found in report.findings:
        location = found.location
        if isinstance(location, CellLocation) and location.row is not None and location.column is not None:
            wanted.setdefault(str(location).split("!")[-1].replace("$", ""), set()).add(found.code)
    shown = comments(book["Dépenses"])
    assert "SRC201" in shown["C5"]
    assert "douze" in shown["C5"]
    assert wanted.keys() <= shown.keys()
    assert all(code in shown[place] for place, codes in wanted.items() for code in codes)
    assert "A4" not in shown


def test_values_stay_at_their_addresses(save: Save) -> None:
    """Titles, blank rows and unread texts stand in the copy where they stood in the source."""
    source = save()
    _, book, copy = annotated(source)
    assert book.sheetnames == [SUMMARY, "Dépenses"]
    assert values(reread(copy)) == values(reread(source))


def test_summary_counts_and_leads_to_the_cells(save: Save) -> None:
    """The first sheet says how many findings there are, and each of them with a link to its cell."""
    report, book, _ = annotated(save())
    sheet = book[SUMMARY]
    heads = [cell.value for cell in sheet[5]]
    assert heads == ["Gravité", "Où", "Valeur lue", "Code", "Constat", "Pourquoi", "Que faire"]
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    assert sorted(str(row[3]) for row in rows) == sorted(found.code for found in report.findings)
    links = {sheet.cell(6 + number, 2).hyperlink.location for number, row in enumerate(rows) if row[3] == "SRC201"}
    assert links == {"'Dépenses'!C5"}
    assert sheet["A3"].value.startswith(f"{sum(row[0] == 'Bloquant' for row in rows)} bloquant")


def test_gravest_findings_come_first(save: Save) -> None:
    """The summary is ordered by severity, whatever the order of the findings."""
    _, book, _ = annotated(save())
    order = ["Bloquant", "À régler", "À savoir", "Impossible à dire"]
    ranks = [order.index(str(row[0])) for row in book[SUMMARY].iter_rows(min_row=6, values_only=True)]
    assert ranks == sorted(ranks)


def test_same_source_same_bytes(save: Save) -> None:
    """Two copies of one source are the same file."""
    source = save()
    first = annotated(source)[2].read_bytes()
    assert annotated(source)[2].read_bytes() == first


def test_the_source_is_not_touched(save: Save) -> None:
    """Neither the bytes nor the day of the source change."""
    source = save()
    before = source.read_bytes(), source.stat().st_mtime_ns
    annotated(source)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before


def test_nothing_of_the_source_runs(save: Save) -> None:
    """A formula stands in the copy as what it had computed, and a text that looks like one stays a text."""

    def formulas(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["E4"] = "=C4*2"
        sheet["F4"] = '=HYPERLINK("http://example.org";"x")'
        for row, words in enumerate(["+33 4", "@SOMME(A1)", "-12 a", "=1+1"], 4):
            sheet.cell(row, 7).value = words
            sheet.cell(row, 7).data_type = "s"

    _, book, copy = annotated(save(change=formulas))
    with zipfile.ZipFile(copy) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    sheet = book["Dépenses"]
    assert [sheet.cell(row, 7).value for row in range(4, 8)] == ["+33 4", "@SOMME(A1)", "-12 a", "=1+1"]
    assert [sheet.cell(row, 7).data_type for row in range(4, 8)] == ["s"] * 4
    assert all(sheet.cell(row, 7).quotePrefix for row in range(4, 8))


HOSTILE_TEXTS = {
    "own mark-up": "<r>gras</r>",
    "angle brackets": "<script>alert(1)</script> & co",
    "link": "http://example.org/" + "a" * 3000,
    "mail": "mailto:quelquun@example.org",
    "line breaks": "ligne\nautre",
    "beyond the first plane": "𝔸 😀",
    "escape of the format": "_x0041_",
    "long": "é" * 32_767,
}


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_texts_come_back_as_they_were(save: Save, name: str) -> None:
    """No text changes its meaning on its way through the copy, nor in the summary that quotes it."""
    rows = [*EXPENSES, ["Autre", "Personnel", HOSTILE_TEXTS[name]]]
    source = save({"Dépenses": rows})
    copy = annotated(source)[2]
    assert values(reread(copy)) == values(reread(source))


def test_a_text_beyond_what_a_cell_holds_is_cut_and_said(tmp_path: Path) -> None:
    """A cell takes 32 767 characters: what a CSV file has beyond is cut with a finding, never in silence."""
    source = tmp_path / "depenses.csv"
    source.write_text("Libellé;Catégorie;Montant\n" + "é" * 40_000 + ";Personnel;12\n", encoding="utf-8")
    report = labo.check(labo.read(source, limits=Limits(cell_characters=50_000)))
    told = labo.annotate(report, tmp_path / "copie.xlsx")
    (cut,) = told
    assert (cut.code, cut.data["length"], cut.data["maximum"]) == ("SRC062", 40_000, 32_767)
    sheet = openpyxl.load_workbook(tmp_path / "copie.xlsx").worksheets[1]
    assert sheet["A2"].value == "é" * 32_766 + "…"


def test_what_is_hidden_merged_and_struck_stays_so(save: Save) -> None:
    """Hidden rows and sheets, merged cells and struck words look in the copy as in the source."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Dépenses"]
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[6].hidden = True
        sheet["A4"].font = Font(strike=True)
        book["Notes"].sheet_state = "hidden"

    source = save({"Dépenses": EXPENSES, "Notes": [["à part"]]}, change)
    _, book, copy = annotated(source)
    sheet = book["Dépenses"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A1"].value == "Plan de financement"
    assert [number for number in range(1, 7) if sheet.row_dimensions[number].hidden] == [6]
    assert [cell.coordinate for cell in sheet["A"] if cell.font.strike] == ["A4"]
    assert book["Notes"].sheet_state == "hidden"
    assert reread(copy).sheets[0].merges == reread(source).sheets[0].merges


def test_dates_errors_and_rates_keep_their_nature(save: Save) -> None:
    """A day stays a day, an error an error, a rate a rate with its format."""
    rows: Rows = [
        ["Libellé", "Catégorie", "Montant", "Date", "Taux", "Faux"],
        ["Animation", "Personnel", 10.25, dt.date(2018, 4, 27), 0.8, "#REF!"],
    ]

    def change(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["D2"].number_format, sheet["E2"].number_format = "dd/mm/yyyy", "0 %"
        sheet["F2"].data_type = "e"

    source = save({"Dépenses": rows}, change)
    _, book, copy = annotated(source)
    sheet = book["Dépenses"]
    assert (sheet["D2"].value, sheet["D2"].number_format) == (dt.datetime(2018, 4, 27), "dd/mm/yyyy")
    assert (sheet["E2"].value, sheet["E2"].number_format) == (0.8, "0 %")
    before, after = reread(source).sheets[0], reread(copy).sheets[0]
    assert [cell.state for cell in after.cells()] == [cell.state for cell in before.cells()]
    assert values(reread(copy)) == values(reread(source))


def test_a_folder_of_csv_files_becomes_one_workbook(tmp_path: Path) -> None:
    """Each file is a sheet of its name, and a finding of a line stands on the cell of that line."""
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "depenses.csv").write_text("Libellé;Catégorie;Montant\nAnimation;Personnel;douze\n", encoding="utf-8")
    (folder / "acteurs.csv").write_text("Nom;Rôles\nGAIA;Chef de file\n", encoding="utf-8")
    _, book, copy = annotated(folder)
    assert copy.name == "copie.xlsx"
    assert set(book.sheetnames) == {SUMMARY, "depenses", "acteurs"}
    assert "SRC201" in comments(book["depenses"])["C2"]


def test_nothing_to_report_is_said(tmp_path: Path, save: Save) -> None:
    """A copy without findings says so on its first sheet."""
    read = labo.read(save({"Notes": [["rien"]]}))
    labo.annotate(labo.check(read, ignore=[found.code for found in labo.check(read).findings]), tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")[SUMMARY]
    assert sheet["A3"].value == "Rien à signaler."


def test_a_source_without_cells_is_said(tmp_path: Path, save: Save) -> None:
    """A programme read from JSON has no cells to annotate: a finding, and how to go on."""
    source = tmp_path / "programme.json"
    labo.export(labo.read(save()), source)
    told = labo.annotate(labo.check(labo.read(source)), tmp_path / "copie.xlsx")
    assert [found.code for found in told] == ["SRC064"]


def test_another_suffix_is_refused(save: Save, tmp_path: Path) -> None:
    """A copy is a workbook: another suffix is the caller's mistake, and nothing is written."""
    report = labo.check(labo.read(save()))
    with pytest.raises(UnusableTarget):
        labo.annotate(report, tmp_path / "copie.csv")
    assert not (tmp_path / "copie.csv").exists()


def test_english_copy(save: Save) -> None:
    """Everything that the copy adds is in the language asked for."""
    _, book, _ = annotated(save(), language="en")
    assert book.sheetnames[0] == "Summary of findings"
    assert comments(book["Dépenses"])["C5"].startswith("Blocking")


NAMES = {
    ("a/b", "a:b"): ("a b", "a b (2)"),
    ("'Plan'",): ("Plan",),
    ("", "[]"): ("-", "- (2)"),
    ("x" * 31, "X" * 40): ("x" * 31, "X" * 27 + " (2)"),
    ("é" * 32,): ("é" * 31,),
    ("😀" * 16,): ("😀" * 15,),
}


@pytest.mark.parametrize("given_names", NAMES, ids=range(len(NAMES)))
def test_tab_names(given_names: tuple[str, ...]) -> None:
    """Names of tabs keep what a spreadsheet lets them keep, and are never the same twice."""
    assert tab_names(given_names) == NAMES[given_names]


@given(st.lists(st.text(max_size=40), max_size=12), st.lists(st.text(max_size=8), max_size=2))
def test_tab_names_are_always_taken(names: list[str], taken: list[str]) -> None:
    """Whatever the names: tabs are distinct without regard to case, 1 to 31 units long, free of what is forbidden."""
    made = tab_names(names, taken)
    assert len(made) == len(names)
    assert len({name.casefold() for name in (*made, *taken)}) == len(made) + len({name.casefold() for name in taken})
    assert all(1 <= len(name.encode("utf-16-le")) // 2 <= 31 and not set(name) & set("[]:*?/\\") for name in made)


#: Where the property below writes its files: a fixture of its own would be made anew for each example.
FOLDER: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder for all examples of a property."""
    FOLDER[:] = [tmp_path_factory.mktemp("copies")]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=2).map(float),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(["douze", "1 200,50 €", "=A1", "#N/A", "Personnel", "2018-13-45", "avril 2018", " "]),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_the_copy_says_what_the_source_said(rows: Rows) -> None:
    """A random sheet and its annotated copy are read alike: same values, same programme, same findings."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Dépenses"
    for number, row in enumerate([["Libellé", "Catégorie", "Montant", "Date", "Remarque"], *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, though it may look like a formula
    stream = io.BytesIO()
    book.save(stream)
    source = FOLDER[0] / "source.xlsx"
    source.write_bytes(stream.getvalue())
    report = labo.check(labo.read(source))
    copy = source.with_name("copie.xlsx")
    labo.annotate(report, copy)
    again = labo.check(labo.read(copy))
    assert values(reread(copy)) == values(reread(source))
    assert labo.diff(report, again) == ()
    assert _codes(again) == _codes(report)


def _codes(report: labo.Report) -> list[tuple[str, str]]:
    return sorted((found.code, str(found.location)) for found in report.findings)


def test_decimals_pass_unchanged(save: Save) -> None:
    """A cent stays a cent: the number in the copy reads as the number in the source."""
    source = save({"Dépenses": [["Libellé", "Catégorie", "Montant"], ["Animation", "Personnel", 4936.4]]})
    copy = annotated(source)[2]
    assert values(reread(copy))["Dépenses", 2, 3] == Decimal("4936.4")
