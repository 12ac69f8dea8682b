"""Rows that were understood, rows that were left out, and how their places are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from labo_partenariats.findings import CellLocation, LineLocation, Location
from labo_partenariats.tabular.sections import Section
from labo_partenariats.tabular.table import Cell, Sheet


def place(sheet: Sheet, row: int | None = None, column: int | None = None) -> Location:
    """Where a row or a cell of *sheet* is, as the users of that kind of file name it."""
    if sheet.has_grid_addresses or sheet.file is None:
        return CellLocation(sheet.name, row, column, sheet.file)
    if row is None:
        return LineLocation(sheet.file, None, column, row)
    line = sheet.lines.get(row, row) if column is None else sheet.line_of(row, column)
    return LineLocation(sheet.file, line, column, row)


@frozen
class Record:
    """
    One row understood: its values by column key, and the cells they come from.

    ``columns`` are the keys of all columns of its table: a blank cell is not the same as a column that is not there.
    ``section`` is the part of the table in which the row stands, if its subtotal comes.
    """

    role: str
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    sheet: Sheet
    row: int
    columns: frozenset[str] = frozenset()
    section: Section | None = None

    def place(self, key: str | None = None) -> Location:
        """Where the value of *key* stands, or the row."""
        cell = self.cells.get(key) if key else None
        return place(self.sheet, self.row, cell.column if cell else None)

    def get(self, key: str) -> Any:
        """The value of a column; None when the row has none that could be read."""
        return self.values.get(key)

    def rejected(self) -> LeftOut:
        """The row, understood and yet left out for what it refers to is not known."""
        return LeftOut(self.sheet.name, self.row, "rejected", self.role)

    def given(self, *keys: str) -> dict[str, Any]:
        """The values of those of these columns that have one."""
        return {key: self.values[key] for key in keys if key in self.values}


@frozen
class LeftOut:
    """
    A row that became no record.

    Its reason is ``header``, ``total``, ``title``, ``notice`` (of a sheet without data), ``unfilled`` (a field of a
    form without its value), ``outside`` (cells that no table accounts for, with a finding) or ``rejected`` (with a
    finding). ``role`` is what its table holds, None outside tables.
    """

    sheet: str
    row: int
    reason: str
    role: str | None = None
