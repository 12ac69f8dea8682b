"""The workbook to fill: written, filled, read, written again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

import labo_partenariats as labo
from labo_partenariats import Actor, Expense, Money, Programme, Territory
from labo_partenariats.model import FinancingPlan, Participant, Project
from labo_partenariats.plugin import ExportOptions, Finding, Language
from labo_partenariats.tabular.vocabulary import Vocabulary
from labo_partenariats.testing.dossiers import dossiers
from labo_partenariats.values.text import fold

GAIA = Path(__file__).parents[3] / "examples" / "gaia_2017"
HEADER_ROW = 3
UNTITLED = {
    "quotes",
    "trips",
    "claims",
    "payments",
    "decisions",
    "participants",
}  # no column to fill on every row first
LANGUAGES: tuple[Language, ...] = ("fr", "en")
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def write(programme: Programme, path: Path, language: Language = "fr", *, personal: bool = True) -> tuple[Finding, ...]:
    options = ExportOptions(language=language, personal_data=personal)
    return labo.export(programme, path, to="workbook", options=options)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [found.code for found in findings]


def cells(path: Path) -> Iterator[openpyxl.cell.cell.Cell]:
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from row


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_read_without_warning(path: Path, language: Language) -> None:
    """It holds nothing, which is said; its instructions, its hidden lists and its form are no findings."""
    assert write(Programme(), path, language) == ()
    result = labo.read(path)

    assert result.programme == Programme()
    assert set(codes(result.findings)) == {"SRC110", "SRC114"}


def fill(sheet: Worksheet, rows: list[list[str]], form: bool) -> None:
    """Type the rows under the headers that have the same words, those of a form from its top."""
    places = {fold(str(cell.value)): cell.column for cell in sheet[HEADER_ROW] if cell.value}
    first = HEADER_ROW + 1
    if form:
        sheet.delete_rows(first, sheet.max_row)
    for number, row in enumerate(rows[1:], start=first):
        for header, words in zip(rows[0], row, strict=True):
            sheet.cell(number, places[fold(header)], words or None)


def test_a_filled_template_gives_the_example(path: Path) -> None:
    """GAIA 2017 typed into the template, read, written and read again stays GAIA 2017, its identifiers included."""
    write(Programme(), path)
    book = openpyxl.load_workbook(path)
    sheets = {Vocabulary.core().sheets.get(fold(name)): name for name in book.sheetnames}
    for file in (GAIA / "csv").glob("*.csv"):
        role = Vocabulary.core().sheets[fold(file.stem)]
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))
        fill(book[sheets[role]], rows, form=role == "programme")
    book.save(path)
    filled = labo.read(path)

    assert filled.programme == labo.read(GAIA / "gaia_2017.toml").programme
    assert codes(filled.findings) == ["SRC110"]
    again = path.with_name("encore.xlsx")
    assert write(filled.programme, again) == ()
    assert labo.read(again).programme == filled.programme


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(dossiers(), st.sampled_from(LANGUAGES))
def test_any_programme_comes_back(path: Path, programme: Programme, language: Language) -> None:
    """What the workbook holds is the programme, whatever its texts look like, and nothing is told lost."""
    told = write(programme, path, language)

    assert (told, labo.read(path).programme) == ((), programme)


HOSTILE = ("=1+1", '=HYPERLINK("http://x")', "+1+cmd", "-A1", "@SUM(A1)", "'=1", "{=1}", "http://x", "<r><t>x</t></r>")


def test_no_text_becomes_a_formula_or_a_link(path: Path) -> None:
    """Texts of strangers stay texts, also when somebody edits their cell, and come back as they were."""
    programme = Programme(territories=tuple(Territory(id=f"t{n}", name=name) for n, name in enumerate(HOSTILE)))
    assert write(programme, path) == ()
    names = [cell for cell in cells(path) if cell.parent.title == "Territoires" and cell.column == 1][HEADER_ROW:]
    found = [cell for cell in names if cell.value]

    assert labo.read(path).programme == programme
    assert {cell.data_type for cell in cells(path)} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells(path))
    assert [bool(cell.quotePrefix) for cell in found] == [str(cell.value).startswith(tuple("=+-@")) for cell in found]


def test_the_same_programme_gives_the_same_bytes(path: Path) -> None:
    """Nothing in the file tells when or where it was written."""
    gaia = labo.read(GAIA / "gaia_2017.toml").programme
    write(gaia, path)
    first = path.read_bytes()
    write(gaia, path)

    assert path.read_bytes() == first


def test_personal_data_is_written_only_when_asked_for(path: Path) -> None:
    """Addresses and telephone numbers stay out, which is told; asked for, they are there."""
    programme = Programme(
        actors=(Actor(id="a", name="A", email="a@example.org", phone="0400000000"),),
        participants=(Participant(id="p", name="Nom Fictif", present=True),),
    )
    told = write(programme, path, personal=False)
    without, written = labo.read(path).programme, list(cells(path))

    assert codes(told) == ["SRC061"]
    assert without == Programme(
        actors=(evolve(programme.actors[0], email=None, phone=None),),
        participants=(Participant(id="p", present=True),),
    )
    assert all("Fictif" not in str(cell.value) for cell in written)
    assert (write(programme, path), labo.read(path).programme) == ((), programme)


def test_a_text_too_long_for_a_cell_is_cut_and_told(path: Path) -> None:
    """The workbook opens all the same; what is cut is named with its length, counted as spreadsheets count."""
    programme = Programme(title="😀" * 20_000, network="x" * 32_767)
    told = write(programme, path)
    read = labo.read(path).programme

    assert [(found.code, found.data["header"], found.data["length"]) for found in told] == [
        ("SRC062", "Valeur", 40_000)
    ]
    assert read.title is not None
    assert (read.title[-1], len(read.title), read.network) == ("…", 16_384, programme.network)


def test_amounts_are_numbers_as_long_as_every_digit_is_kept(path: Path) -> None:
    """Fifteen digits are a number with its format; more are a text that is read to the cent."""
    lines = tuple(
        Expense(id=str(n), label="A", amount=Money(cents)) for n, cents in enumerate((1474560, 12345678901234567))
    )
    programme = Programme(financing=FinancingPlan(expenses=lines))
    write(programme, path)
    sheet = openpyxl.load_workbook(path)["Dépenses"]

    assert [sheet.cell(HEADER_ROW + n, 3).value for n in (1, 2)] == [14745.6, "123456789012345,67"]
    assert "€" in sheet.cell(HEADER_ROW + 1, 3).number_format
    assert labo.read(path).programme == programme


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_helps_those_who_fill_it(path: Path, language: Language) -> None:
    """Each header has its help, required ones a star; lists name filled cells; pages are A4 with their headers."""
    write(Programme(), path, language)
    book = openpyxl.load_workbook(path)
    guide, *tables, lists = book.worksheets

    assert (guide.sheet_state, lists.sheet_state) == ("visible", "hidden")
    for sheet in tables:
        headers = [cell for cell in sheet[HEADER_ROW] if cell.value]
        assert all(cell.comment is not None for cell in headers), sheet.title
        assert str(headers[0].value).endswith("*") == (Vocabulary.core().sheets[fold(sheet.title)] not in UNTITLED)
        assert (sheet.freeze_panes, sheet.page_setup.paperSize) == ("B4", 9)
        assert sheet.print_title_rows == "$3:$3"
    sources = [rule.formula1 for sheet in tables for rule in sheet.data_validations.dataValidation]
    named = [source.rpartition("!") for source in sources]
    assert len(sources) > 10
    for quoted, _, area in named:
        name = quoted.strip("'").replace("''", "'")
        assert name in book.sheetnames
        if name == lists.title:
            assert all(row[0].value for row in book[name][area.replace("$", "")])


def test_sheets_that_few_need_come_last_and_are_explained_apart(path: Path) -> None:
    """The template has them after those that everybody fills, and says of each when it is to be filled."""
    write(Programme(), path)
    book = openpyxl.load_workbook(path)
    guide, *tables, _ = book.worksheets
    coloured = [sheet.sheet_properties.tabColor is not None for sheet in tables]
    said = [str(row[0].value) for row in guide.iter_rows() if row[0].value]
    apart = said.index("Les feuilles à remplir seulement le moment venu")

    assert coloured == sorted(coloured)
    assert 10 < sum(coloured) < len(coloured)
    for sheet, occasional in zip(tables, coloured, strict=True):
        (place,) = [rank for rank, words in enumerate(said) if words.startswith(f"{sheet.title} : ")]
        assert (place > apart) == occasional
    write(Programme(title="A"), path)
    assert len(openpyxl.load_workbook(path).worksheets) == 2 + len(coloured) - sum(coloured)


def test_a_filled_sheet_names_the_rows_of_another(path: Path) -> None:
    """Projects and votes typed in the template are tied by the names of the projects, which its lists propose."""
    write(Programme(), path)
    book = openpyxl.load_workbook(path)
    rows = {
        "Projets": [["Intitulé"], ["Épicerie"]],
        "Comité de sélection": [["Comité", "Membre"], ["Comité", "Élu"]],
        "Décisions": [["Projet examiné", "Comité de la décision"], ["Épicerie", "Comité"]],
        "Votes": [["Décision votée", "Membre du comité", "Vote"], ["Épicerie", "Élu", "Pour"]],
    }
    for name, typed in rows.items():
        heads = {fold(str(cell.value)): cell.column for cell in book[name][HEADER_ROW] if cell.value}
        for header, words in zip(*typed, strict=True):
            book[name].cell(HEADER_ROW + 1, heads[fold(header)], words)
    sources = [rule.formula1 for rule in book["Votes"].data_validations.dataValidation]
    book.save(path)
    result = labo.read(path)
    (decision,) = result.programme.decisions

    assert any("Décisions" in source for source in sources)
    assert result.programme.projects == (Project(id="epicerie", title="Épicerie"),)
    assert [committee.id for committee in result.programme.committees] == ["comite"]
    assert (decision.project, decision.committee) == ("epicerie", "comite")
    assert [(ballot.member, ballot.vote.value) for ballot in decision.ballots if ballot.vote] == [("Élu", "for")]
