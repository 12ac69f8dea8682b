"""Grammar of dates written with a day: ISO, figures, and day with a month's name, in either order."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import evolve

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.cursor import Cursor, Match
from labo_partenariats.values.calendar.tokens import NUMBER, WORD
from labo_partenariats.values.calendar.units import make_day
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt

_FIGURE_MARKS: Final = ("/", "-", ".")
_HOUR_AND_MINUTE: Final = 3  # tokens of 09:00; more is with seconds, and spreadsheets write 00:00:00 after a bare day


def dated_day(cursor: Cursor, at: int) -> Match | None:
    """A day written with its month, after its weekday if it has one."""
    named = cursor.weekday(at)
    if named is not None:
        weekday, after = named
        found = _unnamed_day(cursor, after) or bare_number(cursor, after)
        if found is None:
            return None
        return evolve(found[0], start=cursor.tokens[at].start, weekday=weekday), found[1]
    return _unnamed_day(cursor, at)


def _unnamed_day(cursor: Cursor, at: int) -> Match | None:
    return iso_day(cursor, at) or _figures(cursor, at) or _day_then_month(cursor, at) or _month_then_day(cursor, at)


def iso_day(cursor: Cursor, at: int) -> Match | None:
    """2017-10-19, with or without an hour: 2017-10-19T09:00; and 2017/10/19, in the same order."""
    if not _is_year_first(cursor, at):
        return None
    year, month, day = (cursor.tokens[at + offset].value for offset in (0, 2, 4))
    atom = cursor.make(at, at + 5, Precision.DAY, day, month=month, year=year)
    token = cursor.at(at + 5)
    if token is None or not token.tight or token.kind != WORD or token.word != "t":
        return atom, at + 5
    hour = cursor.clock(at + 6)
    if hour is None:
        return atom, at + 5
    time, end = hour
    blank = time == dt.time(0) and end - (at + 6) > _HOUR_AND_MINUTE
    return evolve(atom, end=cursor.tokens[end - 1].end, start_time=None if blank else time), end


def _is_year_first(cursor: Cursor, at: int) -> bool:
    """Whether year, month and day follow without a space; dots and slashes must not go on into a longer list."""
    if not cursor.number(at, 4):
        return False
    if cursor.tight_number(at + 1, "-", 2) and cursor.tight_number(at + 3, "-", 2):
        return True
    return any(
        cursor.tight_number(at + 1, mark, 1, 2)
        and cursor.tight_number(at + 3, mark, 1, 2)
        and not cursor.tight_number(at + 5, mark, 1, 9)
        for mark in ("/", ".")
    )


def _figures(cursor: Cursor, at: int) -> Match | None:
    """19/10/2017, 19-10-17, 19.10.2017, 19 / 10 / 2017, and 6/11 without a year."""
    mark = cursor.at(at + 1)
    if not cursor.number(at, 1, 2) or mark is None or mark.kind not in _FIGURE_MARKS or not cursor.number(at + 2, 1, 2):
        return None
    tight = mark.tight and cursor.tokens[at + 2].tight
    third = cursor.at(at + 3)
    if third is not None and third.kind == mark.kind and cursor.number(at + 4, 1, 4) and not cursor.month(at + 5):
        all_tight = tight and third.tight and cursor.tokens[at + 4].tight
        digits = cursor.tokens[at + 4].digits
        if (digits == 4 or (digits == 2 and all_tight)) and not cursor.tight_number(at + 5, mark.kind, 1, 9):
            return _figure_date(cursor, at, at + 5, all_tight and digits == 2)
    return _figures_without_year(cursor, at, mark.kind) if tight else None


def _figure_date(cursor: Cursor, at: int, end: int, short_year: bool) -> Match:
    first, second, year = (cursor.tokens[at + offset].value for offset in (0, 2, 4))
    doubts: tuple[Doubt, ...] = ()
    raw = cursor.raw(at, end)
    if short_year:
        year, doubts = cursor.century(year)
    day, month, more = _day_and_month(cursor, first, second, year, raw)
    return cursor.make(at, end, Precision.DAY, day, month=month, year=year, doubts=doubts + more), end


def _day_and_month(
    cursor: Cursor, first: int, second: int, year: int | None, raw: str
) -> tuple[int, int, tuple[Doubt, ...]]:
    """Day first in French; English uses both orders: the one that exists, or day first with a doubt."""
    if cursor.language == "fr" or first == second or first > 12:
        return first, second, ()
    if second > 12:
        return second, first, ()
    facts = {"read": _facts_of(year, second, first), "other": _facts_of(year, first, second)}
    return first, second, (Doubt(codes.DAY_OR_MONTH, raw, facts),)


def _facts_of(year: int | None, month: int, day: int) -> dt.date | str:
    """The day, or its month and day as ISO 8601 when the year is not known."""
    return (None if year is None else make_day(year, month, day)) or f"--{month:02d}-{day:02d}"


def _figures_without_year(cursor: Cursor, at: int, mark: str) -> Match | None:
    """6/11; with a dash or a dot only when the month has two digits, since 1.5 or 9-12 are seldom days."""
    second = cursor.tokens[at + 2]
    if mark != "/" and (not (second.digits == 2 and 1 <= second.value <= 12) or cursor.starts_hour(at + 2)):
        return None
    after = cursor.at(at + 3)
    if cursor.month(at + 3):
        return None
    if after is not None and after.tight and after.kind in ("/", "-") and cursor.number(at + 4, 1, 9):
        chained = cursor.at(at + 5)  # 6/13/27: neither a date nor two; but 4/09-02/10 is two days
        if after.kind == mark or chained is None or chained.kind not in _FIGURE_MARKS:
            return None
    if mark != "/" and cursor.is_amount(at + 3):
        return None
    year, end, doubts = cursor.year_tail(at + 3)
    day, month, more = _day_and_month(cursor, cursor.tokens[at].value, second.value, year, cursor.raw(at, end))
    return cursor.make(at, end, Precision.DAY, day, month=month, year=year, doubts=doubts + more), end


def _day_then_month(cursor: Cursor, at: int) -> Match | None:
    """5 février 2018, 1er mars 2018, premier mars 2018, 27 avr. 18, the 5th of February 2018."""
    if cursor.has_role(at, "first_day"):
        day, after = 1, at + 1
    elif cursor.number(at, 1, 2):
        day, after = cursor.tokens[at].value, cursor.skip_suffix(at + 1)
        after += after == at + 1 and cursor.has_role(after, "suffix_apart")
    else:
        return None
    named = cursor.month(cursor.skip_of(after))
    if named is None:
        return None
    month, end = named
    year, end, doubts = cursor.year_tail(end, short=True)
    return cursor.make(at, end, Precision.DAY, day, month=month, year=year, doubts=doubts), end


def _month_then_day(cursor: Cursor, at: int) -> Match | None:
    """November 6, 2017; in French «nov. 17» is a month and its year, so two digits need a year after them."""
    named = cursor.month(at)
    if named is None or not cursor.number(named[1], 1, 2) or cursor.starts_other(named[1]):
        return None
    month, where = named
    day = cursor.tokens[where]
    end = cursor.skip_suffix(where + 1)
    year, end, doubts = cursor.year_tail(end)
    if cursor.language == "fr" and day.digits == 2 and year is None:
        return None
    if not 1 <= day.value <= 31:
        return None
    atom = cursor.make(at, end, Precision.DAY, day.value, month=month, year=year, doubts=doubts)
    return evolve(atom, month_first=True), end


def bare_number(cursor: Cursor, at: int, with_year: bool = False) -> Match | None:
    """A number or an ordinal that may turn out to be a day or a unit of what follows: «6» in «6 et 13 novembre»."""
    value, end = 0, at + 1
    token = cursor.at(at)
    if token is None:
        return None
    if token.kind == NUMBER and token.digits <= 2 and 1 <= token.value <= 53:
        value, end = token.value, cursor.skip_suffix(at + 1)
    elif token.kind == WORD and token.word in cursor.lexicon.ordinals:
        value = cursor.lexicon.ordinals[token.word]
    if not value or cursor.is_amount(end) or cursor.starts_hour(at):
        return None
    following = cursor.at(end)
    if following is not None and following.tight and following.kind in (NUMBER, WORD):
        return None
    year: int | None = None
    doubts: tuple[Doubt, ...] = ()
    if with_year:
        year, end, doubts = cursor.year_tail(end)
    return cursor.make(at, end, None, value, year=year, doubts=doubts), end
