"""What the grammar builds: atoms (one date or unit, perhaps incomplete) and the items between them."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from attrs import evolve, frozen

from labo_partenariats.values.calendar.units import FULL_YEAR, make_day, unit_bounds
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt


class Kind(Enum):
    """What an item is to the grammar; the values are the names of the connectors in the vocabulary."""

    ATOM = "atom"
    TIME = "time"
    WORD = "word"
    FROM = "from"
    FROM_OPEN = "from_open"
    TO = "to"
    BETWEEN = "between"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    ONWARDS = "onwards"
    AND = "and"
    OR = "or"
    EXCEPT = "except"
    GLUE = "glue"
    COMMA = ","
    DASH = "-"
    SLASH = "/"
    COLON = ":"
    STRONG = ";"
    NEWLINE = "newline"
    OPENING = "("
    CLOSING = ")"
    MARK = "mark"


@frozen
class Atom:
    """
    One date or unit as written, with what its words leave open.

    ``precision`` is None for a bare number that waits for its unit («6» in «6 et 13 novembre»). ``number`` is the
    day of ``month`` for `Precision.DAY`, else the number of the unit. ``fixed`` holds bounds that need no year.
    ``elliptic`` marks an atom whose unit came from its neighbour; ``month_first`` the order «November 6»,
    ``hours_first`` the order «14 h, le 6 novembre».
    """

    start: int
    end: int
    precision: Precision | None
    number: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    fixed: tuple[dt.date, dt.date] | None = None
    elliptic: bool = False
    month_first: bool = False
    hours_first: bool = False
    of_week: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the atom needs no year from elsewhere."""
        return self.fixed is not None or self.year is not None

    def bounds(self, year: int) -> tuple[dt.date, dt.date] | None:
        """First and last day, in *year* unless the atom has its own; None when there is no such day or unit."""
        if self.fixed is not None:
            return self.fixed
        known = self.year if self.year is not None else year
        if self.precision is not Precision.DAY:
            return unit_bounds(self.precision, known, self.number) if self.precision else None
        day = make_day(known, self.month or 0, self.number)
        if day is None:
            return None
        return unit_bounds(Precision.WEEK, *day.isocalendar()[:2]) if self.of_week else (day, day)

    @property
    def effective_precision(self) -> Precision:
        """The precision of the bounds: the week of a day is a week."""
        return Precision.WEEK if self.of_week else self.precision or Precision.DAY

    def months(self) -> tuple[int, int]:
        """The months in which the atom begins and ends, its January being 1, to see whether a span crosses a year."""
        if self.precision is Precision.DAY or self.precision is None:
            return self.month or 0, self.month or 0
        bounds = evolve(self, year=None).bounds(FULL_YEAR)
        january = FULL_YEAR if self.fixed is None else self.fixed[0].year
        if bounds is None:
            return 0, 0
        first, last = (day.month + 12 * (day.year - january) for day in bounds)
        return first, last


@frozen
class Item:
    """One piece of the text after the first pass: an atom, an hour, a connector, a mark or an unknown word."""

    kind: Kind
    start: int
    end: int
    tight: bool = False
    atom: Atom | None = None
    time: dt.time | None = None
    is_word: bool = False
