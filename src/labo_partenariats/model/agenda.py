"""
Questions on the programme's calendar: who is asked to be in two places, which days are free, milestones, density.

Answers rest on what the dossier says: a span of months takes no day, and nothing is said of hours that are not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from enum import Enum
from itertools import combinations

from attrs import frozen

from labo_partenariats.model.programme import Programme
from labo_partenariats.model.schedule import Slot, slots
from labo_partenariats.model.terms import ActionKind
from labo_partenariats.values.period import Period, Precision
from labo_partenariats.values.text import fold

_WORKING_DAYS = frozenset(range(5))


@frozen
class Overlap:
    """
    Two sessions of different actions on a common day («chevauchement»).

    ``first`` is the first day that they share. ``actors`` (ids) are asked to carry out both, ``audience`` are the words
    for the people expected at both, ``territories`` (ids) those of both.
    """

    first: dt.date
    one: Slot
    other: Slot
    actors: tuple[str, ...]
    audience: str | None
    territories: tuple[str, ...]

    @property
    def competes(self) -> bool:
        """Whether the same people are asked to be at both."""
        return bool(self.actors) or self.audience is not None


class MilestoneKind(Enum):
    """Why a day of the programme is a milestone («nature du jalon»)."""

    APPLICATION = "application"
    FIRST_SESSION = "first_session"
    LAUNCH = "launch"
    SEMINAR = "seminar"
    EVENT = "event"
    COMMITTEE = "committee"
    REVIEW = "review"
    LAST_SESSION = "last_session"


@frozen
class Milestone:
    """A milestone («jalon»): what happens, when, and where it stands in the programme."""

    kind: MilestoneKind
    period: Period
    title: str | None
    path: str


@frozen
class MonthDensity:
    """
    How full a month is («densité du mois»): the sessions held on known days in it, and the spans that touch it.
    """

    month: dt.date
    sessions: int
    spans: int


def _is_held(slot: Slot) -> bool:
    period = slot.session.period
    return not slot.session.cancelled and period.precision is Precision.DAY and None not in (period.start, period.end)


def _apart(one: Period, other: Period) -> bool:
    """Whether both tell hours on one and the same day, and these do not meet."""
    if not (one.is_exact_day and other.is_exact_day) or one.start != other.start:
        return False
    early, late = sorted((one, other), key=lambda period: period.start_time or dt.time.min)
    return early.end_time is not None and late.start_time is not None and early.end_time <= late.start_time


def overlaps(programme: Programme) -> Iterator[Overlap]:
    """
    Every pair of sessions of different actions that share a day and are not at different hours, in order.

    Spans of months take no day; cancelled sessions none either.
    """
    held = [slot for slot in slots(programme) if _is_held(slot)]
    by_day: dict[dt.date, list[int]] = {}
    for rank, slot in enumerate(held):
        for day in _days(slot.session.period):
            by_day.setdefault(day, []).append(rank)
    seen: set[tuple[int, int]] = set()
    for day in sorted(by_day):
        for pair in combinations(by_day[day], 2):
            one, other = held[pair[0]], held[pair[1]]
            if pair in seen or one.action_index == other.action_index:
                continue
            seen.add(pair)
            if not _apart(one.session.period, other.session.period):
                yield _overlap(day, one, other)


#: The longest run of days that is looked at day by day; a longer one is a span whatever its precision says.
_LONGEST = 366


def _days(period: Period) -> Iterator[dt.date]:
    if period.start is None or period.end is None or (period.end - period.start).days > _LONGEST:
        return
    for offset in range((period.end - period.start).days + 1):
        yield period.start + dt.timedelta(offset)


def _overlap(day: dt.date, one: Slot, other: Slot) -> Overlap:
    actors = tuple(actor for actor in dict.fromkeys(one.action.actors) if actor in other.action.actors)
    audience = one.action.audience
    same = audience is not None and other.action.audience is not None and fold(audience) == fold(other.action.audience)
    areas = _territories(other)
    shared = tuple(area for area in _territories(one) if area in areas)
    return Overlap(day, one, other, actors, audience if same else None, shared)


def _territories(slot: Slot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.session.territories or slot.action.territories))


def free_days(
    programme: Programme,
    first: dt.date,
    last: dt.date,
    *,
    closed: Container[dt.date] = (),
    weekdays: Container[int] = _WORKING_DAYS,
) -> tuple[dt.date, ...]:
    """
    The days from *first* to *last* on which no session is held («jours libres»).

    *weekdays* are those that count (0 is Monday, by default Monday to Friday); *closed* are days that do not, such as
    public holidays. Spans of months take no day.
    """
    taken = {day for slot in slots(programme) if _is_held(slot) for day in _days(slot.session.period)}
    every = (first + dt.timedelta(offset) for offset in range((last - first).days + 1))
    return tuple(day for day in every if day.weekday() in weekdays and day not in closed and day not in taken)


_MILESTONES = {
    ActionKind.LAUNCH: MilestoneKind.LAUNCH,
    ActionKind.SEMINAR: MilestoneKind.SEMINAR,
    ActionKind.EVENT: MilestoneKind.EVENT,
    ActionKind.REVIEW: MilestoneKind.REVIEW,
}


def milestones(programme: Programme) -> tuple[Milestone, ...]:
    """
    The milestones of the programme in order: application, first and last session, launch, seminars, events, reviews,
    and the sessions during which a committee sits.
    """
    found = list(_milestones(programme))
    return tuple(sorted(found, key=lambda each: (each.period.sort_key, list(MilestoneKind).index(each.kind))))


def _milestones(programme: Programme) -> Iterator[Milestone]:
    application = programme.application
    if application is not None and application.date is not None:
        yield Milestone(
            MilestoneKind.APPLICATION, Period.day(application.date), application.reference, "$.application.date"
        )
    held = [slot for slot in slots(programme) if not slot.session.cancelled]
    if held:
        last = max(held, key=lambda slot: slot.session.period.end or dt.date.max)
        for kind, slot in ((MilestoneKind.FIRST_SESSION, held[0]), (MilestoneKind.LAST_SESSION, last)):
            yield Milestone(kind, slot.session.period, slot.action.title, slot.path)
    committees = {committee.action: committee.name for committee in programme.committees if committee.action}
    for slot in held:
        if slot.action.kind in _MILESTONES:
            yield Milestone(_MILESTONES[slot.action.kind], slot.session.period, slot.action.title, slot.path)
        if slot.action.id in committees:
            name = committees[slot.action.id]
            yield Milestone(MilestoneKind.COMMITTEE, slot.session.period, name, slot.path)


def density(programme: Programme) -> tuple[MonthDensity, ...]:
    """
    How full each month is, from the first to the last with a date, none left out.

    A session counts in the month of its first day; a span counts in every month that it touches. Open ends count on
    their known side alone.
    """
    sessions: dict[dt.date, int] = {}
    spans: dict[dt.date, int] = {}
    for slot in slots(programme):
        period = slot.session.period
        if slot.session.cancelled:
            continue
        if _is_held(slot):
            month = (period.start or dt.date.min).replace(day=1)
            sessions[month] = sessions.get(month, 0) + 1
            continue
        first, last = period.start or period.end, period.end or period.start
        if first is not None and last is not None:
            for month in _months(first, last):
                spans[month] = spans.get(month, 0) + 1
    known = sessions.keys() | spans.keys()
    if not known:
        return ()
    every = _months(min(known), max(known))
    return tuple(MonthDensity(month, sessions.get(month, 0), spans.get(month, 0)) for month in every)


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
