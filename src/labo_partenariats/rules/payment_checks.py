"""Checks of payment claims: their number, advances, what is paid before the balance, proofs, over-claims, breaches."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from labo_partenariats.i18n import Term
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import Agreement, Breach, BreachKind, ClaimKind, PaymentClaim, ResourceKind
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.payment import (
    ClaimExamination,
    counterpart_paid,
    examine_all,
    granted_plan,
    in_time,
    law_on,
)
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding

_RATE_OF_BREACH = {
    BreachKind.NON_COMPLIANCE: "non_compliance_penalty_rate",
    BreachKind.PUBLICITY: "publicity_penalty_rate",
    BreachKind.DOCUMENTS: "documents_penalty_rate",
    BreachKind.FALSE_DECLARATION: "false_declaration_penalty_rate",
}


def _claims(case: Case) -> Iterator[tuple[str, PaymentClaim]]:
    return ((f"$.claims[{i}]", claim) for i, claim in enumerate(case.programme.claims))


def _agreement(case: Case) -> Agreement:
    return case.programme.agreement or Agreement()


def _rate(parameter: ParameterValue | None) -> Rate | None:
    return parameter.value if parameter is not None and isinstance(parameter.value, Rate) else None


@check("PAY101")
def advance_within_rate(case: Case) -> Iterator[Outcome]:
    """An advance stays within the share of public aid that the period allows, which may be none (PAY-01, PAY-02)."""
    for path, claim in _claims(case):
        if claim.kind is not ClaimKind.ADVANCE:
            continue
        plan = granted_plan(case.programme, claim.date)
        rate = _rate(law_on(case, "advance_rate_maximum", claim))
        lacking = [
            name
            for name, known in (
                ("granted_plan", plan),
                ("advance_rate_maximum", rate),
                ("claimed_amount", claim.claimed),
            )
            if known is None
        ]
        if plan is None or rate is None or claim.claimed is None:
            yield unknown(*lacking, path=path)
            continue
        # what a public beneficiary brings itself is no aid that anybody could advance
        public = plan.resources_of(ResourceKind.EAFRD, ResourceKind.NATIONAL_PUBLIC)
        most = public.share(rate, Rounding.DOWN_TO_CENT)
        if claim.claimed > most:
            yield violated(path, value=str(claim.claimed), claimed=claim.claimed, most=most, rate=rate)
        else:
            yield satisfied(path, claimed=claim.claimed, most=most, rate=rate)


@check("PAY102")
def claims_within_number(case: Case) -> Iterator[Outcome]:
    """There are no more claims than the agreement or the rules allow (rule PAY-03)."""
    claims = in_time(case.programme.claims)
    if not claims:
        return
    law = law_on(case, "claims_maximum", claims[-1])
    allowed = _agreement(case).claims_maximum
    if allowed is None and law is not None and isinstance(law.value, int):
        allowed = law.value
    if allowed is None:
        yield unknown("claims_maximum", path="$.claims", count=len(claims))
    elif len(claims) > allowed:
        yield violated("$.claims", value=str(len(claims)), count=len(claims), allowed=allowed)
    else:
        yield satisfied("$.claims", count=len(claims), allowed=allowed)


@check("PAY103")
def paid_before_balance_within_share(case: Case) -> Iterator[Outcome]:
    """What is paid before the balance stays within its share of the granted aid (rule PAY-03)."""
    for examined in examine_all(case):
        if examined.claim.kind is not ClaimKind.BALANCE or examined.plan is None:
            continue
        if examined.already_paid == ZERO:
            continue
        limit = examined.money("largest_before_balance")
        if limit is None:
            yield unknown("payments_before_balance_maximum", path=examined.path, paid=examined.already_paid)
        elif examined.already_paid > limit:
            gap = examined.already_paid - limit
            yield violated(examined.path, ("$.payments",), paid=examined.already_paid, most=limit, gap=gap)
        else:
            yield satisfied(examined.path, ("$.payments",), paid=examined.already_paid, most=limit)


@check("PAY104")
def balance_claimed_in_time(case: Case) -> Iterator[Outcome]:
    """The balance is claimed at the latest on the day that the agreement or the rules set (rule PAY-03)."""
    for path, claim in _claims(case):
        if claim.kind is not ClaimKind.BALANCE:
            continue
        law = law_on(case, "balance_claim_deadline", claim)
        deadline = _agreement(case).balance_deadline
        if deadline is None and law is not None and isinstance(law.value, dt.date):
            deadline = law.value
        if claim.date is None or deadline is None:
            lacking = ["claim_date"] * (claim.date is None) + ["balance_claim_deadline"] * (deadline is None)
            yield unknown(*lacking, path=path)
        elif claim.date > deadline:
            yield violated(f"{path}.date", value=claim.date.isoformat(), day=claim.date, deadline=deadline)
        else:
            yield satisfied(f"{path}.date", day=claim.date, deadline=deadline)


@check("PAY105")
def declared_expenses_are_paid(case: Case) -> Iterator[Outcome]:
    """Only expenses paid and proven by the day of the claim are declared in it (rule PAY-04)."""
    claims = {claim.id: claim for claim in case.programme.claims}
    late: list[str] = []
    undated: list[str] = []
    for i, each in enumerate(case.programme.actual_expenses):
        claim = claims.get(each.claim or "")
        if claim is None or claim.kind is ClaimKind.ADVANCE:
            continue
        path = f"$.actual_expenses[{i}]"
        if claim.date is None or each.paid is None:
            undated.append(path)
        elif each.paid > claim.date:
            late.append(path)
            yield violated(
                f"{path}.paid", value=each.paid.isoformat(), label=each.label, paid=each.paid, day=claim.date
            )
    if undated:
        yield unknown("payment_dates", path=undated[0], related=tuple(undated[1:]), count=len(undated))
    elif claims and not late and case.programme.actual_expenses:
        yield satisfied("$.actual_expenses")


@check("PAY106")
def other_funders_paid_first(case: Case) -> Iterator[Outcome]:
    """LEADER pays last: what the other public funders did not pay calls no EAFRD (rules FIN-12 and PAY-04)."""
    for examined in examine_all(case):
        claim = examined.claim
        if claim.kind is not ClaimKind.BALANCE or examined.plan is None:
            continue
        planned = examined.plan.resources_of(ResourceKind.NATIONAL_PUBLIC)
        if planned == ZERO:
            continue
        paid = counterpart_paid(case, claim)
        if paid is None:
            yield unknown("counterpart_paid", path=examined.path, planned=planned)
        elif paid < planned:
            left = examined.results["recompute"].after_check
            yield violated(examined.path, planned=planned, paid=paid, gap=planned - paid, eafrd=left)
        else:
            yield satisfied(examined.path, planned=planned, paid=paid)


@check("PAY107")
def methods_agree(case: Case) -> Iterator[Outcome]:
    """Where no method of the final amount is agreed, the two of rule PAY-05 are shown when they differ."""
    for examined in examine_all(case):
        prorata, recompute = (examined.results[name].after_check for name in ("prorata", "recompute"))
        if examined.claim.kind is not ClaimKind.BALANCE or prorata is None or recompute is None:
            continue
        if examined.agreed is None and prorata != recompute:
            gap = max(prorata, recompute) - min(prorata, recompute)
            yield unknown("final_amount_method", path=examined.path, prorata=prorata, recompute=recompute, gap=gap)
        else:
            chosen = recompute if examined.agreed == "recompute" else prorata
            yield satisfied(examined.path, eafrd=chosen)


@check("PAY108")
def claimed_amount_follows_method(case: Case) -> Iterator[Outcome]:
    """The EAFRD that a claim asks for is within what the method gives for what it declares."""
    for examined in examine_all(case):
        asked = examined.claim.claimed
        if asked is None or examined.claim.kind is ClaimKind.ADVANCE or examined.agreed is None:
            continue
        on_claim = examined.results[examined.agreed].on_claim
        if on_claim is None:
            continue
        left = max(ZERO, on_claim - examined.already_paid)
        if asked > left:
            yield violated(f"{examined.path}.claimed", value=str(asked), asked=asked, payable=left, gap=asked - left)
        else:
            yield satisfied(f"{examined.path}.claimed", asked=asked, payable=left)


@check("PAY109")
def cost_lines_within_tolerance(case: Case) -> Iterator[Outcome]:
    """A cost line may overrun the plan by the tolerated share of the operation's cost (rule PAY-05)."""
    claims = in_time(case.programme.claims)
    plan = granted_plan(case.programme)
    if not claims or plan is None:
        return
    rate = _rate(law_on(case, "cost_line_overrun_tolerance", claims[-1]))
    if rate is None:
        return
    margin = plan.total_expenses.share(rate, Rounding.DOWN_TO_CENT)
    for index, line in enumerate(plan.expenses):
        spent = total(each.amount for each in case.programme.actual_expenses if each.expense == line.id and each.claim)
        if spent > line.amount + margin and plan is case.plan:
            yield violated(
                f"$.financing.expenses[{index}].amount",
                label=line.label,
                planned=line.amount,
                spent=spent,
                margin=margin,
            )


@check("PEN101")
def claim_without_overclaim(case: Case) -> Iterator[Outcome]:
    """A claim that passes what is payable by more than the tolerance costs the difference (rules PEN-01, PEN-02)."""
    for examined in examine_all(case):
        if examined.claim.kind is ClaimKind.ADVANCE or not examined.lines:
            continue
        method = examined.agreed or "prorata"
        result = examined.results[method]
        if result.penalty is None:
            yield unknown(*_lacking(examined), path=examined.path)
            continue
        facts: dict[str, Any] = {"claimed": result.on_claim, "after": result.after_check, "payable": result.payable}
        if result.penalty > ZERO:
            yield violated(examined.path, penalty=result.penalty, method=Term("FinalAmountMethod", method), **facts)
        else:
            yield satisfied(examined.path, **facts)


def _lacking(examined: ClaimExamination) -> tuple[str, ...]:
    """What the penalty lacks: figures of the claim first, then the rule of its day."""
    needed = {"granted_eafrd": "granted_plan", "granted_eligible": "granted_plan", "retained_eligible": "retained"}
    lacking = dict.fromkeys(needed[name] for name in needed if name in examined.missing)
    if examined.claim.date is None:
        lacking["claim_date"] = None
    elif examined.basis is None:
        lacking["overclaim_tolerance"] = None
    return tuple(lacking) or ("retained",)


@check("PEN102")
def breaches_cost_what_the_code_says(case: Case) -> Iterator[Outcome]:
    """A commitment that was not kept costs a share of the aid, within the cap of all penalties (rule PEN-03)."""
    for path, claim in _claims(case):
        plan = granted_plan(case.programme, claim.date)
        aid = plan.resources_of(ResourceKind.EAFRD) if plan else None
        cap = _rate(law_on(case, "penalties_cap_rate", claim))
        left = None if aid is None or cap is None else aid.share(cap, Rounding.DOWN_TO_CENT)
        for index, breach in enumerate(claim.breaches):
            outcome = _breach(case, claim, breach, f"{path}.breaches[{index}]", aid)
            penalty = outcome.data.get("penalty")
            if isinstance(penalty, Money) and left is not None:
                taken = min(penalty, left)
                left -= taken
                outcome = evolve(outcome, data={**outcome.data, "penalty": taken})
            yield outcome


def _breach(case: Case, claim: PaymentClaim, breach: Breach, path: str, aid: Money | None) -> Outcome:
    """What one breach costs; what a notice may still put right costs nothing before its term."""
    kind = Term("BreachKind", breach.kind.value)
    if breach.kind is BreachKind.DURABILITY:
        return unknown("durability_share", path=path, kind=kind)
    key = _RATE_OF_BREACH[breach.kind]
    rate, months = _rate(law_on(case, key, claim)), law_on(case, "publicity_notice_months", claim)
    lacking = ["granted_plan"] * (aid is None) + [key] * (rate is None)
    if breach.kind is BreachKind.PUBLICITY and breach.notice is None:
        lacking.append("notice")
    if aid is None or rate is None or lacking:
        return unknown(*lacking, path=path, kind=kind)
    if breach.kind is BreachKind.PUBLICITY and breach.notice and months and isinstance(months.value, int):
        term = months_after(breach.notice, months.value)
        if claim.date is not None and claim.date <= term:
            return satisfied(path, kind=kind, term=term)
    return violated(path, kind=kind, rate=rate, aid=aid, penalty=aid.share(rate, Rounding.DOWN_TO_CENT))


def months_after(day: dt.date, months: int) -> dt.date:
    """
    The same day *months* later, or the last of a shorter month.

    >>> months_after(dt.date(2024, 12, 31), 2)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


CHECKS = (
    advance_within_rate,
    claims_within_number,
    paid_before_balance_within_share,
    balance_claimed_in_time,
    declared_expenses_are_paid,
    other_funders_paid_first,
    methods_agree,
    claimed_amount_follows_method,
    cost_lines_within_tolerance,
    claim_without_overclaim,
    breaches_cost_what_the_code_says,
)
