"""
The cash-flow of an operation: month by month, who pays what, who is paid, and how much each must bridge.

`recorded` counts what the dossier dates: expenses by the day they were or will be paid, payments of funders by the day
they arrived or are expected. `projected` lays a plan out over time under assumptions that are all told. Nothing is
supposed in silence: what has no date is listed apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.model import ExpenseCategory, FinancingPlan, Programme, ResourceKind
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding


@frozen
class CashMonth:
    """
    One month of one actor («mois de trésorerie»): what it spent, what it received by kind of resource, and where that
    leaves it since the beginning. ``bridged`` is what it must find by then («trésorerie à avancer»), zero at best.
    """

    month: dt.date
    spent: Money
    received: Mapping[ResourceKind | None, Money]
    balance: Money

    @property
    def bridged(self) -> Money:
        """What the actor must have advanced out of its own pocket by the end of the month."""
        return max(ZERO, ZERO - self.balance)


@frozen
class CashFlow:
    """
    The months of one actor, without a gap from the first movement to the last («plan de trésorerie»).

    ``actor`` is its id; None for the lead when the programme names none.
    """

    actor: str | None
    months: tuple[CashMonth, ...]

    @property
    def peak(self) -> CashMonth | None:
        """The month in which most must be bridged, the first of them; None when nothing moves."""
        return max(self.months, key=lambda month: (month.bridged, -month.month.toordinal()), default=None)


@frozen
class CashFlows:
    """The cash-flow of each actor that spends or receives, and the paths of what has no date or no amount."""

    flows: tuple[CashFlow, ...]
    undated: tuple[str, ...] = ()


@frozen
class Movement:
    """Money that an actor spends, or that reaches it from a resource of a kind, on a day."""

    actor: str | None
    day: dt.date
    amount: Money
    kind: ResourceKind | None = None
    is_spending: bool = False


def first_of(day: dt.date) -> dt.date:
    """The first day of a month."""
    return day.replace(day=1)


def month_after(month: dt.date, count: int = 1) -> dt.date:
    """The first day of the month *count* months later."""
    years, rank = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, rank + 1, 1)


def flow_of(actor: str | None, movements: Iterable[Movement]) -> CashFlow:
    """The months that the movements of one actor make."""
    mine = [each for each in movements if each.actor == actor]
    if not mine:
        return CashFlow(actor, ())
    month, last = first_of(min(each.day for each in mine)), first_of(max(each.day for each in mine))
    by_month: dict[dt.date, list[Movement]] = {}
    for each in mine:
        by_month.setdefault(first_of(each.day), []).append(each)
    months: list[CashMonth] = []
    balance = ZERO
    while month <= last:
        here = by_month.get(month, [])
        spent = total(each.amount for each in here if each.is_spending)
        received: dict[ResourceKind | None, Money] = {}
        for each in here:
            if not each.is_spending:
                received[each.kind] = received.get(each.kind, ZERO) + each.amount
        balance = balance - spent + total(received.values())
        months.append(CashMonth(month, spent, received, balance))
        month = month_after(month)
    return CashFlow(actor, tuple(months))


def _flows(movements: Sequence[Movement], undated: Iterable[str] = ()) -> CashFlows:
    actors = dict.fromkeys(each.actor for each in movements)
    return CashFlows(tuple(flow_of(actor, movements) for actor in actors), tuple(undated))


def _bearers(programme: Programme) -> dict[str, str | None]:
    """Who bears each planned line: the partner that it names, else the lead."""
    lead = programme.lead.id if programme.lead else None
    plan = programme.financing or FinancingPlan()
    return {line.id: line.partner or lead for line in plan.expenses}


def recorded(programme: Programme) -> CashFlows:
    """
    The cash-flow that the dossier's own dates tell.

    Funders pay the lead; a partner that bears expenses is out of pocket until the lead pays it back, which no dossier
    tells. In-kind contributions are no money and do not count.
    """
    lead, bearers = (programme.lead.id if programme.lead else None), _bearers(programme)
    plan = programme.financing or FinancingPlan()
    kinds = {line.id: line.kind for line in plan.resources}
    movements: list[Movement] = []
    undated: list[str] = []
    for i, spent in enumerate(programme.actual_expenses):
        if spent.category is ExpenseCategory.IN_KIND:
            continue
        if spent.paid is None:
            undated.append(f"$.actual_expenses[{i}]")
        else:
            bearer = bearers.get(spent.expense or "", lead)
            movements.append(Movement(bearer, spent.paid, spent.amount, is_spending=True))
    for i, payment in enumerate(programme.payments):
        if payment.date is None or payment.amount is None:
            undated.append(f"$.payments[{i}]")
        else:
            movements.append(Movement(lead, payment.date, payment.amount, kinds.get(payment.resource or "")))
    return _flows(movements, undated)


@frozen(kw_only=True)
class Assumptions:
    """
    How a plan is laid out over time; each assumption is the reader's to change.

    Expenses are spread evenly from the month of ``start`` to that of ``end``, or over ``spending`` (line id → first and
    last day). Each day of ``claims`` asks for the EAFRD of what was spent by then, the last one for the balance; it is
    paid ``eafrd_delay`` months later, never more than ``share_before_balance`` of the EAFRD before the balance (None
    for no such limit).
    Counterparts are paid ``counterpart_delay`` months after ``end``, own funds are the beneficiary's own and move
    nothing.
    """

    start: dt.date
    end: dt.date
    claims: tuple[dt.date, ...]
    eafrd_delay: int = 6
    counterpart_delay: int = 0
    share_before_balance: Rate | None = None
    spending: Mapping[str, tuple[dt.date, dt.date]] = field(factory=dict)


def spread(amount: Money, months: int) -> tuple[Money, ...]:
    """
    An amount over a number of months, equal to the cent below, what is left over in the last one.

    >>> [str(part) for part in spread(Money.euros("10"), 3)]
    ['3.33', '3.33', '3.34']
    """
    if months < 1:
        raise Misuse("MIS043", {"name": "months", "value": str(months)})
    part = Money(amount.cents // months)
    return (*(part for _ in range(months - 1)), Money(amount.cents - part.cents * (months - 1)))


def months_between(start: dt.date, end: dt.date) -> int:
    """The number of calendar months from that of *start* to that of *end*, both counted; at least one."""
    return max(1, (end.year - start.year) * 12 + end.month - start.month + 1)


def projected(programme: Programme, assumptions: Assumptions) -> CashFlows:
    """The cash-flow of the programme's plan under *assumptions*; empty when it has no plan."""
    plan = programme.financing
    if plan is None:
        return CashFlows(())
    lead, bearers = (programme.lead.id if programme.lead else None), _bearers(programme)
    movements: list[Movement] = []
    for line in plan.expenses:
        if line.category is ExpenseCategory.IN_KIND:
            continue
        first, last = assumptions.spending.get(line.id, (assumptions.start, assumptions.end))
        parts = spread(line.amount, months_between(first, last))
        for rank, part in enumerate(parts):
            movements.append(Movement(bearers[line.id], month_after(first_of(first), rank), part, is_spending=True))
    movements += _eafrd(plan, movements, assumptions, lead)
    paid = month_after(first_of(assumptions.end), assumptions.counterpart_delay)
    for resource in plan.resources:
        if resource.kind is ResourceKind.NATIONAL_PUBLIC:
            movements.append(Movement(lead, paid, resource.amount, resource.kind))
    return _flows(movements)


def _eafrd(
    plan: FinancingPlan, spending: Iterable[Movement], assumptions: Assumptions, lead: str | None
) -> list[Movement]:
    """What the claims bring in: in proportion to what was spent, capped before the balance, the rest with the last."""
    spent = list(spending)
    eafrd, cost = plan.resources_of(ResourceKind.EAFRD), total(each.amount for each in spent)
    made: list[Movement] = []
    paid = ZERO
    claims = sorted(assumptions.claims)
    share = assumptions.share_before_balance or Rate(1)
    limit = Money(int(Rounding.DOWN_TO_CENT.apply(eafrd.cents * share.fraction)))
    for rank, day in enumerate(claims):
        by_then = total(each.amount for each in spent if each.day <= day)
        due = eafrd if by_then >= cost else Money(eafrd.cents * by_then.cents // cost.cents if cost.cents else 0)
        if rank < len(claims) - 1:
            due = min(due, limit)
        if due > paid:
            month = month_after(first_of(day), assumptions.eafrd_delay)
            made.append(Movement(lead, month, due - paid, ResourceKind.EAFRD))
            paid = due
    return made
