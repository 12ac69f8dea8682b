"""Checks of the limits around a plan: floors, ceilings and minima of the law, own public funds, other EU funds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from labo_partenariats.formula import evaluate
from labo_partenariats.formula.value import Given
from labo_partenariats.law import ParameterValue, UnknownValue
from labo_partenariats.model import AidRegime, FinancingPlan, OperationNature, OwnerKind, ResourceKind, ResourceStatus
from labo_partenariats.rules.base_checks import certainty_of
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.eligible_book import ELIGIBLE
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.plan_inputs import aid_intensity, has_public_owner, own_public
from labo_partenariats.values.money import ZERO, Money, Rate
from labo_partenariats.values.text import fold

_RESOURCES = "$.financing.resources"
_EXPENSES = "$.financing.expenses"
_PUBLIC = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC, ResourceKind.EAFRD)
#: The money of others: what is left of the base is borne by the owner, with gifts and public money of its own.
_OTHERS = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.EAFRD, ResourceKind.OTHER_EU)


def _places(plan: FinancingPlan, *kinds: ResourceKind) -> tuple[str, ...]:
    found = tuple(f"{_RESOURCES}[{i}].amount" for i, line in enumerate(plan.resources) if line.kind in kinds)
    return found or (_RESOURCES,)


def _planned(case: Case, *kinds: ResourceKind) -> Money | None:
    """What the plan has of these kinds; None while a resource is of no known kind, could not be read, or is absent."""
    plan = case.plan
    if plan is None or not plan.resources or "resources" in case.unread:
        return None
    if any(line.kind is None for line in plan.resources):
        return None
    return plan.resources_of(*kinds)


def _limit(case: Case, key: str) -> ParameterValue | UnknownValue | None:
    """The limit *key*: its value, why it is in doubt, or None where nobody sets one."""
    return case.law.parameter(key) or case.law.doubt(key)


def _compared(
    case: Case, key: str, planned: Money | None, places: tuple[str, ...], *, at_least: bool
) -> Iterator[Outcome]:
    """The answer of one limit in euros on what the plan holds."""
    limit = _limit(case, key)
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
    planned = _planned(case, ResourceKind.EAFRD)
    if case.plan is not None and planned is not None:
        places = _places(case.plan, ResourceKind.EAFRD)
        yield from _compared(case, "eafrd_floor", planned, places, at_least=True)


@check("FIN112")
def eafrd_below_ceiling(case: Case) -> Iterator[Outcome]:
    """The EAFRD of the plan is within the ceiling of an operation (rule FIN-06)."""
    planned = _planned(case, ResourceKind.EAFRD)
    if case.plan is not None and planned is not None:
        places = _places(case.plan, ResourceKind.EAFRD)
        yield from _compared(case, "eafrd_ceiling", planned, places, at_least=False)


@check("FIN113")
def public_aid_above_minimum(case: Case) -> Iterator[Outcome]:
    """All public aid together reaches its minimum (rule FIN-06)."""
    planned = _planned(case, *_PUBLIC)
    if case.plan is not None:
        yield from _compared(case, "min_public_aid", planned, _places(case.plan, *_PUBLIC), at_least=True)


@check("FIN114")
def public_aid_below_maximum(case: Case) -> Iterator[Outcome]:
    """All public aid together is within its maximum (rule FIN-06)."""
    planned = _planned(case, *_PUBLIC)
    if case.plan is not None:
        yield from _compared(case, "max_public_aid", planned, _places(case.plan, *_PUBLIC), at_least=False)


@check("FIN115")
def total_cost_above_minimum(case: Case) -> Iterator[Outcome]:
    """The total cost reaches the minimum of an operation (rule FIN-06)."""
    plan = case.plan
    if plan is not None and plan.expenses and "expenses" not in case.unread:
        yield from _compared(case, "min_total_cost", plan.total_expenses, (_EXPENSES,), at_least=True)


@check("FIN129")
def eligible_cost_below_ceiling(case: Case) -> Iterator[Outcome]:
    """Eligible expenditure beyond its ceiling is not counted (rule FIN-06)."""
    plan = case.plan
    if plan is None or not plan.expenses or "expenses" in case.unread:
        return
    values = case.base.values
    before = Money(int(_number(values["base_of_lines"]) - _number(values["revenue_deducted"])))
    yield from _compared(case, "eligible_cost_ceiling", before, (_EXPENSES,), at_least=False)


def _number(value: object) -> Fraction:
    assert isinstance(value, Fraction)  # the inputs of the base are all given
    return value


def _worked_out(case: Case, formula: str, **given: Given) -> Money:
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
        (f"{_RESOURCES}[{i}].amount", line.amount)
        for i, line in enumerate(plan.resources)
        if line.kind is ResourceKind.NATIONAL_PUBLIC and line.funder is not None and fold(line.funder) in names
    ]
    rate, ceiling = (_limit(case, key) for key in ("local_counterpart_rate", "local_counterpart_ceiling"))
    if not given or rate is None:
        return
    places, planned = tuple(path for path, _ in given), Money(sum(amount.cents for _, amount in given))
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
    limit = _worked_out(
        case,
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
    planned, plan = _planned(case, ResourceKind.EAFRD), case.plan
    if plan is None or planned is None or planned <= ZERO:
        return
    places = _places(plan, ResourceKind.EAFRD)
    yield from _share_of_public(case, planned, places)
    limit, eligible = _limit(case, "eafrd_cost_share_minimum"), case.amounts.money("eligible")
    if limit is None or eligible is None:
        return
    if isinstance(limit, UnknownValue):
        missing = case.law.lacking("eafrd_cost_share_minimum")
        yield unknown(*missing, path=places[0], related=places[1:], planned=planned)
        return
    assert isinstance(limit.value, Rate)
    least = _worked_out(case, "min_eafrd", eafrd_cost_share_minimum=limit.value, eligible=eligible)
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
        yield satisfied(places[0], places[1:], base=whole, limit=_cents_up(least), **facts)
    elif counts is None:
        yield unknown(*case.law.lacking("top_up_in_public_base"), path=places[0], related=places[1:], planned=planned)
    elif counts:
        yield violated(places[0], places[1:], value=str(planned), base=whole, limit=_cents_up(least), **facts)
    elif rate is None:
        yield unknown("eafrd_rate", path=places[0], related=places[1:], planned=planned)
    else:
        base = _cents_up(planned.cents / rate.fraction) if rate.fraction > 0 else whole
        least = minimum.value.fraction * base.cents
        make = satisfied if rate >= minimum.value else violated
        yield make(places[0], places[1:], base=base, limit=_cents_up(least), **facts)


def _cents_up(exact: Fraction) -> Money:
    return Money(-int(-exact // 1))


@check("FIN118")
def self_financing_large_enough(case: Case) -> Iterator[Outcome]:
    """
    What is left to the owner is at least its share of the base, as an exact product (rule FIN-09).

    Its own public funds and private gifts count: they are what others' public money leaves.
    """
    limit, others, eligible = (
        _limit(case, "min_self_financing_rate"),
        _planned(case, *_OTHERS),
        case.amounts.money("eligible"),
    )
    if limit is None or others is None or eligible is None or case.plan is None:
        return
    own = tuple(kind for kind in ResourceKind if kind not in _OTHERS)
    places, left = _places(case.plan, *own), eligible - others
    if isinstance(limit, UnknownValue):
        missing = case.law.lacking("min_self_financing_rate")
        yield unknown(*missing, path=places[0], related=places[1:], planned=left)
        return
    assert isinstance(limit.value, Rate)
    least = _worked_out(case, "min_self_financing", min_self_financing_rate=limit.value, eligible=eligible)
    facts: dict[str, Any] = {
        "planned": left,
        "rate": limit.value,
        "eligible": eligible,
        "limit": least,
        "certainty": certainty_of(limit),
    }
    if left < least:
        yield violated(places[0], places[1:], value=str(left), gap=least - left, **facts)
    else:
        yield satisfied(places[0], places[1:], **facts)


@check("FIN119")
def public_investor_bears_its_part(case: Case) -> Iterator[Outcome]:
    """A local authority bears its part of the public funding of its own investment (rule FIN-09)."""
    plan, lead = case.plan, case.programme.lead
    if plan is None or lead is None or lead.owner_kind is not OwnerKind.PUBLIC:
        return
    others = _planned(case, *_OTHERS)
    limit = _limit(case, "public_investment_self_financing_rate")
    if plan.nature is not OperationNature.INVESTMENT or limit is None or others is None:
        return
    kinds = (ResourceKind.OWN_PUBLIC, ResourceKind.SELF_FINANCING)
    own, places = plan.resources_of(*kinds), _places(plan, *kinds)
    if isinstance(limit, UnknownValue):
        missing = case.law.lacking("public_investment_self_financing_rate")
        yield unknown(*missing, path=places[0], related=places[1:], planned=own)
        return
    assert isinstance(limit.value, Rate)
    least = limit.value.fraction * (own + others).cents
    facts: dict[str, Any] = {
        "planned": own,
        "rate": limit.value,
        "public": own + others,
        "limit": _cents_up(least),
        "certainty": certainty_of(limit),
    }
    if own.cents < least:
        yield violated(places[0], places[1:], value=str(own), **facts)
    else:
        yield satisfied(places[0], places[1:], **facts)


#: Words by which funds of the European Union other than the EAFRD are called, and the EAFRD itself.
_EU_FUNDS = frozenset({"feder", "erdf", "fse", "esf", "feamp", "feampa", "interreg", "feader", "eafrd", "erasmus"})


@check("FIN125")
def no_other_eu_fund(case: Case) -> Iterator[Outcome]:
    """No other fund of the European Union pays for the same expenses (rule FIN-11)."""
    plan = case.plan
    if plan is None or not plan.resources_of(ResourceKind.EAFRD) > ZERO or "resources" in case.unread:
        return
    others = [(f"{_RESOURCES}[{i}]", line) for i, line in enumerate(plan.resources) if line.amount > ZERO]
    eu = [(path, line) for path, line in others if line.kind is ResourceKind.OTHER_EU]
    for path, line in eu:
        yield violated(path, value=line.label, label=line.label, amount=line.amount)
    named = [
        (path, line)
        for path, line in others
        if line.kind in (ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC)
        and _EU_FUNDS & set(fold(f"{line.label} {line.funder or ''}").split())
    ]
    for path, line in named:
        yield unknown("national_money", path=path, label=line.label, amount=line.amount)
    if not eu and not named and all(line.kind is not None for line in plan.resources):
        yield satisfied(_RESOURCES)


@check("FIN126")
def leader_comes_last(case: Case) -> Iterator[Outcome]:
    """LEADER is the last funder: its part is settled once the others' is (rule FIN-12)."""
    plan = case.plan
    if plan is None:
        return
    eafrd = [
        i
        for i, line in enumerate(plan.resources)
        if line.kind is ResourceKind.EAFRD and line.status is ResourceStatus.OBTAINED
    ]
    others = [(i, line) for i, line in enumerate(plan.resources) if line.kind is ResourceKind.NATIONAL_PUBLIC]
    if not eafrd or not others:
        return
    waiting = [(i, line) for i, line in others if line.status is ResourceStatus.REQUESTED]
    for i, line in waiting:
        related = tuple(f"{_RESOURCES}[{rank}].status" for rank in eafrd)
        yield violated(f"{_RESOURCES}[{i}].status", related, value=line.label, label=line.label, amount=line.amount)
    if all(line.status is ResourceStatus.OBTAINED for _, line in others):
        yield satisfied(_RESOURCES)


@check("FIN127")
def own_public_funds_are_public(case: Case) -> Iterator[Outcome]:
    """Own public funds are those of a public owner, and the group says whether they call EAFRD (rule FIN-10)."""
    plan, lead = case.plan, case.programme.lead
    own = ZERO if plan is None else own_public(plan)
    if plan is None or own == ZERO:
        return
    places, public = _places(plan, ResourceKind.OWN_PUBLIC), has_public_owner(case.programme)
    name = lead.name if lead is not None else ""
    if public is False:
        related = (f"$.actors[{case.programme.actors.index(lead)}]", *places[1:]) if lead is not None else places[1:]
        yield violated(places[0], related, value=str(own), name=name, own=own)
        return
    calls = case.law.parameter("own_public_calls_eafrd")
    missing = ("owner_kind",) * (public is None)
    if calls is None:
        missing += case.law.lacking("own_public_calls_eafrd")
    if missing:
        yield unknown(*missing, path=places[0], related=places[1:], own=own)
    else:
        yield satisfied(
            places[0], places[1:], own=own, calls=calls.value if calls else None, certainty=certainty_of(calls)
        )


_WITHOUT_INTENSITY = (
    AidRegime.DE_MINIMIS,
    AidRegime.ROAD_FREIGHT_DE_MINIMIS,
    AidRegime.SGEI_DE_MINIMIS,
    AidRegime.AGRICULTURAL_DE_MINIMIS,
    AidRegime.FISHERY_DE_MINIMIS,
)


@check("FIN128")
def aid_rate_within_scheme(case: Case) -> Iterator[Outcome]:
    """Where a State aid scheme allows less than the fiche-action, it sets the aid rate (rule FIN-08)."""
    plan = case.plan
    told = plan.state_aid if plan is not None else None
    if plan is None or told is None or told.applies is False:
        return
    path = "$.financing.state_aid.intensity"
    if told.intensity is not None and aid_intensity(plan) is None:  # ELG116 says what is wrong
        return
    parameter = case.law.parameter("aid_rate")
    rate = parameter.value if parameter is not None and isinstance(parameter.value, Rate) else plan.aid_rate
    if told.intensity is None:
        spared = any(aid.is_planned and aid.regime in _WITHOUT_INTENSITY for aid in case.programme.aids)
        if told.applies and not spared:
            yield unknown("aid_intensity", path=path)
    elif told.applies is None:
        yield unknown("state_aid_answer", path=path)
    elif rate is None:
        yield unknown("aid_rate", path=path)
    elif told.intensity < rate:
        yield violated(path, value=str(told.intensity), intensity=told.intensity, rate=rate)
    else:
        yield satisfied(path, intensity=told.intensity, rate=rate)


CHECKS = (
    eafrd_above_floor,
    eafrd_below_ceiling,
    public_aid_above_minimum,
    public_aid_below_maximum,
    total_cost_above_minimum,
    eligible_cost_below_ceiling,
    local_counterpart_within_offer,
    eafrd_share_large_enough,
    self_financing_large_enough,
    public_investor_bears_its_part,
    no_other_eu_fund,
    leader_comes_last,
    own_public_funds_are_public,
    aid_rate_within_scheme,
)
