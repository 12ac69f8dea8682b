"""The sections on why: strategy and impacts, success criteria and indicators."""

from __future__ import annotations

from decimal import Decimal

from labo_partenariats.model import ImpactKind, Indicator, Programme, Range, StatedFigure
from labo_partenariats.report.blocks import (
    Block,
    Bullets,
    CellValue,
    Column,
    Facts,
    Gap,
    Kind,
    Paragraph,
    Section,
    Table,
)
from labo_partenariats.report.opening import given, numbered
from labo_partenariats.report.wording import Wording


def strategy(programme: Programme, say: Wording) -> Section:
    """How the programme answers the local strategy, and what it is expected to change."""
    blocks: list[Block] = []
    link = programme.strategy
    if link is not None:
        facts = given(
            [
                (say("cover.fiche_action"), numbered(link.fiche_action, link.fiche_action_title)),
                (say("cover.sub_action"), numbered(link.sub_action, link.sub_action_title)),
            ]
        )
        blocks += [Facts(rows=facts)] if facts else []
        blocks += [Bullets(title=say("strategy.contributions"), items=link.contributions)] if link.contributions else []
        blocks += [Bullets(title=say("strategy.coherence"), items=link.coherence)] if link.coherence else []
    for kind in ImpactKind:
        texts = tuple(impact.text for impact in programme.impacts if impact.kind is kind)
        if texts:
            blocks.append(Bullets(title=say(f"strategy.impact_{kind.value}"), items=texts))
    if not blocks:
        blocks.append(Paragraph(say("strategy.empty"), is_note=True))
    return Section(
        key="strategy", name=say("section.strategy.name"), title=say("section.strategy.title"), blocks=tuple(blocks)
    )


def success(programme: Programme, say: Wording) -> Section:
    """When the programme will have succeeded, what is counted, and the figures announced in the text."""
    blocks: list[Block] = []
    if programme.success_criteria:
        blocks.append(Bullets(title=say("success.criteria"), items=programme.success_criteria))
    blocks.append(_indicators(programme, say))
    if programme.stated_figures:
        blocks.append(
            Facts(title=say("success.stated"), rows=tuple(_stated(figure, say) for figure in programme.stated_figures))
        )
    return Section(
        key="success", name=say("section.success.name"), title=say("section.success.title"), blocks=tuple(blocks)
    )


def _stated(figure: StatedFigure, say: Wording) -> tuple[str, CellValue]:
    return figure.wording or say.value(figure.subject), figure.amount if figure.amount is not None else figure.count


def _indicators(programme: Programme, say: Wording) -> Table:
    columns = (
        Column(key="name", header=say.header("indicators", "name"), weight=5),
        Column(key="unit", header=say.header("indicators", "unit"), weight=2),
        Column(key="minimum", header=say("success.minimum"), kind=Kind.NUMBER),
        Column(key="maximum", header=say("success.maximum"), kind=Kind.NUMBER),
        Column(key="actual", header=say.header("indicators", "actual"), kind=Kind.NUMBER, is_input=True),
        Column(key="gap", header=say("success.gap"), kind=Kind.NUMBER),
    )
    return Table(
        key="indicators",
        entered_in="indicators",
        title=say("success.indicators"),
        columns=columns,
        rows=tuple(_indicator(indicator) for indicator in programme.indicators),
        empty=say("success.no_indicator"),
        note=say("success.gap_note") if programme.indicators else None,
    )


def _indicator(indicator: Indicator) -> tuple[CellValue, ...]:
    target = indicator.target
    low, high = (target.minimum, target.maximum) if target else (None, None)
    gap = Gap("minimum", "maximum", "actual", distance(indicator.actual, target))
    return indicator.name, indicator.unit, low, high, indicator.actual, gap


def distance(actual: Decimal | None, target: Range | None) -> Decimal | None:
    """How far a figure is outside its target; None when either is not given."""
    if actual is None or target is None:
        return None
    return min(actual - target.minimum, Decimal(0)) + max(actual - target.maximum, Decimal(0))
