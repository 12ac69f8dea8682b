"""Checks of the eligible base: what each rule takes out of the plan, line by line, and what it cannot tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from labo_partenariats.i18n import Term
from labo_partenariats.law import Certainty, ParameterValue
from labo_partenariats.model import ActualExpense, Expense, ExpenseCategory
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.line_rules import LineVerdict, Situation, bears_vat
from labo_partenariats.rules.outcome import Answer, Outcome, satisfied, unknown, violated
from labo_partenariats.rules.places import EXPENSES
from labo_partenariats.values.money import ZERO, Money, Rate, total


def certainty_of(parameter: ParameterValue | None) -> Certainty | None:
    """How sure a value of the law is, None for one that is not known."""
    return None if parameter is None else parameter.reliability


def _with(verdicts: Iterable[LineVerdict], answer: Answer) -> tuple[LineVerdict, ...]:
    return tuple(verdict for verdict in verdicts if verdict.answer is answer)


def _untold(verdicts: Iterable[LineVerdict]) -> Iterator[Outcome]:
    """One outcome for all lines of which a rule cannot tell: they stay in the base."""
    found = _with(verdicts, Answer.UNKNOWN)
    if found:
        missing = tuple(dict.fromkeys(key for verdict in found for key in verdict.missing))
        yield unknown(
            *missing,
            path=found[0].path,
            related=tuple(verdict.path for verdict in found[1:]),
            labels=_labels(found),
            amount=total(verdict.at_stake for verdict in found),
        )


def _labels(verdicts: Iterable[LineVerdict]) -> tuple[str, ...]:
    return tuple(verdict.label or "" for verdict in verdicts)


def _kept(verdicts: tuple[LineVerdict, ...]) -> Iterator[Outcome]:
    """One outcome for all the lines that keep a rule, where no line breaks it or leaves it open."""
    if verdicts and all(verdict.answer is Answer.SATISFIED for verdict in verdicts):
        yield satisfied(verdicts[0].path, tuple(each.path for each in verdicts[1:]), labels=_labels(verdicts))


def _broken(verdicts: Iterable[LineVerdict], part: str = "amount", **facts: object) -> Iterator[Outcome]:
    for verdict in _with(verdicts, Answer.VIOLATED):
        told: dict[str, Any] = {
            "label": verdict.label,
            "amount": verdict.at_stake,
            "day": verdict.day,
            "certainty": certainty_of(verdict.parameter),
            **facts,
        }
        yield violated(f"{verdict.path}.{part}", value=str(verdict.day or verdict.at_stake), **told)


def _application(case: Case) -> dt.date | None:
    return case.programme.application.date if case.programme.application is not None else None


@check("ELG105")
def expenses_after_application(case: Case) -> Iterator[Outcome]:
    """Nothing is committed before the application is received: no signed quote, order, deposit or invoice (EL-01)."""
    verdicts, date = case.base.of("before_application"), _application(case)
    yield from _broken(verdicts, "committed", date=date)
    yield from _untold(verdicts)
    early = tuple(_spent_early(case))
    condition = case.law.parameter("expense_start_condition")
    if case.plan is not None and early and condition is None:
        yield unknown(
            *case.law.lacking("expense_start_condition"),
            path=early[0][0],
            related=tuple(path for path, *_ in early[1:]),
            labels=tuple(each.label for _, each, _ in early),
            amount=total(each.amount for _, each, _ in early),
        )
    elif case.plan is not None and condition is not None and condition.value == "after_application":
        for path, each, day in early:
            facts: dict[str, Any] = {"label": each.label, "amount": each.amount, "day": day, "date": date}
            yield violated(path, value=str(day), certainty=certainty_of(condition), **facts)
        yield from _chosen_early(case, date)
    if not early:
        yield from _kept(verdicts)


def _spent_early(case: Case) -> Iterator[tuple[str, ActualExpense, dt.date]]:
    """The real expenses committed or invoiced before the application, with the day that shows it."""
    application = _application(case)
    for i, each in enumerate(case.programme.actual_expenses):
        for part, day in (("committed", each.committed), ("invoiced", each.invoiced)):
            if application is not None and day is not None and day < application:
                yield f"$.actual_expenses[{i}].{part}", each, day
                break


def _chosen_early(case: Case, application: dt.date | None) -> Iterator[Outcome]:
    """A chosen quote from before the application may have been signed before it, when no commitment is dated."""
    plan = case.plan
    undated = {line.id: line for line in plan.expenses if line.committed is None} if plan is not None else {}
    found = [
        (f"$.quotes[{i}]", undated[quote.expense])
        for i, quote in enumerate(case.programme.quotes)
        if quote.is_chosen and quote.expense in undated and quote.date and application and quote.date < application
    ]
    if found:
        yield unknown(
            "commitment_dates",
            path=found[0][0],
            related=tuple(path for path, _ in found[1:]),
            labels=tuple(line.label for _, line in found),
            amount=total(line.amount for _, line in found),
        )


@check("ELG106")
def expenses_within_period(case: Case) -> Iterator[Outcome]:
    """Expenses are incurred and paid within the eligible period of the programme (rules EL-02 and EL-03)."""
    verdicts = case.base.of("outside_period")
    for verdict in _with(verdicts, Answer.VIOLATED):
        yield from _broken((verdict,), "committed", bound=_bound(verdict.parameter))
    yield from _untold(verdicts)
    late = tuple(_spent_outside(case)) if case.plan is not None else ()
    for path, each, day, parameter in late:
        facts: dict[str, Any] = {"label": each.label, "amount": each.amount, "day": day, "bound": _bound(parameter)}
        yield violated(path, value=str(day), certainty=certainty_of(parameter), **facts)
    if not late:
        yield from _kept(verdicts)


def _bound(parameter: ParameterValue | None) -> dt.date | None:
    return parameter.value if parameter is not None and isinstance(parameter.value, dt.date) else None


def _spent_outside(case: Case) -> Iterator[tuple[str, ActualExpense, dt.date, ParameterValue]]:
    """The real expenses of which a day lies outside the period, the first such day of each."""
    bounds = [(case.law.parameter(key), key) for key in ("eligible_period_start", "eligible_period_end")]
    for i, each in enumerate(case.programme.actual_expenses):
        days = (("committed", each.committed), ("invoiced", each.invoiced), ("paid", each.paid))
        outside = (
            (f"$.actual_expenses[{i}].{part}", each, day, parameter)
            for part, day in days
            for parameter, key in bounds
            if day is not None and parameter is not None and _is_past(day, _bound(parameter), key)
        )
        yield from list(outside)[:1]


def _is_past(day: dt.date, bound: dt.date | None, key: str) -> bool:
    if bound is None:
        return False
    return day < bound if key == "eligible_period_start" else day > bound


@check("ELG107")
def natures_are_eligible(case: Case) -> Iterator[Outcome]:
    """No expense is of a nature that the national or a local list excludes (rule EL-05)."""
    verdicts = case.base.of("nature")
    lines = {f"{EXPENSES}[{i}]": line for i, line in enumerate(case.plan.expenses if case.plan else ())}
    for verdict in _with(verdicts, Answer.VIOLATED):
        nature = lines[verdict.path].nature
        name = "public_staff_costs" if nature is None else nature.value
        yield from _broken((verdict,), nature=Term("ExpenseNature", name))
    yield from _untold(verdicts)
    yield from _kept(verdicts)


@check("ELG108")
def vat_is_eligible(case: Case) -> Iterator[Outcome]:
    """The VAT that the plan counts cannot be recovered (rule EL-06)."""
    plan, verdicts = case.plan, case.base.of("vat")
    if plan is None:
        return
    yield from _broken(verdicts)
    yield from _untold(verdicts)
    situation = Situation.of(case.programme, plan, case.law)
    bought = [(i, line) for i, line in enumerate(plan.expenses) if bears_vat(line) and line.amount > ZERO]
    silent = [
        (f"{EXPENSES}[{i}]", line)
        for i, line in bought
        if line.amount_excl_vat is None and line.amount_incl_vat is None and not _may_count_vat(situation, line)
    ]
    if silent:
        missing = ("vat_amounts",) if plan.vat_recoverable is not None else ("vat_amounts", "vat_recoverable")
        yield unknown(
            *missing,
            path=silent[0][0],
            related=tuple(path for path, _ in silent[1:]),
            labels=tuple(line.label for _, line in silent),
            amount=total(line.amount for _, line in silent),
        )
    else:
        yield from _kept(verdicts)


def _may_count_vat(situation: Situation, line: Expense) -> bool:
    """Whether VAT is eligible for a line whatever its amount holds of it."""
    recovered = situation.plan.vat_recoverable if line.vat_recoverable is None else line.vat_recoverable
    rule = situation.law_of(line).parameter("vat_eligibility")
    return recovered is False and rule is not None and rule.value == "not_recoverable"


@check("ELG109")
def operation_on_territory(case: Case) -> Iterator[Outcome]:
    """Shares of territory are shares, and together reach the least that the group asks for (rule FIN-13)."""
    plan = case.plan
    told = [(i, line) for i, line in enumerate(plan.expenses if plan else ()) if line.territory_share is not None]
    if plan is None or not told:
        return
    if "expenses" in case.unread or not all(_is_share(line.territory_share) for _, line in told):
        return  # ELG116 says what is wrong
    path, related = f"{EXPENSES}[{told[0][0]}]", tuple(f"{EXPENSES}[{i}]" for i, _ in told[1:])
    whole = plan.total_expenses
    inside = sum(
        (line.amount.cents * (line.territory_share or Rate(1)).fraction for line in plan.expenses), Fraction(0)
    )
    minimum = case.law.parameter("territory_share_minimum")
    facts: dict[str, Any] = {"amount": whole, "share": _percent(inside, whole)}
    if minimum is None and case.law.doubt("territory_share_minimum") is not None:
        yield unknown(*case.law.lacking("territory_share_minimum"), path=path, related=related, **facts)
    elif minimum is not None and isinstance(minimum.value, Rate):
        kept = inside >= minimum.value.fraction * whole.cents
        answer = satisfied if kept else violated
        yield answer(path, related, minimum=minimum.value, certainty=certainty_of(minimum), **facts)


def _is_share(rate: Rate | None) -> bool:
    return rate is not None and 0 <= rate.fraction <= 1


def _percent(part: Fraction, whole: Money) -> Rate | None:
    """A share to read, to the hundredth of a per cent below; the comparison itself is exact."""
    return Rate(f"{int(10000 * part / whole.cents)}e-4") if whole.cents else None


@check("ELG116")
def shares_are_shares(case: Case) -> Iterator[Outcome]:
    """A share of territory or an intensity of aid is between 0 and 100 %."""
    plan = case.plan
    if plan is None:
        return
    told = [(f"{EXPENSES}[{i}].territory_share", line.territory_share) for i, line in enumerate(plan.expenses)]
    if plan.state_aid is not None:
        told.append(("$.financing.state_aid.intensity", plan.state_aid.intensity))
    for path, share in told:
        if share is not None and not _is_share(share):
            yield violated(path, value=str(share), share=share)


@check("ELG110")
def in_kind_accepted(case: Case) -> Iterator[Outcome]:
    """Contributions in kind are accepted, and public aid does not pay for them (rule IK-01)."""
    verdicts = case.base.of("in_kind")
    yield from _broken(verdicts)
    yield from _untold(verdicts)
    plan = case.plan
    if plan is None or not verdicts or any(verdict.answer is not Answer.SATISFIED for verdict in verdicts):
        return
    limit, eligible = case.law.parameter("in_kind_limits_public_aid"), case.amounts.money("eligible")
    in_kind = plan.expenses_of(ExpenseCategory.IN_KIND)
    path, related = verdicts[0].path, tuple(verdict.path for verdict in verdicts[1:])
    if limit is None:
        missing = case.law.lacking("in_kind_limits_public_aid")
        yield unknown(*missing, path=path, related=related, labels=_labels(verdicts), amount=in_kind)
    elif eligible is not None:
        yield satisfied(path, related, labels=_labels(verdicts), amount=in_kind, certainty=certainty_of(limit))


@check("ELG111")
def net_revenue_deducted(case: Case) -> Iterator[Outcome]:
    """Net revenue that was not foreseen lowers the base; exemptions were not read (rule NR-01)."""
    verdict = case.base.revenue
    if verdict is None:
        return
    facts: dict[str, Any] = {"revenue": verdict.at_stake, "certainty": certainty_of(verdict.parameter)}
    if verdict.answer is Answer.UNKNOWN:
        yield unknown(*verdict.missing, path=verdict.path, revenue=verdict.at_stake)
    elif verdict.answer is Answer.VIOLATED:
        yield violated(verdict.path, deducted=case.base.amount("revenue_deducted"), **facts)
    else:
        yield satisfied(verdict.path, **facts)


@check("ELG115")
def project_not_begun(case: Case) -> Iterator[Outcome]:
    """An operation that is over, or State aid to one that has begun, is out of aid as a whole (rule EL-01)."""
    for reason in ("completed_before", "incentive_effect"):
        verdicts = case.base.of(reason)
        if not verdicts:
            continue
        facts: dict[str, Any] = {
            "amount": total(each.at_stake for each in verdicts),
            "reason": Term("Reduction", reason),
        }
        first = verdicts[0]
        if first.answer is Answer.VIOLATED:
            yield violated("$.application.date", (EXPENSES,), certainty=certainty_of(first.parameter), **facts)
        elif first.answer is Answer.UNKNOWN:
            yield unknown(*first.missing, path="$.application.date", related=(EXPENSES,), **facts)


CHECKS = (
    expenses_after_application,
    project_not_begun,
    expenses_within_period,
    natures_are_eligible,
    vat_is_eligible,
    operation_on_territory,
    shares_are_shares,
    in_kind_accepted,
    net_revenue_deducted,
)
