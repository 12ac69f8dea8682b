"""The tables to fill as sheets of a larger workbook, marked so that a reader takes them and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from labo_excel.marks import mark_of
from labo_excel.writing.cells import fits
from labo_excel.writing.lists import sheet_reference, write_lists
from labo_excel.writing.looks import Looks
from labo_excel.writing.tables import FIRST_ROW, HEADER_ROW, TableSheets, last_listed
from labo_partenariats.plugin import FilledTable, Finding, Language, OutValue, as_cell


@frozen
class InputCell:
    """
    One cell to fill: the *column* it stands in, as formulas write it, its *rank* there from 1, and what it holds.

    ``content`` is what the workbook holds: a number that it keeps to the last digit, a day, a text or nothing.
    """

    column: str
    rank: int
    content: object


@frozen
class InputSheets:
    """The tables to fill of one workbook, each on a sheet that a defined name marks («feuilles de saisie»)."""

    tables: tuple[FilledTable, ...]
    _by_role: Mapping[str, FilledTable] = field(init=False)

    @_by_role.default
    def _index(self) -> Mapping[str, FilledTable]:
        return {table.role: table for table in self.tables}

    def write(self, book: Workbook, language: Language) -> tuple[Finding, ...]:
        """Add the sheets after those of *book*, and their hidden lists; returns what they cannot hold."""
        findings: list[Finding] = []
        looks = Looks(book)
        sheets = {table.role: book.add_worksheet(table.sheet) for table in self.tables}
        lists = write_lists(book, looks, self.tables, language)
        writer = TableSheets(book, looks, lists, language, {t.role: t.sheet for t in self.tables}, findings)
        for table in self.tables:
            writer.write(sheets[table.role], table)
            sheets[table.role].fit_to_pages(1, 0)  # in a dossier to be signed, no row is torn over two pages
            corner = xl_rowcol_to_cell(HEADER_ROW, 0, row_abs=True, col_abs=True)
            book.define_name(mark_of(table.role), f"={sheet_reference(table.sheet)}!{corner}")
        return tuple(findings)

    def sheet(self, role: str) -> str | None:
        """The name of the sheet of a table; None when it is not among them."""
        table = self._by_role.get(role)
        return table.sheet if table else None

    def filled(self, role: str, key: str) -> int:
        """How many cells of a column hold something."""
        table = self._by_role[role]
        rank = table.keys.index(key)
        return sum(row[rank] not in (None, "") for row in table.rows)

    def column(self, role: str, key: str) -> str | None:
        """The cells to fill of a column, rows added later included, as formulas write them."""
        table = self._by_role.get(role)
        if table is None or key not in table.keys:
            return None
        rank = table.keys.index(key)
        area = xl_range_abs(FIRST_ROW, rank, last_listed(len(table.rows)), rank)
        return f"{sheet_reference(table.sheet)}!{area}"

    def cell(self, role: str, row: int, key: str) -> InputCell | None:
        """The cell of the row of that index; None when the table lacks the row or the column."""
        column, table = self.column(role, key), self._by_role.get(role)
        if column is None or table is None or row >= len(table.rows):
            return None
        return InputCell(column, row + 1, _content(table.rows[row][table.keys.index(key)]))

    def field(self, key: str) -> InputCell | None:
        """The cell of a field of the programme's own form; None when the form lacks it or has it several times."""
        table = self._by_role.get("programme")
        if table is None or table.fields.count(key) != 1:
            return None
        return self.cell("programme", table.fields.index(key), "value")


def _content(value: OutValue) -> object:
    content, _ = as_cell(value)
    return str(content) if isinstance(content, Decimal) and not fits(content) else content
