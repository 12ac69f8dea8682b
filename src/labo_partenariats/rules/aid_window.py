"""
The days whose aids count together: fiscal years until 2023, three rolling years from 2024 (rules SA-01 and SA-02).

Rolling years are read to the day. An aid counts when its third anniversary comes after the day of the new grant, and
no longer when the anniversary has passed. On the anniversary itself the texts leave two readings: a period counted
from the first grant, its day left out, ends with that anniversary and holds both aids; three whole years that end on
it begin on the day after the first grant and hold only the second. No text that settles it was read, so that the aid
is then doubtful; a grant one day later is beyond doubt. The 29 February has its anniversary after 28 February and
before 1 March and needs no rule of its own: an aid of that day counts on 28 February three years later and no longer
on 1 March.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from attrs import frozen

MONTHS = range(1, 13)


class Within(Enum):
    """Whether a day lies in a window («dans la période»)."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    BOUNDARY = "boundary"  # the anniversary day of a rolling window
    FISCAL_YEAR = "fiscal_year"  # it depends on the end of a fiscal year that is not told
    UNKNOWN = "unknown"  # no law is known on how the days are counted


@frozen
class RollingWindow:
    """The *years* rolling years before a grant on the day *on*, that day included («années glissantes»)."""

    on: dt.date
    years: int

    def place(self, day: dt.date, fiscal_year_end: int | None = None) -> Within:
        """Where *day* lies; the fiscal year plays no part."""
        if day > self.on:
            return Within.OUTSIDE
        anniversary = (day.year + self.years, day.month, day.day)
        today = (self.on.year, self.on.month, self.on.day)
        if anniversary == today:
            return Within.BOUNDARY
        return Within.INSIDE if anniversary > today else Within.OUTSIDE

    @property
    def start(self) -> dt.date:
        """The first day that is inside beyond doubt."""
        try:
            return self.on.replace(year=self.on.year - self.years) + dt.timedelta(1)
        except ValueError:  # 29 February of a year that has none
            return dt.date(self.on.year - self.years, 3, 1)


@frozen
class FiscalYearsWindow:
    """The fiscal year of a grant on the day *on* and those before it, *years* in all («exercices fiscaux»)."""

    on: dt.date
    years: int

    def place(self, day: dt.date, fiscal_year_end: int | None = None) -> Within:
        """
        Where *day* lies for an undertaking whose fiscal year ends with the month *fiscal_year_end* (1 to 12).

        When the month is not told, or is none, the answer is the one that all twelve would give, else ``FISCAL_YEAR``.
        """
        if day > self.on:
            return Within.OUTSIDE
        ends = [end for end in MONTHS if end == fiscal_year_end] or MONTHS
        inside = {day >= self.start(end) for end in ends}
        if len(inside) > 1:
            return Within.FISCAL_YEAR
        return Within.INSIDE if inside.pop() else Within.OUTSIDE

    def start(self, fiscal_year_end: int = 12) -> dt.date:
        """The first day of the oldest fiscal year that counts."""
        first_month = fiscal_year_end % 12 + 1
        year = self.on.year if self.on.month >= first_month else self.on.year - 1
        return dt.date(year - self.years + 1, first_month, 1)


@frozen
class UnknownWindow:
    """A window of which the law is not known: any day before the grant may lie in it."""

    on: dt.date

    def place(self, day: dt.date, fiscal_year_end: int | None = None) -> Within:
        """Outside after the grant, else unknown."""
        return Within.OUTSIDE if day > self.on else Within.UNKNOWN


Window = RollingWindow | FiscalYearsWindow | UnknownWindow


def window_of(on: dt.date, kind: object, years: object) -> Window:
    """The window of a grant on the day *on*; *kind* and *years* are values of the law, None where it is not known."""
    if isinstance(years, int) and 0 < years < on.year:
        if kind == "rolling":
            return RollingWindow(on, years)
        if kind == "fiscal_years":
            return FiscalYearsWindow(on, years)
    return UnknownWindow(on)
