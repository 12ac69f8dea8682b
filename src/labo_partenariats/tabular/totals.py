"""Rows of totals: recognised, and compared with the rows that they sum up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.columns import Kind, TableSchema
from labo_partenariats.tabular.table import Cell
from labo_partenariats.tabular.vocabulary import is_total, names_what_it_sums
from labo_partenariats.values.money import Money


def has_amounts(schema: TableSchema) -> bool:
    """Whether every row of the table is an amount."""
    return any(column.required and column.kind is Kind.AMOUNT for column in schema.columns)


def announces_total(schema: TableSchema, cells: Mapping[str, Cell]) -> bool:
    """
    Whether a row sums up those above it.

    A row with an identifier is a record whatever its name; where nothing is added up, so is one that says more than a
    number, for a company may well be called Total. So is every row that only relates two things.
    """
    columns = schema.columns
    title = cells.get(schema.title.key)
    if title is None or "id" in cells:
        return False
    label = text_of(title)
    if not is_total(label):
        return names_what_it_sums(label) and has_amounts(schema)
    if has_amounts(schema):
        return True
    amounts = {column.key for column in columns if column.kind is Kind.AMOUNT}
    if not amounts and all(column.key != "id" for column in columns):
        return False
    others = (text_of(cell) for key, cell in cells.items() if cell is not title and key not in amounts)
    return not any(character.isalpha() for text in others for character in text)


class Sums:
    """What the rows of a table add up to, column of amounts by column: all of them, and those since the last total."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)
        self._all: dict[str, int] = {}
        self._part: dict[str, int] = {}
        self._rows_in_part = 0

    def add(self, values: Mapping[str, Any]) -> None:
        """Count one row."""
        self._rows_in_part += 1
        for key in self._keys:
            value = values.get(key)
            if isinstance(value, Money):
                self._all[key] = self._all.get(key, 0) + value.cents
                self._part[key] = self._part.get(key, 0) + value.cents

    @property
    def has_part(self) -> bool:
        """Whether there are rows since the last total."""
        return self._rows_in_part > 0

    def of(self, key: str, *, partial: bool) -> Money:
        """The sum that a total of *key* should be: of the rows since the last total when it is *partial*."""
        return Money((self._part if partial else self._all).get(key, 0))

    def agree(self, key: str, announced: Money, *, partial: bool) -> bool:
        """Whether a total is right; a second «Total» may be that of the rows since the first."""
        since_last = self.has_part and announced == self.of(key, partial=True)
        return announced == self.of(key, partial=partial) or since_last

    def close(self) -> None:
        """A total ends a part."""
        self._part.clear()
        self._rows_in_part = 0
