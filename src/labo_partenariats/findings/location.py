"""Where a finding is: a cell of a sheet, a place in a text file, or a path in a programme."""

from __future__ import annotations

from attrs import frozen


def column_letters(column: int) -> str:
    """
    The spreadsheet name of a column counted from 1.

    >>> column_letters(2), column_letters(28)
    ('B', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@frozen
class CellLocation:
    """A place in a workbook: a cell, or a row or a sheet when the finer parts are None."""

    sheet: str
    row: int | None = None
    column: int | None = None
    file: str | None = None

    @property
    def cell(self) -> str | None:
        """The address as users write it, such as ``B4``."""
        if self.row is None or self.column is None:
            return None
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        if self.row is None:
            return self.sheet
        return f"{self.sheet}!{self.cell or self.row}"


@frozen
class LineLocation:
    """
    A place in a text file: ``line`` counts the lines of the file, ``row`` its records, ``column`` their fields.

    A quoted field may span lines, so line and row differ; all count from 1.
    """

    file: str
    line: int | None = None
    column: int | None = None
    row: int | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(part) for part in (self.line, self.column) if part is not None)]
        return ":".join(parts)


@frozen
class PathLocation:
    """A place in a programme, as JSON and TOML files spell it: ``$.financing.expenses[2].amount``."""

    path: str
    file: str | None = None

    def __str__(self) -> str:
        return self.path


Location = CellLocation | LineLocation | PathLocation


def location_order(location: Location | None) -> tuple[str, str, int, int]:
    """A key that sorts locations as a reader goes through the source; findings without a place come first."""
    match location:
        case None:
            return ("", "", 0, 0)
        case CellLocation(sheet, row, column, file):
            return (file or "", sheet, row or 0, column or 0)
        case LineLocation(file, line, column, _):
            return (file, "", line or 0, column or 0)
        case PathLocation(path, file):
            return (file or "", path, 0, 0)
