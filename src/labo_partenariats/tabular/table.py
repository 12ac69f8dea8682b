"""
Tables of cells that know their address: all that an importer has to make.

An importer turns bytes into `Sheet` objects and nothing more. Finding the headers, reading French amounts and
periods, and telling the user what is wrong is done once, here in the core, for every importer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from labo_partenariats.findings.location import column_letters

#: What a cell can hold. Numbers are Decimal (an importer rounds binary noise away), never float.
CellValue = str | Decimal | bool | dt.date | dt.datetime | dt.time | None


class CellState(Enum):
    """What is peculiar about a cell, as its file says it."""

    PLAIN = "plain"
    ERROR = "error"  # a spreadsheet error such as #REF!, kept as text in ``value``
    FORMULA = "formula"  # a formula with the value that the file remembers
    FORMULA_WITHOUT_VALUE = "formula-without-value"  # a formula that no program has computed yet
    STRUCK = "struck"  # the whole text is struck through: a choice that is crossed out


@frozen
class Cell:
    """
    One cell: its address (row and column count from 1), its value and what the file says of it.

    ``formula`` is the formula's text without the equals sign. ``number_format`` is the display format, if any:
    it tells 80 % (0.8 shown as a percentage) from 0.8.
    """

    row: int
    column: int
    value: CellValue
    state: CellState = CellState.PLAIN
    formula: str | None = None
    number_format: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the cell holds nothing but white space; a formula is something, even without its value."""
        value = self.value
        if isinstance(value, str):
            if value and not value.isspace():
                return False
        elif value is not None:
            return False
        return self.state is not CellState.FORMULA_WITHOUT_VALUE


@frozen
class Merge:
    """A rectangle of merged cells, ends included; only its top left cell holds a value."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first, last = (
            f"{column_letters(column)}{row}"
            for row, column in ((self.first_row, self.first_column), (self.last_row, self.last_column))
        )
        return f"{first}:{last}"

    def __contains__(self, address: tuple[int, int]) -> bool:
        row, column = address
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@frozen
class NamedArea:
    """A rectangle that the file itself declares a table or gives a name to; its first row holds the headers."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Visibility(Enum):
    """Whether a sheet is shown by its application; hidden sheets are read and reported."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


@frozen
class Sheet:
    """
    One sheet of a workbook, or one CSV file, as non-blank cells by row.

    ``rows`` maps a row number to its cells in column order; blank cells and rows are left out.
    ``has_grid_addresses`` is False for CSV, whose places are lines and columns rather than "B4"; ``lines`` then gives
    the line of the file on which each row starts, and ``cell_lines`` that of the cells which start further down, after
    a quoted field of several lines. ``role`` is what the file itself
    declares the sheet to hold (``expenses`` …), whatever its name; None when it declares nothing.
    """

    name: str
    rows: Mapping[int, tuple[Cell, ...]]
    merges: tuple[Merge, ...] = ()
    areas: tuple[NamedArea, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    visibility: Visibility = Visibility.VISIBLE
    has_grid_addresses: bool = True
    lines: Mapping[int, int] = field(factory=dict)
    cell_lines: Mapping[tuple[int, int], int] = field(factory=dict)
    file: str | None = None
    role: str | None = None

    def line_of(self, row: int, column: int) -> int:
        """The line of the file on which a cell starts: that of its row, unless a field before it spans lines."""
        return self.cell_lines.get((row, column), self.lines.get(row, row))

    def cells(self) -> Iterator[Cell]:
        """Every non-blank cell, row by row."""
        for number in sorted(self.rows):
            yield from self.rows[number]


@frozen
class Note:
    """
    Something an importer noticed about the file itself (its encoding, its delimiter, a macro it ignored).

    ``code`` is the code of a finding; ``sheet``, ``row`` and ``column`` locate it when it has a place.
    """

    code: str
    data: Mapping[str, object] = field(factory=dict)
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


@frozen
class Tables:
    """What an importer returns: the sheets of one source and its notes, nothing interpreted."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
