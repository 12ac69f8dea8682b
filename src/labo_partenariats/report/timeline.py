"""
The calendar of a programme as a grid of texts: a row an action, a column a month (a longer unit for a long programme).

A mark says what is known: the days of the month where days are known, a block where only the month is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from labo_partenariats.model import Action, Programme
from labo_partenariats.report.blocks import Timeline, TimelineRow
from labo_partenariats.report.wording import Wording
from labo_partenariats.values.period import Period, Precision

SPAN = "■"
DAYS = "●"
#: More columns than this do not fit a page on its side.
MOST_COLUMNS = 24
_MONTHS_OF_UNITS = (1, 3, 6, 12, 36, 120, 1200, 6000)


def timeline(programme: Programme, say: Wording) -> Timeline | None:
    """The programme's calendar; None when it has no day at all."""
    periods = [period for action in programme.actions for period in _periods(action)]
    days = [day for period in periods for day in (period.start, period.end) if day is not None]
    if not days:
        return None
    months, starts = _units(min(days), max(days))
    columns = tuple(_heading(start, months, say) for start in starts)
    rows = tuple(
        TimelineRow(action.title, tuple(_mark(action, start, _after(start, months), months) for start in starts))
        for action in programme.actions
        if _periods(action)
    )
    legend = say("calendar.legend_month") if months == 1 else say("calendar.legend_unit")
    return Timeline(key="calendar", header=say.header("actions", "title"), columns=columns, rows=rows, legend=(legend,))


def _periods(action: Action) -> list[Period]:
    return [session.period for session in action.sessions if not session.cancelled]


def _after(day: dt.date, months: int) -> dt.date:
    """The first of the month that comes *months* after the month of *day*; the last known day when there is none."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date.max if years > dt.MAXYEAR else dt.date(years, month + 1, 1)


def _units(first: dt.date, last: dt.date) -> tuple[int, tuple[dt.date, ...]]:
    """The shortest unit, in months, of which few enough columns cover the days, and their first days."""
    for months in _MONTHS_OF_UNITS:
        start = (first.year * 12 + first.month - 1) // months * months
        count = (last.year * 12 + last.month - 1 - start) // months + 1
        if count <= MOST_COLUMNS or months == _MONTHS_OF_UNITS[-1]:
            ranks = [start + i * months for i in range(count)]
            return months, tuple(dt.date(max(rank // 12, dt.MINYEAR), rank % 12 + 1, 1) for rank in ranks)
    raise AssertionError("the longest unit always fits")


def _heading(start: dt.date, months: int, say: Wording) -> str:
    from babel.dates import format_date

    if months == 1:
        return format_date(start, "MMM yyyy", locale=say.language)
    if months < 12:
        return format_date(start, "QQQ yyyy" if months == 3 else "MMM yyyy", locale=say.language)
    return str(start.year) if months == 12 else f"{start.year}–{start.year + months // 12 - 1}"


def _mark(action: Action, start: dt.date, after: dt.date, months: int) -> str:
    marks: dict[str, None] = {}
    for period in sorted(_periods(action), key=lambda period: period.sort_key):
        marks.update(dict.fromkeys(_marks(period, start, after, months)))
    return ", ".join(marks)


def _marks(period: Period, start: dt.date, after: dt.date, months: int) -> Iterator[str]:
    first, last = period.start or dt.date.min, period.end or dt.date.max
    if last < start or first >= after:
        return
    if months > 1:
        yield DAYS if period.precision is Precision.DAY else SPAN
    elif period.is_exact_day:
        yield str(first.day)
    elif period.precision is Precision.DAY and start <= first and last < after:
        yield f"{first.day}–{last.day}"
    else:
        yield SPAN
