"""
The *inverse* reading: which values of one unknown make a quantity what is asked?

All inputs but one are known. The formulas are folded into functions of the unknown (`piecewise`) and solved backwards
(`preimage`): the answer is the set of *all* solutions, as intervals of whole cents for an unknown amount and of exact
rationals for an unknown rate, each end certified by the *value* reading. Rates have half-open intervals, because a
rounding keeps its result over a range of rates: 66.17 % and the rates just above it may call the same cent.

At most one factor of each product or quotient may depend on the unknown; otherwise the question is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.book import FormulaBook
from labo_partenariats.formula.expression import (
    Add,
    Comparator,
    Divide,
    Expression,
    Greatest,
    Least,
    Multiply,
    Subtract,
    Where,
)
from labo_partenariats.formula.extremes import Extreme, largest, smallest
from labo_partenariats.formula.forms import FormAlgebra, bounded
from labo_partenariats.formula.intervals import Cut, Interval, IntervalSet, after, before
from labo_partenariats.formula.piecewise import (
    GAPS,
    ONE,
    Form,
    Stair,
    constant,
    plus,
    rounded,
    times,
)
from labo_partenariats.formula.preimage import preimage
from labo_partenariats.formula.value import Given, NoLimit, Unknown, evaluate
from labo_partenariats.values.money import Money

Goal = Literal["equal", "at least", "at most", "largest", "smallest"]

_CERTIFIED = 20  # intervals whose ends are computed again: the first and the last ones


@frozen
class Inversion:
    """
    What the inverse reading answers («réponse»).

    ``solutions`` are all the values of the unknown that reach the goal. Where there are none, ``lowest`` and
    ``highest`` tell what the quantity can reach at all (None where it has no value): the reason. ``choices`` tells for
    each `least` or `greatest` of the quantity's formula, in the order of the text, which option holds where.
    """

    solutions: IntervalSet
    lowest: Extreme | None = None
    highest: Extreme | None = None
    choices: tuple[tuple[IntervalSet, ...], ...] = ()


def choices_in(expression: Expression) -> Iterator[Least | Greatest]:
    """Every `least` and `greatest` of an expression, from the outside in and from left to right."""
    match expression:
        case Least() | Greatest():
            yield expression
            parts: tuple[Expression, ...] = expression.options
        case Add() | Subtract() | Multiply() | Divide():
            parts = (expression.left, expression.right)
        case Where():
            parts = (expression.left, expression.right, expression.then, expression.otherwise)
        case _:
            parts = ()
    for part in parts:
        yield from choices_in(part)


@frozen
class Inverse:
    """
    The formulas of *book* as functions of the quantity *unknown*, the others being *given* as for `evaluate`.

    ``domain`` are the values that the unknown may take: whole cents or whole numbers from zero up, rates from 0 to 1
    unless told otherwise. Raises `Misuse` where a formula cannot be solved (MIS060), where the answer is too scattered
    (MIS061) and where something else than the unknown is missing (MIS062).
    """

    book: FormulaBook
    given: Mapping[str, Given]
    unknown: str
    domain: IntervalSet = field()
    _forms: dict[str, Form | NoLimit] = field(factory=dict, init=False, eq=False, repr=False)

    @domain.default
    def _usual_domain(self) -> IntervalSet:
        whole = self.whole
        return IntervalSet.between(before(0), None if whole else after(1), whole=whole)

    @property
    def whole(self) -> bool:
        """Whether the unknown is a whole number (of cents)."""
        if self.unknown not in self.book.declarations:
            raise Misuse("MIS032", {"name": self.unknown})
        return self.book.declarations[self.unknown].unit != "rate"

    def form(self, asked: str | Expression) -> Form:
        """A quantity, or an expression over quantities, as a function of the unknown."""
        found = self._quantity(asked) if isinstance(asked, str) else asked.fold(FormAlgebra(self._quantity))
        return bounded(found)

    def _quantity(self, name: str) -> Form | NoLimit:
        if name not in self._forms:
            self._forms[name] = self._made(name)
        return self._forms[name]

    def _made(self, name: str) -> Form | NoLimit:
        if name == self.unknown:
            return Stair(slope=ONE)
        hidden = Unknown(frozenset({self.unknown}))
        value = evaluate(self.book, {**self.given, self.unknown: hidden}, name)[name]
        if isinstance(value, Fraction):
            return constant(value)
        if isinstance(value, NoLimit):
            return value
        if value.missing != {self.unknown} or name in self.given:
            raise Misuse("MIS062", {"name": name, "missing": tuple(sorted(value.missing - {self.unknown}))})
        formula = self.book.formulas[name]
        return rounded(
            bounded(formula.expression.fold(FormAlgebra(self._quantity))), formula.rounding, whole=self.whole
        )

    def where(
        self,
        asked: str | Expression,
        comparator: Comparator,
        amount: Fraction | int = 0,
        *,
        within: IntervalSet | None = None,
    ) -> IntervalSet:
        """Where in *within* (the domain when it is None) a quantity compares so with an amount (in cents)."""
        gap = plus(self.form(asked), constant(-amount))
        return preimage(gap, *GAPS[comparator], self.domain if within is None else within)

    def largest(self, asked: str | Expression, within: IntervalSet) -> Extreme | None:
        """The largest value of a quantity in *within*, and where it is taken."""
        return largest(self.form(asked), within)

    def smallest(self, asked: str | Expression, within: IntervalSet) -> Extreme | None:
        """The smallest value of a quantity in *within*, and where it is taken."""
        return smallest(self.form(asked), within)

    def chosen(self, choice: Least | Greatest, within: IntervalSet) -> tuple[IntervalSet, ...]:
        """For each option of a `least` or `greatest`, where in *within* it is the first that holds."""
        sign = ONE if isinstance(choice, Least) else -ONE
        algebra = FormAlgebra(self._quantity)
        forms = [option.fold(algebra) for option in choice.options]
        left, found = within, []
        for form in forms:
            held = left if not isinstance(form, NoLimit) else IntervalSet(within.whole)
            for other in forms:
                if other is not form and not isinstance(form, NoLimit) and not isinstance(other, NoLimit):
                    held = preimage(times(plus(form, times(other, -ONE)), sign), *GAPS["<="], held)
            found.append(held)
            left -= held
        return tuple(found)

    def value(self, key: str, unknown: Fraction) -> Fraction | None:
        """What the *value* reading computes for one value of the unknown; None where there is no value."""
        declaration = self.book.declarations[self.unknown]
        amount: Given = Money(int(unknown)) if declaration.unit == "EUR" else unknown
        if declaration.is_list:
            amount = (Money(int(unknown)),)
        found = evaluate(self.book, {**self.given, self.unknown: amount}, key)[key]
        return found if isinstance(found, Fraction) else None

    def certify(self, key: str, solutions: IntervalSet, start: Cut | None, end: Cut | None) -> None:
        """Compute the ends of the solutions, and what lies just outside, again by the *value* reading."""

        def solves(unknown: Fraction) -> bool:
            value = self.value(key, unknown)
            return value is not None and value in IntervalSet.between(start, end, whole=False)

        intervals = solutions.intervals
        for interval in (*intervals[:_CERTIFIED], *intervals[_CERTIFIED:][-_CERTIFIED:]):
            inside, outside = _probes(interval, whole=self.whole)
            assert all(solves(point) for point in inside), (key, interval)
            assert not any(solves(point) for point in outside if point in self.domain), (key, interval)


def _probes(interval: Interval, *, whole: bool) -> tuple[list[Fraction], list[Fraction]]:
    """Points of an interval and points just outside of it."""
    ends = [(interval.low, interval.low_included, -1), (interval.high, interval.high_included, 1)]
    inside = [end for end, included, _ in ends if end is not None and included]
    if whole:
        return inside, [end + side for end, _, side in ends if end is not None]
    if interval.low is not None and interval.high is not None:
        inside.append((interval.low + interval.high) / 2)
    return inside, [end for end, included, _ in ends if end is not None and not included]


def invert(
    book: FormulaBook,
    given: Mapping[str, Given],
    unknown: str,
    key: str,
    goal: Goal,
    amount: Fraction | int = 0,
    domain: IntervalSet | None = None,
) -> Inversion:
    """
    All values of *unknown* for which the quantity *key* reaches a goal: equal to, at least or at most *amount* (cents
    for money), or the largest or the smallest value that it can take.

    *given* is what `evaluate` takes, without the unknown; *domain* is where the unknown is looked for. Raises `Misuse`
    as `Inverse` does.
    """
    options = {} if domain is None else {"domain": domain}
    inverse = Inverse(book, {name: value for name, value in given.items() if name != unknown}, unknown, **options)
    lowest = highest = None
    cuts: tuple[Cut | None, Cut | None] | None
    match goal:
        case "largest" | "smallest":
            extreme = (inverse.largest if goal == "largest" else inverse.smallest)(key, inverse.domain)
            lowest, highest = (None, extreme) if goal == "largest" else (extreme, None)
            solutions = IntervalSet(inverse.whole) if extreme is None else extreme.at
            cuts = None if extreme is None or extreme.value is None else (before(extreme.value), after(extreme.value))
        case _:
            comparators: dict[Goal, Comparator] = {"equal": "=", "at least": ">=", "at most": "<="}
            solutions = inverse.where(key, comparators[goal], amount)
            cuts = (None if goal == "at most" else before(amount), None if goal == "at least" else after(amount))
            if not solutions:
                lowest, highest = inverse.smallest(key, inverse.domain), inverse.largest(key, inverse.domain)
    if cuts is not None:
        inverse.certify(key, solutions, *cuts)
    formula = book.formulas.get(key)
    found = (
        () if formula is None else tuple(inverse.chosen(choice, solutions) for choice in choices_in(formula.expression))
    )
    return Inversion(solutions, lowest, highest, found)
