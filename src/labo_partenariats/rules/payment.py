"""
What a payment claim may be paid: what was claimed and retained, both methods, the penalty, what is left to pay.

Claims are cumulative: each is examined on all that was declared up to it, less what was paid before. The law of
penalties is that of the day of the claim; the plan is the one that was granted (or amended) last before it. What the
agreement fixes itself comes before the general rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from labo_partenariats.formula import Explanations, FormulaBook, Step, Unknown, Value, evaluate, from_number
from labo_partenariats.formula.value import Given
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import (
    ActualExpense,
    Agreement,
    ClaimKind,
    CostOption,
    ExpenseCategory,
    FinancingPlan,
    PaymentClaim,
    PlanVersion,
    Programme,
    ResourceKind,
)
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.claim_book import CLAIM, METHODS, settlement
from labo_partenariats.rules.plan_inputs import COUNTERPART, PlanInputs, aid_intensity, lower_to_intensity
from labo_partenariats.values.money import ZERO, Money, Rate, total

_GRANTED = (PlanVersion.GRANTED, PlanVersion.AMENDED)


@frozen
class RetainedLine:
    """
    What one declared expense counts for («dépense retenue»).

    ``category`` is its own or that of the planned line. ``retained`` is None while nobody has checked it.
    ``is_flat_rate`` marks indirect costs counted again on the staff costs that were retained (rule SCO-01).
    """

    expense: ActualExpense
    category: ExpenseCategory | None
    claimed: Money
    retained: Money | None
    path: str
    is_flat_rate: bool = False

    @property
    def checked(self) -> Money | None:
        """What the check kept, before the flat rate; indirect costs that nobody checked are taken as declared."""
        kept = self.expense.retained
        return self.claimed if kept is None and self.is_flat_rate else kept


@frozen
class MethodResult:
    """What one method gives: the aid on the claim, after the check, the penalty, and what it leaves payable."""

    method: str
    on_claim: Money | None
    after_check: Money | None
    penalty: Money | None
    payable: Money | None


@frozen
class ClaimExamination:
    """
    The examination of one claim («instruction de la demande de paiement»).

    ``results`` holds both methods of rule PAY-05; ``agreed`` is the one that the agreement or the rules choose, None
    when they choose none: then no amount is *the* amount. ``missing`` names what would have to be known; ``values`` are
    the figures behind, by the names of the book `CLAIM`.
    """

    claim: PaymentClaim
    path: str
    plan: FinancingPlan | None
    lines: tuple[RetainedLine, ...]
    results: Mapping[str, MethodResult]
    agreed: str | None
    tolerance: ParameterValue | None
    basis: str | None
    already_paid: Money
    left_before_balance: Money | None
    book: FormulaBook
    missing: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(factory=dict)
    evidence: Mapping[str, object] = field(factory=dict)

    @property
    def claimed(self) -> Money:
        """All that was declared up to this claim."""
        return total(line.claimed for line in self.lines)

    @property
    def retained(self) -> Money | None:
        """What was kept of it; None while a line has not been checked."""
        return _sum(line.retained for line in self.lines)

    @property
    def to_pay(self) -> Money | None:
        """What the agreed method leaves to pay now: not below zero, and within what may be paid before the balance."""
        return self.money("to_pay") if "to_pay" in self.values else None

    def money(self, key: str) -> Money | None:
        """A figure of the book; None when it cannot be told. Raises KeyError for a name that it does not hold."""
        return _money(self.values[key])

    def explain(self, key: str) -> Step:
        """How a figure of the book came about."""
        return Explanations(self.book, self.values, self.evidence)[key]


def granted_plan(programme: Programme, before: dt.date | None = None) -> FinancingPlan | None:
    """The plan last granted or amended, at the latest on the day *before*; None when the dossier holds none."""
    plans = [plan for plan in (programme.financing, *programme.other_plans) if plan and plan.version in _GRANTED]
    if before is not None:
        plans = [plan for plan in plans if plan.date is None or plan.date <= before]
    return max(plans, key=lambda plan: (plan.version is PlanVersion.AMENDED, plan.date or dt.date.min), default=None)


def in_time(claims: Iterable[PaymentClaim]) -> tuple[PaymentClaim, ...]:
    """Claims by day; those without a day last, in the order of the source."""
    return tuple(sorted(claims, key=lambda claim: (claim.date is None, claim.date or dt.date.max)))


def retained_lines(case: Case, claims: Iterable[str]) -> tuple[RetainedLine, ...]:
    """
    The declared expenses of these claims and what is retained of each.

    Indirect costs at a flat rate are retained within the rate on the *retained* staff costs, to the cent below: when
    staff costs are cut, they are cut too.
    """
    wanted = frozenset(claims)
    declared = [(i, each) for i, each in enumerate(case.programme.actual_expenses) if each.claim in wanted]
    planned = {line.id: line for line in case.plan.expenses} if case.plan else {}

    def category(each: ActualExpense) -> ExpenseCategory | None:
        line = planned.get(each.expense or "")
        return each.category or (line.category if line else None)

    left = _flat_rate(case, _sum(each.retained for _, each in declared if category(each) is ExpenseCategory.STAFF))
    lines: list[RetainedLine] = []
    for index, each in declared:
        path = f"$.actual_expenses[{index}]"
        planned_line = planned.get(each.expense or "")
        option = planned_line.option if planned_line else None
        if category(each) is not ExpenseCategory.INDIRECT or option not in (None, CostOption.INDIRECT_ON_STAFF):
            lines.append(RetainedLine(each, category(each), each.amount, each.retained, path))
            continue
        line = RetainedLine(each, category(each), each.amount, None, path, is_flat_rate=True)
        if left is not None and line.checked is not None:
            within = min(line.checked, left)
            line, left = evolve(line, retained=within), left - within
        lines.append(line)
    return tuple(lines)


def _flat_rate(case: Case, staff: Money | None) -> Money | None:
    """What the flat rate allows of indirect costs; None when the rate or the staff costs are not known."""
    rate = _number(case.parameter("indirect_costs_flat_rate"))
    given: dict[str, Given] = {"retained_staff_costs": staff, "indirect_costs_flat_rate": rate}
    return _money(evaluate(CLAIM, given, "flat_rate_allowed")["flat_rate_allowed"])


def law_on(case: Case, key: str, claim: PaymentClaim) -> ParameterValue | None:
    """The parameter of the law in force on the day of *claim*."""
    return case.law.on(claim.date).parameter(key)


def paid_before(case: Case, claim: PaymentClaim, kinds: Iterable[ResourceKind]) -> Money:
    """What funders of these kinds had paid before *claim*: payments dated before it, or tied to an earlier claim."""
    plan, programme = granted_plan(case.programme, claim.date) or case.plan, case.programme
    wanted = frozenset(kinds)
    funds = {line.id for line in (plan.resources if plan else ()) if line.kind in wanted}
    order = [each.id for each in in_time(programme.claims)]
    earlier = frozenset(order[: order.index(claim.id)])
    return total(
        payment.amount
        for payment in programme.payments
        if payment.resource in funds
        and payment.amount is not None
        and (payment.claim in earlier or (payment.claim is None and _precedes(payment.date, claim.date)))
    )


def _precedes(day: dt.date | None, other: dt.date | None) -> bool:
    return day is not None and other is not None and day <= other


def counterpart_paid(case: Case, claim: PaymentClaim) -> Money | None:
    """What the national public funders had paid, as the claim tells it, else as payments do; None when neither says."""
    if claim.counterpart_paid is not None:
        return claim.counterpart_paid
    paid = paid_before(case, claim, [ResourceKind.NATIONAL_PUBLIC])
    return paid if any(payment.resource for payment in case.programme.payments) else None


def _number(parameter: ParameterValue | None) -> Given:
    value = None if parameter is None else parameter.value
    return value if isinstance(value, (Rate, Money, int)) else None


def _money(value: Value) -> Money | None:
    found = from_number(value, "EUR") if isinstance(value, Fraction) else None
    return found if isinstance(found, Money) else None


def examine(case: Case, claim: PaymentClaim) -> ClaimExamination:
    """The examination of *claim*, one of the claims of the case's programme."""
    order = in_time(case.programme.claims)
    until = order[: [each.id for each in order].index(claim.id) + 1]
    lines = retained_lines(case, (each.id for each in until))
    plan = granted_plan(case.programme, claim.date)
    already = paid_before(case, claim, [ResourceKind.EAFRD])
    basis = law_on(case, "overclaim_basis", claim)
    tolerance = None if claim.no_fault else law_on(case, "overclaim_tolerance", claim)
    agreement = case.programme.agreement or Agreement()
    parameters = {
        "aid_rate": case.parameter("aid_rate"),
        "eafrd_rate": case.parameter("eafrd_rate"),
        "overclaim_tolerance": tolerance,
        "payments_before_balance_maximum": law_on(case, "payments_before_balance_maximum", claim),
        "indirect_costs_flat_rate": case.parameter("indirect_costs_flat_rate"),
    }
    evidence: dict[str, object] = dict(parameters)
    retained = [line.retained for line in lines]
    in_kind = [line.retained for line in lines if line.category is ExpenseCategory.IN_KIND]
    staff = [line.retained for line in lines if line.category is ExpenseCategory.STAFF]
    given: dict[str, Given] = {
        "granted_eafrd": plan.resources_of(ResourceKind.EAFRD) if plan else None,
        "granted_eligible": plan.total_expenses if plan else None,
        "claimed_eligible": total(line.claimed for line in lines) if lines else None,
        "retained_eligible": _sum(retained) if lines else None,
        "counterpart_paid": _with_own(counterpart_paid(case, claim), plan),
        "already_paid": already,
        "retained_in_kind": _sum(in_kind),
        "retained_staff_costs": _sum(staff),
        **{name: _number(parameter) for name, parameter in parameters.items()},
    }
    if given["aid_rate"] is None and plan is not None and plan.aid_rate is not None:
        given["aid_rate"] = plan.aid_rate
        evidence["aid_rate"] = "$.financing.aid_rate"
    if agreement.share_before_balance is not None:
        given["payments_before_balance_maximum"] = agreement.share_before_balance
        evidence["payments_before_balance_maximum"] = "$.agreement.share_before_balance"
    inputs = PlanInputs(given, evidence)
    lower_to_intensity(inputs, _intensity(case, plan))
    word = basis.value if basis is not None and isinstance(basis.value, str) else None
    word, agreed = "none" if claim.no_fault else word, _agreed_method(case, claim)
    book = settlement(word, agreed, is_balance=claim.kind is ClaimKind.BALANCE)
    values = evaluate(book, inputs.given)
    return ClaimExamination(
        claim=claim,
        path=f"$.claims[{[each.id for each in case.programme.claims].index(claim.id)}]",
        plan=plan,
        lines=lines,
        results={method: _result(method, values) for method in METHODS},
        agreed=agreed,
        tolerance=tolerance,
        basis=word,
        already_paid=already,
        left_before_balance=_money(values["left_before_balance"]),
        book=book,
        missing=tuple(
            sorted({name for key in book.formulas if key != "flat_rate_allowed" for name in _missing(values[key])})
        ),
        values=values,
        evidence=inputs.evidence,
    )


def _intensity(case: Case, granted: FinancingPlan | None) -> Rate | None:
    """The rate of the State aid scheme as the granted plan tells it, else as the plan under examination does."""
    told = [plan for plan in (granted, case.plan) if plan is not None and plan.state_aid is not None]
    return aid_intensity(told[0]) if told else None


def _agreed_method(case: Case, claim: PaymentClaim) -> str | None:
    """The method that the agreement fixes, else that of the rules; None when neither does."""
    agreement = case.programme.agreement
    if agreement is not None and agreement.method is not None:
        return agreement.method.value
    method = law_on(case, "final_amount_method", claim)
    return method.value if method is not None and isinstance(method.value, str) else None


def _with_own(paid: Money | None, plan: FinancingPlan | None) -> Money | None:
    """The counterpart paid, the beneficiary's own public funds included: it has them by being there."""
    own = [kind for kind in COUNTERPART if kind is not ResourceKind.NATIONAL_PUBLIC]
    return None if paid is None else paid + (plan.resources_of(*own) if plan else ZERO)


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    kept = list(amounts)
    return None if any(amount is None for amount in kept) else total(each for each in kept if each is not None)


def _missing(value: Value) -> tuple[str, ...]:
    return tuple(value.missing) if isinstance(value, Unknown) else ()


def _result(method: str, values: Mapping[str, Value]) -> MethodResult:
    """What one method gives; no penalty is told where no formula of it is known."""
    stages = ("on_claim", "after_check", "penalty", "payable")
    found = (values.get(f"{method}_{stage}") for stage in stages)
    return MethodResult(method, *(None if value is None else _money(value) for value in found))


def examine_all(case: Case) -> tuple[ClaimExamination, ...]:
    """The examination of every claim, by day."""
    return tuple(examine(case, claim) for claim in in_time(case.programme.claims))
