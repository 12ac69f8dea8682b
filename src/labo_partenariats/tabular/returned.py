"""
Rejected rows on their way out to be corrected, and back again («lignes rejetées»).

They leave under their own headers with two columns more, why they were rejected and where they stood. Those two are
recognised together and left aside by the reader, so that the file can be read alone; or its rows are put back where
they came from, and the source reads as if it had been corrected itself: same order, same ids, same totals.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from attrs import evolve, frozen

from labo_partenariats.findings import CellLocation, Finding, LineLocation, Location, Severity, finding
from labo_partenariats.i18n import LANGUAGES, Language, text
from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.cells_out import as_text
from labo_partenariats.tabular.guard import guarded
from labo_partenariats.tabular.heads import has_figure, word_of
from labo_partenariats.tabular.record import LeftOut, place
from labo_partenariats.tabular.table import Cell, CellState, Merge, Sheet, Tables
from labo_partenariats.tabular.vocabulary import sheet_name
from labo_partenariats.values.money import Rate
from labo_partenariats.values.text import fold

#: What could not be read at all is left blank, for its text would be read as an answer; the reason says what it was.
_UNREADABLE = frozenset({CellState.ERROR, CellState.FORMULA_WITHOUT_VALUE, CellState.STRUCK})

Message = Callable[[Finding], str]


@cache
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    """The folded headers of the two columns: the reason, and the place."""
    reasons, places = (
        frozenset(fold(text(f"rejected.{key}", language)) for language in LANGUAGES) for key in ("reason", "place")
    )
    return reasons, places


@frozen
class _MarkedHeader:
    """A header row that bears both columns."""

    row: int
    reason: int
    place: int


def _marked_header(row: int, cells: Iterable[Cell]) -> _MarkedHeader | None:
    reasons, places = _marks()
    words = {word_of(cell): cell.column for cell in cells if not has_figure(cell)}
    reason = next((words[word] for word in reasons if word in words), None)
    where = next((words[word] for word in places if word in words), None)
    return None if reason is None or where is None else _MarkedHeader(row, reason, where)


def without_marks(tables: Tables) -> Tables:
    """The tables without the two columns, as the reader wants them; a column is left aside from its header down."""
    return evolve(tables, sheets=tuple(map(_unmarked, tables.sheets)))


def _unmarked(sheet: Sheet) -> Sheet:
    header: _MarkedHeader | None = None
    rows: dict[int, tuple[Cell, ...]] = {}
    found = False
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        header = _marked_header(number, cells) or header
        if header is not None:
            found = True
            aside = (header.reason, header.place)
            cells = tuple(cell for cell in cells if cell.column not in aside)
        if cells:
            rows[number] = cells
    return evolve(sheet, rows=rows) if found else sheet


def rejected_tables(
    tables: Tables, left_out: Iterable[LeftOut], findings: Iterable[Finding], message: Message, language: Language
) -> Tables:
    """
    The rejected rows of *tables*, one sheet for each kind of table, under the headers they had.

    A title above each header says what the table is. *message* renders a finding.
    """
    sheets = {sheet.name: sheet for sheet in tables.sheets}
    reasons = _Reasons(tables, findings, message)
    headers: dict[str, list[int]] = {}
    rejected: dict[tuple[str, str, int | None], dict[int, None]] = {}
    every = tuple(left_out)
    for row in every:
        if row.reason == "header":
            headers.setdefault(row.sheet, []).append(row.row)
    for row in sorted((row for row in every if row.reason == "rejected"), key=lambda row: row.row):
        above = max((number for number in headers.get(row.sheet, ()) if number < row.row), default=None)
        title = row.sheet if row.role is None else sheet_name(row.role, language)
        rejected.setdefault((title, row.sheet, above), {})[row.row] = None
    order = {sheet.name: rank for rank, sheet in enumerate(tables.sheets)}
    made: dict[str, _Out] = {}
    for (title, name, above), rows in sorted(rejected.items(), key=lambda item: (order[item[0][1]], item[0][2] or 0)):
        out = made.setdefault(title, _Out(title, language))
        out.table(sheets[name], above, rows, reasons)
    return Tables(tuple(out.sheet() for out in made.values()))


class _Reasons:
    """What the findings say of each row."""

    def __init__(self, tables: Tables, findings: Iterable[Finding], message: Message) -> None:
        by_file = {sheet.file: sheet.name for sheet in tables.sheets if not sheet.has_grid_addresses}
        self._by_row: dict[tuple[str, int | None], dict[str, None]] = {}
        for found in findings:
            if found.severity is Severity.NOTE:
                continue
            match found.location:
                case CellLocation(sheet=name, row=row):
                    key = (name, row)
                case LineLocation(file=file, row=row):
                    key = (by_file.get(file, file), row)
                case _:
                    continue
            self._by_row.setdefault(key, {})[f"{found.code} : {message(found)}"] = None

    def of(self, sheet: str, row: int, header: int | None) -> str:
        """Why a row was rejected; what is said of its header or its sheet when nothing is said of the row itself."""
        for number in (row, header, None):
            if said := self._by_row.get((sheet, number)):
                return "\n".join(said)
        return next(("\n".join(said) for (name, _), said in self._by_row.items() if name == sheet), "")


class _Out:
    """One sheet of rejected rows, tables one under the other."""

    def __init__(self, name: str, language: Language) -> None:
        self.name, self.language = name, language
        self.rows: dict[int, tuple[Cell, ...]] = {}
        self.next = 1

    def _write(self, values: Mapping[int, Cell | str]) -> None:
        cells = (
            Cell(self.next, column, value) if isinstance(value, str) else evolve(value, row=self.next, column=column)
            for column, value in sorted(values.items())
        )
        self.rows[self.next] = tuple(cells)
        self.next += 1

    def table(self, sheet: Sheet, header: int | None, rows: Iterable[int], reasons: _Reasons) -> None:
        """Add the *rows* of one table; where it has no header, the first row that was not understood stands for it."""
        numbers = list(rows)
        title = numbers[0] if header is None else header
        heads = {cell.column: text_of(cell) for cell in sheet.rows.get(title, ()) if not cell.is_blank}
        filled = {column for number in numbers for column in (cell.column for cell in sheet.rows[number])}
        columns = {column: rank for rank, column in enumerate(sorted(filled | set(heads)), start=1)}
        last = len(columns)
        self._write({1: self.name})
        marks = {last + 1: text("rejected.reason", self.language), last + 2: text("rejected.place", self.language)}
        self._write({**{columns[column]: words for column, words in heads.items()}, **marks})
        for number in numbers:
            if number == title:
                continue
            cells = {columns[cell.column]: cell for cell in _cells_of(sheet, number, heads)}
            why = {last + 1: reasons.of(sheet.name, number, header), last + 2: str(place_of(sheet, number))}
            self._write({**cells, **{column: words for column, words in why.items() if words}})
        self.next += 1

    def sheet(self) -> Sheet:
        return Sheet(name=self.name, rows=self.rows)


def place_of(sheet: Sheet, row: int) -> Location:
    """Where a row stands, as the place column tells it: always by sheet and row, which a text editor does not move."""
    return CellLocation(sheet.name, row)


def _cells_of(sheet: Sheet, row: int, heads: Mapping[int, str]) -> Iterator[Cell]:
    """The cells of a row with those that are merged over it; what could not be read is left out."""
    here = {cell.column: cell for cell in sheet.rows[row] if not cell.is_blank}
    yield from (cell for cell in here.values() if cell.state not in _UNREADABLE)
    for merge in sheet.merges:
        column = merge.first_column
        if merge.first_row < row <= merge.last_row and column in heads and column not in here:
            cell = _anchor(sheet, merge)
            # a number is that of all its rows together
            if cell is not None and not isinstance(cell.value, Decimal) and cell.state not in _UNREADABLE:
                yield cell


def _anchor(sheet: Sheet, merge: Merge) -> Cell | None:
    cells = sheet.rows.get(merge.first_row, ())
    return next((cell for cell in cells if cell.column == merge.first_column and not cell.is_blank), None)


def put_back(tables: Tables, corrected: Tables, file: str) -> tuple[Tables, tuple[Finding, ...]]:
    """
    The tables with the corrected rows where they came from, and what could not be put back (SRC140).

    Columns are those with the same headers; *file* is the name of the corrected file.
    """
    sheets = {sheet.name: dict(sheet.rows) for sheet in tables.sheets}
    findings: list[Finding] = []
    for sheet in corrected.sheets:
        for number, where, values in _marked_rows(sheet):
            origin = _origin(where, sheets)
            columns = None if origin is None else _columns_above(sheets[origin[0]], origin[1], tuple(values))
            if origin is None or columns is None:
                facts = {"place": where or "—", "file": file}
                findings.append(finding("SRC140", facts, location=place(sheet, number), value=where or None))
                continue
            name, row = origin
            others = {cell.column: cell for cell in sheets[name].get(row, ()) if cell.column not in columns.values()}
            cells = {columns[head]: cell for head, cell in values.items() if cell is not None}
            mended = {**others, **{column: evolve(cell, row=row, column=column) for column, cell in cells.items()}}
            sheets[name][row] = tuple(mended[column] for column in sorted(mended))
    put = tuple(
        evolve(sheet, rows={n: cells for n, cells in sheets[sheet.name].items() if cells}) for sheet in tables.sheets
    )
    return evolve(tables, sheets=put), tuple(findings)


def _marked_rows(sheet: Sheet) -> Iterator[tuple[int, str, dict[str, Cell | None]]]:
    """Each row under a marked header: its number, the place it names, and its cells by header."""
    header: _MarkedHeader | None = None
    heads: dict[int, str] = {}
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        if (found := _marked_header(number, cells)) is not None:
            header = found
            aside = (found.reason, found.place)
            heads = {cell.column: fold(text_of(cell)) for cell in cells if cell.column not in aside}
        elif header is not None:
            by_column = {cell.column: cell for cell in cells if not cell.is_blank}
            where = by_column.get(header.place)
            if where is None and len(by_column) == 1:  # the title of the next table
                continue
            words = "" if where is None else text_of(where)
            yield number, words, {head: by_column.get(column) for column, head in heads.items()}


def _origin(where: str, sheets: Mapping[str, Mapping[int, object]]) -> tuple[str, int] | None:
    """The sheet and row that a place names, if there are such."""
    name, _, row = where.rpartition("!")
    if name in sheets and row.isascii() and row.isdigit() and int(row) in sheets[name]:
        return name, int(row)
    return None


def _columns_above(rows: Mapping[int, tuple[Cell, ...]], row: int, heads: tuple[str, ...]) -> dict[str, int] | None:
    """The column of each header in the nearest row above that has them all."""
    for number in sorted((each for each in rows if each <= row), reverse=True):
        known = {fold(text_of(cell)): cell.column for cell in reversed(rows[number])}
        if all(head in known for head in heads):
            return {head: known[head] for head in heads}
    return None


def as_csv(tables: Tables, language: Language) -> bytes:
    """All the sheets in one file of texts, one under the other, as a spreadsheet opens it."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    for sheet in tables.sheets:
        for number in sorted(sheet.rows):
            cells = {cell.column: _as_text(cell, language) for cell in sheet.rows[number]}
            writer.writerow([cells.get(column, "") for column in range(1, max(cells) + 1)])
        writer.writerow([])
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8", "replace")


def _as_text(cell: Cell, language: Language) -> str:
    match cell.value:
        case Decimal() as number if "%" in (cell.number_format or ""):
            return as_text(Rate(number), language)
        case Decimal() as number:
            return as_text(number, language)
        case str() as words:
            return guarded(words.replace("\0", ""))
        case _:
            return text_of(cell)
