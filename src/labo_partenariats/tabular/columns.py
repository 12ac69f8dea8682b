"""What a table and its columns are, and the column that an attribute of a class of the model makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

import attrs
from attrs import frozen

from labo_partenariats.model import Range
from labo_partenariats.values.money import Money, Rate


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    LINES = "lines"  # several lines of text in one cell
    NAMES = "names"  # several names in one cell, separated by semicolons or line breaks
    AMOUNT = "amount"
    RATE = "rate"
    COUNT = "count"
    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    PERIODS = "periods"
    YES_NO = "yes_no"
    TERM = "term"
    SIREN = "siren"
    SIRET = "siret"
    RNA = "rna"
    INSEE = "insee"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"


@frozen
class Column:
    """
    One column: its key, what its cells hold, and the vocabulary of its terms if they are terms.

    A ``supplementary`` column is written only when a programme needs it: people who fill a template never see it.
    ``names`` is the role of the table of which each cell names a row.
    """

    key: str
    kind: Kind = Kind.TEXT
    terms: type[Enum] | None = None
    required: bool = False
    supplementary: bool = False
    names: str | None = None


@frozen
class TableSchema:
    """
    One table: its role (``actors``, ``expenses`` …) and its columns, the one that names the row first.

    A ``supplementary`` table is written only when a programme needs it; an ``occasional`` one stands in a template too,
    for those who come to need it. In a ``form`` the names of the rows are printed beforehand: a row with nothing beside
    its name says nothing.
    """

    role: str
    columns: tuple[Column, ...]
    supplementary: bool = False
    form: bool = False
    occasional: bool = False

    @property
    def title(self) -> Column:
        """The column that names a row."""
        return self.columns[0]

    def column(self, key: str) -> Column:
        """The column with this key; raises KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


_KINDS: dict[type, Kind] = {
    str: Kind.TEXT,
    bool: Kind.YES_NO,
    int: Kind.COUNT,
    Decimal: Kind.NUMBER,
    Money: Kind.AMOUNT,
    Rate: Kind.RATE,
    dt.date: Kind.DATE,
    Range: Kind.RANGE,
}


@cache
def _hints(of: type) -> Mapping[str, Any]:
    return get_type_hints(of)


def column_of(of: type, name: str, *, key: str | None = None, supplementary: bool = False) -> Column:
    """
    The column for attribute *name* of class *of*, called so or *key*: its type tells what the cells hold.

    >>> from labo_partenariats.model import Quote
    >>> column_of(Quote, "amount").kind
    <Kind.AMOUNT: 'amount'>
    """
    hint = _hints(of)[name]
    (held,) = [each for each in get_args(hint) or (hint,) if each is not NoneType]
    required = attrs.fields_dict(of)[name].default is attrs.NOTHING
    if issubclass(held, Enum):
        return Column(key or name, Kind.TERM, held, required, supplementary)
    return Column(key or name, _KINDS[held], None, required, supplementary)
