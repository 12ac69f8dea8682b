"""
A period as one property of our events says it, where their dates alone say less: precision, open sides, hours of days.

A property of our own, for the words that sources use for the same months are many and readers of calendars show them
to people only. Not EDTF (ISO 8601-2): it has neither weeks nor halves of months. Programs that do not know the property
leave it alone; those that drop it leave the days, and nothing false.
"""

from __future__ import annotations

import datetime as dt
import re

from labo_partenariats import Misuse, Period, Precision

_SIDE = r"(?:(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?|\.\.)"
_WRITTEN = re.compile(rf"([a-z-]{{1,20}}) {_SIDE}/{_SIDE}", re.ASCII)


def written_period(period: Period) -> str:
    """
    *period* without its name and its words; seconds are left out.

    >>> written_period(Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH))
    'month 2017-09-01/2017-12-31'
    """
    opening, closing = _side(period.start, period.start_time), _side(period.end, period.end_time)
    return f"{period.precision.value} {opening}/{closing}"


def _side(day: dt.date | None, time: dt.time | None) -> str:
    if day is None:
        return ".."
    return day.isoformat() if time is None else f"{day.isoformat()}T{time:%H:%M}"


def read_period(text: str) -> Period | None:
    """The period that `written_period` wrote; None for any other text."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    start, start_time, end, end_time = found.groups()[1:]
    try:
        return Period(
            None if start is None else dt.date.fromisoformat(start),
            None if end is None else dt.date.fromisoformat(end),
            Precision(found[1]),
            start_time=None if start_time is None else dt.time.fromisoformat(start_time),
            end_time=None if end_time is None else dt.time.fromisoformat(end_time),
        )
    except (ValueError, Misuse):  # no such day, hour or precision, or no period
        return None
