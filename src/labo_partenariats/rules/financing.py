"""Checks of the financing plan: balance, public aid, EAFRD, counterpart, self-financing, who pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labo_partenariats.i18n import Term
from labo_partenariats.model import Expense, FinancingPlan, OwnerKind, Programme, Resource, ResourceKind
from labo_partenariats.model.terms import CostOption, ExpenseCategory
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.financing_book import LIMITS
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import EXPENSES, RESOURCES, places_of
from labo_partenariats.rules.plan_inputs import COUNTERPART, PUBLIC_AID, aid_intensity
from labo_partenariats.values.money import Money, Rate, total
from labo_partenariats.values.text import fold


@check("FIN101")
def totals_balance(case: Case) -> Iterator[Outcome]:
    """Resources add up to expenses, to the cent."""
    plan = case.plan
    if plan is None:
        return
    if case.unread:
        yield unknown(*sorted(f"unread_{table}" for table in case.unread), path="$.financing")
        return
    if not plan.expenses or not plan.resources:
        yield unknown("expenses" if not plan.expenses else "resources", path="$.financing")
        return
    facts: dict[str, Any] = {"expenses": plan.total_expenses, "resources": plan.total_resources}
    if plan.total_expenses == plan.total_resources:
        yield satisfied(EXPENSES, (RESOURCES,), **facts)
    else:
        gap = Money(abs(plan.total_resources.cents - plan.total_expenses.cents))
        yield violated(EXPENSES, (RESOURCES,), gap=gap, **facts)


@check("FIN102")
def public_aid_within_cap(case: Case) -> Iterator[Outcome]:
    """Planned public aid is within the cap; in fixed mode it is the cap."""
    plan, amounts = case.plan, case.amounts
    if plan is None or not plan.resources:
        return
    cap, places = amounts.money("public_aid_cap"), places_of(plan, *PUBLIC_AID)
    if cap is None or not _classified(case):
        yield unknown(*amounts.missing("public_aid_cap", "counterpart"), path=RESOURCES)
        return
    planned = plan.resources_of(*PUBLIC_AID)
    mode = case.parameter("aid_rate_mode")
    facts: dict[str, Any] = {
        "planned": planned,
        "cap": cap,
        "rate": _aid_rate(case),
        "eligible": amounts.money("eligible"),
    }
    if planned > cap:
        yield violated(places[0], places[1:], gap=planned - cap, **facts)
    elif case.parameter("aid_rate") is None:  # the plan's own word for its rate proves nothing
        yield unknown("aid_rate", path=RESOURCES)
    elif planned == cap or mode is None or mode.value != "fixed":
        yield satisfied(places[0], places[1:], gap=cap - planned, **facts)


@check("FIN103")
def fixed_rate_met(case: Case) -> Iterator[Outcome]:
    """Where the aid rate is fixed, public aid is exactly that share of eligible expenditure (rule FIN-07)."""
    plan, cap, mode = case.plan, case.amounts.money("public_aid_cap"), case.parameter("aid_rate_mode")
    if plan is None or cap is None or mode is None or mode.value != "fixed" or not plan.resources:
        return
    if not _classified(case):  # FIN102 says what is missing
        return
    planned, places = plan.resources_of(*PUBLIC_AID), places_of(plan, *PUBLIC_AID)
    facts: dict[str, Any] = {"planned": planned, "cap": cap, "rate": _aid_rate(case)}
    if planned == cap:
        yield satisfied(places[0], places[1:], **facts)
    elif planned < cap:
        yield violated(places[0], places[1:], gap=cap - planned, **facts)


def _classified(case: Case) -> bool:
    """Whether every resource was read and is of a known kind."""
    plan = case.plan or FinancingPlan()
    return "resources" not in case.unread and all(line.kind is not None for line in plan.resources)


def _aid_rate(case: Case) -> Rate | None:
    intensity = aid_intensity(case.plan) if case.plan else None
    parameter = case.parameter("aid_rate")
    rate = parameter.value if parameter is not None else case.plan.aid_rate if case.plan else None
    if not isinstance(rate, Rate):
        return None
    return rate if intensity is None else min(rate, intensity)


@check("FIN104")
def eafrd_follows_formula(case: Case) -> Iterator[Outcome]:
    """The EAFRD of the plan is what the formula gives; the announcement elsewhere plays no part."""
    plan = case.plan
    if plan is None or not plan.resources:
        return
    places = places_of(plan, ResourceKind.EAFRD)
    computed = case.amounts.money("eafrd")
    if computed is None:
        yield unknown(*case.amounts.missing("eafrd"), path=places[0])
        return
    planned = plan.resources_of(ResourceKind.EAFRD)
    facts: dict[str, Any] = {
        "planned": planned,
        "computed": computed,
        "binding": None if (limit := binding_limit(case)) is None else Term("Limit", limit),
        "top_up": case.amounts.money("top_up"),
        "calling": case.amounts.money("calling_counterpart"),
    }
    at, others = places[0], places[1:]
    if planned == computed:
        yield satisfied(at, others, **facts)
    else:
        gap = planned - computed if planned > computed else computed - planned
        yield violated(at, others, gap=gap, **facts)


def binding_limit(case: Case) -> str | None:
    """The limit that sets the EAFRD: the first that binds among called, cap, ceiling, requested; None when unknown."""
    (highest,) = case.amounts.explain("eafrd").operands
    limits = next(step for step in highest.operands if step.operation == "least")
    return None if limits.chosen is None else LIMITS[limits.chosen]


@check("FIN105")
def counterpart_at_optimum(case: Case) -> Iterator[Outcome]:
    """A counterpart above the optimum calls less EAFRD than a smaller one would: worth knowing, not an error."""
    plan, amounts = case.plan, case.amounts
    top_up, best, largest = (amounts.money(key) for key in ("top_up", "best_counterpart", "largest_eafrd"))
    counterpart, eafrd = amounts.money("counterpart"), amounts.money("eafrd")
    if plan is None or best is None or largest is None or counterpart is None or eafrd is None:
        return
    if counterpart > best and eafrd < largest:
        places = places_of(plan, *COUNTERPART)
        yield violated(
            places[0],
            places[1:],
            counterpart=counterpart,
            best=best,
            largest=largest,
            eafrd=eafrd,
            top_up=top_up,
            surplus=counterpart - best,
        )


@check("FIN106")
def stated_rate_matches_law(case: Case) -> Iterator[Outcome]:
    """The aid rate that the plan announces is the one of its regime, or the lower one of its State aid scheme."""
    plan, parameter = case.plan, case.parameter("aid_rate")
    if plan is None or plan.aid_rate is None:
        return
    if parameter is None or not isinstance(parameter.value, Rate):
        yield unknown("aid_rate", path="$.financing.aid_rate", stated=plan.aid_rate)
    elif plan.aid_rate in (parameter.value, _aid_rate(case)):
        yield satisfied("$.financing.aid_rate", stated=plan.aid_rate, rate=parameter.value)
    else:
        yield violated("$.financing.aid_rate", stated=plan.aid_rate, rate=parameter.value)


@check("FIN130")
def stated_rate_is_a_share(case: Case) -> Iterator[Outcome]:
    """A rate of aid is a share of eligible expenditure, between 0 and 100 %."""
    rate = case.plan.aid_rate if case.plan else None
    if rate is not None and not 0 <= rate.fraction <= 1:
        yield violated("$.financing.aid_rate", value=str(rate), rate=rate)


@check("FIN107")
def funder_named(case: Case) -> Iterator[Outcome]:
    """Each public or private contribution of others says who pays it."""
    others = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.PRIVATE, ResourceKind.OTHER_EU)
    for i, line in enumerate(case.plan.resources if case.plan else ()):
        if line.kind in others and line.funder is None:
            yield violated(f"{RESOURCES}[{i}]", value=line.label, label=line.label, amount=line.amount)


@check("FIN108")
def resource_kind_known(case: Case) -> Iterator[Outcome]:
    """Each resource says whether it is EAFRD, public, private or the beneficiary's own."""
    for i, line in enumerate(case.plan.resources if case.plan else ()):
        if line.kind is None:
            yield violated(f"{RESOURCES}[{i}]", value=line.label, label=line.label, amount=line.amount)


@check("FIN109")
def owner_kind_known(case: Case) -> Iterator[Outcome]:
    """Whether the beneficiary is governed by public law decides if its own funds call EAFRD (rule FIN-10)."""
    lead = case.programme.lead
    if lead is None or case.plan is None:
        return
    index = case.programme.actors.index(lead)
    own_lines = tuple(
        (f"{RESOURCES}[{i}].amount", line.amount)
        for i, line in enumerate(case.plan.resources)
        if line.kind is ResourceKind.SELF_FINANCING and not _is_private_partners(case.programme, line)
    )
    own = total(amount for _, amount in own_lines)
    if lead.owner_kind is None:
        yield unknown("owner_kind", path=f"$.actors[{index}]", name=lead.name, own=own)
    elif lead.owner_kind is not OwnerKind.PRIVATE:
        if own > Money(0):
            places = tuple(path for path, _ in own_lines)
            yield violated(places[0], (f"$.actors[{index}]", *places[1:]), name=lead.name, own=own)
    else:
        yield satisfied(f"$.actors[{index}]", name=lead.name, own=own)


def _is_private_partners(programme: Programme, line: Resource) -> bool:
    """Whether a line of self-financing names a private partner as who pays it («co-portage»)."""
    payer = fold(line.funder or "")
    return any(
        actor.owner_kind is OwnerKind.PRIVATE and payer in {fold(name) for name in (actor.name, *actor.aliases)}
        for actor in programme.actors
    )


@check("FIN110")
def amounts_positive(case: Case) -> Iterator[Outcome]:
    """No line of the plan is negative; a refund or a correction is written in words, not as a negative line."""
    lines: list[tuple[str, Expense | Resource]] = []
    if case.plan is not None:
        lines += [(f"{EXPENSES}[{i}].amount", line) for i, line in enumerate(case.plan.expenses)]
        lines += [(f"{RESOURCES}[{i}].amount", line) for i, line in enumerate(case.plan.resources)]
    for path, line in lines:
        if line.amount < Money(0):
            yield violated(path, value=str(line.amount), label=line.label, amount=line.amount)


@check("SCO101")
def indirect_costs_within_flat_rate(case: Case) -> Iterator[Outcome]:
    """Indirect costs are within the flat rate on direct staff costs (rule SCO-01)."""
    lines = _at_flat_rate(case.plan)
    if case.plan is None or not lines:
        return
    planned = total(case.plan.expenses[i].amount for i in lines)
    ceiling = case.amounts.money("indirect_costs_ceiling")
    places = tuple(f"{EXPENSES}[{i}].amount" for i in lines)
    if ceiling is None:
        yield unknown(*case.amounts.missing("indirect_costs_ceiling"), path=places[0])
        return
    facts: dict[str, Any] = {"planned": planned, "ceiling": ceiling, "staff": case.amounts.money("staff_costs")}
    if planned > ceiling:
        yield violated(places[0], places[1:], gap=planned - ceiling, **facts)
    else:
        yield satisfied(places[0], places[1:], gap=ceiling - planned, **facts)


@check("SCO102")
def indirect_costs_use_flat_rate(case: Case) -> Iterator[Outcome]:
    """Indirect costs below what the flat rate allows are legal: the difference is given away, so it is said."""
    lines = _at_flat_rate(case.plan)
    ceiling = case.amounts.money("indirect_costs_ceiling")
    if case.plan is None or not lines or ceiling is None:
        return
    planned = total(case.plan.expenses[i].amount for i in lines)
    if planned < ceiling:
        yield violated(
            f"{EXPENSES}[{lines[0]}].amount",
            planned=planned,
            ceiling=ceiling,
            staff=case.amounts.money("staff_costs"),
            gap=ceiling - planned,
        )


def _at_flat_rate(plan: FinancingPlan | None) -> tuple[int, ...]:
    """The lines of indirect costs at the flat rate on staff costs: those that tell no other option."""
    options = (None, CostOption.INDIRECT_ON_STAFF)
    return tuple(
        i
        for i, line in enumerate(plan.expenses if plan else ())
        if line.category is ExpenseCategory.INDIRECT and line.option in options
    )


CHECKS = (
    totals_balance,
    public_aid_within_cap,
    fixed_rate_met,
    eafrd_follows_formula,
    counterpart_at_optimum,
    stated_rate_matches_law,
    stated_rate_is_a_share,
    funder_named,
    resource_kind_known,
    owner_kind_known,
    amounts_positive,
    indirect_costs_within_flat_rate,
    indirect_costs_use_flat_rate,
)
