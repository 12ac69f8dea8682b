"""The limit on running and animation costs of a group, on the whole strategy (rule FIN-14)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Library
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.strategy import running_costs_share
from labo_partenariats.values.money import Money

REGIME = Library.builtin().regime("fr")
DAY = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("running", "public", "answer", "room"),
    [
        ("250.00", "1000", Answer.SATISFIED, "0.00"),
        ("250.01", "1000", Answer.VIOLATED, "-0.01"),
        ("0.00", "0.03", Answer.SATISFIED, "0.00"),
        ("0.01", "0.03", Answer.VIOLATED, "-0.01"),
        ("0.00", "0", Answer.SATISFIED, "0.00"),
    ],
)
def test_a_quarter_at_most(running: str, public: str, answer: Answer, room: str) -> None:
    """The limit is a quarter to the cent, and the room is what is left of it."""
    found = running_costs_share(Money.euros(running), Money.euros(public), REGIME, DAY)

    assert (found.answer, found.room) == (answer, Money.euros(room))
    assert found.missing == ()


@pytest.mark.parametrize(
    ("day", "answer"), [(dt.date(2013, 12, 31), Answer.UNKNOWN), (dt.date(2014, 1, 1), Answer.SATISFIED)]
)
def test_nothing_is_said_before_the_law(day: dt.date, answer: Answer) -> None:
    """The day before the limit is in force nobody can tell, nor without any law."""
    found = running_costs_share(Money(1), Money(100), REGIME, day)
    assert found.answer is answer
    assert (found.limit is None) is (answer is Answer.UNKNOWN)
    assert running_costs_share(Money(1), Money(100), None, day).missing == ("regime",)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_answer_is_the_exact_product(running: int, public: int) -> None:
    """Four times the running costs within the public contribution, and room says the same."""
    found = running_costs_share(Money(running), Money(public), REGIME, DAY)

    assert (found.answer is Answer.SATISFIED) is (4 * running <= public)
    assert found.room is not None
    assert (found.room >= Money(0)) is (found.answer is Answer.SATISFIED)
