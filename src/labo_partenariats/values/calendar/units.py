"""
The units of the calendar: from a unit's number to its first and last day, and back.

Numbers: months 1 to 12, half-months 1 to 24 (the first half ends on the 15th), ISO weeks 1 to 53 of an ISO year,
quarters, semesters, seasons 1 to 4 from spring. Seasons are those of the weather, three whole months; winter bears
the year of its December («hiver 2017-2018» is winter 2017).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from typing import Final

from labo_partenariats.values.period import Precision

ONE_DAY: Final = dt.timedelta(days=1)
_MONTHS_IN: Final = {
    Precision.MONTH: 1,
    Precision.QUARTER: 3,
    Precision.SEMESTER: 6,
    Precision.SEASON: 3,
    Precision.YEAR: 12,
}
_MIDDLE: Final = 15

FULL_YEAR: Final = 2032
"""A year that has every day and every week that any year has."""


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None when there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _first_of(year: int, months: int) -> dt.date | None:
    """The first day of the month that comes *months* months after January of *year*."""
    return make_day(year + months // 12, months % 12 + 1, 1)


def last_of_month(day: dt.date) -> dt.date:
    """The last day of the month of *day*."""
    following = _first_of(day.year, day.month)
    return dt.date.max if following is None else following - ONE_DAY


def unit_bounds(precision: Precision, year: int, number: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of a unit; None when the year has no such unit. Days are not units here."""
    if precision is Precision.WEEK:
        try:
            return dt.date.fromisocalendar(year, number, 1), dt.date.fromisocalendar(year, number, 7)
        except ValueError:
            return None
    if precision is Precision.HALF_MONTH:
        first = make_day(year, (number + 1) // 2, 1) if number > 0 else None
        if first is None:
            return None
        middle = first.replace(day=_MIDDLE)
        return (first, middle) if number % 2 else (middle + ONE_DAY, last_of_month(first))
    length = _MONTHS_IN[precision]
    if not 1 <= number <= 12 // length:
        return None
    offset = (number - 1) * length + (2 if precision is Precision.SEASON else 0)
    first, last = _first_of(year, offset), _first_of(year, offset + length - 1)
    return None if first is None or last is None else (first, last_of_month(last))


def unit_at(precision: Precision, day: dt.date) -> tuple[int, int]:
    """The year and number of the unit that holds *day*."""
    match precision:
        case Precision.WEEK:
            iso = day.isocalendar()
            return iso.year, iso.week
        case Precision.HALF_MONTH:
            return day.year, 2 * day.month - (day.day <= _MIDDLE)
        case Precision.SEASON:
            return (day.year - 1, 4) if day.month <= 2 else (day.year, day.month // 3)
        case Precision.DAY:
            return day.year, day.timetuple().tm_yday
        case _:
            return day.year, (day.month - 1) // _MONTHS_IN[precision] + 1


def common_precision(kinds: AbstractSet[Precision]) -> tuple[Precision, bool]:
    """The precision of a span with these ends, the finer whose units fit both, and whether the ends differ."""
    if len(kinds) == 1:
        return next(iter(kinds)), False
    if kinds & {Precision.DAY, Precision.WEEK}:
        return Precision.DAY, True
    return (Precision.HALF_MONTH if Precision.HALF_MONTH in kinds else Precision.MONTH), True


def is_whole(precision: Precision, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether *start* begins a unit and *end* ends one; an open side is always whole."""
    if precision is Precision.DAY:
        return True
    first = None if start is None else unit_bounds(precision, *unit_at(precision, start))
    last = None if end is None else unit_bounds(precision, *unit_at(precision, end))
    return (start is None or (first is not None and first[0] == start)) and (
        end is None or (last is not None and last[1] == end)
    )
