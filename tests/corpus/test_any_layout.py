"""Any programme, in tables laid out as nobody would: the same programme comes back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import shutil
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from attrs import evolve, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_partenariats import Programme
from labo_partenariats.i18n import Language
from labo_partenariats.plugin import Cell, ExportOptions, Sheet
from labo_partenariats.tabular.filled import FilledTable, to_tables
from labo_partenariats.tabular.rows import tables_of
from labo_partenariats.tabular.vocabulary import Vocabulary
from labo_partenariats.testing.dossiers import dossiers

TITLES = ("Commune des Trois Vallées", "Version relue par le comité", "Document de travail")
UNKNOWN = "Numéro de mandat"
LANGUAGES: tuple[Language, ...] = ("fr", "en")
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "cp1252")
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

Grid = list[list[Cell | None]]


@frozen
class Layout:
    """How tables are laid out; *seed* draws what is of no interest when it shrinks: orders and spellings."""

    seed: int
    language: Language = "fr"
    shuffled: bool = True
    titles: int = 0
    blanks: int = 0
    synonyms: bool = False
    with_ids: bool = True
    unknown: bool = False


def layouts() -> st.SearchStrategy[Layout]:
    """Any layout of tables with their identifiers."""
    return st.builds(
        Layout,
        seed=st.integers(0, 2**32),
        language=st.sampled_from(LANGUAGES),
        shuffled=st.booleans(),
        titles=st.integers(0, 3),
        blanks=st.integers(0, 2),
        synonyms=st.booleans(),
        unknown=st.booleans(),
    )


def spelt(words: str, draw: random.Random) -> str:
    """The same words as others write them: case, accents, spaces and punctuation."""
    if draw.random() < 0.3:
        words = "".join(each for each in unicodedata.normalize("NFD", words) if not unicodedata.combining(each))
    words = draw.choice((str, str.upper, str.lower, str.capitalize))(words)
    words = words.replace(" ", draw.choice((" ", "\N{NO-BREAK SPACE}", "  ", "\n")))
    return draw.choice(("{}", " {}", "{} :", "{} *", "{}\N{NARROW NO-BREAK SPACE}:")).format(words)


def header(table: FilledTable, rank: int, layout: Layout, draw: random.Random) -> str:
    """The header of a column, in its own words or in others that mean the same."""
    known = Vocabulary.core().headers[table.role]
    same = sorted(word for word, key in known.items() if key == table.keys[rank])
    return spelt(draw.choice(same) if layout.synonyms and same else table.headers[rank], draw)


def grid(table: FilledTable, sheet: Sheet, layout: Layout, draw: random.Random) -> Grid:
    """The rows of a sheet with its columns in another order, titles above and blank rows between."""
    columns = [rank for rank, key in enumerate(table.keys) if layout.with_ids or key != "id"]
    if layout.unknown:
        columns.append(-1)
    if layout.shuffled:
        draw.shuffle(columns)
    heads = [UNKNOWN if rank < 0 else header(table, rank, layout, draw) for rank in columns]
    rows: Grid = [[Cell(1, 1, draw.choice(TITLES))] for _ in range(layout.titles)]
    rows += [[] for _ in range(layout.blanks)]
    rows.append([Cell(1, 1, words) for words in heads])
    for number in sorted(sheet.rows)[1:]:
        cells = {cell.column - 1: cell for cell in sheet.rows[number]}
        rows.append([Cell(1, 1, f"M-{number}") if rank < 0 else cells.get(rank) for rank in columns])
        if layout.blanks and draw.random() < 0.2:
            rows.append([])
    return rows


def grids(programme: Programme, layout: Layout, *, texts: bool) -> Iterator[tuple[FilledTable, Grid]]:
    """The tables of a programme in this layout; *texts* for files of texts."""
    draw = random.Random(layout.seed)
    tables = [table for table in tables_of(programme, layout.language) if table.is_needed]
    sheets = to_tables(tables, language=layout.language if texts else None).sheets
    both = list(zip(tables, sheets, strict=True))
    if layout.shuffled and layout.with_ids:
        draw.shuffle(both)
    for table, sheet in both:
        yield table, grid(table, sheet, layout, draw)


def as_workbook(programme: Programme, layout: Layout, folder: Path) -> Path:
    """The tables as the sheets of a workbook."""
    path = folder / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    formats: dict[str | None, Any] = {None: book.add_format(), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
    for table, rows in grids(programme, layout, texts=False):
        page = book.add_worksheet(table.sheet)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None and not cell.is_blank:
                    look = cell.number_format or ("day" if isinstance(cell.value, dt.date) else None)
                    if look not in formats:
                        formats[look] = book.add_format({"num_format": look})
                    _write(page, row, column, cell.value, formats[look], formats[None])
    book.close()
    return path


def _write(page: Any, row: int, column: int, value: object, look: Any, plain: Any) -> None:
    match value:
        case bool():
            page.write_boolean(row, column, value, look)
        case str() if value.startswith("<r>"):  # XlsxWriter would take it for its own mark-up
            page.write_rich_string(row, column, value[:1], plain, value[1:])
        case str():
            page.write_string(row, column, value, look)
        case Decimal() if len(value.as_tuple().digits) > 15:  # more than a spreadsheet keeps
            page.write_string(row, column, f"{value:f}", look)
        case Decimal():
            page.write_number(row, column, value, look)
        case dt.date():
            page.write_datetime(row, column, value, look)
        case _:
            raise AssertionError(value)


def as_folder(
    programme: Programme, layout: Layout, folder: Path, delimiter: str = ";", encoding: str = "utf-8"
) -> Path:
    """The tables as the files of a folder, in this dialect; in UTF-8 what the encoding cannot hold."""
    folder = folder / "tableaux"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for table, rows in grids(programme, layout, texts=True):
        out = io.StringIO(newline="")
        if delimiter != ";":  # two tables of one row may be cut by several delimiters alike
            out.write(f"sep={delimiter}\r\n")
        csv.writer(out, delimiter=delimiter).writerows([_text(cell) for cell in cells] for cells in rows)
        (folder / f"{table.file}.csv").write_bytes(_encoded(out.getvalue(), encoding))
    return folder


def _text(cell: Cell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are written, one over the other."""
    return tmp_path_factory.mktemp("dispositions")


def comes_back_from_a_workbook(folder: Path, programme: Programme, layout: Layout) -> None:
    result = labo.read(as_workbook(programme, layout, folder))

    assert (labo.diff(programme, result), result.programme) == ((), programme)


def comes_back_from_a_folder(folder: Path, programme: Programme, layout: Layout, delimiter: str, encoding: str) -> None:
    result = labo.read(as_folder(programme, layout, folder, delimiter, encoding))

    assert (labo.diff(programme, result), result.programme) == ((), programme)


def stays_the_same(folder: Path, programme: Programme, layout: Layout, *, texts: bool) -> None:
    write = as_folder if texts else as_workbook
    plain = Layout(layout.seed, layout.language, shuffled=False, with_ids=False)
    first = labo.read(write(programme, plain, folder))
    again = labo.read(write(programme, plain, folder))
    moved = labo.read(write(programme, evolve(plain, shuffled=True, unknown=True), folder))

    assert (labo.diff(first, again), first.programme) == ((), again.programme)
    assert (labo.diff(first, moved), first.programme) == ((), moved.programme)


def tries(count: int) -> Any:
    """So many programmes; one that fails is shown as it was drawn, for shrinking a whole programme takes minutes."""
    return settings(max_examples=count, deadline=None, suppress_health_check=HEALTH, phases=[Phase.generate])


def filled_template(programme: Programme, language: Language, folder: Path) -> Path:
    """The empty files of a template, with the rows of a programme typed under their headers."""
    folder = folder / "modele"
    shutil.rmtree(folder, ignore_errors=True)
    labo.export(Programme(), folder, to="csv", options=ExportOptions(language=language))
    delimiter = ";" if language == "fr" else ","
    tables = [table for table in tables_of(programme, language) if table.is_needed]
    for table, sheet in zip(tables, to_tables(tables, language=language).sheets, strict=True):
        path = folder / f"{table.file}.csv"
        empty = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        heads = next(csv.reader(io.StringIO(empty), delimiter=delimiter), [])
        heads += [words for words in table.headers if words not in heads]  # a column that templates leave out
        out = io.StringIO(newline="")
        typed = csv.writer(out, delimiter=delimiter)
        typed.writerow(heads)
        for number in sorted(sheet.rows)[1:]:
            words = {table.headers[cell.column - 1]: _text(cell) for cell in sheet.rows[number]}
            typed.writerow([words.get(head, "") for head in heads])
        path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return folder


@tries(6)
@given(dossiers(), st.sampled_from(LANGUAGES))
def test_a_filled_template_is_the_programme(folder: Path, programme: Programme, language: Language) -> None:
    """Template, filled, read, exported and read again: the programme, each time."""
    filled = labo.read(filled_template(programme, language, folder)).programme
    labo.export(
        filled, folder / "ecrit.xlsx", to="workbook", options=ExportOptions(language=language, personal_data=True)
    )

    assert filled == programme
    assert labo.read(folder / "ecrit.xlsx").programme == programme


@tries(12)
@given(dossiers(), layouts())
def test_any_workbook_gives_its_programme(folder: Path, programme: Programme, layout: Layout) -> None:
    """Whatever the order of sheets and columns, the titles, the blank rows and the spelling of the headers."""
    comes_back_from_a_workbook(folder, programme, layout)


@tries(12)
@given(dossiers(), layouts(), st.sampled_from(";,\t|"), st.sampled_from(ENCODINGS))
def test_any_folder_gives_its_programme(
    folder: Path, programme: Programme, layout: Layout, delimiter: str, encoding: str
) -> None:
    """Whatever the order of columns, the titles, the spelling of the headers, the delimiter and the encoding."""
    comes_back_from_a_folder(folder, programme, layout, delimiter, encoding)


@tries(10)
@given(programme=dossiers(), layout=layouts(), texts=st.booleans())
def test_reading_again_changes_nothing(folder: Path, programme: Programme, layout: Layout, *, texts: bool) -> None:
    """Without identifiers of its own, a source read twice, its columns moved and one added, shows no difference."""
    stays_the_same(folder, programme, layout, texts=texts)


@pytest.mark.slow
@tries(400)
@given(
    programme=dossiers(),
    layout=layouts(),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(ENCODINGS),
    texts=st.booleans(),
)
def test_many_layouts(
    folder: Path, programme: Programme, layout: Layout, delimiter: str, encoding: str, *, texts: bool
) -> None:
    """The three properties, searched at length."""
    comes_back_from_a_workbook(folder, programme, layout)
    comes_back_from_a_folder(folder, programme, layout, delimiter, encoding)
    stays_the_same(folder, programme, layout, texts=texts)
