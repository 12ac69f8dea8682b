"""Second pass: hours join the day they stand beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import Final

from attrs import evolve

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Item, Kind
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt

_LEADS: Final = frozenset({Kind.FROM, Kind.FROM_OPEN, Kind.BETWEEN, Kind.SINCE, Kind.UNTIL})
_PAIRED: Final = frozenset({Kind.FROM, Kind.BETWEEN, Kind.OPENING})
_NOT_AFTER_HOUR: Final = frozenset({Kind.WORD, Kind.ATOM, Kind.OR})
_HOURS: Final = 24
SKIPPED: Final = frozenset({Kind.GLUE, Kind.FROM})
_BEFORE_HOUR: Final = frozenset(
    {Kind.FROM, Kind.FROM_OPEN, Kind.BETWEEN, Kind.SINCE, Kind.UNTIL, Kind.TO, Kind.DASH, Kind.OPENING}
)
_HOUR_LINKS: Final = frozenset({Kind.TO, Kind.UNTIL, Kind.DASH, Kind.SLASH})


def skip(items: list[Item], at: int, kinds: Container[Kind] = SKIPPED, most: int = 3) -> int:
    """The position after at most *most* items of these *kinds*."""
    end = at + most
    while at < len(items) and at < end and items[at].kind in kinds:
        at += 1
    return at


def kind_at(items: list[Item], at: int) -> Kind | None:
    """The kind of the item there, None past the end."""
    return items[at].kind if at < len(items) else None


def attach_hours(items: list[Item]) -> list[Item]:
    """Give each day the hours written after it, or just before it."""
    joined: list[Item] = []
    at = 0
    while at < len(items):
        found = _hours_after(items, at) or _hours_before(items, at)
        item, at = found or (items[at], at + 1)
        joined.append(item)
    return joined


def _is_day(items: list[Item], at: int) -> bool:
    atom = items[at].atom if at < len(items) else None
    return atom is not None and atom.precision is Precision.DAY and atom.start_time is None


def _hour_span(items: list[Item], at: int, lead: Kind | None) -> tuple[Item, Item | None, int] | None:
    """One hour or two, and the position after them; «de 9 à 12 h» and «de 9 h à 12» have two."""
    link = kind_at(items, at + 1)
    linked = link in _HOUR_LINKS or (lead is Kind.BETWEEN and link is Kind.AND)
    one, other = (kind_at(items, each) is Kind.TIME for each in (at, at + 2))
    if linked and one and other:
        return items[at], items[at + 2], at + 3
    if linked and lead in _PAIRED and one is not other:
        first, last = _as_hour(items, at), _as_hour(items, at + 2)
        if first is not None and last is not None and first.time < last.time:  # type: ignore[operator]
            return first, last, at + 3
    return (items[at], None, at + 1) if one else None


def _as_hour(items: list[Item], at: int) -> Item | None:
    """The item as an hour; so is a plain number, unless what follows makes it an amount or a day of a list."""
    item = items[at]
    if item.time is not None:
        return item
    atom = item.atom
    if atom is None or atom.precision is not None or atom.weekday is not None or atom.number >= _HOURS:
        return None
    if kind_at(items, at + 1) in _NOT_AFTER_HOUR:
        return None
    return evolve(item, kind=Kind.TIME, time=dt.time(atom.number))


def _hours_after(items: list[Item], at: int) -> tuple[Item, int] | None:
    if not _is_day(items, at):
        return None
    is_told = kind_at(items, at + 1) is Kind.COLON  # «6/11 : 9h-12h»; but «9h-12h Vizille» names the day
    lead_at = skip(items, at + 1 + is_told, (Kind.COMMA, Kind.GLUE))
    lead = kind_at(items, lead_at) if kind_at(items, lead_at) in _BEFORE_HOUR else None
    hours = _hour_span(items, lead_at + (lead is not None), lead)
    if hours is None:
        return None
    first, last, end = hours
    if is_told and kind_at(items, end) is Kind.WORD:
        return None
    end += lead is Kind.OPENING and kind_at(items, end) is Kind.CLOSING
    return _timed(items[at], first, last, lead is Kind.UNTIL, items[at].start, items[end - 1].end), end


def _hours_before(items: list[Item], at: int) -> tuple[Item, int] | None:
    lead = kind_at(items, at) if kind_at(items, at) in _LEADS else None
    hours = _hour_span(items, at + (lead is not None), lead)
    if hours is None:
        return None
    first, last, after = hours
    day_at = skip(items, after, (Kind.COMMA, Kind.GLUE, Kind.FROM))
    if not _is_day(items, day_at):
        return None
    timed = _timed(items[day_at], first, last, lead is Kind.UNTIL, items[at].start, items[day_at].end)
    assert timed.atom is not None
    return evolve(timed, atom=evolve(timed.atom, hours_first=True)), day_at + 1


def _is_blank_hour(time: dt.time | None, length: int) -> bool:
    """Whether the hour is the «00:00:00» that spreadsheets write after a day that has none."""
    return time == dt.time(0) and length == len("00:00:00")


def _timed(day: Item, first: Item, last: Item | None, until: bool, start: int, end: int) -> Item:
    atom = day.atom
    assert atom is not None
    opening, closing = (None, first.time) if until else (first.time, last.time if last else None)
    if last is None and _is_blank_hour(opening, first.end - first.start):
        opening = None
    doubts = atom.doubts
    if opening is not None and closing is not None and closing <= opening:
        facts = {"start": f"{opening:%H:%M}", "end": f"{closing:%H:%M}"}
        doubts, closing = (*doubts, Doubt(codes.IMPOSSIBLE_TIME, "", facts)), None
    timed = evolve(atom, start=start, end=end, start_time=opening, end_time=closing, doubts=doubts)
    return evolve(day, start=start, end=end, atom=timed)
