"""One question about one plan: the unknown's domain, the formulas as functions of it, the plans that are accepted."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, evolve

from labo_partenariats.formula.intervals import Interval, IntervalSet, after, before
from labo_partenariats.formula.inverse import Inverse
from labo_partenariats.formula.value import Given
from labo_partenariats.rules.acceptance import TO_CAP, Condition, conditions
from labo_partenariats.rules.decimals import decimals_in
from labo_partenariats.rules.financing_book import BOOK, LIMITS
from labo_partenariats.rules.question import Target, UnknownFigure
from labo_partenariats.rules.simulation import LIMITING, PlanFigures
from labo_partenariats.values.money import ZERO, Money, Rate


@define(frozen=True, slots=False, kw_only=True)
class Search:
    """The figures without their unknown, and what is asked; the parts are computed when they are needed."""

    unknown: UnknownFigure
    figures: PlanFigures
    target: Target

    @cached_property
    def domain(self) -> IntervalSet:
        """The values that make a plan at all."""
        lowest = self.figures.in_kind.cents if self.unknown == "eligible" else 0
        highest = {"aid_rate": after(1), "in_kind": after(self.figures.eligible.cents)}.get(self.unknown)
        return IntervalSet.between(before(lowest), highest, whole=self.unknown != "aid_rate")

    @cached_property
    def inverse(self) -> Inverse:
        """The formulas as functions of the unknown."""
        names = ("eligible", "in_kind", "counterpart", "requested", "aid_rate", "eafrd_rate", "eafrd_ceiling")
        given: dict[str, Given] = {name: getattr(self.figures, name) for name in names if name != self.unknown}
        return Inverse(BOOK, given, self.unknown, self.domain)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that the figures set."""
        return tuple(conditions(self.figures))

    def held(self, condition: Condition) -> IntervalSet:
        """Where a condition is met."""
        return self.inverse.where(condition.gap, condition.comparator)

    @cached_property
    def accepted(self) -> IntervalSet:
        """Where every condition is met."""
        found = self.domain
        for condition in self.conditions:
            found &= self.held(condition)
        return found

    def computed(self, within: IntervalSet) -> IntervalSet:
        """Where in *within* the formulas come to the target."""
        match self.target.value:
            case "ok":
                return within
            case "cap":
                return self.inverse.where(TO_CAP, "=", within=within)
            case Money(cents):
                return self.inverse.where(self.target.name, self.target.sign, cents, within=within)
            case "max" | "min" as bound:
                best = self.inverse.largest if bound == "max" else self.inverse.smallest
                found = best(self.target.name, within)
                return IntervalSet(self.domain.whole) if found is None else found.at

    @cached_property
    def solutions(self) -> IntervalSet:
        """Where the formulas come to the target and the plan is accepted."""
        return self.computed(self.accepted)

    def by_limit(self, within: IntervalSet) -> list[tuple[Interval, str]]:
        """The intervals of a set, cut where another limit fixes the EAFRD, each with that limit."""
        parts = zip(LIMITS, self.inverse.chosen(LIMITING, within), strict=True)
        named = [(interval, limit) for limit, part in parts for interval in part.intervals]
        return sorted(named, key=lambda found: (found[0].low is not None, found[0].low or 0))

    def figure(self, interval: Interval, *, last: bool = False) -> Money | Rate:
        """The figure at the first or last end of an interval that has one."""
        if self.unknown == "aid_rate":
            return decimals_in(interval)[-1 if last else 0]
        end = interval.high if last and interval.high is not None else interval.low
        assert end is not None  # no figure of a plan reaches down without end
        return Money(int(end))

    def with_figure(self, figure: Money | Rate | None) -> PlanFigures:
        """The plan with its unknown filled in; None leaves it at what harms nothing."""
        if figure is not None:
            return self._changed(figure)
        harmless = {
            "counterpart": ZERO,
            "eligible": self.figures.in_kind,
            "requested": None,
            "aid_rate": Rate(0),
            "eafrd_ceiling": None,
            "in_kind": ZERO,
        }
        return self._changed(harmless[self.unknown])

    def _changed(self, figure: Money | Rate | None) -> PlanFigures:
        change: dict[str, Any] = {self.unknown: figure}
        return evolve(self.figures, **change)

    def amount(self, name: str, figure: Money | Rate) -> Money:
        """An amount of the plan for one value of the unknown, by the *value* reading."""
        number = figure.fraction if isinstance(figure, Rate) else Fraction(figure.cents)
        value = self.inverse.value(name, number)
        assert value is not None  # the figures are in their domains
        return Money(int(value))
