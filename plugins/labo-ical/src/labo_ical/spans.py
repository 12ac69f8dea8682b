"""From a period to the days or hours that a calendar shows."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from attrs import frozen

from labo_ical.codes import DAY_BEYOND_CALENDAR, END_TIME_NOT_AFTER_START, OPEN_PERIOD, RANGE_LEFT_OUT, UNKNOWN_END_TIME
from labo_ical.settings import Ranges
from labo_partenariats import Period, Precision

_DAY = dt.timedelta(days=1)

#: Shown when only the start is known; the event says that its end is not.
_ASSUMED_DURATION = dt.timedelta(hours=1)

#: Days from which exact spans clutter a calendar as much as months do.
_LONG = 8


class Marker(Enum):
    """Which end of a period a single day stands for; values are keys of the feed's words."""

    START = "start"
    END = "end"


@frozen(kw_only=True)
class Span:
    """
    What is shown: ``end`` is exclusive; ``marker`` is set when it stands for one end of a period only.

    ``exact`` is False for months and the like; ``second`` marks the end day of a period shown by its two ends;
    ``worded`` asks for the source's words beside it, because the dates alone say less than they do; ``hour_assumed``
    tells that the end is not the source's.
    """

    start: dt.date | dt.datetime
    end: dt.date | dt.datetime
    exact: bool = True
    marker: Marker | None = None
    second: bool = False
    worded: bool = False
    hour_assumed: bool = False


def spans(period: Period, ranges: Ranges) -> tuple[tuple[Span, ...], str | None]:
    """What to show of *period*, and the code of what cannot be shown as it is."""
    first, last = period.start, period.end
    exact = period.precision is Precision.DAY
    if dt.date.max in (first, last):
        return (), DAY_BEYOND_CALENDAR
    if first is None or last is None:
        return (_marked(period.start or period.end, Marker.END if first is None else Marker.START, exact),), OPEN_PERIOD
    if not exact or (last - first).days + 1 >= _LONG:
        if ranges is Ranges.OMIT:
            return (), RANGE_LEFT_OUT
        if ranges is Ranges.BOUNDS and first != last:
            return (_marked(first, Marker.START, exact), _marked(last, Marker.END, exact, second=True)), None
    if first == last and period.start_time is not None:
        return _timed(first, period.start_time, period.end_time)
    has_hours = period.start_time is not None or period.end_time is not None
    return (Span(start=first, end=last + _DAY, exact=exact, worded=not exact or has_hours),), None


def _marked(day: dt.date | None, marker: Marker, exact: bool, *, second: bool = False) -> Span:
    assert day is not None  # a period has at least one bound
    return Span(start=day, end=day + _DAY, exact=exact, marker=marker, second=second, worded=True)


def _timed(day: dt.date, opening: dt.time, closing: dt.time | None) -> tuple[tuple[Span, ...], str | None]:
    start = _moment(day, opening)
    if closing is None:
        return (Span(start=start, end=start + _ASSUMED_DURATION, hour_assumed=True),), UNKNOWN_END_TIME
    end = _moment(day, closing)
    if end <= start:
        return (Span(start=day, end=day + _DAY, worded=True),), END_TIME_NOT_AFTER_START
    return (Span(start=start, end=end),), None


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time.replace(microsecond=0, tzinfo=None))
