"""
For which values of the unknown does a form lie between two cuts? Solved backwards, without search.

A straight line is solved, a rounding turns whole numbers from c to d into the half-open interval from c to d + 1, the
least of several is above a bound where all of them are. Only stairs whose roundings do not fold into one another (such
as x − ⌈3 × ⌊x ÷ 2⌋ ÷ 4⌉) leave doubtful whole numbers between those that surely solve and those that surely do not:
these are tried one by one, and refused when there are too many.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import Final

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.intervals import Cut, Interval, IntervalSet, after, before, next_whole
from labo_partenariats.formula.piecewise import (
    GAPS,
    ZERO,
    Branch,
    Choice,
    Floor,
    Form,
    Reciprocal,
    Stair,
    Step,
)

#: How many whole numbers are tried one by one before the answer is refused as too scattered.
TRIED_AT_MOST: Final = 200_000


def preimage(form: Form, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    """
    The values of the unknown in *within* for which *form* has a value between *start* and *end* (None: no bound).

    Raises `Misuse` (MIS061) when the answer would be scattered number by number beyond what can be tried.
    """
    if not within:
        return within
    match form:
        case Stair():
            return _of_stair(form, start, end, within)
        case Choice():
            return _of_choice(form, start, end, within)
        case Branch():
            return _of_branch(form, start, end, within)


def _of_choice(choice: Choice, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    # The greatest is below a bound where all are, and not below it elsewhere; the least is above where all are.
    def where_all(start: Cut | None, end: Cut | None, found: IntervalSet) -> IntervalSet:
        for option in choice.options:
            found = preimage(option, start, end, found)
        return found

    if choice.greatest:
        found = where_all(None, end, within)
        return found if start is None else found - where_all(None, start, found)
    found = where_all(start, None, within)
    return found if end is None else found - where_all(end, None, found)


def _of_branch(branch: Branch, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    defined = preimage(branch.gap, None, None, within)
    holds = preimage(branch.gap, *GAPS[branch.comparator], defined)
    return preimage(branch.then, start, end, holds) | preimage(branch.otherwise, start, end, defined - holds)


def _of_stair(stair: Stair, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    if not stair.steps:
        return within & _of_line(stair.slope, stair.level, start, end, whole=within.whole)
    if stair.straight and start is None and end is None:
        return within
    folded = min(_foldings(stair, whole=within.whole), key=lambda found: found[0], default=None)
    if folded is not None:
        _, factor, step, inner = folded
        lower, upper = _unscaled(factor, stair.level, start, end)
        if isinstance(step, Reciprocal):
            return _of_reciprocal(step.divisor, lower, upper, within)
        return preimage(inner, _whole(lower), _whole(upper), within)
    if not stair.straight:
        raise Misuse("MIS060")
    return _of_folded(stair, start, end, within)


def _foldings(stair: Stair, *, whole: bool) -> Iterator[tuple[int, Fraction, Step, Stair]]:
    """Every way to write a stair as factor × step + level, with what then stands in the step: the shortest is best."""
    for factor, step in stair.steps:
        rest = _multiple(stair, step, factor, whole=whole)
        if rest is not None:
            inner = step.inner.plus(rest) if isinstance(step, Floor) else rest
            yield (inner.size if inner.straight else 0), factor, step, inner


def _multiple(stair: Stair, step: Step, factor: Fraction, *, whole: bool) -> Stair | None:
    """
    What to add inside *step* so that the stair is factor × step + level; None when it cannot be.

    k⌊u⌋ + m·x is k⌊u + (m÷k)·x⌋ where m÷k is a whole number and so is x.
    """
    others = tuple((own, other) for own, other in stair.steps if other != step)
    if isinstance(step, Reciprocal) or factor == 0:
        return Stair() if not others and not stair.slope else None
    folds = all(isinstance(other, Floor) and (own / factor).denominator == 1 for own, other in others)
    if not folds or (stair.slope and not (whole and (stair.slope / factor).denominator == 1)):
        return None
    return Stair(stair.slope / factor, ZERO, tuple((own / factor, other) for own, other in others))


def _of_line(slope: Fraction, level: Fraction, start: Cut | None, end: Cut | None, *, whole: bool) -> IntervalSet:
    if slope == 0:
        inside = (start is None or start <= before(level)) and (end is None or before(level) < end)
        return IntervalSet(whole, inside)
    return IntervalSet.between(*_unscaled(slope, level, start, end), whole=whole)


def _unscaled(factor: Fraction, level: Fraction, start: Cut | None, end: Cut | None) -> tuple[Cut | None, Cut | None]:
    """Between which cuts u lies when factor × u + level lies between *start* and *end*."""
    if factor == 0:
        inside = (start is None or start <= before(level)) and (end is None or before(level) < end)
        return (None, None) if inside else (before(0), before(0))
    ends = [cut and ((cut[0] - level) / factor, cut[1] if factor > 0 else 1 - cut[1]) for cut in (start, end)]
    return (ends[0], ends[1]) if factor > 0 else (ends[1], ends[0])


def _whole(cut: Cut | None) -> Cut | None:
    """The cut for u that ⌊u⌋ passes at *cut*."""
    return cut and before(next_whole(cut))


def _of_reciprocal(divisor: Form, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    """Where 1 ÷ divisor lies between the cuts: its positive and its negative part, each turned over."""
    none = IntervalSet(within.whole)
    positive, negative = none, none
    if end is None or end > after(0):
        highest = _turned(start) if start is not None and start > after(0) else None
        positive = preimage(divisor, after(0) if end is None else _turned(end), highest, within)
    if start is None or start < before(0):
        lowest = _turned(end) if end is not None and end < before(0) else None
        negative = preimage(divisor, lowest, before(0) if start is None else _turned(start), within)
    return positive | negative


def _turned(cut: Cut) -> Cut:
    """The cut for u that 1 ÷ u passes at *cut*; both have one sign."""
    return 1 / cut[0], 1 - cut[1]


def _of_folded(stair: Stair, start: Cut | None, end: Cut | None, within: IntervalSet) -> IntervalSet:
    """Roundings that do not fold: sure where the whole span solves, and the doubtful whole numbers tried."""
    span = stair.span(whole=within.whole)

    def reaches(lower: Fraction, upper: Fraction) -> IntervalSet:
        from_start = _of_line(span.slope, lower, start, None, whole=within.whole)
        return within & from_start & _of_line(span.slope, upper, None, end, whole=within.whole)

    sure = reaches(span.lowest, span.highest)
    doubtful = reaches(span.highest, span.lowest) - sure
    if not doubtful:
        return sure
    return sure | (_tried if within.whole else _through_cents)(stair, start, end, doubtful)


def _through_cents(stair: Stair, start: Cut | None, end: Cut | None, doubtful: IntervalSet) -> IntervalSet:
    """A rate that acts through one rounded amount alone: solved for the cents of the amount, these for the rate."""
    inner = next(stair.innermost())
    in_cents = stair.by(inner)
    if in_cents is None:
        raise Misuse("MIS061")
    cents = IntervalSet(whole=True)
    for part in doubtful.intervals:
        ends = [None if end_ is None else inner.slope * end_ + inner.level for end_ in (part.low, part.high)]
        low, high = ends if inner.slope > 0 else reversed(ends)
        reached = (None if low is None else before(floor(low)), None if high is None else after(floor(high)))
        cents |= IntervalSet.between(*reached, whole=True)
    found = preimage(in_cents, start, end, cents)
    parts = [preimage(inner, *_cuts(part), doubtful) for part in found.intervals]
    in_order = parts if inner.slope > 0 else parts[::-1]
    starts = bool(in_order) and in_order[0].starts
    return IntervalSet(whole=False, starts=starts, cuts=tuple(cut for part in in_order for cut in part.cuts))


def _cuts(cents: Interval) -> tuple[Cut | None, Cut | None]:
    """The cuts between which u lies when ⌊u⌋ is in an interval of whole numbers."""
    low, high = cents.low, cents.high
    return None if low is None else before(low), None if high is None else before(high + 1)


def _tried(stair: Stair, start: Cut | None, end: Cut | None, doubtful: IntervalSet) -> IntervalSet:
    grain, count = stair.grain, stair.counter()
    lowest = None if start is None else next_whole((start[0] * grain, start[1]))
    beyond = None if end is None else next_whole((end[0] * grain, end[1]))

    def solves(number: int) -> bool:
        value = count(number)
        return (lowest is None or value >= lowest) and (beyond is None or value < beyond)

    size = doubtful.size
    if size is not None and size <= TRIED_AT_MOST:
        numbers = (n for part in doubtful.intervals for n in range(_end(part.low), _end(part.high) + 1))
        return IntervalSet.of_points(number for number in numbers if solves(number))
    period = stair.period()
    if stair.span(whole=True).slope == 0 and period <= TRIED_AT_MOST:
        verdicts = {solves(number) for number in range(period)}
        if len(verdicts) == 1:
            return doubtful if verdicts.pop() else IntervalSet(doubtful.whole)
    raise Misuse("MIS061")


def _end(number: Fraction | None) -> int:
    assert number is not None  # a set that has a size has two ends
    return int(number)
