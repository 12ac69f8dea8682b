"""
What a payment claim may be paid: what was claimed and retained, both methods, the penalty, what is left to pay.

Claims are cumulative: each is examined on all that was declared up to it, less what was paid before. The law of
penalties is that of the day of the claim; the plan is the one that was granted (or amended) last before it. What the
agreement fixes itself comes before the general rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.formula import Explanations, Step, Unknown, Value, evaluate, from_number
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
from labo_partenariats.rules.claim_book import CLAIM
from labo_partenariats.rules.plan_inputs import COUNTERPART
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding

#: The formula of each method by which the EAFRD of a claim is computed (rule PAY-05).
METHODS: Mapping[str, str] = {"prorata": "prorata_eafrd", "recompute": "recomputed_eafrd"}

_GRANTED = (PlanVersion.GRANTED, PlanVersion.AMENDED)


@frozen
class RetainedLine:
    """
    What one declared expense counts for («dépense retenue»).

    ``retained`` is None while nobody has checked it. ``is_flat_rate`` marks indirect costs counted again on the staff
    costs that were retained (rule SCO-01).
    """

    expense: ActualExpense
    claimed: Money
    retained: Money | None
    path: str
    is_flat_rate: bool = False


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
        result = self.results.get(self.agreed or "")
        if result is None or result.payable is None:
            return None
        due = max(ZERO, result.payable - self.already_paid)
        if self.claim.kind is ClaimKind.BALANCE:
            return due
        return None if self.left_before_balance is None else min(due, self.left_before_balance)

    def money(self, key: str) -> Money | None:
        """A figure of the book `CLAIM`; None when it cannot be told."""
        return _money(self.values[key])

    def explain(self, key: str) -> Step:
        """How a figure of the book `CLAIM` came about."""
        return Explanations(CLAIM, self.values, self.evidence)[key]


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

    staff = [each.retained for _, each in declared if category(each) is ExpenseCategory.STAFF]
    left = _flat_rate(case, _sum(staff))
    lines: list[RetainedLine] = []
    for index, each in declared:
        path = f"$.actual_expenses[{index}]"
        line = planned.get(each.expense or "")
        option = line.option if line else None
        if category(each) is not ExpenseCategory.INDIRECT or option not in (None, CostOption.INDIRECT_ON_STAFF):
            lines.append(RetainedLine(each, each.amount, each.retained, path))
            continue
        kept = each.retained if each.retained is not None else each.amount
        within = None if left is None else min(kept, left)
        if left is not None and within is not None:
            left -= within
        lines.append(RetainedLine(each, each.amount, within, path, is_flat_rate=True))
    return tuple(lines)


def _flat_rate(case: Case, staff: Money | None) -> Money | None:
    """What the flat rate allows of indirect costs; None when the rate or the staff costs are not known."""
    rate = case.parameter("indirect_costs_flat_rate")
    if staff is None or rate is None or not isinstance(rate.value, Rate):
        return None
    return staff.share(rate.value, Rounding.DOWN_TO_CENT)


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
    }
    evidence: dict[str, object] = dict(parameters)
    retained = [line.retained for line in lines]
    in_kind = [line.retained for line in lines if line.expense.category is ExpenseCategory.IN_KIND]
    given: dict[str, Given] = {
        "granted_eafrd": plan.resources_of(ResourceKind.EAFRD) if plan else None,
        "granted_eligible": plan.total_expenses if plan else None,
        "claimed_eligible": total(line.claimed for line in lines) if lines else None,
        "retained_eligible": _sum(retained) if lines else None,
        "counterpart_paid": _with_own(counterpart_paid(case, claim), plan),
        "already_paid": already,
        "retained_in_kind": _sum(in_kind),
        **{name: _number(parameter) for name, parameter in parameters.items()},
    }
    if given["aid_rate"] is None and plan is not None and plan.aid_rate is not None:
        given["aid_rate"] = plan.aid_rate
        evidence["aid_rate"] = "$.financing.aid_rate"
    if agreement.share_before_balance is not None:
        given["payments_before_balance_maximum"] = agreement.share_before_balance
        evidence["payments_before_balance_maximum"] = "$.agreement.share_before_balance"
    values = evaluate(CLAIM, given, *METHODS.values(), "left_before_balance")
    basis_word = basis.value if basis is not None and isinstance(basis.value, str) else None
    if claim.no_fault:
        basis_word = "none"
    results = {name: _by_method(name, given, basis_word) for name in METHODS}
    return ClaimExamination(
        claim=claim,
        path=f"$.claims[{[each.id for each in case.programme.claims].index(claim.id)}]",
        plan=plan,
        lines=lines,
        results=results,
        agreed=_agreed_method(case, claim),
        tolerance=tolerance,
        basis=basis_word,
        already_paid=already,
        left_before_balance=_money(values["left_before_balance"]),
        missing=tuple(sorted(_missing(values))),
        values=values,
        evidence=evidence,
    )


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


def _missing(values: Mapping[str, Value]) -> Iterator[str]:
    for value in values.values():
        if isinstance(value, Unknown):
            yield from value.missing


def _by_method(method: str, given: Mapping[str, Given], basis: str | None) -> MethodResult:
    """
    What one method gives, with the penalty of the generation of law that *basis* names.

    ``expenditure`` compares expenditures and cuts the base (2007-13), ``aid`` compares aids and cuts the aid (2014-22);
    None is a day for which no over-claim formula is known: the penalty cannot be told.
    """
    key = METHODS[method]

    def aid(eligible: Given) -> Value:
        return evaluate(CLAIM, {**given, "retained_eligible": eligible}, key)[key]

    on_claim, after = _money(aid(given["claimed_eligible"])), _money(aid(given["retained_eligible"]))
    if basis == "none":
        return MethodResult(method, on_claim, after, None if after is None else ZERO, after)
    if basis == "expenditure":
        name = "penalised_expenditure"
        cut = _money(evaluate(CLAIM, given, name)[name])
        payable = None if cut is None else _money(aid(cut))
        penalty = None if payable is None or after is None else after - payable
        return MethodResult(method, on_claim, after, penalty, payable)
    if basis == "aid":
        known = {**given, "payable_on_claim": on_claim, "payable_after_check": after}
        values = evaluate(CLAIM, known, "overclaim_penalty", "payable_after_penalty")
        return MethodResult(
            method, on_claim, after, _money(values["overclaim_penalty"]), _money(values["payable_after_penalty"])
        )
    return MethodResult(method, on_claim, after, None, None)


def examine_all(case: Case) -> tuple[ClaimExamination, ...]:
    """The examination of every claim, by day."""
    return tuple(examine(case, claim) for claim in in_time(case.programme.claims))
