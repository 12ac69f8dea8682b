"""
The largest value of a form: proposed by straight lines, certified by the inverse.

Where the lines of two stairs cross, or a set ends, the largest value is near. The best value found there is certified
by asking for which values of the unknown the form is larger still: for none, as a rule. Where some remain, the best of
them is the new proposal.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import floor, lcm

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.intervals import Interval, IntervalSet, after, before
from labo_partenariats.formula.piecewise import GAPS, ONE, Branch, Form, Stair, times
from labo_partenariats.formula.preimage import preimage


@frozen
class Extreme:
    """
    The largest or the smallest value of a quantity («le plus grand, le plus petit»), and where it is taken.

    ``value`` is None when there is no bound; ``at`` is then empty.
    """

    value: Fraction | None
    at: IntervalSet


def largest(form: Form, within: IntervalSet) -> Extreme | None:
    """The largest value that *form* takes in *within*; None where it has no value at all."""
    within = preimage(form, None, None, within)
    if not within:
        return None
    if (within.starts and _drift(form, -1, within) > 0) or (len(_ends(within)) % 2 and _drift(form, 1, within) > 0):
        return Extreme(None, IntervalSet(within.whole))
    grain = Fraction(1, lcm(*(_grain(stair, whole=within.whole) for stair in _stairs(form))))
    best = max(_values(form, _proposals(form, within)))
    step = grain
    while True:
        larger = preimage(form, before(best + step), None, within)
        if larger:
            best, step = max(_values(form, _ends_of(larger))), step * 2
        elif step == grain:
            return Extreme(best, preimage(form, before(best), after(best), within))
        else:
            step = grain


def smallest(form: Form, within: IntervalSet) -> Extreme | None:
    """The smallest value that *form* takes in *within*; None where it has no value at all."""
    found = largest(times(form, -ONE), within)
    if found is None or found.value is None:
        return found
    return Extreme(-found.value, found.at)


def _stairs(form: Form) -> Iterator[Stair]:
    match form:
        case Stair():
            yield form
        case Branch():
            for part in (form.then, form.otherwise):
                yield from _stairs(part)
        case _:
            for option in form.options:
                yield from _stairs(option)


def _grain(stair: Stair, *, whole: bool) -> int:
    """The values are multiples of 1 ÷ grain; what takes every value in between may have no largest."""
    if not stair.straight or (stair.slope and not whole):
        raise Misuse("MIS060")
    return stair.grain


def _lines(form: Form) -> Iterator[tuple[Fraction, Fraction]]:
    for stair in _stairs(form):
        if stair.straight:
            span = stair.span(whole=True)
            yield span.slope, (span.lowest + span.highest) / 2
    if isinstance(form, Branch):
        yield from _lines(form.gap)


def _proposals(form: Form, within: IntervalSet) -> set[Fraction]:
    """Where the largest value may be: near the ends of the set and near the crossings of the lines."""
    points = _ends_of(within)
    for (slope, level), (other, height) in combinations({*_lines(form)}, 2):
        if slope != other:
            crossing = (height - level) / (slope - other)
            near = {Fraction(floor(crossing)), Fraction(floor(crossing) + 1)} if within.whole else {crossing}
            points |= {point for point in near if point in within}
    return points


def _ends(within: IntervalSet) -> tuple[object, ...]:
    return (*((None,) if within.starts else ()), *within.cuts)


def _ends_of(within: IntervalSet) -> set[Fraction]:
    """Some points of each interval: its ends where they belong to it, and its middle."""
    return {point for interval in within.intervals for point in _some(interval, whole=within.whole)}


def _some(interval: Interval, *, whole: bool) -> Iterator[Fraction]:
    low, high = interval.low, interval.high
    if low is None or high is None:
        middle = (ONE + low) if low is not None else (high - ONE) if high is not None else Fraction(0)
    else:
        middle = (low + high) / 2
    yield Fraction(floor(middle)) if whole else middle
    for end in (low, high):
        if end is not None and end in interval:
            yield end


def _values(form: Form, points: set[Fraction]) -> Iterator[Fraction]:
    for point in points:
        value = form.at(point)
        if value is not None:
            yield value


def _drift(form: Form, direction: int, within: IntervalSet) -> int:
    """Whether the form grows (1), falls (-1) or stays bounded (0) as the unknown goes to the far end of *within*."""
    match form:
        case Stair():
            if not form.straight:
                raise Misuse("MIS060")
            slope = form.span(whole=within.whole).slope * direction
            return (slope > 0) - (slope < 0)
        case Branch():
            holds = preimage(form.gap, *GAPS[form.comparator], within)
            reaches = holds.starts if direction < 0 else len(_ends(holds)) % 2 == 1
            return _drift(form.then if reaches else form.otherwise, direction, within)
        case _:
            drifts = [_drift(option, direction, within) for option in form.options]
            return max(drifts) if form.greatest else min(drifts)
