"""
Functions of one unknown: least and greatest of staircases, the form in which a formula can be solved.

The formulas of the law are made of sums, products by known factors, roundings, `least`, `greatest` and `where`. Sums
and roundings pass through the choices (5 + least(a, b) is least(5 + a, 5 + b); the cent below the least is the least
of the cents below), so every formula becomes a tree of choices over `Stair`: a straight line and roundings of stairs.
Every rounding is written with ⌊ ⌋, the whole number below: ⌈u⌉ is −⌊−u⌋, the nearest is ⌊u + ½⌋.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from math import floor, lcm

from attrs import define, frozen

from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.intervals import Cut, IntervalSet, after, before
from labo_partenariats.values.rounding import Rounding

ZERO = Fraction(0)
ONE = Fraction(1)

#: Where left − right lies when the comparison of left with right holds.
GAPS: dict[Comparator, tuple[Cut | None, Cut | None]] = {
    "<": (None, before(0)),
    "<=": (None, after(0)),
    "=": (before(0), after(0)),
    ">=": (before(0), None),
    ">": (after(0), None),
}


@frozen
class Floor:
    """⌊inner⌋."""

    inner: Stair


@frozen
class Reciprocal:
    """1 ÷ divisor; no value where the divisor is zero."""

    divisor: Form


Step = Floor | Reciprocal


@frozen
class Span:
    """A straight line that a stair keeps to: it lies from ``lowest`` to ``highest`` above slope × unknown."""

    slope: Fraction
    lowest: Fraction
    highest: Fraction


@define(frozen=True, slots=False)
class Stair:
    """slope × unknown + level + Σ factor × step."""

    slope: Fraction = ZERO
    level: Fraction = ZERO
    steps: tuple[tuple[Fraction, Step], ...] = ()

    def plus(self, other: Stair) -> Stair:
        """The sum of two stairs; equal steps become one, or none."""
        factors: dict[Step, Fraction] = {}
        for factor, step in (*self.steps, *other.steps):
            factors[step] = factors.get(step, ZERO) + factor
        # A quotient that comes to nothing still has no value where its divisor is zero.
        steps = tuple((factor, step) for step, factor in factors.items() if factor or isinstance(step, Reciprocal))
        return Stair(self.slope + other.slope, self.level + other.level, steps)

    def times(self, factor: Fraction) -> Stair:
        """The stair taken *factor* times."""
        steps = tuple((factor * own, step) for own, step in self.steps if factor or isinstance(step, Reciprocal))
        return Stair(self.slope * factor, self.level * factor, steps)

    @property
    def constant(self) -> Fraction | None:
        """The value of a stair that does not depend on the unknown; None when it does."""
        return None if self.slope or self.steps else self.level

    @property
    def straight(self) -> bool:
        """Whether all its steps are roundings, so that it keeps to a line."""
        return all(isinstance(step, Floor) for _, step in self.steps)

    @cached_property
    def grain(self) -> int:
        """The values at whole numbers are multiples of 1 ÷ grain."""
        return lcm(self.slope.denominator, self.level.denominator, *(factor.denominator for factor, _ in self.steps))

    def span(self, *, whole: bool) -> Span:
        """The line and the distances that the roundings can make."""
        slope, lowest, highest = self.slope, self.level, self.level
        for factor, step in self.steps:
            assert isinstance(step, Floor)
            inner = step.inner.span(whole=whole)
            if inner.slope == 0:
                low, high = Fraction(floor(inner.lowest)), Fraction(floor(inner.highest))
            else:  # a rounding takes less than a cent, and at whole numbers at most what the grain leaves of it
                low = inner.lowest - (1 - Fraction(1, step.inner.grain) if whole else 1)
                high = inner.highest
            slope += factor * inner.slope
            lowest += factor * (low if factor > 0 else high)
            highest += factor * (high if factor > 0 else low)
        return Span(slope, lowest, highest)

    @cached_property
    def size(self) -> int:
        """How many roundings it is written with, one within another included; for straight stairs."""
        return sum(1 + step.inner.size for _, step in self.steps if isinstance(step, Floor))

    def innermost(self) -> Iterator[Stair]:
        """What stands in the roundings that hold no other; for straight stairs."""
        for _, step in self.steps:
            assert isinstance(step, Floor)
            if step.inner.steps:
                yield from step.inner.innermost()
            else:
                yield step.inner

    def by(self, inner: Stair) -> Stair | None:
        """The stair as a function of ⌊inner⌋; None when it depends on the unknown in another way as well."""
        if self.slope:
            return None
        made = constant(self.level)
        for factor, step in self.steps:
            assert isinstance(step, Floor)
            if step.inner == inner:
                part: Stair | None = Stair(slope=ONE)
            else:
                below = step.inner.by(inner)
                part = below and Stair(steps=((ONE, Floor(below)),))
            if part is None:
                return None
            made = made.plus(part.times(factor))
        return made

    def at(self, unknown: Fraction) -> Fraction | None:
        """The value for one value of the unknown; None when there is none."""
        value = self.slope * unknown + self.level
        for factor, step in self.steps:
            inner = step.inner.at(unknown) if isinstance(step, Floor) else step.divisor.at(unknown)
            if inner is None or (isinstance(step, Reciprocal) and inner == 0):
                return None
            value += factor * (floor(inner) if isinstance(step, Floor) else 1 / inner)
        return value

    def counter(self) -> Callable[[int], int]:
        """A quick way to the values at whole numbers, counted in grains; for straight stairs."""
        grain = self.grain
        slope, level = int(self.slope * grain), int(self.level * grain)
        parts = []
        for factor, step in self.steps:
            assert isinstance(step, Floor)
            parts.append((int(factor * grain), step.inner.counter(), step.inner.grain))

        def count(unknown: int) -> int:
            return slope * unknown + level + sum(factor * (inner(unknown) // size) for factor, inner, size in parts)

        return count

    def period(self) -> int:
        """After how many whole numbers the roundings come round again; for straight stairs."""
        lengths = [1]
        for _, step in self.steps:
            assert isinstance(step, Floor)
            lengths += [step.inner.period(), step.inner.span(whole=True).slope.denominator]
        return lcm(*lengths)


@frozen
class Choice:
    """The least or the greatest of its options."""

    greatest: bool
    options: tuple[Form, ...]

    def at(self, unknown: Fraction) -> Fraction | None:
        """The value for one value of the unknown; None when an option has none."""
        values = [option.at(unknown) for option in self.options]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        return max(known) if self.greatest else min(known)


@frozen
class Branch:
    """``then`` where *gap* compares so with zero, ``otherwise`` elsewhere."""

    gap: Form
    comparator: Comparator
    then: Form
    otherwise: Form

    def at(self, unknown: Fraction) -> Fraction | None:
        """The value for one value of the unknown; None when there is none."""
        gap = self.gap.at(unknown)
        if gap is None:
            return None
        holds = gap in IntervalSet.between(*GAPS[self.comparator], whole=False)
        return (self.then if holds else self.otherwise).at(unknown)


Form = Stair | Choice | Branch


def constant(value: Fraction | int) -> Stair:
    """The function that is *value* everywhere."""
    return Stair(ZERO, Fraction(value))


def _through(form: Choice | Branch, change: Callable[[Form], Form], *, swap: bool = False) -> Form:
    if isinstance(form, Branch):
        return Branch(form.gap, form.comparator, change(form.then), change(form.otherwise))
    return Choice(form.greatest ^ swap, tuple(change(option) for option in form.options))


def plus(left: Form, right: Form) -> Form:
    """The sum of two forms."""
    if not isinstance(left, Stair):
        return _through(left, lambda option: plus(option, right))
    if not isinstance(right, Stair):
        return plus(right, left)
    return left.plus(right)


def times(form: Form, factor: Fraction) -> Form:
    """A form taken *factor* times."""
    if not isinstance(form, Stair):
        return _through(form, lambda option: times(option, factor), swap=factor < 0)
    return form.times(factor)


def over(dividend: Fraction, divisor: Form) -> Form:
    """A quotient by a form."""
    return Stair(steps=((dividend, Reciprocal(divisor)),))


def floored(form: Form, *, whole: bool) -> Form:
    """⌊form⌋; *whole* says that the unknown is a whole number, so that whole multiples of it need no rounding."""
    if not isinstance(form, Stair):
        return _through(form, lambda option: floored(option, whole=whole))
    out, rest = _parted(form, whole=whole)
    if rest.straight:
        span = rest.span(whole=whole)
        if span.slope == 0 and floor(span.lowest) == floor(span.highest):
            return plus(out, constant(floor(span.lowest)))
    return plus(out, Stair(steps=((ONE, Floor(rest)),)))


def _parted(stair: Stair, *, whole: bool) -> tuple[Stair, Stair]:
    """The part of a stair that is a whole number wherever it is looked at, and the rest."""
    out, rest = [], []
    for factor, step in stair.steps:
        taken = Fraction(floor(factor)) if isinstance(step, Floor) else ZERO
        out.append((taken, step))
        rest.append((factor - taken, step))
    slope, level = Fraction(floor(stair.slope)) if whole else ZERO, Fraction(floor(stair.level))
    return (
        Stair(slope, level, tuple((factor, step) for factor, step in out if factor)),
        Stair(
            stair.slope - slope,
            stair.level - level,
            tuple((factor, step) for factor, step in rest if factor or isinstance(step, Reciprocal)),
        ),
    )


def rounded(form: Form, rounding: Rounding, *, whole: bool) -> Form:
    """The form rounded as a formula names it."""
    match rounding:
        case Rounding.EXACT:
            return form
        case Rounding.DOWN_TO_CENT:
            return floored(form, whole=whole)
        case Rounding.UP_TO_CENT:
            return times(floored(times(form, -ONE), whole=whole), -ONE)
        case Rounding.HALF_UP_TO_CENT:
            return floored(plus(form, constant(Fraction(1, 2))), whole=whole)
        case Rounding.HALF_UP_TO_EURO:
            euros = plus(times(form, Fraction(1, 100)), constant(Fraction(1, 2)))
            return times(floored(euros, whole=whole), Fraction(100))
