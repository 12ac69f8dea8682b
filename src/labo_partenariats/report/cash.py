"""The section on money over time: claims and payments, and the cash-flow month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from labo_partenariats.model import FinancingPlan, Programme, ResourceKind
from labo_partenariats.report.blocks import Block, Bullets, CellValue, Column, Kind, Paragraph, Section, Table
from labo_partenariats.report.support import actor_name, as_rate, table_of
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.cash_flow import Assumptions, CashFlow, months_between, projected, recorded
from labo_partenariats.values.money import ZERO, Money, total

#: More months than this are no cash-flow that somebody reads: ten years, more than any programme runs.
MOST_MONTHS = 120
_LAST_YEAR = dt.MAXYEAR - 20


def cash(case: Case, say: Wording) -> Section | None:
    """Claims, payments and cash-flow («échéancier et trésorerie»); None when nothing has a day or an amount."""
    programme = case.programme
    blocks: list[Block] = [table for table in (_claims(programme, say), payments(programme, say)) if table is not None]
    known = recorded(programme).flows
    for flow in known:
        blocks += _flow(flow, programme, say, title="cash.recorded")
    if not known:
        blocks += _forecast(case, say)
    if not blocks:
        return None
    return Section(
        key="cash", name=say("section.cash.name"), title=say("section.cash.title"), blocks=tuple(blocks), is_wide=True
    )


def _claims(programme: Programme, say: Wording) -> Table | None:
    columns = (("id", Kind.TEXT, 2.5), ("kind", Kind.TERM, 2.0), ("date", Kind.DATE, 1.5), ("claimed", Kind.MONEY, 2.0))
    return table_of(
        "claims", say, columns, ((each.id, each.kind, each.date, each.claimed) for each in programme.claims)
    )


def payments(programme: Programme, say: Wording) -> Table | None:
    """What funders paid or will pay; None when nothing is known of it."""
    plan = programme.financing or FinancingPlan()
    labels = {line.id: line.label for line in plan.resources}
    columns = (
        ("resource", Kind.TEXT, 4.0),
        ("claim", Kind.TEXT, 2.5),
        ("date", Kind.DATE, 1.5),
        ("amount", Kind.MONEY, 2.0),
    )
    rows = (
        (labels.get(each.resource or "", each.resource), each.claim, each.date, each.amount)
        for each in programme.payments
    )
    return table_of("payments", say, columns, rows)


def _days(programme: Programme) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that the plan of action tells."""
    periods = [s.period for action in programme.actions for s in action.sessions if not s.cancelled]
    days = [day for period in periods for day in (period.start, period.end) if day is not None]
    return (min(days), max(days)) if days else None


def _forecast(case: Case, say: Wording) -> list[Block]:
    """The plan laid out over the days of its actions, under assumptions that are told; nothing without such days."""
    plan, days = case.plan, _days(case.programme)
    if plan is None or not plan.expenses or not plan.resources or days is None:
        return []
    start, end = days
    if months_between(start, end) > MOST_MONTHS or end.year > _LAST_YEAR:
        return [Paragraph(say("cash.too_long", start=start, end=end), is_note=True)]
    before = case.parameter("payments_before_balance_maximum")
    assumed = Assumptions(
        start=start, end=end, claims=(end,), share_before_balance=as_rate(before.value if before else None)
    )
    told = (
        say("cash.spread", start=start, end=end),
        say("cash.claimed", day=end, count=assumed.eafrd_delay),
        say("cash.counterpart"),
        say("cash.own"),
    )
    blocks: list[Block] = [Paragraph(say("cash.forecast_note"), is_note=True)]
    for flow in projected(case.programme, assumed).flows:
        blocks += _flow(flow, case.programme, say, title="cash.forecast")
    return [*blocks, Bullets(title=say("cash.assumptions"), items=told)]


def _flow(flow: CashFlow, programme: Programme, say: Wording, *, title: str) -> list[Block]:
    """The months of one actor, and the one in which most must be advanced."""
    if not flow.months:
        return []
    actor = actor_name(programme, flow.actor) or say("author")
    if len(flow.months) > MOST_MONTHS:
        return [Paragraph(say("cash.too_long", start=flow.months[0].month, end=flow.months[-1].month), is_note=True)]
    columns = (
        Column(key="month", header=say("cash.month"), weight=2),
        Column(key="spent", header=say("cash.spent"), kind=Kind.MONEY, weight=2),
        Column(key="eafrd", header=say.value(ResourceKind.EAFRD), kind=Kind.MONEY, weight=2),
        Column(key="others", header=say("cash.others"), kind=Kind.MONEY, weight=2),
        Column(key="balance", header=say("cash.balance"), kind=Kind.MONEY, weight=2),
        Column(key="bridged", header=say("cash.bridged"), kind=Kind.MONEY, weight=2),
    )
    received = [(_eafrd(month.received), _others(month.received)) for month in flow.months]
    rows = tuple(
        (_named(month.month, say), month.spent, eafrd, others, month.balance, month.bridged)
        for month, (eafrd, others) in zip(flow.months, received, strict=True)
    )
    sums: dict[str, CellValue] = {
        "spent": total(month.spent for month in flow.months),
        "eafrd": total(eafrd for eafrd, _ in received),
        "others": total(others for _, others in received),
    }
    blocks: list[Block] = [
        Table(
            key=f"cash_{flow.actor or 'lead'}",
            title=say(title, actor=actor),
            columns=columns,
            rows=rows,
            total=sums,
        )
    ]
    peak = flow.peak
    if peak is not None and peak.bridged > ZERO:
        blocks.append(Paragraph(say("cash.peak", actor=actor, amount=peak.bridged, month=_named(peak.month, say))))
    return blocks


def _eafrd(received: Mapping[ResourceKind | None, Money]) -> Money:
    return received.get(ResourceKind.EAFRD, ZERO)


def _others(received: Mapping[ResourceKind | None, Money]) -> Money:
    return total(amount for kind, amount in received.items() if kind is not ResourceKind.EAFRD)


def _named(month: dt.date, say: Wording) -> str:
    from babel.dates import format_date

    return format_date(month, "LLLL yyyy", locale=say.language)
