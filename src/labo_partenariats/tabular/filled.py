"""Tables ready to be written, and the same as an importer would hand them over."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from labo_partenariats.i18n import Language
from labo_partenariats.tabular.cells_out import OutValue, as_cell, as_text
from labo_partenariats.tabular.schema import Column, TableSchema, field_column
from labo_partenariats.tabular.table import Cell, Sheet, Tables


@frozen
class FilledTable:
    """
    One table ready to be written: its headers and its rows of values, one value a column.

    ``sheet`` and ``file`` are the names of the sheet and of the file (without suffix) that hold it. In the programme's
    own table each row is a field: ``fields`` are their keys. ``is_template`` tells that the whole programme is to be
    filled.
    """

    schema: TableSchema
    sheet: str
    file: str
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[OutValue, ...], ...]
    fields: tuple[str, ...] = field(default=())
    is_template: bool = False

    @property
    def role(self) -> str:
        """The role of the table (``actors``, ``expenses`` …)."""
        return self.schema.role

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.key for column in self.columns)

    @property
    def is_needed(self) -> bool:
        """Whether the table has rows, or is one that people fill."""
        is_usual = not (self.schema.supplementary or self.schema.occasional)
        return bool(self.rows) or is_usual or (self.is_template and self.schema.occasional)

    def column_at(self, row: int, column: int) -> Column:
        """What the cell at these indexes holds; in the programme's own table, its field tells."""
        found = self.columns[column]
        return field_column(self.fields[row]) if self.fields and found.key == "value" else found


def to_tables(tables: Iterable[FilledTable], *, language: Language | None = None) -> Tables:
    """
    The tables as an importer would hand them over, headers first; supplementary tables without rows are left out.

    With *language* every cell is a text in the spelling of that language, as in a file of texts.
    """
    return Tables(tuple(_sheet(table, language) for table in tables if table.is_needed))


def _sheet(table: FilledTable, language: Language | None) -> Sheet:
    rows: dict[int, tuple[Cell, ...]] = {1: tuple(Cell(1, n, name) for n, name in enumerate(table.headers, start=1))}
    for number, row in enumerate(table.rows, start=2):
        cells = (_cell(number, column, value, language) for column, value in enumerate(row, start=1))
        rows[number] = tuple(cell for cell in cells if not cell.is_blank)
    return Sheet(name=table.sheet, rows=rows)


def _cell(row: int, column: int, value: OutValue, language: Language | None) -> Cell:
    if language is not None:
        return Cell(row, column, as_text(value, language))
    content, number_format = as_cell(value)
    return Cell(row, column, content, number_format=number_format)
