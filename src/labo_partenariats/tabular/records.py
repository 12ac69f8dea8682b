"""
From the tables of a source to records: one a row, each value with the cell it comes from, every row accounted for.

A row becomes a record, or is left out with a reason; a cell that cannot be read leaves its value out and says why.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from labo_partenariats.findings import Catalogue, CellLocation, Finding, LineLocation, Location, finding, in_order
from labo_partenariats.tabular.cells import read_cell, text_of
from labo_partenariats.tabular.locate import Region, find_tables
from labo_partenariats.tabular.schema import Kind
from labo_partenariats.tabular.table import Cell, CellState, Merge, Note, Sheet, Tables, Visibility
from labo_partenariats.tabular.vocabulary import Vocabulary, header, is_subtotal, is_total
from labo_partenariats.values.money import Money, total
from labo_partenariats.values.text import fold


def place(sheet: Sheet, row: int | None = None, column: int | None = None) -> Location:
    """Where a row or a cell of *sheet* is, as the users of that kind of file name it."""
    if sheet.has_grid_addresses or sheet.file is None:
        return CellLocation(sheet.name, row, column, sheet.file)
    line = None if row is None else sheet.lines.get(row, row)
    return LineLocation(sheet.file, line, column, row)


@frozen
class Record:
    """
    One row understood: its values by column key, and the cells they come from.

    ``columns`` are the keys of all columns of its table: a blank cell is not the same as a column that is not there.
    """

    role: str
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    sheet: Sheet
    row: int
    columns: frozenset[str] = frozenset()

    def place(self, key: str | None = None) -> Location:
        """Where the value of *key* stands, or the row."""
        cell = self.cells.get(key) if key else None
        return place(self.sheet, self.row, cell.column if cell else None)

    def get(self, key: str) -> Any:
        """The value of a column; None when the row has none that could be read."""
        return self.values.get(key)

    def given(self, *keys: str) -> dict[str, Any]:
        """The values of those of these columns that have one."""
        return {key: self.values[key] for key in keys if key in self.values}


@frozen
class LeftOut:
    """
    A row that became no record.

    Its reason is ``header``, ``total``, ``title``, ``notice`` (of a sheet without data), ``unfilled`` (a field of a
    form without its value) or ``rejected`` (with a finding). ``role`` is what its table holds, None outside tables.
    """

    sheet: str
    row: int
    reason: str
    role: str | None = None


@frozen
class Records:
    """All that was read of a source: records by role, findings, and the rows that became no record."""

    by_role: Mapping[str, tuple[Record, ...]] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def of(self, role: str) -> tuple[Record, ...]:
        """The records of one role, in the order of the source."""
        return self.by_role.get(role, ())


class _Reader:
    """Collects the records and findings of one source."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self.catalogue = catalogue
        self.records: dict[str, list[Record]] = {}
        self.findings: list[Finding] = []
        self.left_out: list[LeftOut] = []

    def note(self, note: Note, sheets: Mapping[str, Sheet]) -> None:
        sheet = sheets.get(note.sheet) if note.sheet else None
        location = place(sheet, note.row, note.column) if sheet else None
        self.findings.append(finding(note.code, note.data, location=location, catalogue=self.catalogue))

    def sheet(self, sheet: Sheet, vocabulary: Vocabulary, role: str | None) -> None:
        if fold(sheet.name) in vocabulary.notices and not find_tables(sheet, vocabulary, role):
            for number in sheet.rows:
                self._leave(sheet, number, "notice")
            return
        if sheet.visibility is Visibility.HIDDEN:
            self.findings.append(finding("SRC109", {"sheet": sheet.name}, location=place(sheet)))
        if not sheet.rows:
            self.findings.append(finding("SRC101", {"sheet": sheet.name}, location=place(sheet)))
            return
        regions = find_tables(sheet, vocabulary, role)
        if not regions:
            first = min(sheet.rows)
            seen = tuple(text_of(cell) for cell in sheet.rows[first])[:8]
            self.findings.append(
                finding("SRC102", {"sheet": sheet.name, "headers": seen}, location=place(sheet, first))
            )
        inside = {number for region in regions for number in (*region.rows, region.header_row)}
        for number in sheet.rows:
            if number not in inside:
                self._leave(sheet, number, "title" if regions else "rejected")
        for region in regions:
            self.region(sheet, region)

    def _leave(self, sheet: Sheet, row: int, reason: str, role: str | None = None) -> None:
        self.left_out.append(LeftOut(sheet.name, row, reason, role))

    def region(self, sheet: Sheet, region: Region) -> None:
        role = region.schema.role
        if region.header_row is not None:
            self._leave(sheet, region.header_row, "header")
        if region.rivals:
            roles = (role, *region.rivals)
            self.findings.append(
                finding("SRC103", {"sheet": sheet.name, "roles": roles}, location=place(sheet, region.header_row))
            )
            for number in region.rows:
                self._leave(sheet, number, "rejected")
            return
        self._headers(sheet, region)
        merged = _merges_by_column(sheet, region)
        for number in region.rows:
            self.row(sheet, region, number, merged)
        if not region.rows and not region.schema.occasional:
            self.findings.append(finding("SRC110", {"sheet": sheet.name}, location=place(sheet, region.header_row)))

    def _headers(self, sheet: Sheet, region: Region) -> None:
        role, found = region.schema.role, tuple(header(region.schema.role, key) for key in region.columns.values())
        for code, cells in (("SRC104", region.unknown), ("SRC105", region.duplicate)):
            for cell in cells:
                shown = text_of(cell)
                self.findings.append(
                    finding(code, {"header": shown}, location=place(sheet, cell.row, cell.column), value=shown)
                )
        for key in region.missing:
            facts = {"header": header(role, key), "found": found}
            self.findings.append(finding("SRC106", facts, location=place(sheet, region.header_row)))

    def row(self, sheet: Sheet, region: Region, number: int, merged: Mapping[int, _MergedCells]) -> None:
        cells = dict(_row_cells(sheet, region, number, merged))
        if not cells:  # something beside the table, or white space
            self._leave(sheet, number, "title")
            return
        if _announces_total(region, cells):
            self._total(sheet, region, number, cells)
            return
        if region.schema.form and tuple(cells) == (region.schema.title.key,):
            self._leave(sheet, number, "unfilled")
            return
        values: dict[str, Any] = {}
        for key, cell in cells.items():
            value = self.cell(sheet, region, key, cell)
            if value is not None:
                values[key] = value
        record = Record(region.schema.role, values, cells, sheet, number, frozenset(region.columns.values()))
        absent = [
            column.key
            for column in region.schema.columns
            if column.required and column.key in region.columns.values() and column.key not in cells
        ]
        unread = [column.key for column in region.schema.columns if column.required and column.key not in values]
        if absent:
            names = tuple(header(region.schema.role, key) for key in absent)
            shown = text_of(next(iter(cells.values())))
            self.findings.append(finding("SRC107", {"headers": names}, location=place(sheet, number), value=shown))
        if unread:
            self._leave(sheet, number, "rejected", region.schema.role)
        else:
            self.records.setdefault(record.role, []).append(record)

    def cell(self, sheet: Sheet, region: Region, key: str, cell: Cell) -> Any:
        """The value of one cell; doubts become findings at its address."""
        location, shown = place(sheet, cell.row, cell.column), text_of(cell)
        match cell.state:
            case CellState.ERROR:
                self.findings.append(finding("SRC111", {"error": shown}, location=location, value=shown))
                return None
            case CellState.FORMULA_WITHOUT_VALUE:
                formula = {"formula": cell.formula or ""}
                self.findings.append(finding("SRC112", formula, location=location, value=cell.formula))
                return None
            case CellState.STRUCK:
                self.findings.append(finding("SRC113", {"text": shown}, location=location, value=shown))
                return None
        column = region.schema.column(key)
        reading = read_cell(cell, column)
        for doubt in reading.doubts:
            facts: dict[str, object] = {
                "text": doubt.text or shown,
                "header": header(region.schema.role, key),
                **doubt.data,
            }
            self.findings.append(finding(doubt.code, facts, location=location, value=shown))
        return reading.value

    def _total(self, sheet: Sheet, region: Region, number: int, cells: Mapping[str, Cell]) -> None:
        """A row of totals is compared with the rows of its table above it, those since the last total for a part."""
        totals = [left.row for left in self.left_out if left.sheet == sheet.name and left.reason == "total"]
        partial = is_subtotal(text_of(cells[region.schema.title.key]))
        start = max(totals, default=0) if partial else 0
        self._leave(sheet, number, "total")
        above = {row for row in region.rows if start < row < number}
        records = [r for r in self.records.get(region.schema.role, ()) if r.sheet is sheet and r.row in above]
        for key, cell in cells.items():
            if region.schema.column(key).kind is not Kind.AMOUNT:
                continue
            announced = self.cell(sheet, region, key, cell)
            summed = total(r.values[key] for r in records if isinstance(r.values.get(key), Money))
            if isinstance(announced, Money) and announced != summed:
                facts = {"announced": announced, "summed": summed}
                where = place(sheet, cell.row, cell.column)
                self.findings.append(finding("SRC108", facts, location=where, value=text_of(cell)))


def _announces_total(region: Region, cells: Mapping[str, Cell]) -> bool:
    """
    Whether a row sums up those above it.

    A row with an identifier is a record whatever its name; where nothing is added up, so is one that says more than a
    number, for a company may well be called Total. So is every row that only relates two things.
    """
    columns = region.schema.columns
    title = cells.get(region.schema.title.key)
    if title is None or "id" in cells or not is_total(text_of(title)):
        return False
    amounts = {column.key for column in columns if column.kind is Kind.AMOUNT}
    if any(column.required for column in columns if column.key in amounts):
        return True
    if not amounts and all(column.key != "id" for column in columns):
        return False
    others = (text_of(cell) for key, cell in cells.items() if cell is not title and key not in amounts)
    return not any(character.isalpha() for text in others for character in text)


def _row_cells(
    sheet: Sheet, region: Region, number: int, merged: Mapping[int, _MergedCells]
) -> Iterator[tuple[str, Cell]]:
    """The non-blank cells of a row by column key; a merged cell gives its value to all the rows it covers."""
    here = {cell.column: cell for cell in sheet.rows[number] if not cell.is_blank}
    for column, key in region.columns.items():
        cell = here.get(column)
        if cell is None and column in merged and region.schema.column(key).kind is not Kind.AMOUNT:
            cell = merged[column].over(number)  # an amount is that of all its rows together
        if cell is not None:
            yield key, cell


@frozen
class _MergedCells:
    """The merged areas of one column, from top to bottom, and the sheet whose cells they extend."""

    sheet: Sheet
    areas: list[Merge]

    def over(self, row: int) -> Cell | None:
        """The cell whose area covers *row* from above, if it holds a value."""
        rank = bisect_left(self.areas, row, key=lambda merge: merge.first_row) - 1
        if rank < 0 or row > self.areas[rank].last_row:
            return None
        merge = self.areas[rank]
        anchors = self.sheet.rows.get(merge.first_row, ())
        return next((cell for cell in anchors if cell.column == merge.first_column and not cell.is_blank), None)


def _merges_by_column(sheet: Sheet, region: Region) -> dict[int, _MergedCells]:
    """The merged areas of the table, those of its header left out."""
    found: dict[int, list[Merge]] = {}
    for merge in sorted(sheet.merges, key=lambda merge: merge.first_row):
        if merge.first_row > (region.header_row or 0) and merge.first_column in region.columns:
            found.setdefault(merge.first_column, []).append(merge)
    return {column: _MergedCells(sheet, areas) for column, areas in found.items()}


def read_records(
    tables: Tables,
    vocabulary: Vocabulary | None = None,
    role: str | None = None,
    catalogue: Catalogue | None = None,
) -> Records:
    """
    The records of all tables of a source.

    With *role* the caller says what a lone table holds; *catalogue* knows the codes of the importer's notes. Never
    raises on what a user may have written.
    """
    reader = _Reader(catalogue)
    sheets = {sheet.name: sheet for sheet in tables.sheets}
    for note in tables.notes:
        reader.note(note, sheets)
    words = vocabulary or Vocabulary.core()
    for sheet in tables.sheets:
        reader.sheet(sheet, words, role)
    if not reader.records and not any(found.code == "SRC103" for found in reader.findings):
        reader.findings.append(finding("SRC114", {}))
    by_role = {name: tuple(records) for name, records in reader.records.items()}
    return Records(by_role, in_order(reader.findings), tuple(reader.left_out))


def plain(value: Any) -> Any:
    """A value of a record as a user would write it in a plain file; used to account for rows."""
    match value:
        case Decimal() | Money():
            return str(value)
        case tuple():
            return [plain(item) for item in value]
        case _:
            return value


def texts(records: Iterable[Record], key: str) -> tuple[str, ...]:
    """The texts of one column, blanks left out."""
    return tuple(value for record in records if isinstance(value := record.get(key), str))
