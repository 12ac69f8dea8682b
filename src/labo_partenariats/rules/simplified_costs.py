"""Checks of simplified cost options: which are open, which exclude each other, and what each allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from labo_partenariats.formula import Unknown, evaluate
from labo_partenariats.i18n import Term
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import CostOption, Expense, ExpenseCategory, FinancingPlan
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.eligible_base import BaseLine
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.simplified_costs_book import SIMPLIFIED_COSTS
from labo_partenariats.rules.unit_costs import UnitCost, lacking, meal_costs, mileage_costs, time_costs
from labo_partenariats.values.money import Money, Rate, total
from labo_partenariats.values.rounding import Rounding

INDIRECT_OPTIONS = (CostOption.INDIRECT_ON_STAFF, CostOption.INDIRECT_ON_DIRECT, CostOption.INDIRECT_CALCULATED)

#: The flat rates of this module: option → formula. The one on staff costs is the plan's own (SCO101).
FLAT_RATES: Mapping[CostOption, str] = {
    CostOption.INDIRECT_ON_DIRECT: "indirect_on_direct",
    CostOption.INDIRECT_CALCULATED: "indirect_calculated",
    CostOption.STAFF_ON_DIRECT: "staff_on_direct",
    CostOption.OTHER_ON_STAFF: "other_on_staff",
}
_PARAMETERS = {
    "indirect_on_direct": "indirect_costs_of_direct_rate",
    "indirect_calculated": "indirect_costs_calculated_ceiling",
    "staff_on_direct": "staff_costs_flat_rate",
    "other_on_staff": "other_costs_flat_rate",
}


def option_of(line: Expense) -> CostOption | None:
    """The option of a line: the one it tells; indirect costs that tell none are at the flat rate on staff costs."""
    if line.option is None and line.category is ExpenseCategory.INDIRECT:
        return CostOption.INDIRECT_ON_STAFF
    return line.option


def _lines(case: Case, options: Iterable[CostOption]) -> list[tuple[str, Expense]]:
    wanted = frozenset(options)
    lines = case.plan.expenses if case.plan else ()
    return [(f"$.financing.expenses[{i}]", line) for i, line in enumerate(lines) if option_of(line) in wanted]


@check("SCO103")
def option_is_open(case: Case) -> Iterator[Outcome]:
    """A simplified cost option is used only where the region has opened it (rule SCO-07)."""
    told = [
        (path, line)
        for path, line in _lines(case, CostOption)
        if line.option is not None and line.option is not CostOption.ACTUAL
    ]
    opened = case.parameter("simplified_cost_options")
    for path, line in told:
        option = Term("CostOption", line.option.value if line.option else "")
        if opened is None or not isinstance(opened.value, tuple):
            yield unknown("simplified_cost_options", path=path, label=line.label, option=option)
        elif option.name in opened.value:
            yield satisfied(path, label=line.label, option=option)
        else:
            yield violated(path, value=option.name, label=line.label, option=option)


@check("SCO104")
def options_do_not_overlap(case: Case) -> Iterator[Outcome]:
    """Options that cover the same costs exclude each other (rules SCO-01 to SCO-06)."""
    plan = case.plan
    if plan is None:
        return
    yield from _one_indirect_option(case)
    yield from _other_costs_alone(case, plan)
    yield from _staff_on_direct(case, plan)


def _one_indirect_option(case: Case) -> Iterator[Outcome]:
    indirect = _lines(case, INDIRECT_OPTIONS)
    used = dict.fromkeys(option_of(line) for _, line in indirect)
    if len(used) > 1:
        (first, _), *others = indirect
        yield violated(first, tuple(path for path, _ in others), options=_named(used))


def _other_costs_alone(case: Case, plan: FinancingPlan) -> Iterator[Outcome]:
    """The flat rate of 40 % covers all costs but staff: no other line may stand beside it."""
    flat = _lines(case, [CostOption.OTHER_ON_STAFF])
    if not flat:
        return
    others = [
        (f"$.financing.expenses[{i}]", line)
        for i, line in enumerate(plan.expenses)
        if line.category is not ExpenseCategory.STAFF and line.option is not CostOption.OTHER_ON_STAFF
    ]
    if others:
        options = _named([CostOption.OTHER_ON_STAFF, *(option_of(line) or CostOption.ACTUAL for _, line in others)])
        yield violated(flat[0][0], tuple(path for path, _ in others), options=options)


def _staff_on_direct(case: Case, plan: FinancingPlan) -> Iterator[Outcome]:
    """Staff at a flat rate excludes staff counted otherwise, and procurement above the EU thresholds."""
    flat = _lines(case, [CostOption.STAFF_ON_DIRECT])
    if not flat:
        return
    path = flat[0][0]
    others = [
        (f"$.financing.expenses[{i}]", line)
        for i, line in enumerate(plan.expenses)
        if line.category is ExpenseCategory.STAFF and line.option is not CostOption.STAFF_ON_DIRECT
    ]
    if others:
        options = _named([CostOption.STAFF_ON_DIRECT, *(option_of(line) or CostOption.ACTUAL for _, line in others)])
        yield violated(path, tuple(place for place, _ in others), options=options)
    elif plan.large_procurement is None:
        yield unknown("large_procurement", path=path)
    elif plan.large_procurement:
        yield violated(path, options=(Term("CostOption", "staff_on_direct"), Term("missing", "large_procurement")))
    else:
        yield satisfied(path)


def _named(options: Iterable[CostOption | None]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(Term("CostOption", option.value) for option in options if option is not None))


def bases(lines: Iterable[BaseLine]) -> dict[str, Money] | None:
    """
    Direct costs, those without staff, and staff costs: the bases of the flat rates; None when a line has no category.

    They are what the eligible base retains of the lines, each sum rounded once, down to the cent: a cost that does not
    count carries no indirect costs. Lines that are themselves at a flat rate are no base of another.
    """
    lines = tuple(lines)
    if any(line.expense.category is None and option_of(line.expense) not in FLAT_RATES for line in lines):
        return None
    direct = [
        line
        for line in lines
        if line.expense.category is not ExpenseCategory.INDIRECT
        and option_of(line.expense) not in (*INDIRECT_OPTIONS, CostOption.STAFF_ON_DIRECT, CostOption.OTHER_ON_STAFF)
    ]
    staff = [line for line in direct if line.expense.category is ExpenseCategory.STAFF]
    others = [line for line in direct if line.expense.category is not ExpenseCategory.STAFF]
    flat_staff = [line for line in lines if option_of(line.expense) is CostOption.STAFF_ON_DIRECT]
    return {
        "staff_costs": _retained(staff),
        "other_direct_costs": _retained(others),
        "direct_costs": _retained((*direct, *flat_staff)),
    }


def _retained(lines: Iterable[BaseLine]) -> Money:
    exact = sum((line.retained for line in lines), Fraction(0))
    return Money(int(Rounding.DOWN_TO_CENT.apply(exact)))


@check("SCO105")
def costs_within_flat_rate(case: Case) -> Iterator[Outcome]:
    """Costs at a flat rate are within it (rules SCO-02, SCO-03, SCO-04, SCO-06)."""
    if case.plan is None:
        return
    base = bases(case.base.lines)
    for option, formula in FLAT_RATES.items():
        lines = _lines(case, [option])
        if not lines:
            continue
        rate = case.parameter(_PARAMETERS[formula])
        given = {**(base or {}), _PARAMETERS[formula]: rate.value if rate and isinstance(rate.value, Rate) else None}
        value = evaluate(SIMPLIFIED_COSTS, given, formula)[formula]
        (path, _), *others = lines
        facts: dict[str, Any] = {
            "option": Term("CostOption", option.value),
            "planned": total(line.amount for _, line in lines),
        }
        if isinstance(value, Fraction) and "expenses" not in case.unread:
            ceiling = Money(int(value))
            answer = violated if facts["planned"] > ceiling else satisfied
            yield answer(f"{path}.amount", tuple(f"{other}.amount" for other, _ in others), ceiling=ceiling, **facts)
        else:
            gaps = value.missing if isinstance(value, Unknown) else frozenset({"unread_expenses"})
            yield unknown(*sorted({_AS_TOLD.get(gap, gap) for gap in gaps}), path=path, **facts)


#: Bases are missing because a category is.
_AS_TOLD = {"direct_costs": "staff_costs", "other_direct_costs": "staff_costs"}


def _unit_costs(case: Case, line: Expense) -> tuple[UnitCost, ...] | None:
    """What the time sheets or journeys of a line cost; None when there are none."""
    programme = case.programme
    ours = frozenset(trip.id for trip in programme.trips if trip.expense == line.id)

    def law(key: str, day: object) -> ParameterValue | None:
        return case.law.on(day if isinstance(day, dt.date) else None).parameter(key)

    match line.option:
        case CostOption.HOURLY_RATE:
            time = [each for each in programme.staff_time if each.expense == line.id]
            return time_costs(time, case.parameter("annual_hours")) or None
        case CostOption.MILEAGE:  # the distance of other lines counts in the yearly bands too
            costs = mileage_costs(programme.trips, law)
            return tuple(cost for cost in costs if cost.id in ours) or None
        case CostOption.MEALS:
            return meal_costs((trip for trip in programme.trips if trip.id in ours), law) or None
        case _:
            return None


@check("SCO106")
def costs_follow_unit_costs(case: Case) -> Iterator[Outcome]:
    """A line at unit costs is what its hours, journeys or meals give (rules SCO-05, SCO-08, SCO-09)."""
    for path, line in _lines(case, (CostOption.HOURLY_RATE, CostOption.MILEAGE, CostOption.MEALS)):
        option = Term("CostOption", line.option.value if line.option else "")
        costs = _unit_costs(case, line)
        if costs is None:
            absent = "staff_time" if line.option is CostOption.HOURLY_RATE else "trips"
            yield unknown(absent, path=path, label=line.label, option=option)
            continue
        gaps = tuple(lacking(costs))
        if gaps:
            yield unknown(*gaps, path=path, label=line.label, option=option)
            continue
        given = total(cost.amount for cost in costs if cost.amount is not None)
        facts: dict[str, Any] = {"label": line.label, "option": option, "planned": line.amount, "computed": given}
        if line.amount > given:
            yield violated(f"{path}.amount", value=str(line.amount), gap=line.amount - given, **facts)
        else:
            yield satisfied(f"{path}.amount", **facts)


@check("SCO107")
def staff_time_share_enough(case: Case) -> Iterator[Outcome]:
    """Staff spend at least the share of their time that the region asks for on the operation (rule SCO-10)."""
    parameter = case.parameter("staff_time_share_minimum")
    if parameter is None or not isinstance(parameter.value, Rate):
        return
    minimum = parameter.value
    for i, each in enumerate(case.programme.staff_time):
        path = f"$.staff_time[{i}]"
        if each.time_share is None:
            yield unknown("time_share", path=path, position=each.position, minimum=minimum)
        elif each.time_share < minimum:
            yield violated(
                f"{path}.time_share",
                value=str(each.time_share),
                position=each.position,
                share=each.time_share,
                minimum=minimum,
            )
        else:
            yield satisfied(f"{path}.time_share", position=each.position, share=each.time_share, minimum=minimum)


CHECKS = (
    option_is_open,
    options_do_not_overlap,
    costs_within_flat_rate,
    costs_follow_unit_costs,
    staff_time_share_enough,
)
