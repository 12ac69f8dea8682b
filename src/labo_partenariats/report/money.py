"""The sections on money: expenses and financing plan, line by line and by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction

from labo_partenariats.model import Expense, ExpenseCategory, FinancingPlan, Programme, Resource, ResourceKind, StateAid
from labo_partenariats.model.terms import ResourceStatus
from labo_partenariats.report.blocks import (
    Block,
    CellValue,
    Column,
    Facts,
    Figure,
    Kind,
    NamedAmount,
    Paragraph,
    Section,
    Selected,
    Share,
    Table,
)
from labo_partenariats.report.opening import given
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case
from labo_partenariats.values.money import Money

#: Where the money comes from; what the lead partner brings itself is public or private with its legal nature.
ORIGINS: Mapping[str, tuple[ResourceKind, ...]] = {
    "public": (ResourceKind.EAFRD, ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC, ResourceKind.OTHER_EU),
    "private": (ResourceKind.PRIVATE, ResourceKind.IN_KIND, ResourceKind.REVENUE),
    "own": (ResourceKind.SELF_FINANCING,),
}


def expenses(case: Case, say: Wording) -> Section:
    """Expenses line by line, then by category."""
    plan = case.plan
    blocks: list[Block] = (
        [Paragraph(say("expenses.empty"), is_note=True)] if plan is None else [_expense_lines(case, plan, say)]
    )
    if plan is not None and plan.expenses:
        blocks += _by_term(
            "expenses", "category", ExpenseCategory, [(line.category, line.amount) for line in plan.expenses], case, say
        )
    return Section(
        key="expenses", name=say("section.expenses.name"), title=say("section.expenses.title"), blocks=tuple(blocks)
    )


def share(part: Money, total: NamedAmount) -> Share:
    """The share of a line's amount in a total."""
    whole = total.value
    known = isinstance(whole, Money) and whole.cents
    return Share("amount", total.key, Fraction(part.cents, whole.cents) if known and isinstance(whole, Money) else None)


def _expense_lines(case: Case, plan: FinancingPlan, say: Wording) -> Table:
    total = NamedAmount("total_expenses", case.amounts.money("total_expenses"), is_home=True)
    extras = [
        key
        for key in ("amount_excl_vat", "amount_incl_vat", "partner", "detail")
        if any(getattr(line, key) is not None for line in plan.expenses)
    ]
    columns = [
        Column(key="label", header=say.header("expenses", "label"), weight=5, is_input=True),
        Column(
            key="category",
            header=say.header("expenses", "category"),
            kind=Kind.TERM,
            weight=3,
            terms=ExpenseCategory,
            is_input=True,
        ),
        *(_extra_column(key, say) for key in extras),
        Column(
            key="amount",
            header=say.header("expenses", "amount"),
            kind=Kind.MONEY,
            weight=2,
            is_input=True,
            feeds="expenses",
        ),
        Column(key="share", header=say("money.share"), kind=Kind.RATE),
    ]
    rows = tuple(
        (
            line.label,
            line.category,
            *(_extra(line, key, case.programme) for key in extras),
            line.amount,
            share(line.amount, total),
        )
        for line in plan.expenses
    )
    return Table(
        key="expenses",
        entered_in="expenses",
        title=say("expenses.lines"),
        columns=tuple(columns),
        rows=rows,
        total={"amount": total},
        empty=say("expenses.empty"),
    )


def _extra_column(key: str, say: Wording) -> Column:
    kind = Kind.MONEY if key.startswith("amount") else Kind.TEXT
    return Column(key=key, header=say.header("expenses", key), kind=kind, weight=3 if key == "detail" else 2)


def _extra(line: Expense, key: str, programme: Programme) -> CellValue:
    if key == "partner" and line.partner is not None:
        actor = programme.actor(line.partner)
        return actor.name if actor else line.partner
    found: str | Money | None = getattr(line, key)
    return found


def financing(case: Case, say: Wording) -> Section:
    """What the plan announces, its resources by funder, then by nature."""
    plan = case.plan
    blocks: list[Block] = (
        [Paragraph(say("financing.empty"), is_note=True)] if plan is None else _financing(case, plan, say)
    )
    return Section(
        key="financing", name=say("section.financing.name"), title=say("section.financing.title"), blocks=tuple(blocks)
    )


def _financing(case: Case, plan: FinancingPlan, say: Wording) -> list[Block]:
    aid = plan.state_aid or StateAid()
    facts = given(
        [
            (say("financing.version"), plan.version),
            (say("financing.date"), plan.date),
            (say("financing.aid_rate"), plan.aid_rate),
            (say("financing.state_aid"), say("financing.unanswered") if aid.applies is None else aid.applies),
            (say("financing.state_aid_scheme"), aid.scheme),
            (say("financing.state_aid_justification"), aid.justification),
            (say("financing.requested"), plan.requested),
        ]
    )
    blocks: list[Block] = [Facts(title=say("financing.announced"), rows=facts), _resource_lines(case, plan, say)]
    if plan.remark:
        blocks.append(Paragraph(plan.remark))
    if plan.resources:
        blocks += _by_origin(case, plan, say)
        blocks += _by_term(
            "resources", "kind", ResourceKind, [(line.kind, line.amount) for line in plan.resources], case, say
        )
    return blocks


def _resource_lines(case: Case, plan: FinancingPlan, say: Wording) -> Table:
    named = any(line.funder for line in plan.resources)
    total = NamedAmount("total_resources", case.amounts.money("total_resources"), is_home=True)
    columns = (
        Column(key="label", header=say.header("resources", "label"), weight=4, is_input=True),
        Column(
            key="kind",
            header=say.header("resources", "kind"),
            kind=Kind.TERM,
            weight=3,
            terms=ResourceKind,
            is_input=True,
        ),
        *((Column(key="funder", header=say.header("resources", "funder"), weight=3, is_input=True),) if named else ()),
        Column(
            key="status",
            header=say.header("resources", "status"),
            kind=Kind.TERM,
            weight=2,
            terms=ResourceStatus,
            is_input=True,
        ),
        Column(
            key="amount",
            header=say.header("resources", "amount"),
            kind=Kind.MONEY,
            weight=2,
            is_input=True,
            feeds="resources",
        ),
        Column(key="share", header=say("money.share"), kind=Kind.RATE),
    )
    return Table(
        key="resources",
        entered_in="resources",
        title=say("financing.lines"),
        columns=columns,
        rows=tuple(_resource(line, total, named=named) for line in plan.resources),
        total={"amount": total},
        empty=say("financing.empty"),
    )


def _resource(line: Resource, total: NamedAmount, *, named: bool) -> tuple[CellValue, ...]:
    funder = (line.funder,) if named else ()
    return line.label, line.kind, *funder, line.status, line.amount, share(line.amount, total)


def _by_origin(case: Case, plan: FinancingPlan, say: Wording) -> list[Block]:
    """Public money, private money and what the lead partner brings itself, each as a sum and a share."""
    total = NamedAmount("total_resources", case.amounts.money("total_resources"))
    rows: list[tuple[CellValue, ...]] = []
    for origin, kinds in ORIGINS.items():
        if any(line.kind in kinds for line in plan.resources):
            amount = plan.resources_of(*kinds)
            rows.append(
                (
                    say(f"financing.{origin}"),
                    Selected("resources", "kind", "resources", kinds, amount),
                    share(amount, total),
                )
            )
    if not rows:
        return []
    columns = (
        Column(key="origin", header=say("financing.origin"), weight=5),
        Column(key="amount", header=say.header("resources", "amount"), kind=Kind.MONEY, weight=2),
        Column(key="share", header=say("money.share"), kind=Kind.RATE),
    )
    unclassified = any(line.kind is None for line in plan.resources)
    return [
        Table(
            key="resources_by_origin",
            title=say("financing.by_origin"),
            columns=columns,
            rows=tuple(rows),
            total={} if unclassified else {"amount": total},
            note=say("money.unclassified") if unclassified else None,
        )
    ]


def _by_term(
    table: str, by: str, vocabulary: type[Enum], lines: Sequence[tuple[Enum | None, Money]], case: Case, say: Wording
) -> list[Block]:
    """The same money by category: a table of sums and a chart of it."""
    total = NamedAmount(f"total_{table}", case.amounts.money(f"total_{table}"))
    present = [term for term in vocabulary if any(found is term for found, _ in lines)]
    if not present:
        return []
    sums = {term: Money(sum(amount.cents for found, amount in lines if found is term)) for term in present}
    rows = tuple((term, Selected(table, by, table, (term,), sums[term]), share(sums[term], total)) for term in present)
    key = f"{table}_by_{by}"
    columns = (
        Column(key="term", header=say.header(table, by), kind=Kind.TERM, weight=5),
        Column(key="amount", header=say.header(table, "amount"), kind=Kind.MONEY, weight=2),
        Column(key="share", header=say("money.share"), kind=Kind.RATE),
    )
    told = "; ".join(f"{say.value(term)} : {say.value(sums[term])}" for term in present)
    unclassified = any(found is None for found, _ in lines)
    return [
        Table(
            key=key,
            title=say(f"{table}.by_{by}"),
            columns=columns,
            rows=rows,
            total={} if unclassified else {"amount": total},
            note=say("money.unclassified") if unclassified else None,
        ),
        Figure(
            key=f"{key}_chart",
            title=say(f"{table}.chart"),
            alt=say(f"{table}.chart_alt", told=told),
            table=key,
            labels="term",
            values="amount",
        ),
    ]
