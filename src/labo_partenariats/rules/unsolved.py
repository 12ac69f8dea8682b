"""Why no figure makes the plan come out as wished, and what can be reached instead: findings of the family FIN14x."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import ceil

from labo_partenariats.findings import Finding, finding
from labo_partenariats.formula.extremes import Extreme
from labo_partenariats.formula.intervals import IntervalSet
from labo_partenariats.rules.acceptance import TO_CAP, Condition
from labo_partenariats.rules.search import Search
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.term import Term


def why_none(search: Search) -> tuple[Finding, ...]:
    """The findings that tell why there is no solution, the plainest first."""
    if not search.accepted:
        return tuple(_never_accepted(search))
    target = search.target.value
    if target in {"max", "min"}:
        return (finding("FIN146", {"amount": _name(search.target.name), "unknown": _name(search.unknown)}),)
    computed = search.computed(search.domain)
    if computed:
        return (_refused(search, computed),)
    return (_out_of_reach(search, target) if isinstance(target, Money) else _below_cap(search, search.accepted),)


def _name(figure: str) -> Term:
    return Term("PlanFigure", figure)


def _refusals(conditions: tuple[Condition, ...]) -> tuple[Term, ...]:
    return tuple(Term("Refusal", condition.code) for condition in conditions)


def _first(search: Search, extreme: Extreme | None) -> Money | Rate:
    assert extreme is not None  # the sets looked at are not empty, and amounts have a value everywhere
    return search.figure(extreme.at.intervals[0])


def _never_accepted(search: Search) -> Iterator[Finding]:
    """The conditions that no figure meets; failing these, those that no figure meets together."""
    within = search.held(search.conditions[0])
    if not within:
        yield _above_cap(search)
        return
    sets = {condition: search.held(condition) & within for condition in search.conditions}
    for condition, held in sets.items():
        if not held:
            short = condition.code != "FIN103"
            yield _short(search, condition, within) if short else _below_cap(search, within)
    if all(sets.values()):
        pairs = (pair for pair in combinations(sets, 2) if not sets[pair[0]] & sets[pair[1]])
        conflict = next(pairs, search.conditions)
        yield finding("FIN145", {"unknown": _name(search.unknown), "refusals": _refusals(conflict)})


def _above_cap(search: Search) -> Finding:
    nearest = search.inverse.largest(search.conditions[0].gap, search.domain)
    figure = _first(search, nearest)
    cap, counterpart = search.amount("public_aid_cap", figure), search.figures.counterpart
    return finding("FIN147", {"counterpart": counterpart, "cap": cap, "gap": counterpart - cap})


def _short(search: Search, condition: Condition, within: IntervalSet) -> Finding:
    nearest = search.inverse.largest(condition.gap, within)
    figure = _first(search, nearest)
    reach = search.amount(condition.amount, figure)
    assert nearest is not None
    assert nearest.value is not None  # an amount without bound would meet its minimum
    gap = Money(ceil(-nearest.value))
    data = {"amount": _name(condition.amount), "reach": reach, "minimum": reach + gap, "gap": gap}
    return finding("FIN148", {**data, "unknown": _name(search.unknown), "at": figure})


def _below_cap(search: Search, within: IntervalSet) -> Finding:
    figure = _first(search, search.inverse.largest(TO_CAP, within))
    reach, cap = search.amount("public_aid", figure), search.amount("public_aid_cap", figure)
    data = {"reach": reach, "cap": cap, "gap": cap - reach, "unknown": _name(search.unknown), "at": figure}
    return finding("FIN149", data)


def _refused(search: Search, computed: IntervalSet) -> Finding:
    broken = tuple(condition for condition in search.conditions if computed - search.held(condition))
    figure = search.figure(computed.intervals[0])
    return finding("FIN144", {"unknown": _name(search.unknown), "at": figure, "refusals": _refusals(broken)})


def _out_of_reach(search: Search, asked: Money) -> Finding:
    name, inverse = search.target.name, search.inverse
    below = inverse.where(name, "<", asked.cents, within=search.accepted)
    above = inverse.where(name, ">", asked.cents, within=search.accepted)
    under = inverse.largest(name, below) if below else None
    over = inverse.smallest(name, above) if above else None
    data: dict[str, object] = {"amount": _name(name), "asked": asked, "unknown": _name(search.unknown)}
    if under is not None and over is not None:
        near = {"below": _money(under), "below_at": _first(search, under)}
        near |= {"above": _money(over), "above_at": _first(search, over)}
        return finding("FIN143", data | near)
    nearest = over if under is None else under
    assert nearest is not None  # some plan is accepted
    (first, *_) = search.by_limit(nearest.at)
    data |= {"reach": _money(nearest), "at": _first(search, nearest), "limit": Term("Limit", first[1])}
    return finding("FIN142" if under is None else "FIN141", data)


def _money(extreme: Extreme) -> Money:
    assert isinstance(extreme.value, Fraction)
    return Money(int(extreme.value))
