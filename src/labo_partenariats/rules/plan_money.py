"""Checks of whose money pays a plan: what the owner bears, own public funds, other EU funds, State aid intensity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labo_partenariats.law import UnknownValue
from labo_partenariats.model import OperationNature, OwnerKind, ResourceKind, ResourceStatus
from labo_partenariats.rules.base_checks import certainty_of
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import RESOURCES, places_of
from labo_partenariats.rules.plan_inputs import COUNTERPART, aid_intensity, has_public_owner, own_public
from labo_partenariats.rules.plan_limits import cents_up, limit_of, planned_of, worked_out
from labo_partenariats.values.money import ZERO, Rate
from labo_partenariats.values.text import fold

#: The money of others: what is left of the base is borne by the owner, with gifts and public money of its own.
_OTHERS = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.EAFRD, ResourceKind.OTHER_EU)


@check("FIN118")
def self_financing_large_enough(case: Case) -> Iterator[Outcome]:
    """
    What is left to the owner is at least its share of the base, as an exact product (rule FIN-09).

    Its own public funds and private gifts count: they are what others' public money leaves.
    """
    limit, others, eligible = (
        limit_of(case, "min_self_financing_rate"),
        planned_of(case, *_OTHERS),
        case.amounts.money("eligible"),
    )
    if limit is None or others is None or eligible is None or case.plan is None:
        return
    own = tuple(kind for kind in ResourceKind if kind not in _OTHERS)
    places, left = places_of(case.plan, *own), eligible - others
    if isinstance(limit, UnknownValue):
        missing = case.law.lacking("min_self_financing_rate")
        yield unknown(*missing, path=places[0], related=places[1:], planned=left)
        return
    assert isinstance(limit.value, Rate)
    least = worked_out("min_self_financing", min_self_financing_rate=limit.value, eligible=eligible)
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
    others = planned_of(case, *_OTHERS)
    limit = limit_of(case, "public_investment_self_financing_rate")
    if plan.nature is not OperationNature.INVESTMENT or limit is None or others is None:
        return
    kinds = (ResourceKind.OWN_PUBLIC, ResourceKind.SELF_FINANCING)
    own, places = plan.resources_of(*kinds), places_of(plan, *kinds)
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
        "limit": cents_up(least),
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
    others = [(f"{RESOURCES}[{i}]", line) for i, line in enumerate(plan.resources) if line.amount > ZERO]
    eu = [(path, line) for path, line in others if line.kind is ResourceKind.OTHER_EU]
    for path, line in eu:
        yield violated(path, value=line.label, label=line.label, amount=line.amount)
    named = [
        (path, line)
        for path, line in others
        if line.kind in COUNTERPART and _EU_FUNDS & set(fold(f"{line.label} {line.funder or ''}").split())
    ]
    for path, line in named:
        yield unknown("national_money", path=path, label=line.label, amount=line.amount)
    if not eu and not named and all(line.kind is not None for line in plan.resources):
        yield satisfied(RESOURCES)


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
        related = tuple(f"{RESOURCES}[{rank}].status" for rank in eafrd)
        yield violated(f"{RESOURCES}[{i}].status", related, value=line.label, label=line.label, amount=line.amount)
    if all(line.status is ResourceStatus.OBTAINED for _, line in others):
        yield satisfied(RESOURCES)


@check("FIN127")
def own_public_funds_are_public(case: Case) -> Iterator[Outcome]:
    """Own public funds are those of a public owner, and the group says whether they call EAFRD (rule FIN-10)."""
    plan, lead = case.plan, case.programme.lead
    own = ZERO if plan is None else own_public(plan)
    if plan is None or own == ZERO:
        return
    places, public = places_of(plan, ResourceKind.OWN_PUBLIC), has_public_owner(case.programme)
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
        planned = [aid.scheme for aid in case.programme.aids if aid.is_planned]
        spared = any(scheme is not None and scheme.is_de_minimis for scheme in planned)  # which has no intensity
        if told.applies and not spared:
            yield unknown("aid_intensity", path=path)
    elif told.applies is None:
        yield unknown("state_aid_answer", path=path)
    elif rate is None:
        yield unknown("aid_rate", path=path)
    elif plan.aid_rate is not None and plan.aid_rate <= told.intensity:  # the plan was made at the lower rate
        yield satisfied(path, intensity=told.intensity, rate=plan.aid_rate)
    elif told.intensity < rate:
        yield violated(path, value=str(told.intensity), intensity=told.intensity, rate=rate)
    else:
        yield satisfied(path, intensity=told.intensity, rate=rate)


CHECKS = (
    self_financing_large_enough,
    public_investor_bears_its_part,
    no_other_eu_fund,
    leader_comes_last,
    own_public_funds_are_public,
    aid_rate_within_scheme,
)
