"""The agenda: overlaps, free days, milestones, density."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import given, settings

from labo_partenariats.model import (
    Action,
    ActionKind,
    Application,
    Programme,
    SelectionCommittee,
    Session,
)
from labo_partenariats.model.agenda import MilestoneKind, density, free_days, milestones, overlaps
from labo_partenariats.model.schedule import shared_days, slots
from labo_partenariats.testing import strategies
from labo_partenariats.values.period import Period, Precision

few = settings(max_examples=settings.default.max_examples // 5)


def day(number: int, last: int | None = None, **told: Any) -> Period:
    return Period(dt.date(2018, 1, number), dt.date(2018, 1, last or number), **told)


def months(first: int, last: int) -> Period:
    return Period(dt.date(2018, first, 1), dt.date(2018, last + 1, 1) - dt.timedelta(1), Precision.MONTH)


def action(name: str, *periods: Period, **told: Any) -> Action:
    made = tuple(Session(id=f"{name}{rank}", period=period) for rank, period in enumerate(periods))
    return Action(**{"id": name, "title": name.upper(), "sessions": made} | told)


def found(*actions: Action) -> list[tuple[str, str, int]]:
    return [
        (each.one.session.id, each.other.session.id, each.first.day) for each in overlaps(Programme(actions=actions))
    ]


def test_runs_of_days_overlap() -> None:
    """Two actions overlap from the first day that they share, and each pair is told once."""
    assert found(action("a", day(1, 3)), action("b", day(3, 5), day(2)), action("c", day(9))) == [
        ("a0", "b1", 2),
        ("a0", "b0", 3),
    ]


def test_sessions_of_one_action_and_spans_of_months_do_not_overlap() -> None:
    """An action does not compete with itself, and a month takes no day."""
    assert (
        found(action("a", day(1), day(1)), action("b", months(1, 2)), action("c", Period(dt.date(2018, 1, 1), None)))
        == []
    )


def test_hours_part_sessions_only_when_they_are_told() -> None:
    """Noon to noon does not meet; a minute of overlap does; hours that are not told do not part anything."""
    morning = day(1, start_time=dt.time(9), end_time=dt.time(12))
    assert found(action("a", morning), action("b", day(1, start_time=dt.time(12)))) == []
    assert found(action("a", morning), action("b", day(1, start_time=dt.time(11, 59)))) == [("a0", "b0", 1)]
    assert found(action("a", morning), action("b", day(1))) == [("b0", "a0", 1)]


def test_what_overlaps_have_in_common() -> None:
    """Shared actors, audience and territories are told, and only people compete."""
    one = action("a", day(1), actors=("x", "y"), audience="Élus", territories=("t",))
    other = action("b", day(1), actors=("y",), audience="elus ", territories=("t", "u"))
    alone = action("c", day(1), territories=("t",))
    pairs = list(overlaps(Programme(actions=(one, other, alone))))

    assert [(pair.actors, pair.audience, pair.territories, pair.competes) for pair in pairs] == [
        (("y",), "Élus", ("t",), True),
        ((), None, ("t",), False),
        ((), None, ("t",), False),
    ]


@few
@given(strategies.programmes())
def test_every_shared_day_is_an_overlap_unless_hours_part_it(programme: Programme) -> None:
    """What shares an exact day overlaps, and what overlaps shares at least one day."""
    pairs = list(overlaps(programme))

    for pair in pairs:
        assert pair.one.session.period.overlaps(pair.other.session.period)
        assert pair.one.action_index != pair.other.action_index
    timeless = all(slot.session.period.start_time is None for slot in slots(programme))
    if timeless:
        days = {pair.first for pair in pairs}
        assert {shared for shared, _ in shared_days(programme)} <= days


def test_free_days() -> None:
    """Working days without a session, closed days left out; a cancelled session leaves its day free."""
    off = Action(id="b", title="B", sessions=(Session(id="b", period=day(4), cancelled=True),))
    programme = Programme(actions=(action("a", day(2, 3), months(1, 1)), off))
    first, last = dt.date(2018, 1, 1), dt.date(2018, 1, 8)

    assert [free.day for free in free_days(programme, first, last)] == [1, 4, 5, 8]
    assert [free.day for free in free_days(programme, first, last, closed={first})] == [4, 5, 8]
    assert [free.day for free in free_days(programme, first, last, weekdays={5})] == [6]
    assert free_days(programme, last, first) == ()


def test_milestones() -> None:
    """Application, first and last session, launch, seminar, event, review and the committee's day, in order."""
    programme = Programme(
        application=Application(date=dt.date(2018, 1, 2)),
        actions=(
            action("a", day(1), kind=ActionKind.TRAINING),
            action("b", day(3), kind=ActionKind.LAUNCH),
            action("c", day(5), kind=ActionKind.EVENT),
            action("d", months(2, 3), kind=ActionKind.REVIEW),
        ),
        committees=(SelectionCommittee(id="k", name="Comité", action="c"),),
    )

    assert [(each.kind, each.title, each.path) for each in milestones(programme)] == [
        (MilestoneKind.FIRST_SESSION, "A", "$.actions[0].sessions[0]"),
        (MilestoneKind.APPLICATION, None, "$.application.date"),
        (MilestoneKind.LAUNCH, "B", "$.actions[1].sessions[0]"),
        (MilestoneKind.EVENT, "C", "$.actions[2].sessions[0]"),
        (MilestoneKind.COMMITTEE, "Comité", "$.actions[2].sessions[0]"),
        (MilestoneKind.REVIEW, "D", "$.actions[3].sessions[0]"),
        (MilestoneKind.LAST_SESSION, "D", "$.actions[3].sessions[0]"),
    ]


def test_density() -> None:
    """Days and spans by month, empty months in between; an open end counts on its known side."""
    programme = Programme(
        actions=(
            action("a", day(1), day(31)),
            action("b", months(3, 4)),
            action("c", Period(None, dt.date(2018, 4, 9))),
        )
    )

    assert [(each.month.month, each.sessions, each.spans) for each in density(programme)] == [
        (1, 2, 0),
        (2, 0, 0),
        (3, 0, 1),
        (4, 0, 2),
    ]
    assert density(Programme()) == ()


@few
@given(strategies.programmes())
def test_density_counts_every_held_day_once(programme: Programme) -> None:
    """The sessions on known days are all counted, once, in months that follow one another."""
    held = [
        slot
        for slot in slots(programme)
        if not slot.session.cancelled
        and slot.session.period.precision is Precision.DAY
        and None not in (slot.session.period.start, slot.session.period.end)
    ]
    counted = density(programme)

    assert sum(month.sessions for month in counted) == len(held)
    assert all((later.month - earlier.month).days in range(28, 32) for earlier, later in pairwise(counted))
