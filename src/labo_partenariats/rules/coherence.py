"""Checks that compare what the dossier says in one place with what it says in another."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.law import LayerKind, Regime
from labo_partenariats.model import ResourceKind, StatedSubject
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import EXPENSES, places_of


@check("DOS101")
def stated_eafrd_matches_plan(case: Case) -> Iterator[Outcome]:
    """The EAFRD announced in the text is the one of the financing plan."""
    for i, stated in enumerate(case.programme.stated_figures):
        if stated.subject is not StatedSubject.EAFRD or stated.amount is None:
            continue
        path = f"$.stated_figures[{i}].amount"
        if case.plan is None or not case.plan.resources_in([ResourceKind.EAFRD]):
            yield unknown("planned_eafrd", path=path, stated=stated.amount)
            continue
        places = places_of(case.plan, ResourceKind.EAFRD)
        planned = case.plan.resources_of(ResourceKind.EAFRD)
        if planned == stated.amount:
            yield satisfied(path, places, stated=stated.amount, planned=planned)
        else:
            gap = max(planned, stated.amount) - min(planned, stated.amount)
            yield violated(path, places, value=str(stated.amount), stated=stated.amount, planned=planned, gap=gap)


@check("DOS102")
def stated_total_matches_plan(case: Case) -> Iterator[Outcome]:
    """The total cost announced in the text is the sum of the expenses."""
    for i, stated in enumerate(case.programme.stated_figures):
        if stated.subject is not StatedSubject.TOTAL_COST or stated.amount is None:
            continue
        # nothing to compare with; FIN101 says what is missing
        if case.plan is None or not case.plan.expenses or "expenses" in case.unread:
            continue
        path, planned = f"$.stated_figures[{i}].amount", case.plan.total_expenses
        if planned == stated.amount:
            yield satisfied(path, stated=stated.amount, planned=planned)
        else:
            yield violated(path, (EXPENSES,), value=str(stated.amount), stated=stated.amount, planned=planned)


@check("DOS103")
def stated_examples_listed(case: Case) -> Iterator[Outcome]:
    """As many example projects are listed as the text announces."""
    listed = sum(project.is_example for project in case.programme.projects)
    for i, stated in enumerate(case.programme.stated_figures):
        if stated.subject is not StatedSubject.EXAMPLE_PROJECTS or stated.count is None:
            continue
        path = f"$.stated_figures[{i}].count"
        if listed == stated.count:
            yield satisfied(path, ("$.projects",), stated=stated.count, listed=listed)
        else:
            yield violated(path, ("$.projects",), value=str(stated.count), stated=stated.count, listed=listed)


@check("DOS104")
def indicators_valued(case: Case) -> Iterator[Outcome]:
    """Each indicator has a target, and a value once there is one to give."""
    for i, indicator in enumerate(case.programme.indicators):
        if indicator.actual is None:
            yield violated(f"$.indicators[{i}]", value=indicator.name, name=indicator.name, target=indicator.target)


@check("DOS106")
def regime_known(case: Case) -> Iterator[Outcome]:
    """The law that applies is known: the local action group, or the regime it names, has a layer of law."""
    lag = case.programme.lag
    if lag is not None and case.regime is None:
        path = "$.lag.regime" if lag.regime else "$.lag.name"
        yield violated(path, value=lag.regime or lag.name, name=lag.regime or lag.name)


@check("DOS107")
def group_has_its_own_law(case: Case) -> Iterator[Outcome]:
    """The local action group has a layer of law of its own; falling back on a more general one is said."""
    lag, regime = case.programme.lag, case.regime
    if lag is None or lag.regime is not None or regime is None:  # a regime that the dossier names is what it wants
        return
    layer = regime.layers[-1]
    if layer.kind is not LayerKind.LAG:
        yield violated("$.lag.name", value=lag.name, name=lag.name, layer=layer.label)


@check("DOS108")
def group_and_region_agree(case: Case) -> Iterator[Outcome]:
    """The group's name and its region stand for the law that applies, or for a more general or more local one."""
    lag, regime = case.programme.lag, case.regime
    if lag is None or regime is None:
        return
    for word, said in (("name", lag.name), ("region", lag.region)):
        other = case.named.get(word)
        if other is not None and other.id not in _ids(regime) and regime.id not in _ids(other):
            applied = regime.layers[-1].label
            yield violated(f"$.lag.{word}", value=said, said=said, other=other.layers[-1].label, applied=applied)


def _ids(regime: Regime) -> frozenset[str]:
    return frozenset(layer.id for layer in regime.layers)


CHECKS = (
    stated_eafrd_matches_plan,
    stated_total_matches_plan,
    stated_examples_listed,
    indicators_valued,
    regime_known,
    group_has_its_own_law,
    group_and_region_agree,
)
