"""Roundings: whole cents by the named rule, against arithmetic on whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.values.rounding import Rounding

NUMBERS = st.fractions(-(10**9), 10**9, max_denominator=10**4) | st.integers(-2000, 2000).map(
    lambda halves: Fraction(halves, 2)
)


@given(NUMBERS)
def test_roundings_are_those_of_whole_number_division(cents: Fraction) -> None:
    """Down, up and half up are quotients of whole numbers, negative amounts included."""
    n, d = cents.numerator, cents.denominator

    assert Rounding.DOWN_TO_CENT.apply(cents) == n // d
    assert Rounding.UP_TO_CENT.apply(cents) == -(-n // d)
    assert Rounding.HALF_UP_TO_CENT.apply(cents) == (2 * n + d) // (2 * d)
    assert Rounding.HALF_UP_TO_EURO.apply(cents) == 100 * ((n + 50 * d) // (100 * d))
    assert Rounding.EXACT.apply(cents) == cents


@given(NUMBERS, NUMBERS, st.sampled_from(Rounding))
def test_rounding_keeps_order_and_is_done_once(one: Fraction, other: Fraction, rounding: Rounding) -> None:
    """A rounding never swaps two amounts, and rounding a rounded amount changes nothing."""
    low, high = sorted((one, other))

    assert rounding.apply(low) <= rounding.apply(high)
    assert rounding.apply(rounding.apply(one)) == rounding.apply(one)


@pytest.mark.parametrize(
    ("cents", "down", "up", "half_up"),
    [("0.5", 0, 1, 1), ("-0.5", -1, 0, 0), ("2.4999", 2, 3, 2), ("3", 3, 3, 3), ("-1.5001", -2, -1, -2)],
)
def test_halves_go_up(cents: str, down: int, up: int, half_up: int) -> None:
    """Half a cent is a cent, and half a cent owed is none."""
    exact = Fraction(cents)

    assert Rounding.DOWN_TO_CENT.apply(exact) == down
    assert Rounding.UP_TO_CENT.apply(exact) == up
    assert Rounding.HALF_UP_TO_CENT.apply(exact) == half_up
