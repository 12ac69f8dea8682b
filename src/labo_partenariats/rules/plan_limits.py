"""Checks of the limits around a plan: floors, ceilings and minima that the law or a group sets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from labo_partenariats.formula import evaluate
from labo_partenariats.formula.value import Given
from labo_partenariats.law import ParameterValue, UnknownValue
from labo_partenariats.model import ResourceKind
from labo_partenariats.rules.base_checks import certainty_of
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.eligible_book import ELIGIBLE
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import EXPENSES, RESOURCES, places_of
from labo_partenariats.rules.plan_inputs import PUBLIC_AID
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.text import fold


def planned_of(case: Case, *kinds: ResourceKind) -> Money | None:
    """What the plan has of these kinds; None while a resource is of no known kind, could not be read, or is absent."""
    plan = case.plan
    if plan is None or not plan.resources or "resources" in case.unread:
        return None
    if any(line.kind is None for line in plan.resources):
        return None
    return plan.resources_of(*kinds)


def limit_of(case: Case, key: str) -> ParameterValue | UnknownValue | None:
    """The limit *key*: its value, why it is in doubt, or None where nobody sets one."""
    return case.law.parameter(key) or case.law.doubt(key)


def _compared(
    case: Case, key: str, planned: Money | None, places: tuple[str, ...], *, at_least: bool
) -> Iterator[Outcome]:
    """The answer of one limit in euros on what the plan holds."""
    limit = limit_of(case, key)
    if limit is None or planned is None:
        return
    if isinstance(limit, UnknownValue):
        yield unknown(*case.law.lacking(key), path=places[0], related=places[1:], planned=planned)
        return
    assert isinstance(limit.value, Money)  # the unit of these keys
    facts: dict[str, Any] = {"planned": planned, "limit": limit.value, "certainty": certainty_of(limit)}
    kept = planned >= limit.value if at_least else planned <= limit.value
    if kept:
        yield satisfied(places[0], places[1:], **facts)
    else:
        gap = Money(abs(planned.cents - limit.value.cents))
        yield violated(places[0], places[1:], value=str(planned), gap=gap, **facts)


@check("FIN111")
def eafrd_above_floor(case: Case) -> Iterator[Outcome]:
    """The EAFRD of the plan reaches the floor of an operation, below which nothing is granted (rule FIN-06)."""
    planned = planned_of(case, ResourceKind.EAFRD)
    if case.plan is not None and planned is not None:
        places = places_of(case.plan, ResourceKind.EAFRD)
        yield from _compared(case, "eafrd_floor", planned, places, at_least=True)


@check("FIN112")
def eafrd_below_ceiling(case: Case) -> Iterator[Outcome]:
    """The EAFRD of the plan is within the ceiling of an operation (rule FIN-06)."""
    planned = planned_of(case, ResourceKind.EAFRD)
    if case.plan is not None and planned is not None:
        places = places_of(case.plan, ResourceKind.EAFRD)
        yield from _compared(case, "eafrd_ceiling", planned, places, at_least=False)


@check("FIN113")
def public_aid_above_minimum(case: Case) -> Iterator[Outcome]:
    """All public aid together reaches its minimum (rule FIN-06)."""
    planned = planned_of(case, *PUBLIC_AID)
    if case.plan is not None:
        yield from _compared(case, "min_public_aid", planned, places_of(case.plan, *PUBLIC_AID), at_least=True)


@check("FIN114")
def public_aid_below_maximum(case: Case) -> Iterator[Outcome]:
    """All public aid together is within its maximum (rule FIN-06)."""
    planned = planned_of(case, *PUBLIC_AID)
    if case.plan is not None:
        yield from _compared(case, "max_public_aid", planned, places_of(case.plan, *PUBLIC_AID), at_least=False)


@check("FIN115")
def total_cost_above_minimum(case: Case) -> Iterator[Outcome]:
    """The total cost reaches the minimum of an operation (rule FIN-06)."""
    plan = case.plan
    if plan is not None and plan.expenses and "expenses" not in case.unread:
        yield from _compared(case, "min_total_cost", plan.total_expenses, (EXPENSES,), at_least=True)


@check("FIN129")
def eligible_cost_below_ceiling(case: Case) -> Iterator[Outcome]:
    """Eligible expenditure beyond its ceiling is not counted (rule FIN-06)."""
    plan = case.plan
    if plan is None or not plan.expenses or "expenses" in case.unread:
        return
    values = case.base.values
    before = Money(int(_number(values["base_of_lines"]) - _number(values["revenue_deducted"])))
    yield from _compared(case, "eligible_cost_ceiling", before, (EXPENSES,), at_least=False)


def _number(value: object) -> Fraction:
    assert isinstance(value, Fraction)  # the inputs of the base are all given
    return value


def worked_out(formula: str, **given: Given) -> Money:
    """A limit that a formula of the book `ELIGIBLE` gives, in whole cents."""
    value = evaluate(ELIGIBLE, given, formula)[formula]
    return Money(int(_number(value)))


@check("FIN116")
def local_counterpart_within_offer(case: Case) -> Iterator[Outcome]:
    """What the group itself gives as counterpart is within what it offers (rule FIN-04)."""
    plan, lag, eligible = case.plan, case.programme.lag, case.amounts.money("eligible")
    if plan is None or lag is None or eligible is None:
        return
    names = {fold(name) for name in (lag.name, lag.acronym) if name}
    given = [
        (f"{RESOURCES}[{i}].amount", line.amount)
        for i, line in enumerate(plan.resources)
        if line.kind is ResourceKind.NATIONAL_PUBLIC and line.funder is not None and fold(line.funder) in names
    ]
    rate, ceiling = (limit_of(case, key) for key in ("local_counterpart_rate", "local_counterpart_ceiling"))
    if not given or rate is None:
        return
    places, planned = tuple(path for path, _ in given), total(amount for _, amount in given)
    if isinstance(rate, UnknownValue) or isinstance(ceiling, UnknownValue):
        missing = dict.fromkeys(
            key
            for name, found in (("local_counterpart_rate", rate), ("local_counterpart_ceiling", ceiling))
            if isinstance(found, UnknownValue)
            for key in case.law.lacking(name)
        )
        yield unknown(*missing, path=places[0], related=places[1:], planned=planned)
        return
    assert isinstance(rate.value, Rate)
    most = ceiling.value if ceiling is not None and isinstance(ceiling.value, Money) else None
    limit = worked_out(
        "local_counterpart",
        local_counterpart_rate=rate.value,
        eligible=eligible,
        local_counterpart_ceiling=most,
    )
    facts: dict[str, Any] = {"planned": planned, "limit": limit, "certainty": certainty_of(rate)}
    if planned > limit:
        yield violated(places[0], places[1:], value=str(planned), gap=planned - limit, **facts)
    else:
        yield satisfied(places[0], places[1:], **facts)


@check("FIN117")
def eafrd_share_large_enough(case: Case) -> Iterator[Outcome]:
    """The EAFRD is at least its minimum share of public expenditure, and of the cost where one is set (FIN-03)."""
    planned, plan = planned_of(case, ResourceKind.EAFRD), case.plan
    if plan is None or planned is None or planned <= ZERO:
        return
    places = places_of(plan, ResourceKind.EAFRD)
    yield from _share_of_public(case, planned, places)
    limit, eligible = limit_of(case, "eafrd_cost_share_minimum"), case.amounts.money("eligible")
    if limit is None or eligible is None:
        return
    if isinstance(limit, UnknownValue):
        missing = case.law.lacking("eafrd_cost_share_minimum")
        yield unknown(*missing, path=places[0], related=places[1:], planned=planned)
        return
    assert isinstance(limit.value, Rate)
    least = worked_out("min_eafrd", eafrd_cost_share_minimum=limit.value, eligible=eligible)
    facts: dict[str, Any] = {
        "planned": planned,
        "rate": limit.value,
        "base": eligible,
        "certainty": certainty_of(limit),
    }
    if planned < least:
        yield violated(places[0], places[1:], value=str(planned), limit=least, **facts)
    else:
        yield satisfied(places[0], places[1:], limit=least, **facts)


def _share_of_public(case: Case, planned: Money, places: tuple[str, ...]) -> Iterator[Outcome]:
    """
    The EAFRD out of public expenditure: with all of the counterpart where a top-up counts, else without it.

    Without the top-up the share is the EAFRD rate itself, or more of it when the counterpart calls less.
    """
    minimum, counts = case.law.parameter("eafrd_rate_minimum"), case.law.value("top_up_in_public_base", bool)
    counterpart, rate = case.amounts.money("counterpart"), case.law.value("eafrd_rate", Rate)
    if minimum is None or counterpart is None or not isinstance(minimum.value, Rate):
        return
    whole = planned + counterpart
    least = minimum.value.fraction * whole.cents
    facts: dict[str, Any] = {"planned": planned, "rate": minimum.value, "certainty": certainty_of(minimum)}
    if planned.cents >= least:
        yield satisfied(places[0], places[1:], base=whole, limit=cents_up(least), **facts)
    elif counts is None:
        yield unknown(*case.law.lacking("top_up_in_public_base"), path=places[0], related=places[1:], planned=planned)
    elif counts:
        yield violated(places[0], places[1:], value=str(planned), base=whole, limit=cents_up(least), **facts)
    elif rate is None:
        yield unknown("eafrd_rate", path=places[0], related=places[1:], planned=planned)
    else:
        base = cents_up(planned.cents / rate.fraction) if rate.fraction > 0 else whole
        least = minimum.value.fraction * base.cents
        make = satisfied if rate >= minimum.value else violated
        yield make(places[0], places[1:], base=base, limit=cents_up(least), **facts)


def cents_up(exact: Fraction) -> Money:
    """An exact number of cents as an amount, rounded up: the least that reaches it."""
    return Money(-int(-exact // 1))


CHECKS = (
    eafrd_above_floor,
    eafrd_below_ceiling,
    public_aid_above_minimum,
    public_aid_below_maximum,
    total_cost_above_minimum,
    eligible_cost_below_ceiling,
    local_counterpart_within_offer,
    eafrd_share_large_enough,
)
