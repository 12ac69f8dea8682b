"""
Sets of numbers made of intervals: what the *inverse* reading answers with.

A set is kept as the cuts at which one enters and leaves it. A cut stands just before or just after a number, so that
closed and open ends need no case of their own: «up to 5 included» and «up to 5 excluded» are two cuts beside 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

#: ``(number, 0)`` is just before the number, ``(number, 1)`` just after it; cuts compare as the pairs they are.
Cut = tuple[Fraction, int]


def before(number: Fraction | int) -> Cut:
    """The cut just before *number*: an interval that starts here, or an open one that ends here."""
    return Fraction(number), 0


def after(number: Fraction | int) -> Cut:
    """The cut just after *number*: a closed interval that ends here, or an open one that starts here."""
    return Fraction(number), 1


def next_whole(cut: Cut) -> int:
    """The first whole number after *cut*."""
    number, side = cut
    return ceil(number) if side == 0 else floor(number) + 1


@frozen
class Interval:
    """An interval; None is «without end». Intervals of whole numbers have both their ends included."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True

    def __contains__(self, number: Fraction | int) -> bool:
        above = self.low is None or number > self.low or (self.low_included and number == self.low)
        return above and (self.high is None or number < self.high or (self.high_included and number == self.high))


@frozen
class IntervalSet:
    """
    A union of disjoint intervals of whole numbers (``whole``: cents) or of all numbers (rates).

    ``starts`` tells whether the set reaches down without end; each of ``cuts`` enters it or leaves it.
    """

    whole: bool
    starts: bool = False
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def between(cls, start: Cut | None, end: Cut | None, *, whole: bool) -> IntervalSet:
        """All that lies between two cuts; None is no bound."""
        if whole:
            start, end = (None if cut is None else before(next_whole(cut)) for cut in (start, end))
        if start is not None and end is not None and start >= end:
            return cls(whole)
        return cls(whole, start is None, tuple(cut for cut in (start, end) if cut is not None))

    @classmethod
    def of_points(cls, points: Iterable[int]) -> IntervalSet:
        """The set of some whole numbers, given in increasing order."""
        cuts: list[Cut] = []
        for point in points:
            if cuts and cuts[-1] == before(point):
                cuts[-1] = before(point + 1)
            else:
                cuts += [before(point), before(point + 1)]
        return cls(True, False, tuple(cuts))

    def _combined(self, other: IntervalSet, keep: Callable[[bool, bool], bool]) -> IntervalSet:
        mine, theirs = self.starts, other.starts
        starts = inside = keep(mine, theirs)
        cuts: list[Cut] = []
        left, right = 0, 0
        while left < len(self.cuts) or right < len(other.cuts):
            ours = self.cuts[left] if left < len(self.cuts) else None
            its = other.cuts[right] if right < len(other.cuts) else None
            cut = min(end for end in (ours, its) if end is not None)
            if ours == cut:
                mine, left = not mine, left + 1
            if its == cut:
                theirs, right = not theirs, right + 1
            if keep(mine, theirs) != inside:
                inside = not inside
                cuts.append(cut)
        return IntervalSet(self.whole, starts, tuple(cuts))

    def __and__(self, other: IntervalSet) -> IntervalSet:
        return self._combined(other, lambda mine, theirs: mine and theirs)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        return self._combined(other, lambda mine, theirs: mine or theirs)

    def __sub__(self, other: IntervalSet) -> IntervalSet:
        return self._combined(other, lambda mine, theirs: mine and not theirs)

    def __bool__(self) -> bool:
        return self.starts or bool(self.cuts)

    def __contains__(self, number: Fraction | int) -> bool:
        if self.whole and Fraction(number).denominator != 1:
            return False
        return self.starts ^ bool(sum(cut <= before(number) for cut in self.cuts) % 2)

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The intervals, in increasing order, with a gap between each and the next."""
        ends: list[Cut | None] = [*([None] if self.starts else []), *self.cuts]
        if len(ends) % 2:
            ends.append(None)
        return tuple(self._interval(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True))

    def _interval(self, start: Cut | None, end: Cut | None) -> Interval:
        low, high = start and start[0], end and end[0]
        if self.whole:
            return Interval(low, None if high is None else high - 1)
        return Interval(low, high, start is None or start[1] == 0, end is None or end[1] == 1)

    @property
    def size(self) -> int | None:
        """How many whole numbers the set holds; None when there is no end to them."""
        if self.starts or len(self.cuts) % 2:
            return None
        return sum(int(end[0] - start[0]) for start, end in zip(self.cuts[::2], self.cuts[1::2], strict=True))
