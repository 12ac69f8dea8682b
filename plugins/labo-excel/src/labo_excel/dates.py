"""Dates of a workbook: day counts, and the number formats that show them as days and hours."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

_MILLISECONDS_A_DAY = 86_400_000

#: Day 0 of each system. The 1900 system counts a 29 February 1900 that never was as day 60.
_BEFORE_1900 = dt.date(1899, 12, 31)
_FIRST_1904 = dt.date(1904, 1, 1)
_PHANTOM_DAY = 60

_NOT_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DAYS = re.compile(r"[dyj]|a{2,4}", re.IGNORECASE)
_HOURS = re.compile(r"[hs]", re.IGNORECASE)
#: A day, an hour of a day, or an hour of no day.
Moment = dt.date | dt.datetime | dt.time

_NAMES_OF_GENERAL = frozenset({"general", "standard", "@", ""})


class Shown(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    DATE_AND_TIME = "date-and-time"
    TIME = "time"
    ELAPSED = "elapsed"  # hours beyond 24, as in [h]:mm: a duration, not a date


def what_is_shown(number_format: str | None) -> Shown:
    """Whether *number_format* shows a number, a day, an hour, both, or a duration."""
    first = (number_format or "").split(";")[0]
    if first.strip().lower() in _NAMES_OF_GENERAL:
        return Shown.NUMBER
    tokens = _NOT_TOKENS.sub("", first)
    if _ELAPSED.search(tokens):
        return Shown.ELAPSED
    days, hours = bool(_DAYS.search(tokens)), bool(_HOURS.search(tokens))
    if days and hours:
        return Shown.DATE_AND_TIME
    if hours:
        return Shown.TIME
    return Shown.DATE if days or "m" in tokens.lower() else Shown.NUMBER


def from_serial(serial: Decimal, shown: Shown, *, since_1904: bool) -> Moment | None:
    """
    The day or hour that *serial* (days since the epoch of the workbook) stands for; None when it stands for none.

    A whole number under a format without hours is a date; hours that the format hides are kept all the same.
    """
    if serial < 0 or serial >= 2_958_466:
        return None
    milliseconds = int((serial * _MILLISECONDS_A_DAY).to_integral_value(rounding=ROUND_HALF_UP))
    days, rest = divmod(milliseconds, _MILLISECONDS_A_DAY)
    if shown is Shown.TIME and days == 0:
        return (dt.datetime.min + dt.timedelta(milliseconds=rest)).time()
    day = _day(days, since_1904=since_1904)
    if day is None:
        return None
    if shown is Shown.DATE and rest == 0:
        return day
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(milliseconds=rest)


def _day(days: int, *, since_1904: bool) -> dt.date | None:
    try:
        if since_1904:
            return _FIRST_1904 + dt.timedelta(days=days)
        if days in {0, _PHANTOM_DAY}:
            return None
        return _BEFORE_1900 + dt.timedelta(days=days if days < _PHANTOM_DAY else days - 1)
    except OverflowError:
        return None


def from_iso(text: str) -> Moment | None:
    """A date written in full in the file (cell type ``d``), without its offset from universal time."""
    for read in (dt.date.fromisoformat, dt.time.fromisoformat, dt.datetime.fromisoformat):
        try:
            value = read(text.strip())
        except ValueError:
            continue
        return value.replace(tzinfo=None) if isinstance(value, dt.datetime | dt.time) else value
    return None
