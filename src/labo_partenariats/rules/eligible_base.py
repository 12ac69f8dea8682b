"""
The eligible base («assiette éligible»), line by line: what each rule takes away from a plan, and what it cannot tell.

A line that a rule excludes leaves the base, whole or in part. A line of which it cannot be told stays in it, and a
verdict says so with what is missing: taking it out would refuse an expense on the strength of nothing, and its
amount is named, so that nothing is included in silence. Lines are kept exact and their sum is rounded once, so that
neither the order of the lines nor the splitting of one changes a cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.formula import Value, evaluate
from labo_partenariats.formula.value import Given
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import Expense, ExpenseCategory, FinancingPlan, Programme
from labo_partenariats.rules import line_rules
from labo_partenariats.rules.eligible_book import ELIGIBLE
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.line_rules import LineVerdict, Situation
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.places import EXPENSES
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding


@frozen(kw_only=True)
class Reduction:
    """
    What one rule takes away from the base («abattement»).

    ``amount`` is `Money`, or an exact number of euros where a share leaves parts of a cent. ``label`` is the line's,
    None for what is taken from the whole plan. ``reason`` is a key of the texts ``terms.Reduction``.
    """

    rule: str
    reason: str
    label: str | None
    amount: Money | Fraction
    path: str
    parameter: ParameterValue | None = None


@frozen(kw_only=True)
class BaseLine:
    """One line of the plan as the base counts it: ``retained`` is exact, in cents."""

    expense: Expense
    path: str
    retained: Fraction
    reductions: tuple[Reduction, ...] = ()


@frozen(kw_only=True)
class EligibleBase:
    """
    The eligible base of a plan and how it came about («assiette éligible»).

    ``verdicts`` are what each rule says of each line; ``values`` the quantities of the book `ELIGIBLE`.
    ``ceiling_in_doubt`` tells that a ceiling of eligible expenditure may apply and would bind.
    """

    lines: tuple[BaseLine, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    verdicts: tuple[LineVerdict, ...] = ()
    revenue: LineVerdict | None = None
    values: Mapping[str, Value] = field(factory=dict)
    ceiling_in_doubt: bool = False

    def amount(self, key: str) -> Money:
        """A quantity of the book `ELIGIBLE` in whole cents."""
        value = self.values[key]
        assert isinstance(value, Fraction)  # every input of it was given
        return Money(int(value))

    def retained_of(self, category: ExpenseCategory, rounding: Rounding) -> Money:
        """What the base counts of a category, rounded once."""
        exact = sum((line.retained for line in self.lines if line.expense.category is category), Fraction(0))
        return Money(int(rounding.apply(exact)))

    def of(self, reason: str) -> tuple[LineVerdict, ...]:
        """The verdicts of one rule, by its reason."""
        return tuple(verdict for verdict in self.verdicts if verdict.reason == reason)


def eligible_base(programme: Programme, law: LawView) -> EligibleBase:
    """The eligible base of the programme's plan under *law*; an empty one without a plan."""
    plan = programme.financing
    if plan is None:
        return EligibleBase()
    situation = Situation.of(programme, plan, law)
    verdicts = tuple(line_rules.verdicts(situation))
    against: dict[str, list[LineVerdict]] = {}
    for verdict in verdicts:
        if verdict.answer is Answer.VIOLATED:
            against.setdefault(verdict.path, []).append(verdict)
    paths = (f"{EXPENSES}[{i}]" for i in range(len(plan.expenses)))
    lines = tuple(_line(path, line, against.get(path, ())) for path, line in zip(paths, plan.expenses, strict=True))
    taken = sum((Fraction(line.expense.amount.cents) - line.retained for line in lines), Fraction(0))
    rounded = Rounding.UP_TO_CENT.apply(taken)
    reductions = [each for line in lines for each in line.reductions]
    if rounded != taken:
        reductions.append(_plan_reduction("FIN-15", "rounding", rounded - taken))
    revenue = _revenue_verdict(situation, plan.total_expenses - Money(int(rounded)))
    deducted = revenue is not None and revenue.answer is Answer.VIOLATED
    given: dict[str, Given] = {
        "total_expenses": plan.total_expenses,
        "line_reductions": Money(int(rounded)),
        "net_revenue": plan.net_revenue if deducted and plan.net_revenue is not None else ZERO,
        "eligible_cost_ceiling": law.value("eligible_cost_ceiling", Money),
    }
    values = evaluate(ELIGIBLE, given, "ineligible")
    reductions += _of_the_plan(values, revenue, law)
    return EligibleBase(
        lines=lines,
        reductions=tuple(reductions),
        verdicts=verdicts,
        revenue=revenue,
        values=values,
        ceiling_in_doubt=may_bind(law, "eligible_cost_ceiling", values["base_retained"]),
    )


def _line(path: str, line: Expense, against: Sequence[LineVerdict]) -> BaseLine:
    """The line without what rules exclude: the first rule that excludes it whole, else its VAT, then its share."""
    if not against:
        return BaseLine(expense=line, path=path, retained=Fraction(line.amount.cents))
    whole = next((each for each in against if each.is_whole), None)
    if whole is not None:
        return BaseLine(
            expense=line, path=path, retained=Fraction(0), reductions=(_reduction(whole, Fraction(line.amount.cents)),)
        )
    vat = next((each for each in against if each.reason == "vat"), None)
    outside = next((each for each in against if each.reason == "outside_territory"), None)
    share = line.territory_share if outside is not None and line.territory_share is not None else Rate(1)
    given: dict[str, Given] = {
        "line_amount": line.amount,
        "line_vat": ZERO if vat is None else vat.at_stake,
        "territory_share": share,
    }
    values = evaluate(ELIGIBLE, given, "line_retained")
    without, retained = values["line_without_vat"], values["line_retained"]
    assert isinstance(without, Fraction)
    assert isinstance(retained, Fraction)
    reductions = [_reduction(vat, Fraction(vat.at_stake.cents))] if vat is not None else []
    if outside is not None:
        reductions.append(_reduction(outside, without - retained))
    return BaseLine(expense=line, path=path, retained=retained, reductions=tuple(reductions))


def _euros(cents: Fraction) -> Money | Fraction:
    return Money(int(cents)) if cents.denominator == 1 else cents / 100


def _reduction(verdict: LineVerdict, cents: Fraction) -> Reduction:
    return Reduction(
        rule=verdict.rule,
        reason=verdict.reason,
        label=verdict.label,
        amount=_euros(cents),
        path=f"{verdict.path}.amount",
        parameter=verdict.parameter,
    )


def _plan_reduction(
    rule: str, reason: str, cents: Fraction, parameter: ParameterValue | None = None, path: str = EXPENSES
) -> Reduction:
    return Reduction(rule=rule, reason=reason, label=None, amount=_euros(cents), path=path, parameter=parameter)


def _of_the_plan(values: Mapping[str, Value], revenue: LineVerdict | None, law: LawView) -> Iterator[Reduction]:
    """What the whole plan loses: its net revenue, and what passes the ceiling."""
    lines, deducted, kept = (values[key] for key in ("base_of_lines", "revenue_deducted", "base_retained"))
    assert isinstance(lines, Fraction)
    assert isinstance(deducted, Fraction)
    assert isinstance(kept, Fraction)
    if deducted and revenue is not None:
        yield _plan_reduction("NR-01", "net_revenue", deducted, revenue.parameter, revenue.path)
    if kept < lines - deducted:
        yield _plan_reduction(
            "FIN-06", "above_ceiling", lines - deducted - kept, law.parameter("eligible_cost_ceiling")
        )


def may_bind(law: LawView, key: str, amount: Value) -> bool:
    """Whether a limit that is in doubt could be lower than *amount*: one that could not is no reason to doubt it."""
    doubt = law.doubt(key)
    if doubt is None or not isinstance(amount, Fraction):
        return False
    if not doubt.needed:  # values of other years, or of an unknown start, bound nothing today
        return True
    bounds = [value.value.cents for value in doubt.candidates if isinstance(value.value, Money)]
    return any(amount > bound for bound in bounds)


def _revenue_verdict(situation: Situation, base: Money) -> LineVerdict | None:
    """Net revenue that was not foreseen is deducted, unless the rules exempt an operation of this size (NR-01)."""
    law, revenue = situation.law, situation.plan.net_revenue
    if revenue is None or revenue <= ZERO:
        return None
    deducted = law.value("net_revenue_deducted", bool)
    exempt = law.parameter("net_revenue_exemption_ceiling")
    path = "$.financing.net_revenue"
    if deducted is None:
        return LineVerdict(
            "NR-01", "net_revenue", Answer.UNKNOWN, None, path, revenue, law.lacking("net_revenue_deducted")
        )
    spared = exempt is not None and isinstance(exempt.value, Money) and base <= exempt.value
    answer = Answer.VIOLATED if deducted and not spared else Answer.SATISFIED
    return LineVerdict(
        "NR-01",
        "net_revenue",
        answer,
        None,
        path,
        revenue,
        parameter=exempt if spared else law.parameter("net_revenue_deducted"),
    )


def in_kind_told(plan: FinancingPlan) -> bool:
    """
    Whether it is known which expenses are contributed in kind («contributions en nature»).

    In a balanced plan a contribution in kind stands on both sides. A line without a category may therefore be one where
    the resources show more in kind than the classified lines do, or where its own words hint at it; else it is none.
    """
    unclassified = [line for line in plan.expenses if line.category is None]
    if not unclassified:
        return True
    shown = total(line.amount for line in plan.resources if line.kind is not None and line.kind.value == "in_kind")
    return shown <= plan.expenses_of(ExpenseCategory.IN_KIND) and not any(
        map(line_rules.hints_at_in_kind, unclassified)
    )
