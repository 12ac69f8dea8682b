"""The rows of one table: each becomes a record, a total that is checked, or is left out with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import frozen

from labo_partenariats.findings import Finding, Location, finding
from labo_partenariats.tabular.cells import CellReader, reader_of, text_of
from labo_partenariats.tabular.columns import Column, Kind
from labo_partenariats.tabular.locate import Region
from labo_partenariats.tabular.merged import merges_by_column
from labo_partenariats.tabular.record import Record, place
from labo_partenariats.tabular.sections import Sections
from labo_partenariats.tabular.stand_ins import AMOUNT, joined, said_twice
from labo_partenariats.tabular.struck import MARK, unstruck
from labo_partenariats.tabular.suggestions import doubts_of, unused_header
from labo_partenariats.tabular.table import Cell, CellState, Sheet
from labo_partenariats.tabular.totals import Sums, announces_total, has_amounts
from labo_partenariats.tabular.vocabulary import Vocabulary, header, is_subtotal, names_what_it_sums, table_name
from labo_partenariats.values.money import Money
from labo_partenariats.values.reading import Reading

#: More blank rows than that between two rows of a table are worth a word.
_WIDEST_GAP = 3
_FIGURES = frozenset({Kind.AMOUNT, Kind.RATE, Kind.COUNT, Kind.NUMBER})

#: Of how many texts and days a column remembers the values: suppliers, categories and days come back row after row.
_MOST_REMEMBERED = 4096

#: What is read alike wherever it stands, but for rates: of a number the format has a say.
_READ_ALIKE = (str, dt.date)


@frozen
class _ColumnReader:
    """How the cells of one column are read, and what those that had nothing to tell were read as (None: no memory)."""

    column: Column
    read: CellReader
    remembered: dict[object, Any] | None

    @classmethod
    def of(cls, column: Column) -> _ColumnReader:
        """The reader of a column that begins."""
        return cls(column, reader_of(column.kind), None if column.kind is Kind.RATE else {})


class RegionReader:
    """Reads the rows of one table of *sheet*; *report* takes findings, *leave* a row and why it became no record."""

    def __init__(
        self,
        sheet: Sheet,
        region: Region,
        vocabulary: Vocabulary,
        report: Callable[[Finding], None],
        leave: Callable[[int, str], None],
    ) -> None:
        self._sheet = sheet
        self._region = region
        self._vocabulary = vocabulary
        self._report = report
        self._leave = leave
        self._columns = tuple((number, key, region.schema.column(key)) for number, key in region.columns.items())
        self._stand_ins = region.stand_ins
        keys = dict.fromkeys((*region.columns.values(), *self._stand_ins))
        self._readers = {key: _ColumnReader.of(region.schema.column(key)) for key in keys}
        self._amount_from = next(iter(self._stand_ins.get(AMOUNT, ())), "")
        self._period = next((key for key in self._stand_ins if key != AMOUNT), None)
        self._stood_for = {others[0]: key for key, others in self._stand_ins.items()}
        self._keys = frozenset(keys)
        self._required = dict.fromkeys(column.key for column in region.schema.columns if column.required).keys()
        self._merged = merges_by_column(sheet, region)
        self._sums = Sums(key for _, key, column in self._columns if column.kind is Kind.AMOUNT)
        self._after_total: list[int] = []
        self._has_total = False
        self._has_amounts = has_amounts(region.schema)
        self._sections = Sections()
        self._zeros: dict[str, list[Cell]] = {}
        self._titled: dict[object, Record] = {}
        self._seen: dict[object, dict[tuple[tuple[str, str], ...], int]] = {}

    def records(self) -> Iterator[Record]:
        """The records, once the headers are told; then what only the whole table tells."""
        self._headers()
        for number in self._region.rows:
            record = self._row(number)
            if record is not None:
                yield record
        self._end_section(is_right=False)
        self._conclusions()

    def _place(self, row: int | None = None, column: int | None = None) -> Location:
        return place(self._sheet, row, column)

    def _name(self, key: str) -> str:
        return header(self._region.schema.role, key)

    def _headers(self) -> None:
        region, role = self._region, self._region.schema.role
        written = {cell.column: text_of(cell) for cell in self._sheet.rows.get(region.header_row or 0, ())}
        for cell in region.unknown:
            self._report(unused_header(self._sheet, region, cell, self._vocabulary))
        for cell in region.duplicate:
            shown = text_of(cell)
            self._report(finding("SRC105", {"header": shown}, location=self._place(cell.row, cell.column), value=shown))
        for cell in region.borrowed:
            self._borrowed(cell, region.columns[cell.column])
        found = tuple(written.get(number, "") for number, _, _ in self._columns)
        if AMOUNT in self._stand_ins:
            column = next(number for number, key, _ in self._columns if key in self._stand_ins[AMOUNT])
            facts = {"header": written[column], "wanted": self._name(AMOUNT)}
            where = self._place(region.header_row, column)
            self._report(finding("SRC134", facts, location=where, value=written[column]))
        for key in region.missing:
            missing = {"header": header(role, key), "found": found}
            code = "SRC135" if key == AMOUNT and said_twice(role, region.columns.values()) else "SRC106"
            self._report(finding(code, missing, location=self._place(region.header_row)))
        if region.below:
            below = {"area": region.area or "", "count": len(region.below)}
            self._report(finding("SRC119", below, location=self._place(region.below[0])))

    def _borrowed(self, cell: Cell, key: str) -> None:
        shown, wanted = text_of(cell), self._name(key)
        facts: dict[str, object] = {"header": shown, "wanted": wanted}
        code = "SRC118"
        if key == self._region.schema.title.key:
            code = "SRC117"
            facts["table"] = table_name(self._region.schema.role)
        self._report(finding(code, facts, location=self._place(cell.row, cell.column), value=shown))

    def _row(self, number: int) -> Record | None:
        region = self._region
        cells = self._cells(number)
        if not cells:  # something beside the table, or white space
            self._leave(number, "title")
            return None
        if announces_total(region.schema, cells):
            self._total(number, cells)
            return None
        if region.schema.form and tuple(cells) == (region.schema.title.key,):
            self._leave(number, "unfilled")
            return None
        if len(cells) == 1 and self._names_section(number, cells):
            label = text_of(cells[region.schema.title.key])
            self._sections.start(number, label, after_lines=self._sums.has_part)
            return None
        values: dict[str, Any] = {}
        for key, cell in cells.items():
            value = self._value(self._readers[key], cell)
            if value is not None:
                values[key] = value
        if self._amount_from in values:
            values[AMOUNT], cells[AMOUNT] = values[self._amount_from], cells[self._amount_from]
        if not values.keys() >= self._required:
            self._incomplete(number, cells)
            self._leave(number, "rejected")
            return None
        record = Record(region.schema.role, values, cells, self._sheet, number, self._keys, self._sections.current)
        self._sums.add(values)
        if self._has_total:
            self._after_total.append(number)
        self._twice(record)
        return record

    def _names_section(self, number: int, cells: Mapping[str, Cell]) -> bool:
        """Whether a row may name those below it: it has a name alone, and lacks an amount that none above it covers."""
        return (
            self._has_amounts
            and self._region.schema.title.key in cells
            and all(merges.over(number) is None for merges in self._merged.values())
        )

    def _end_section(self, *, is_right: bool) -> None:
        """Account for the rows without amount since the last part ended, which a right subtotal tells apart."""
        titles, lacking = self._sections.end(is_right=is_right)
        for section in titles:
            self._leave(section.row, "title")
        for section in lacking:
            self._incomplete(section.row, self._cells(section.row))
            self._leave(section.row, "rejected")

    def _incomplete(self, number: int, cells: Mapping[str, Cell]) -> None:
        """Tell what a row lacks; an amount that is merged with those above is not lacking, but not its own either."""
        shown = text_of(next(iter(cells.values())))
        absent = []
        for column, key, kind in self._columns:
            wanted = self._stood_for.get(key, key)
            if wanted not in self._required or wanted in cells or key in cells:
                continue
            over = self._merged[column] if kind.kind is Kind.AMOUNT and column in self._merged else None
            if over is None or over.over(number) is None:
                absent.append(self._name(key))
                continue
            facts = {"header": self._name(key), "area": str(over.covering(number))}
            self._report(finding("SRC129", facts, location=self._place(number, column), value=shown))
        if absent:
            self._report(finding("SRC107", {"headers": tuple(absent)}, location=self._place(number), value=shown))

    def _cells(self, number: int) -> dict[str, Cell]:
        """The non-blank cells of a row by column key; a merged cell gives its value to all the rows it covers."""
        keys = self._region.columns
        cells = self._sheet.rows[number]
        here = {keys[cell.column]: cell for cell in cells if cell.column in keys and not cell.is_blank}
        if self._merged:
            here = self._with_merged(number, here)
        return here if self._period is None else joined(here, self._period)

    def _with_merged(self, number: int, here: Mapping[str, Cell]) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for column, key, kind in self._columns:
            cell = here.get(key)
            if cell is None and column in self._merged and kind.kind is not Kind.AMOUNT:
                cell = self._merged[column].over(number)  # an amount is that of all its rows together
            if cell is not None:
                found[key] = cell
        return found

    def _value(self, reader: _ColumnReader, cell: Cell) -> Any:
        """The value of one cell, remembered when it has nothing to tell; doubts become findings at its address."""
        written, column = cell.value, reader.column
        remembered = reader.remembered if isinstance(written, _READ_ALIKE) else None
        if cell.state is not CellState.PLAIN:
            remembered = None
            told = _unreadable(cell)
            if told is not None:
                code, facts, shown = told
                self._report(finding(code, facts, location=self._place(cell.row, cell.column), value=shown))
                return None
            if column.kind in _FIGURES and written == 0:
                self._zeros.setdefault(column.key, []).append(cell)
        elif remembered is not None and written in remembered:
            return remembered[written]
        struck = unstruck(cell, column.kind) if isinstance(written, str) and MARK in written else None
        if struck is not None:
            remembered = None
            kept, code, words = struck
            shown = text_of(cell)
            self._report(finding(code, words, location=self._place(cell.row, cell.column), value=shown))
            if kept is None:
                return None
            cell = kept
        member = None if column.terms is None else self._vocabulary.own_term(column.terms, cell.value)
        reading = reader.read(cell, column) if member is None else Reading(text_of(cell), member)
        if reading.doubts:
            self._doubts(column, cell, reading)
        elif remembered is not None and len(remembered) < _MOST_REMEMBERED:
            remembered[written] = reading.value
        return reading.value

    def _doubts(self, column: Column, cell: Cell, reading: Reading[Any]) -> None:
        where = self._place(cell.row, cell.column)
        for code, facts in doubts_of(reading, cell, column, self._name(column.key)):
            self._report(finding(code, facts, location=where, value=text_of(cell)))

    def _twice(self, record: Record) -> None:
        """Tell a row that says exactly what another said; one with an identifier is meant to be another."""
        if "id" in record.cells or record.role in {"programme", "actors"}:  # which tell it in their own way
            return
        titled = record.get(self._region.schema.title.key)
        same_title = self._titled.setdefault(titled, record)
        if same_title is record:
            return
        seen = self._seen.setdefault(titled, {_content(same_title): same_title.row})
        first = seen.setdefault(_content(record), record.row)
        if first != record.row and len(record.cells) > 1:
            where, there = self._place(record.row), self._place(first)
            line = first if self._sheet.has_grid_addresses else self._sheet.lines.get(first, first)
            self._report(finding("SRC127", {"first": line}, location=where, related=(there,)))

    def _total(self, number: int, cells: Mapping[str, Cell]) -> None:
        """
        A row of totals is compared with the rows of its table above it, those since the last total for a part.

        A right subtotal closes the part of the table that a row without amount has opened.
        """
        label = text_of(cells[self._region.schema.title.key])
        partial = is_subtotal(label) or (names_what_it_sums(label) and self._sums.has_part)
        self._leave(number, "total")
        if self._region.missing:  # none of its rows could be read
            return
        amounts = [key for key in cells if self._readers[key].column.kind is Kind.AMOUNT]
        agree = [self._agrees(key, cells[key], label, partial=partial) for key in amounts]
        self._end_section(is_right=partial and self._sums.has_part and bool(agree) and all(agree))
        self._sums.close()
        self._has_total = self._has_total or not partial

    def _agrees(self, key: str, cell: Cell, label: str, *, partial: bool) -> bool:
        """Whether an amount is the total that its row announces; told when it is another."""
        zeros = len(self._zeros.get(key, ()))
        announced = self._value(self._readers[key], cell)
        del self._zeros.get(key, [])[zeros:]  # a total at zero is judged by the rows
        if not isinstance(announced, Money):
            return False
        if self._sums.agree(key, announced, partial=partial):
            return True
        if names_what_it_sums(label) and self._sums.agree(key, announced, partial=False):
            return True
        facts: dict[str, object] = {"announced": announced, "summed": self._sums.of(key, partial=partial)}
        code = "SRC108" if cell.formula is None else "SRC126"
        facts |= {} if cell.formula is None else {"formula": cell.formula}
        self._report(finding(code, facts, location=self._place(cell.row, cell.column), value=text_of(cell)))
        return False

    def _conclusions(self) -> None:
        self._gap()
        if self._after_total:
            where = self._place(self._after_total[0])
            self._report(finding("SRC120", {"count": len(self._after_total)}, location=where))
        for key, cells in self._zeros.items():
            if not cells:
                continue
            facts = {"header": self._name(key), "count": len(cells), "formula": cells[0].formula or ""}
            self._report(finding("SRC125", facts, location=self._place(cells[0].row, cells[0].column), value="0"))

    def _gap(self) -> None:
        """Tell rows read far below the others: they may be something else."""
        rows = self._region.rows
        far = next((row for above, row in pairwise(rows) if row - above > _WIDEST_GAP), None)
        if far is not None and self._region.header_row is not None:
            count = sum(row >= far for row in rows)
            self._report(finding("SRC128", {"count": count}, location=self._place(far)))


def _content(record: Record) -> tuple[tuple[str, str], ...]:
    """What a row says, as its reader sees it."""
    return tuple((key, text_of(cell)) for key, cell in record.cells.items())


def _unreadable(cell: Cell) -> tuple[str, dict[str, object], str | None] | None:
    """Why a cell has no value to read: the code, the facts and the text shown; None when it has one."""
    shown = text_of(cell)
    match cell.state:
        case CellState.ERROR:
            return "SRC111", {"error": shown}, shown
        case CellState.FORMULA_WITHOUT_VALUE:
            return "SRC112", {"formula": cell.formula or ""}, cell.formula
        case CellState.STRUCK:
            return "SRC113", {"text": shown}, shown
    return None
