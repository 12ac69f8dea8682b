"""What the formulas of the financing plan are given: the lines of the plan as the rules let them count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import define, field, frozen

from labo_partenariats.formula import Explanations, FormulaBook, Step, Unknown, evaluate
from labo_partenariats.formula.value import Given
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import ExpenseCategory, FinancingPlan, OwnerKind, Programme, Resource, ResourceKind
from labo_partenariats.rules.eligible_base import EligibleBase, in_kind_told, may_bind
from labo_partenariats.rules.eligible_book import ELIGIBLE
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.line_rules import PUBLIC_OWNERS
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding

#: The resources that are national public money and may call EAFRD (rules FIN-04 and FIN-10).
COUNTERPART = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC)

#: The resources that count towards the cap on public aid (rule FIN-07).
PUBLIC_AID = (*COUNTERPART, ResourceKind.EAFRD)

PARAMETERS = ("aid_rate", "eafrd_rate", "indirect_costs_flat_rate", "eafrd_ceiling")

#: The inputs that rest on all lines of a table of the plan.
RESTS_ON = {
    "expenses": ("expenses", "ineligible", "in_kind", "staff_costs"),
    "resources": ("resources", "counterpart"),
}


@frozen
class PlanLine:
    """One line of the plan that an input adds up: what an explanation shows below the sum."""

    label: str
    amount: Money
    path: str


@frozen
class Derived:
    """
    Where an input comes from that formulas of another book worked out («montant dérivé»).

    ``parameter`` is the value of the law that it puts to use, None when it comes from the plan.
    """

    book: FormulaBook
    step: Step
    parameter: ParameterValue | None = None


@define
class PlanInputs:
    """The inputs and parameters of the financing book, and what each of them rests on."""

    given: dict[str, Given] = field(factory=dict)
    evidence: dict[str, object] = field(factory=dict)
    #: Formulas of the book that are given, for they are worked out otherwise.
    replaced: frozenset[str] = frozenset()


def has_public_owner(programme: Programme) -> bool | None:
    """
    Whether the lead or a partner that bears costs owns public money; None when it is told of none and open for one.
    """
    plan, lead = programme.financing or FinancingPlan(), programme.lead
    owners: list[OwnerKind | None] = [None if lead is None else lead.owner_kind]
    for line in plan.expenses:
        if line.owner_kind is not None:
            owners.append(line.owner_kind)
        elif line.partner is not None:
            partner = programme.actor(line.partner)
            owners.append(None if partner is None else partner.owner_kind)
    if any(owner in PUBLIC_OWNERS for owner in owners):
        return True
    return None if None in owners else False


def plan_inputs(programme: Programme, law: LawView, base: EligibleBase, unread: frozenset[str]) -> PlanInputs:
    """What the financing book is given for the plan of *programme*; nothing that rests on an *unread* table."""
    inputs = PlanInputs()
    plan = programme.financing or FinancingPlan()
    _from_law(inputs, law)
    if inputs.given["aid_rate"] is None and plan.aid_rate is not None and plan.aid_rate <= Rate(1):
        inputs.given["aid_rate"], inputs.evidence["aid_rate"] = plan.aid_rate, "$.financing.aid_rate"
    if programme.financing is not None:
        _from_plan(inputs, programme, plan, law, base)
        lower_to_intensity(inputs, aid_intensity(plan))
        if not unread & {"expenses"} and plan.expenses:
            _limits(inputs, plan, law, base)
    else:
        inputs.given = dict.fromkeys(inputs.given)
    for table in unread:
        inputs.given |= dict.fromkeys(RESTS_ON[table], Unknown(frozenset({f"unread_{table}"})))
    return inputs


def _from_law(inputs: PlanInputs, law: LawView) -> None:
    for name in PARAMETERS:
        parameter = law.parameter(name)
        value = None if parameter is None else parameter.value
        inputs.given[name] = value if isinstance(value, (Money, Rate, int)) else None
        inputs.evidence[name] = parameter
    if law.doubt("eafrd_ceiling") is not None:
        inputs.given["eafrd_ceiling"] = Unknown(frozenset({"eafrd_ceiling"}))


def _from_plan(inputs: PlanInputs, programme: Programme, plan: FinancingPlan, law: LawView, base: EligibleBase) -> None:
    classified = all(expense.category is not None for expense in plan.expenses)
    inputs.given |= {
        "expenses": tuple(expense.amount for expense in plan.expenses) or None,
        "resources": tuple(resource.amount for resource in plan.resources) or None,
        "ineligible": Unknown(frozenset({"eligible_cost_ceiling"}))
        if base.ceiling_in_doubt
        else base.amount("ineligible"),
        "in_kind": _in_kind(plan, law, base),
        "staff_costs": base.retained_of(ExpenseCategory.STAFF, Rounding.DOWN_TO_CENT) if classified else None,
        "counterpart": _counterpart(programme, plan, law),
    }
    inputs.evidence |= dict(_lines(plan, law, base))


def _in_kind(plan: FinancingPlan, law: LawView, base: EligibleBase) -> Money | None:
    """The contributions in kind that limit public aid; none where a network's rules set no such limit."""
    if not in_kind_told(plan):
        return None
    if law.value("in_kind_limits_public_aid", bool) is False:
        return ZERO
    return base.retained_of(ExpenseCategory.IN_KIND, Rounding.UP_TO_CENT)


def own_public(plan: FinancingPlan) -> Money:
    """The own funds that the plan counts as public."""
    return plan.resources_of(ResourceKind.OWN_PUBLIC)


def _calls(resource: Resource, law: LawView) -> bool:
    """Whether a resource is counterpart: own public funds are, unless a network's rules say that they call nothing."""
    if resource.kind is ResourceKind.OWN_PUBLIC:
        return law.value("own_public_calls_eafrd", bool) is not False
    return resource.kind is ResourceKind.NATIONAL_PUBLIC


def _counterpart(programme: Programme, plan: FinancingPlan, law: LawView) -> Given:
    # A resource of unknown kind may be counterpart: no amount that depends on it can be told.
    if not plan.resources or any(resource.kind is None for resource in plan.resources):
        return None
    if own_public(plan) != ZERO and has_public_owner(programme) is False:
        return Unknown(frozenset({"own_public_owner"}))
    return total(resource.amount for resource in plan.resources if _calls(resource, law))


def _lines(plan: FinancingPlan, law: LawView, base: EligibleBase) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The lines behind each input of the formulas."""
    expenses = tuple(
        PlanLine(line.label, line.amount, f"$.financing.expenses[{i}].amount") for i, line in enumerate(plan.expenses)
    )
    resources = tuple(
        PlanLine(line.label, line.amount, f"$.financing.resources[{i}].amount") for i, line in enumerate(plan.resources)
    )
    yield "expenses", expenses
    yield "resources", resources
    yield "ineligible", base.reductions
    for key, category in (("staff_costs", ExpenseCategory.STAFF), ("in_kind", ExpenseCategory.IN_KIND)):
        yield (
            key,
            tuple(
                PlanLine(line.expense.label, Money(int(line.retained)), f"{line.path}.amount")
                for line in base.lines
                if line.expense.category is category
            ),
        )
    yield (
        "counterpart",
        tuple(line for line, told in zip(resources, plan.resources, strict=True) if _calls(told, law)),
    )


def lower_to_intensity(inputs: PlanInputs, intensity: Rate | None) -> None:
    """The aid rate, lowered by the intensity of a State aid scheme where one is told (rule FIN-08)."""
    rate = inputs.given["aid_rate"]
    if isinstance(rate, Rate) and intensity is not None and intensity < rate:
        evidence = {"aid_rate": inputs.evidence["aid_rate"], "aid_intensity": "$.financing.state_aid.intensity"}
        _derive(inputs, "aid_rate", "effective_aid_rate", {"aid_rate": rate, "aid_intensity": intensity}, evidence)
        inputs.given["aid_rate"] = intensity


def aid_intensity(plan: FinancingPlan) -> Rate | None:
    """The highest rate of the State aid scheme, unless the plan says that there is no State aid (rule SA-10)."""
    told = plan.state_aid
    if told is None or told.applies is False or told.intensity is None or not 0 <= told.intensity.fraction <= 1:
        return None
    return told.intensity


def _limits(inputs: PlanInputs, plan: FinancingPlan, law: LawView, base: EligibleBase) -> None:
    """The limits that are put together from several: the ceiling of EAFRD, the cap of all public money."""
    rate, in_kind = inputs.given["aid_rate"], inputs.given["in_kind"]
    if base.ceiling_in_doubt:
        return
    eligible = base.amount("base_retained")
    share = law.parameter("eafrd_cost_share_maximum")
    ceiling = inputs.given["eafrd_ceiling"]
    if law.doubt("eafrd_cost_share_maximum") is not None:
        known = ceiling.missing if isinstance(ceiling, Unknown) else frozenset()
        inputs.given["eafrd_ceiling"] = Unknown(known | {"eafrd_cost_share_maximum"})
    elif share is not None and isinstance(share.value, Rate) and not isinstance(ceiling, Unknown):
        given: dict[str, Given] = {
            "eafrd_ceiling": ceiling,
            "eafrd_cost_share_maximum": share.value,
            "eligible": eligible,
        }
        evidence = {"eafrd_ceiling": inputs.evidence["eafrd_ceiling"], "eafrd_cost_share_maximum": share}
        inputs.given["eafrd_ceiling"] = _derive(inputs, "eafrd_ceiling", "eafrd_limit", given, evidence, share)
    if isinstance(rate, Rate) and isinstance(in_kind, Money):
        _cap(inputs, plan, law, eligible, rate, in_kind)


def _cap(inputs: PlanInputs, plan: FinancingPlan, law: LawView, eligible: Money, rate: Rate, in_kind: Money) -> None:
    aside = own_public(plan) if law.value("own_public_counts_in_cap", bool) is False else ZERO
    most = law.parameter("max_public_aid")
    plain = min(rate.fraction * eligible.cents, Fraction((eligible - in_kind).cents))
    if may_bind(law, "max_public_aid", plain):
        inputs.given["public_aid_cap"] = Unknown(frozenset(law.lacking("max_public_aid")))
    elif aside != ZERO or (most is not None and isinstance(most.value, Money) and most.value.cents < plain):
        given: dict[str, Given] = {
            "eligible": eligible,
            "in_kind": in_kind,
            "aid_rate": rate,
            "own_public_aside": aside,
            "max_public_aid": most.value if most is not None and isinstance(most.value, Money) else None,
        }
        evidence: dict[str, object] = {
            "aid_rate": inputs.evidence["aid_rate"],
            "max_public_aid": most,
            "own_public_aside": tuple(
                PlanLine(line.label, line.amount, f"$.financing.resources[{i}].amount")
                for i, line in enumerate(plan.resources)
                if line.kind is ResourceKind.OWN_PUBLIC
            ),
        }
        inputs.given["public_aid_cap"] = _derive(inputs, "public_aid_cap", "public_money_cap", given, evidence, most)
    else:
        return
    inputs.replaced |= {"public_aid_cap"}


def _derive(
    inputs: PlanInputs,
    name: str,
    formula: str,
    given: Mapping[str, Given],
    evidence: Mapping[str, object],
    parameter: ParameterValue | None = None,
) -> Money | None:
    """Work out *formula* for the input *name*, and keep how."""
    values = evaluate(ELIGIBLE, given, formula)
    inputs.evidence[name] = Derived(ELIGIBLE, Explanations(ELIGIBLE, values, evidence)[formula], parameter)
    value = values[formula]
    return Money(int(value)) if isinstance(value, Fraction) else None
