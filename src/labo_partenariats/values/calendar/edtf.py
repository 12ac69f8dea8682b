"""
Periods as EDTF, the profile of ISO 8601-2 for dates that are not exact days, and back.

Written: level 0 and 1 (days, months, years, intervals, open ends, seasons) and the codes of level 2 for quarters and
semesters. EDTF has neither weeks nor half-months: they are written as intervals of days and their precision is lost.
Names and words of the source are not part of EDTF.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.units import common_precision, is_whole, make_day, unit_at, unit_bounds
from labo_partenariats.values.period import Period, Precision
from labo_partenariats.values.reading import Doubt, Reading

_FIRST_CODE: Final = {Precision.SEASON: 21, Precision.QUARTER: 33, Precision.SEMESTER: 40}
_UNITS: Final = {
    **{number: (Precision.MONTH, number) for number in range(1, 13)},
    **{21 + place: (Precision.SEASON, 1 + place) for place in range(4)},
    **{25 + place: (Precision.SEASON, 1 + place) for place in range(4)},  # the seasons of the northern hemisphere
    **{33 + place: (Precision.QUARTER, 1 + place) for place in range(4)},
    **{40 + place: (Precision.SEMESTER, 1 + place) for place in range(2)},
}
_OPEN: Final = ".."
_QUALIFIERS: Final = "?~%"

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}))?")
_UNIT = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_ALPHABET = re.compile(r"[0-9XYES?~%{}\[\],./:TZW+-]+")
_BEYOND: Final = "XYES[{Z+"  # unspecified digits, long years, exponents, significant digits, sets, time zones
_BEYOND_UNITS = re.compile(r"[0-9]{4}-(?:29|3[0-279])")  # southern seasons, quadrimesters

_Side = tuple[dt.date, dt.date, Precision, dt.time | None]


def to_edtf(period: Period) -> str:
    """
    The period as an EDTF string: ``2017-11-06``, ``2017-09/2017-12``, ``2018-33``, ``2018-03/..``.

    Bounds that are no whole units of the precision are written as days.
    """
    precision = period.precision if is_whole(period.precision, period.start, period.end) else Precision.DAY
    start = _OPEN if period.start is None else _written(precision, period.start, period.start_time)
    end = _OPEN if period.end is None else _written(precision, period.end, period.end_time)
    same_unit = period.start is not None and period.end is not None and start == end
    if same_unit or (period.is_exact_day and period.end_time is None):
        return start
    return f"{start}/{end}"


def _written(precision: Precision, day: dt.date, time: dt.time | None) -> str:
    if precision in (Precision.DAY, Precision.WEEK, Precision.HALF_MONTH):
        return day.isoformat() if time is None else f"{day.isoformat()}T{time:%H:%M:%S}"
    year, number = unit_at(precision, day)
    if precision is Precision.YEAR:
        return f"{year:04d}"
    return f"{year:04d}-{number + _FIRST_CODE.get(precision, 1) - 1:02d}"


def from_edtf(text: str) -> Reading[Period]:
    """
    The period that an EDTF string means.

    Qualifiers at the end (``?``, ``~``, ``%``) keep the value with a doubt; other features that a `Period` cannot hold
    are doubted without a value, and so is text that is no EDTF. ``2018-W12`` of ISO 8601-1 is read too. Never raises.
    """
    bare = text.strip()
    sides = [side.rstrip(_QUALIFIERS) for side in bare.split("/", 2)]
    doubts = tuple(
        Doubt(codes.EDTF_QUALIFIED, side)
        for side, plain in zip(bare.split("/", 2), sides, strict=True)
        if side != plain
    )
    if len(sides) > 2 or not any(sides):
        return Reading(text, None, (_failure(bare),))
    read = [None if side == _OPEN else _side(side) for side in sides]
    failed = [side for side, value in zip(sides, read, strict=True) if value is None and side != _OPEN]
    if failed or read == [None] * len(read):
        return Reading(text, None, (_failure(bare),))
    return _period(text, read, doubts)


def _failure(text: str) -> Doubt:
    """EDTF with a feature that is not supported, or no EDTF at all."""
    sides = text.split("/")
    unknown_side = len(sides) == 2 and any(sides) and not all(sides)
    feature = any(char in _BEYOND for char in text) or text.startswith(("-", *_QUALIFIERS)) or unknown_side
    inner = any(f"{mark}-" in text or f"-{mark}" in text for mark in _QUALIFIERS)
    supported = not (feature or inner or any(_BEYOND_UNITS.fullmatch(side) for side in sides))
    known = _ALPHABET.fullmatch(text) is not None and any(char.isdigit() for char in text)
    return Doubt(codes.EDTF_UNREADABLE if supported or not known else codes.EDTF_UNSUPPORTED, text)


def _side(text: str) -> _Side | None:
    """First and last day, precision and hour of one end of an interval."""
    if day := _DAY.fullmatch(text):
        year, month, number, *clock = (None if part is None else int(part) for part in day.groups())
        return _day_side(make_day(year or 0, month or 0, number or 0), clock)
    if unit := _UNIT.fullmatch(text):
        year, code = int(unit[1]), int(unit[2])
        precision, number = _UNITS.get(code, (None, 0))
        return None if precision is None else _unit_side(precision, year, number)
    if week := _WEEK.fullmatch(text):
        return _unit_side(Precision.WEEK, int(week[1]), int(week[2]))
    return _unit_side(Precision.YEAR, int(text), 1) if _YEAR.fullmatch(text) else None


def _day_side(day: dt.date | None, clock: list[int | None]) -> _Side | None:
    if day is None:
        return None
    hour, minute, second = clock
    if hour is None or minute is None or second is None:
        return day, day, Precision.DAY, None
    try:
        return day, day, Precision.DAY, dt.time(hour, minute, second)
    except ValueError:
        return None


def _unit_side(precision: Precision, year: int, number: int) -> _Side | None:
    bounds = unit_bounds(precision, year, number)
    return None if bounds is None else (*bounds, precision, None)


def _period(text: str, read: list[_Side | None], doubts: tuple[Doubt, ...]) -> Reading[Period]:
    first, last = read[0], read[-1]
    start = None if first is None else first[0]
    end = None if last is None else last[1]
    precision, mixed = common_precision({side[2] for side in read if side is not None})
    if mixed:
        doubts = (*doubts, Doubt(codes.MIXED_PRECISION, text, {"start": start, "end": end}))
    if start is not None and end is not None and end < start:
        return Reading(text, None, (*doubts, Doubt(codes.END_BEFORE_START, text, {"start": start, "end": end})))
    start_time = None if first is None or precision is not Precision.DAY else first[3]
    end_time = None if last is None or precision is not Precision.DAY or len(read) == 1 else last[3]
    return Reading(text, Period(start, end, precision, None, start_time, end_time, text), doubts)
