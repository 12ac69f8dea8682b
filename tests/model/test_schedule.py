"""The calendar of a programme: sessions in order, shared days, rows out of order, actions without a date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from labo_partenariats.model import Action, Programme, Session
from labo_partenariats.model.schedule import out_of_order, shared_days, slots, undated
from labo_partenariats.testing import strategies
from labo_partenariats.values.period import Period, Precision

#: A whole programme takes long to make: a fifth of the usual number.
few = settings(max_examples=settings.default.max_examples // 5)


def _day(month: int, day: int, time: dt.time | None = None) -> Period:
    date = dt.date(2017, month, day)
    return Period(date, date, start_time=time)


def _months(first: int, last: int) -> Period:
    end = dt.date(2018, 1, 1) if last == 12 else dt.date(2017, last + 1, 1)
    return Period(dt.date(2017, first, 1), end - dt.timedelta(1), Precision.MONTH)


def _plan(*actions: list[Period]) -> Programme:
    """Actions a, b, c … with these sessions."""
    return Programme(
        actions=tuple(
            Action(
                id="abcdef"[i],
                title="ABCDEF"[i],
                sessions=tuple(Session(id=f"{'abcdef'[i]}{j}", period=period) for j, period in enumerate(periods)),
            )
            for i, periods in enumerate(actions)
        )
    )


def test_sessions_come_in_order() -> None:
    """By first day, then the shorter, then the earlier hour; what has no start comes first, ties as in the plan."""
    programme = _plan(
        [_day(11, 6, dt.time(18)), _day(10, 2)],
        [_day(11, 6), Period(None, dt.date(2018, 1, 1)), Period(dt.date(2017, 10, 2), None)],
        [_day(11, 6, dt.time(18)), _months(10, 12)],
    )

    assert [slot.session.id for slot in slots(programme)] == ["b1", "c1", "a1", "b2", "b0", "a0", "c0"]
    assert [slot.path for slot in slots(programme)[:2]] == ["$.actions[1].sessions[1]", "$.actions[2].sessions[1]"]


@few
@given(strategies.programmes())
def test_the_calendar_has_every_session_once(programme: Programme) -> None:
    """Each session is in the calendar, under the path at which it stands, and the calendar is in order."""
    found = slots(programme)

    assert sorted(slot.session.id for slot in found) == sorted(
        session.id for action in programme.actions for session in action.sessions
    )
    for slot in found:
        assert programme.actions[slot.action_index].sessions[slot.session_index] == slot.session
        assert programme.actions[slot.action_index] == slot.action
    keys = [slot.session.period.sort_key for slot in found]
    assert keys == sorted(keys)


def test_days_shared_by_two_actions() -> None:
    """Exact days on which two actions are held, in order; one action twice, spans and cancelled sessions are none."""
    programme = _plan(
        [_day(11, 28), _day(11, 6), _day(11, 7), _day(11, 7)],
        [_day(11, 6), _months(11, 12), Period(dt.date(2017, 11, 7), dt.date(2017, 11, 8))],
        [_day(11, 28), _day(11, 6)],
    )

    assert [(str(day), [slot.session.id for slot in found]) for day, found in shared_days(programme)] == [
        ("2017-11-06", ["a1", "b0", "c1"]),
        ("2017-11-28", ["a0", "c0"]),
    ]


def test_a_cancelled_session_shares_no_day() -> None:
    """A day is free again when all but one of its sessions are cancelled."""
    kept = Action(id="a", title="A", sessions=(Session(id="s", period=_day(11, 6)),))
    off = Action(id="b", title="B", sessions=(Session(id="t", period=_day(11, 6), cancelled=True),))

    assert list(shared_days(Programme(actions=(kept, off)))) == []


@pytest.mark.parametrize(
    ("actions", "pairs"),
    [
        ([[_day(9, 4)], [_day(10, 2)], [_day(10, 2)]], []),
        ([[_day(10, 2)], [_day(9, 4)]], [(0, 1)]),
        ([[_day(10, 2)], [], [_day(9, 4)]], [(0, 2)]),
        ([[_day(11, 6), _day(9, 4)], [_day(9, 5)]], []),
        ([[_day(10, 2)], [_day(9, 4)], [_day(9, 3)]], [(0, 1), (1, 2)]),
        ([[_day(9, 4)], [_months(9, 12)]], []),
        ([[_day(10, 1)], [_months(9, 12)]], [(0, 1)]),
        ([[_months(9, 12)], [_day(9, 4)]], []),
        ([[_months(9, 12)], [_day(8, 31)]], [(0, 1)]),
        ([[Period(None, dt.date(2017, 12, 1))], [_day(9, 4)]], []),
        ([[_day(9, 4)], [Period(None, dt.date(2017, 1, 1))]], []),
    ],
)
def test_rows_out_of_order(actions: list[list[Period]], pairs: list[tuple[int, int]]) -> None:
    """
    A row is out of order when its neighbour surely starts before it.

    Rows without a date are passed over, a month is not before a day of its own, and an open start is before nothing.
    """
    assert list(out_of_order(_plan(*actions))) == pairs


def test_actions_without_a_date() -> None:
    """An action without a session has no date; half a date is one."""
    programme = _plan([_day(9, 4)], [], [Period(None, dt.date(2017, 12, 1))], [])

    assert [(rank, action.id) for rank, action in undated(programme)] == [(1, "b"), (3, "d")]
