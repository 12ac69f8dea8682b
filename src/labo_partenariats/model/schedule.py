"""The programme's calendar: its dated sessions in order, what shares a day, what has no date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from labo_partenariats.model.plan_of_action import Action, Session
from labo_partenariats.model.programme import Programme
from labo_partenariats.values.period import Period


@frozen
class Slot:
    """A session seen from the calendar, with the action it belongs to and their ranks in the programme."""

    action: Action
    session: Session
    action_index: int
    session_index: int

    @property
    def path(self) -> str:
        """Where the session stands in the programme."""
        return f"$.actions[{self.action_index}].sessions[{self.session_index}]"


def slots(programme: Programme) -> tuple[Slot, ...]:
    """Every session of the programme in chronological order; ties keep the order of the plan."""
    every = (
        Slot(action, session, i, j)
        for i, action in enumerate(programme.actions)
        for j, session in enumerate(action.sessions)
    )
    return tuple(sorted(every, key=lambda slot: slot.session.period.sort_key))


def undated(programme: Programme) -> tuple[tuple[int, Action], ...]:
    """The actions without a single dated session, with their rank."""
    return tuple((i, action) for i, action in enumerate(programme.actions) if not action.sessions)


def shared_days(programme: Programme) -> Iterator[tuple[dt.date, tuple[Slot, ...]]]:
    """The exact days on which sessions of at least two different actions fall, in order."""
    by_day: dict[dt.date, list[Slot]] = {}
    for slot in slots(programme):
        if slot.session.period.is_exact_day and slot.session.period.start and not slot.session.cancelled:
            by_day.setdefault(slot.session.period.start, []).append(slot)
    for day, found in sorted(by_day.items()):
        if len({slot.action.id for slot in found}) > 1:
            yield day, tuple(found)


def first_period(action: Action) -> Period | None:
    """The period of an action's first session."""
    return min((session.period for session in action.sessions), key=lambda period: period.sort_key, default=None)


def out_of_order(programme: Programme) -> Iterator[tuple[int, int]]:
    """
    Pairs of ranks of neighbouring dated actions of which the second starts before the first.

    A span of months is not before a day of its own first month: the source does not say so.
    """
    dated = [(i, first) for i, action in enumerate(programme.actions) if (first := first_period(action))]
    for (i, earlier), (j, later) in pairwise(dated):
        if earlier.start is not None and later.latest_start is not None and later.latest_start < earlier.start:
            yield i, j
