"""The section on what supports the expenses: quotes, staff time, travel, indirect costs, contributions in kind."""

from __future__ import annotations

from collections.abc import Iterable

from labo_partenariats.model import ExpenseCategory, FinancingPlan, Programme
from labo_partenariats.report.blocks import Block, CellValue, Column, Facts, Kind, NamedAmount, Section, Table
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case
from labo_partenariats.values.money import Rate


def support(case: Case, say: Wording) -> Section | None:
    """What supports the expenses («justification des dépenses»); None when the programme holds nothing of it."""
    programme, plan = case.programme, case.plan or FinancingPlan()
    blocks: list[Block] = [
        table
        for table in (_quotes(programme, say), _staff_time(programme, say), _trips(programme, say))
        if table is not None
    ]
    blocks += _flat_rate(case, plan, say)
    blocks += _in_kind(programme, plan, say)
    if not blocks:
        return None
    return Section(
        key="support",
        name=say("section.support.name"),
        title=say("section.support.title"),
        blocks=tuple(blocks),
        is_wide=any(isinstance(block, Table) for block in blocks),
    )


def line_labels(programme: Programme) -> dict[str, str]:
    """What the planned lines are called, by id."""
    return {line.id: line.label for line in programme.financing.expenses} if programme.financing else {}


def actor_name(programme: Programme, id_: str | None) -> str | None:
    """The name of an actor, the id itself where no actor carries it."""
    actor = programme.actor(id_) if id_ else None
    return actor.name if actor else id_


def table_of(
    role: str, say: Wording, columns: Iterable[tuple[str, Kind, float]], rows: Iterable[tuple[CellValue, ...]]
) -> Table | None:
    """A table under the headers of an input table, without the columns that no row fills; None without rows."""
    kept = tuple(rows)
    if not kept:
        return None
    given = tuple(columns)
    used = [rank for rank in range(len(given)) if rank == 0 or any(row[rank] not in (None, "") for row in kept)]
    return Table(
        key=role,
        title=say(f"support.{role}"),
        columns=tuple(
            Column(
                key=given[rank][0], header=say.header(role, given[rank][0]), kind=given[rank][1], weight=given[rank][2]
            )
            for rank in used
        ),
        rows=tuple(tuple(row[rank] for rank in used) for row in kept),
    )


def _quotes(programme: Programme, say: Wording) -> Table | None:
    labels = line_labels(programme)
    columns = (
        ("supplier", Kind.TEXT, 4.0),
        ("expense", Kind.TEXT, 4.0),
        ("date", Kind.DATE, 1.5),
        ("amount", Kind.MONEY, 2.0),
        ("is_chosen", Kind.TERM, 1.5),
    )
    rows = (
        (each.supplier, labels.get(each.expense or "", each.expense), each.date, each.amount, each.is_chosen)
        for each in programme.quotes
    )
    return table_of("quotes", say, columns, rows)


def _staff_time(programme: Programme, say: Wording) -> Table | None:
    labels = line_labels(programme)
    columns = (
        ("position", Kind.TEXT, 4.0),
        ("expense", Kind.TEXT, 3.0),
        ("actor", Kind.TEXT, 3.0),
        ("start", Kind.DATE, 1.5),
        ("end", Kind.DATE, 1.5),
        ("annual_cost", Kind.MONEY, 2.0),
        ("working_time", Kind.RATE, 1.5),
        ("time_share", Kind.RATE, 1.5),
        ("hours", Kind.NUMBER, 1.5),
    )
    rows = (
        (
            each.position,
            labels.get(each.expense or "", each.expense),
            actor_name(programme, each.actor),
            each.start,
            each.end,
            each.annual_cost,
            each.working_time,
            each.time_share,
            each.hours,
        )
        for each in programme.staff_time
    )
    return table_of("staff_time", say, columns, rows)


def _trips(programme: Programme, say: Wording) -> Table | None:
    labels = line_labels(programme)
    columns = (
        ("destination", Kind.TEXT, 3.0),
        ("date", Kind.DATE, 1.5),
        ("traveller", Kind.TEXT, 2.5),
        ("expense", Kind.TEXT, 3.0),
        ("fiscal_power", Kind.NUMBER, 1.5),
        ("kilometres", Kind.NUMBER, 1.5),
        ("meals", Kind.NUMBER, 1.0),
    )
    rows = (
        (
            each.destination,
            each.date,
            each.traveller,
            labels.get(each.expense or "", each.expense),
            each.fiscal_power,
            each.kilometres,
            each.meals,
        )
        for each in programme.trips
    )
    return table_of("trips", say, columns, rows)


def _flat_rate(case: Case, plan: FinancingPlan, say: Wording) -> list[Block]:
    """How the flat rate for indirect costs comes about; the cells follow the expenses."""
    if not any(line.category is ExpenseCategory.INDIRECT for line in plan.expenses):
        return []
    rate = case.parameter("indirect_costs_flat_rate")
    rows: tuple[tuple[str, CellValue], ...] = (
        (say.amount("staff_costs"), NamedAmount("staff_costs", case.amounts.money("staff_costs"))),
        (
            say.amount("indirect_costs_flat_rate"),
            NamedAmount("indirect_costs_flat_rate", as_rate(rate.value if rate else None), "rate"),
        ),
        (
            say.amount("indirect_costs_ceiling"),
            NamedAmount("indirect_costs_ceiling", case.amounts.money("indirect_costs_ceiling")),
        ),
    )
    return [Facts(title=say("support.indirect"), rows=rows)]


def as_rate(value: object) -> Rate | None:
    """A value of the law that is a rate."""
    return value if isinstance(value, Rate) else None


def _in_kind(programme: Programme, plan: FinancingPlan, say: Wording) -> list[Block]:
    lines = [line for line in plan.expenses if line.category is ExpenseCategory.IN_KIND]
    if not lines:
        return []
    columns = (
        Column(key="label", header=say.header("expenses", "label"), weight=4.0),
        Column(key="partner", header=say.header("expenses", "partner"), weight=3.0),
        Column(key="detail", header=say.header("expenses", "detail"), weight=3.0),
        Column(key="amount", header=say.header("expenses", "amount"), kind=Kind.MONEY, weight=2.0),
    )
    rows = tuple((line.label, actor_name(programme, line.partner), line.detail, line.amount) for line in lines)
    return [Table(key="in_kind", title=say("support.in_kind"), columns=columns, rows=rows)]
