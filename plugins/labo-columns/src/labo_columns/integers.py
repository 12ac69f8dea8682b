"""
Columns of integers that cannot overflow: each carries bounds of its values, and an operation is only done in 64 bits
when the bounds of its result prove that it fits.

What cannot be proved raises `Unproved`; the same operations on Python integers (dtype object) have no bounds to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        return cls(values, low, high) if low != high else cls(low, low, high)

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
        low, high = _proved((self, other), self.low + other.low, self.high + other.high)
        return Ints(self.values + other.values, low, high)

    def __sub__(self, other: Ints) -> Ints:
        if other.scalar == 0:
            return self
        low, high = _proved((self, other), self.low - other.high, self.high - other.low)
        return Ints(self.values - other.values, low, high)

    def __mul__(self, other: Ints) -> Ints:
        if other.scalar == 1:
            return self
        if self.scalar == 1:
            return other
        corners = [left * right for left in (self.low, self.high) for right in (other.low, other.high)]
        low, high = _proved((self, other), min(corners), max(corners))
        return Ints(self.values * other.values, low, high)

    def floor(self, divisor: Ints) -> Ints:
        """
        The greatest integers not above the quotients by *divisor*, which is positive in every row.

        The one division of this package. Python's and numpy's ``//`` both round towards minus infinity, as the law's
        «arrondi à l'inférieur» does for a negative remainder too; other engines truncate towards zero.
        """
        if divisor.scalar == 1:
            return self
        corners = [left // right for left in (self.low, self.high) for right in (divisor.low, divisor.high)]
        low, high = _proved((self, divisor), min(corners), max(corners))
        return Ints(self.values // divisor.values, low, high)

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


def _fits(low: int, high: int) -> bool:
    return low >= LOWEST and high <= HIGHEST


def _proved(operands: Iterable[Ints], low: int, high: int) -> tuple[int, int]:
    """The bounds of a result, once they prove that it and its operands fit where they are computed."""
    arrays = [each for each in operands if each.scalar is None]
    if arrays and not any(_is_wide(each) for each in arrays):
        bounds = [(low, high), *((each.low, each.high) for each in operands)]
        if not all(_fits(*each) for each in bounds):
            raise Unproved
    return low, high


def _is_wide(column: Ints) -> bool:
    return not isinstance(column.values, int) and column.values.dtype == object


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
    low, high = _proved((then, otherwise), min(then.low, otherwise.low), max(then.high, otherwise.high))
    return Ints(choose(rows, _array(then), _array(otherwise)), low, high)


def least(columns: Sequence[Ints], absent: Sequence[Mask | None]) -> Ints:
    """The smallest integers, where those of a column that are absent are left out; one column at least has none."""
    low, high = min(each.low for each in columns), max(each.high for each in columns)
    bound = min(each.high for each, rows in zip(columns, absent, strict=True) if rows is None)
    _proved(columns, low, high)
    spare = _array(Ints.one(high))  # the highest of all lowers nothing
    spared = (
        _array(each) if rows is None else choose(rows, spare, _array(each))
        for each, rows in zip(columns, absent, strict=True)
    )
    return Ints(reduce(np.minimum, spared), low, bound)


def greatest(columns: Sequence[Ints]) -> Ints:
    """The greatest integers."""
    low, high = max(each.low for each in columns), max(each.high for each in columns)
    _proved(columns, min(each.low for each in columns), high)
    return Ints(reduce(np.maximum, map(_array, columns)), low, high)


def _array(column: Ints) -> Array:
    """
    The values in an array, one integer for all rows in an array of one.

    Never of none dimension: numpy makes bare Python integers of what it computes with such objects.
    """
    if isinstance(column.values, int):
        return np.array([column.values], dtype=np.int64 if _fits(column.low, column.high) else object)
    return column.values
