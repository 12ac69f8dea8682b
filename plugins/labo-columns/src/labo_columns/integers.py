"""
Columns of integers that cannot overflow: each carries bounds of its values, and an operation is only done in 64 bits
when the bounds of its result prove that it fits.

What cannot be proved raises `Unproved`; the same operations on Python integers (dtype object) have no bounds to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

#: int64 values, or Python integers in an array of objects.
Array = NDArray[Any]
Mask = NDArray[np.bool_]

LOWEST: Final = -(2**63)
HIGHEST: Final = 2**63 - 1
LOWEST_OF_32: Final = -(2**31)
HIGHEST_OF_32: Final = 2**31 - 1

_NARROW: Final = np.dtype(np.int32)
_USUAL: Final = np.dtype(np.int64)
_WIDE: Final = np.dtype(object)


class Unproved(Exception):
    """Nothing proves that the rows of a block fit in 64 bits: they are to be computed in a wider way."""


@frozen
class Ints:
    """
    A block of integers, or one integer for all its rows, with proved bounds: ``low`` ≤ every value ≤ ``high``.

    The bounds are Python integers, so they are exact whatever their size.
    """

    values: Array | int
    low: int
    high: int

    @classmethod
    def of(cls, values: Array) -> Ints:
        """The integers of *values* with their own least and greatest as bounds."""
        if not values.size:
            return cls(values, 0, 0)
        low, high = int(values.min()), int(values.max())
        if low == high:
            return cls.one(low)
        is_small = values.dtype != object and low >= LOWEST_OF_32 and high <= HIGHEST_OF_32
        return cls(values.astype(np.int32) if is_small else values, low, high)

    @classmethod
    def one(cls, value: int) -> Ints:
        """The same integer in every row."""
        return cls(value, value, value)

    @property
    def scalar(self) -> int | None:
        """The integer that every row holds, None when it may differ."""
        return self.values if isinstance(self.values, int) else None

    def __add__(self, other: Ints) -> Ints:
        if other.scalar == 0:
            return self
        return _computed(np.add, self, other, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Ints) -> Ints:
        if other.scalar == 0:
            return self
        return _computed(np.subtract, self, other, self.low - other.high, self.high - other.low)

    def __mul__(self, other: Ints) -> Ints:
        if other.scalar == 1:
            return self
        if self.scalar == 1:
            return other
        corners = [left * right for left in (self.low, self.high) for right in (other.low, other.high)]
        return _computed(np.multiply, self, other, min(corners), max(corners))

    def floor(self, divisor: Ints) -> Ints:
        """
        The greatest integers not above the quotients by *divisor*, which is positive in every row.

        The one division of this package. Python's and numpy's floor division both round towards minus infinity, as the
        law's «arrondi à l'inférieur» does for a negative remainder too; other engines truncate towards zero.
        """
        if divisor.scalar == 1:
            return self
        corners = [left // right for left in (self.low, self.high) for right in (divisor.low, divisor.high)]
        return _computed(np.floor_divide, self, divisor, min(corners), max(corners))

    def ceiling(self, divisor: Ints) -> Ints:
        """The least integers not below the quotients by *divisor*, which is positive in every row."""
        if divisor.scalar == 1:
            return self
        zero = Ints.one(0)
        return zero - (zero - self).floor(divisor)

    def of_rows(self, rows: Mask) -> Ints:
        """The integers of some rows."""
        return self if isinstance(self.values, int) else Ints.of(np.broadcast_to(self.values, rows.shape)[rows])

    def wide(self) -> Ints:
        """The same as Python integers in an array, whose operations need no proof."""
        return Ints(np.atleast_1d(self.values).astype(object), self.low, self.high)


def _computed(operation: np.ufunc, left: Ints, right: Ints, low: int, high: int) -> Ints:
    """What *operation* makes of two columns, in the narrowest integers that *low* and *high* prove wide enough."""
    if isinstance(left.values, int) and isinstance(right.values, int):
        return Ints(int(operation(left.values, right.values, dtype=object)), low, high)
    return Ints(operation(left.values, right.values, dtype=_width((left, right), low, high)), low, high)


def _width(operands: Sequence[Ints], low: int, high: int) -> np.dtype[Any]:
    """The type in which columns can be computed when the result is between *low* and *high*."""
    if any(not isinstance(each.values, int) and each.values.dtype == object for each in operands):
        return _WIDE
    low, high = min(low, *(each.low for each in operands)), max(high, *(each.high for each in operands))
    if low >= LOWEST_OF_32 and high <= HIGHEST_OF_32:
        return _NARROW
    if low >= LOWEST and high <= HIGHEST:
        return _USUAL
    raise Unproved


def choose(rows: Mask, then: Array, otherwise: Array) -> Array:
    """
    The values of *then* in *rows* and those of *otherwise* elsewhere.

    Without a branch that a processor would guess wrongly every other time: on rows in no order this takes a third of
    the time of `numpy.where`. Exclusive or and a product by 0 or 1 cannot overflow.
    """
    if object in (then.dtype, otherwise.dtype):
        return np.where(rows, then, otherwise)
    if then.size == 1 and not then.any():
        return otherwise * ~rows
    return otherwise ^ ((then ^ otherwise) * rows)


def pick(rows: Mask, then: Ints, otherwise: Ints) -> Ints:
    """The integers of *then* in *rows* and those of *otherwise* elsewhere."""
    if then.scalar is not None and then.scalar == otherwise.scalar:
        return then
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    one, other = _arrays((then, otherwise), low, high)
    return Ints(choose(rows, one, other), low, high)


def least(columns: Sequence[Ints], absent: Sequence[Mask | None]) -> Ints:
    """The smallest integers, where those of a column that are absent are left out; one column at least has none."""
    low, high = min(each.low for each in columns), max(each.high for each in columns)
    bound = min(each.high for each, rows in zip(columns, absent, strict=True) if rows is None)
    *arrays, spare = _arrays((*columns, Ints.one(high)), low, high)  # the highest of all lowers nothing
    spared = (each if rows is None else choose(rows, spare, each) for each, rows in zip(arrays, absent, strict=True))
    return Ints(reduce(np.minimum, spared), low, bound)


def greatest(columns: Sequence[Ints]) -> Ints:
    """The greatest integers."""
    low, high = max(each.low for each in columns), max(each.high for each in columns)
    return Ints(reduce(np.maximum, _arrays(columns, min(each.low for each in columns), high)), low, high)


def _arrays(columns: Sequence[Ints], low: int, high: int) -> list[Array]:
    """
    The values in arrays of one type that holds what is between *low* and *high*; one integer in an array of one.

    Never of no dimension: numpy makes bare Python integers of what it computes with such objects.
    """
    if all(each.scalar is not None for each in columns) and not LOWEST <= low <= high <= HIGHEST:
        return [np.array([each.values], dtype=object) for each in columns]
    width = _width(columns, low, high)
    return [np.atleast_1d(np.asarray(each.values, dtype=width)) for each in columns]
