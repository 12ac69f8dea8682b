"""
Periods («périodes»): days, months or wider spans, with the precision that the source really gave.

A programme's plan mixes exact days, lists of days and spans such as «Sept à déc 2017». The model keeps what was
said: a span of months stays a span of months and no day is ever invented.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from enum import Enum

from attrs import field, frozen, validators

from labo_partenariats.errors import Misuse


class Precision(Enum):
    """How finely a period is known («précision»); the bounds of a period are whole units of it."""

    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half-month"
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    SEASON = "season"
    YEAR = "year"


@frozen
class Period:
    """
    A span of days, both ends included («période»).

    ``start`` or ``end`` is None when that side is open («à partir de …», «jusqu'au …»); never both.
    ``start_time`` and ``end_time`` are local times in Europe/Paris and only make sense with ``DAY`` precision.
    ``label`` names the period inside its action: a session («Première session») or a territory («Matheysine»).
    ``text`` keeps the source's words; it takes no part in comparisons.
    """

    start: dt.date | None
    end: dt.date | None
    precision: Precision = Precision.DAY
    label: str | None = None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    text: str | None = field(default=None, eq=False, validator=validators.optional(validators.instance_of(str)))

    def __attrs_post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise Misuse("MIS004", {"period": "None/None"})
        if self.start is not None and self.end is not None and self.end < self.start:
            raise Misuse("MIS004", {"period": f"{self.start}/{self.end}"})
        if (self.start_time or self.end_time) and self.precision is not Precision.DAY:
            raise Misuse("MIS004", {"period": f"{self.precision.value} {self.start_time}"})

    @classmethod
    def day(cls, day: dt.date, *, label: str | None = None, text: str | None = None) -> Period:
        """A single known day."""
        return cls(day, day, label=label, text=text)

    @property
    def is_exact_day(self) -> bool:
        """Whether the period is one known day."""
        return self.precision is Precision.DAY and self.start is not None and self.start == self.end

    @property
    def sort_key(self) -> tuple[dt.date, dt.date, dt.time]:
        """Chronological order: by first day, the shorter first; an open side sorts before or after all days."""
        return (self.start or dt.date.min, self.end or dt.date.max, self.start_time or dt.time.min)

    @property
    def latest_start(self) -> dt.date | None:
        """The last day on which something said to begin with this period may begin; None when it is open."""
        if self.start is None or self.precision is Precision.DAY:
            return self.start
        if self.precision is not Precision.MONTH:
            return self.end
        month_end = self.start.replace(day=monthrange(self.start.year, self.start.month)[1])
        return month_end if self.end is None else min(self.end, month_end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share at least one day; open sides extend without end."""
        return (self.start or dt.date.min) <= (other.end or dt.date.max) and (other.start or dt.date.min) <= (
            self.end or dt.date.max
        )
