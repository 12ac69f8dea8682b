"""Integers with bounds: what is proved is computed in 64 bits, what is not is never wrapped."""

from __future__ import annotations

import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_columns.integers import HIGHEST, LOWEST, Ints, Unproved, choose, greatest, least, pick

edges = st.sampled_from([LOWEST, LOWEST + 1, -(2**31), -1, 0, 1, 99, 2**31, 2**32, HIGHEST - 1, HIGHEST])
numbers = edges | st.integers(LOWEST, HIGHEST)
blocks = st.lists(numbers, min_size=2, max_size=5)


def ints(values) -> Ints:
    """A block of 64-bit integers."""
    return Ints.of(np.array(values, dtype=np.int64))


def shown(column: Ints, rows: int) -> list[int]:
    """The integers of a block, and a check that its bounds hold them."""
    values = [int(value) for value in np.broadcast_to(column.values, (rows,))]
    assert column.low <= min(values)
    assert max(values) <= column.high
    return values


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul])
@given(blocks, st.data())
def test_an_operation_is_exact_or_not_done(operation, left, data):
    """In 64 bits the result is exact or refused; in Python's integers it is always exact."""
    right = data.draw(st.lists(numbers, min_size=len(left), max_size=len(left)))
    expected = [operation(a, b) for a, b in zip(left, right, strict=True)]
    try:
        assert shown(operation(ints(left), ints(right)), len(left)) == expected
    except Unproved:
        assert not all(LOWEST <= operation(a, b) <= HIGHEST for a in left for b in right)
    assert shown(operation(ints(left).wide(), ints(right).wide()), len(left)) == expected


@given(blocks, st.data())
def test_divisions_round_as_they_say(values, data):
    """The floor is the greatest integer below, the ceiling the least above, for negative numbers too."""
    divisors = data.draw(
        st.lists(st.integers(1, 100) | edges.filter(lambda n: n > 0), min_size=len(values), max_size=len(values))
    )
    below, above = (
        [a // b for a, b in zip(values, divisors, strict=True)],
        [-(-a // b) for a, b in zip(values, divisors, strict=True)],
    )
    assert shown(ints(values).floor(ints(divisors)), len(values)) == below
    assert shown(ints(values).wide().ceiling(ints(divisors)), len(values)) == above
    try:
        assert shown(ints(values).ceiling(ints(divisors)), len(values)) == above
    except Unproved:
        assert LOWEST in values


@given(blocks, blocks, st.data())
def test_choices(left, right, data):
    """The least, the greatest and a choice by rows, with what is absent left out."""
    size = min(len(left), len(right))
    left, right = left[:size], right[:size]
    rows = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    a, b, pairs = ints(left), ints(right), list(zip(left, right, rows, strict=True))
    assert shown(greatest([a, b]), size) == [max(x, y) for x, y, _ in pairs]
    assert shown(least([a, b], [None, rows]), size) == [x if out else min(x, y) for x, y, out in pairs]
    assert shown(pick(rows, a, b), size) == [x if row else y for x, y, row in pairs]
    assert shown(least([a.wide(), b.wide()], [None, rows]), size) == [x if out else min(x, y) for x, y, out in pairs]


def test_one_cent_decides():
    """A product is done in 64 bits up to the last one that fits, and refused at the next."""
    most = HIGHEST // 80
    assert shown(ints([0, most]) * Ints.one(80), 2) == [0, 80 * most]
    with pytest.raises(Unproved):
        _ = ints([0, most + 1]) * Ints.one(80)


def test_a_number_too_large_for_64_bits_is_not_cut():
    """One integer for all rows may have any size; beside a column of 64 bits it is refused."""
    huge = Ints.one(2**80)
    assert (huge + huge).scalar == 2**81
    for mix in (operator.add, operator.mul):
        with pytest.raises(Unproved):
            mix(ints([0, 1]), huge)
    assert shown(ints([0, 1]).wide() * huge, 2) == [0, 2**80]


def test_choosing_does_not_overflow():
    """The extremes of 64 bits can be chosen between."""
    low, high = np.array([LOWEST, LOWEST]), np.array([HIGHEST, HIGHEST])
    assert choose(np.array([True, False]), low, high).tolist() == [LOWEST, HIGHEST]
    assert choose(np.array([True, False]), np.array(0), low).tolist() == [0, LOWEST]
