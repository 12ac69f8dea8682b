"""
The section model of a dossier: what it says, not how it looks.

A `Dossier` is written once in the reader's language and handed to every renderer: a spreadsheet writes a live formula
where a document writes a number, and both get the same words, rows and order. Texts are final; values keep their
type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from labo_partenariats.formula import FormulaBook, Unit
from labo_partenariats.formula import Value as BookValue
from labo_partenariats.i18n import Language
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period
from labo_partenariats.values.term import Term

Relation = Literal["=", "<="]


@frozen
class Lines:
    """Several lines of text in one cell."""

    items: tuple[str, ...]


@frozen
class Periods:
    """The periods of one row, in their order."""

    items: tuple[Period, ...]


@frozen
class Selected:
    """
    The sum of a column of a table over the rows whose column ``by`` is one of ``terms``; over all rows without terms.

    ``amounts`` is the list that the column feeds. With ``needs_all`` the sum cannot be told while a row says nothing
    in the column ``by``, or no amount when all rows count. ``value`` is None when it cannot be told.
    """

    table: str
    by: str
    amounts: str
    terms: tuple[Enum, ...]
    value: Money | None
    needs_all: bool = False


@frozen
class NamedAmount:
    """
    A quantity of the financing book: an amount or a rate that formulas refer to by name.

    ``value`` is None when it cannot be told. ``is_home`` marks the one place where the quantity is worked out, from
    ``source`` when it is drawn from a table; elsewhere the cell refers to it. ``is_fixed`` marks an amount that the
    book's own formula would not give here, as other rules put it together: its cell holds the value alone.
    ``entered_as`` is the field of the programme's form in which users give it.
    """

    key: str
    value: Money | Rate | Fraction | None
    unit: Unit = "EUR"
    is_home: bool = False
    source: Selected | None = None
    is_fixed: bool = False
    entered_as: str | None = None


@frozen
class Share:
    """The part that column ``of`` of this row takes in the quantity ``total``; None when that is zero or unknown."""

    of: str
    total: str
    value: Fraction | None


@frozen
class Within:
    """
    Column ``of`` of this row, within the quantity ``most`` less what the rows ``before`` took of it.

    Those rows are told by how far above they stand. Without ``most`` it is the column itself.
    """

    of: str
    value: Money | None
    most: str | None = None
    before: tuple[int, ...] = ()


@frozen
class Difference:
    """Column ``left`` less column ``right`` of this row."""

    left: str
    right: str
    value: Money | None


@frozen
class Verdict:
    """Whether ``left relation right`` holds in this row; None when it cannot be told."""

    left: str
    relation: Relation
    right: str
    holds: bool | None


@frozen
class Gap:
    """
    How far the column ``actual`` of this row is outside the target from ``low`` to ``high``.

    Zero within, negative below.
    """

    low: str
    high: str
    actual: str
    value: Decimal | None


@frozen
class FormulaOf:
    """The formula of a quantity, as the renderer writes formulas; ``words`` says it for those that write none."""

    key: str
    words: str


CellValue = (
    str
    | int
    | Decimal
    | bool
    | Money
    | Rate
    | dt.date
    | Enum
    | Lines
    | Periods
    | NamedAmount
    | Selected
    | Share
    | Within
    | Difference
    | Gap
    | Verdict
    | FormulaOf
    | None
)


class Kind(Enum):
    """What the cells of a column hold, from which alignment and number format follow."""

    TEXT = "text"
    LINES = "lines"
    TERM = "term"
    MONEY = "money"
    RATE = "rate"
    NUMBER = "number"
    DATE = "date"
    PERIODS = "periods"
    MARK = "mark"
    FORMULA = "formula"
    VERDICT = "verdict"


@frozen(kw_only=True)
class Column:
    """
    A column of a table.

    ``weight`` is its share of the width, 1 for a short word. ``terms`` is the vocabulary that its cells are chosen
    from. ``is_input`` marks what users change; ``feeds`` names the list of the financing book that the column is.
    """

    key: str
    header: str
    kind: Kind = Kind.TEXT
    weight: float = 1.0
    terms: type[Enum] | None = None
    is_input: bool = False
    feeds: str | None = None


@frozen(kw_only=True)
class Table:
    """
    A table: every row has a value for each column.

    ``total`` gives the values of a last row by column key, its label under the first column. ``empty`` is what to say
    instead of a table without rows. ``live_note`` is a remark for renderers whose formulas live. ``entered_in`` is the
    role of the input table whose first rows these are, in the same order: a column is entered in the column of that
    table with the same key.
    """

    key: str
    title: str | None = None
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    total: Mapping[str, CellValue] = field(factory=dict)
    empty: str = ""
    note: str | None = None
    live_note: str | None = None
    entered_in: str | None = None

    def index(self, key: str) -> int:
        """The rank of a column; raises KeyError when there is none."""
        for i, column in enumerate(self.columns):
            if column.key == key:
                return i
        raise KeyError(key)


@frozen
class Paragraph:
    """A paragraph of text; ``is_note`` for a remark on what stands around it."""

    text: str
    is_note: bool = False


@frozen(kw_only=True)
class Bullets:
    """A list of short texts under an optional title."""

    title: str | None = None
    items: tuple[str, ...]


@frozen(kw_only=True)
class Facts:
    """Labelled values, one a line, under an optional title."""

    title: str | None = None
    rows: tuple[tuple[str, CellValue], ...]


@frozen(kw_only=True)
class Figure:
    """
    A chart drawn from a table of the same section: one bar for each row.

    ``alt`` says in words what it shows, for those who do not see it.
    """

    key: str
    title: str
    alt: str
    table: str
    labels: str
    values: str


@frozen
class TimelineRow:
    """A line of a timeline: its label and one mark for each column, empty where nothing happens."""

    label: str
    marks: tuple[str, ...]


@frozen(kw_only=True)
class Timeline:
    """A calendar of what happens when, readable without colour: every mark is a text."""

    key: str
    header: str
    columns: tuple[str, ...]
    rows: tuple[TimelineRow, ...]
    legend: tuple[str, ...]


Block = Paragraph | Bullets | Facts | Table | Figure | Timeline


@frozen(kw_only=True)
class Section:
    """
    A section of the dossier.

    ``key`` is stable; ``name`` is short enough for a tab. ``is_wide`` asks for a page on its side.
    """

    key: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False


@frozen(kw_only=True)
class Dossier:
    """
    A dossier in one language.

    ``quantities`` are the values of ``book`` (exact cents for money), known or not, from which a renderer that writes
    formulas takes what a formula needs. ``date`` is the document's own, None when it has none. ``missing`` is what
    would have to be known to tell its main figure.

    ``has_inputs`` is whether the tables to fill go with it: then what users change is changed there. ``is_settled`` is
    whether the plan behind it is granted: then amounts change little any more, and a renderer may count on it.
    """

    language: Language
    title: str
    subject: str
    author: str
    date: dt.date | None
    sections: tuple[Section, ...]
    quantities: Mapping[str, BookValue] = field(factory=dict)
    book: FormulaBook = BOOK
    missing: tuple[Term, ...] = ()
    has_inputs: bool = True
    is_settled: bool = False

    def section(self, key: str) -> Section:
        """The section with this key; raises KeyError when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
