"""What opens a dossier: the cover and the presentation."""

from __future__ import annotations

from collections import Counter

from labo_partenariats.findings import Finding, Severity
from labo_partenariats.model import Application, DocumentMetadata, Programme, StrategyLink
from labo_partenariats.report.blocks import Block, Bullets, CellValue, Facts, NamedAmount, Paragraph, Section
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.rules.case import Case

Row = tuple[str, CellValue]

#: The amounts that a reader looks for first.
KEY_AMOUNTS = ("total_expenses", "public_aid_cap", "counterpart", "eafrd", "self_financing")


def given(rows: list[tuple[str, CellValue]]) -> tuple[Row, ...]:
    """The rows that have a value."""
    return tuple(row for row in rows if row[1] not in (None, ""))


def numbered(number: str | None, title: str | None) -> str | None:
    """A number and a title as one label, either may be missing."""
    return " — ".join(part for part in (number, title) if part) or None


def law_day(case: Case, say: Wording) -> str:
    """The day whose law was applied, and why that one."""
    if case.on.day is None:
        return say("cover.no_law_date")
    return say(f"cover.law_date_{case.on.reason}", day=case.on.day)


def _state(findings: tuple[Finding, ...], say: Wording) -> str:
    counts = Counter(finding.severity for finding in findings)
    if not counts:
        return say("cover.no_finding")
    errors, warnings, notes = (counts[severity] for severity in Severity)
    return say("cover.state", errors=errors, warnings=warnings, notes=notes)


def cover(programme: Programme, assessment: Assessment, findings: tuple[Finding, ...], say: Wording) -> Section:
    """The cover: which operation, whose, under which law, in which state."""
    case, lag, lead = assessment.case, programme.lag, programme.lead
    document, application = programme.document or DocumentMetadata(), programme.application or Application()
    strategy = programme.strategy or StrategyLink()
    identity = given(
        [
            (say("cover.lead"), lead.name if lead else None),
            (say("cover.network"), programme.network),
            (say("cover.lag"), numbered(lag.acronym, lag.name) if lag else None),
            (say("cover.region"), lag.region if lag else None),
            (say("cover.territories"), ", ".join(territory.name for territory in programme.territories)),
            (say("cover.fiche_action"), numbered(strategy.fiche_action, strategy.fiche_action_title)),
            (say("cover.sub_action"), numbered(strategy.sub_action, strategy.sub_action_title)),
        ]
    )
    papers = given(
        [
            (say("cover.application_date"), application.date),
            (say("cover.application_reference"), application.reference),
            (say("cover.document"), document.title),
            (say("cover.revision"), document.revision),
            (say("cover.created"), document.created),
            (say("cover.saved"), document.saved),
            (say("cover.law"), law_day(case, say)),
            (say("cover.findings"), _state(findings, say)),
        ]
    )
    blocks: list[Block] = [Facts(title=say("cover.identity"), rows=identity)] if identity else []
    blocks.append(Facts(title=say("cover.papers"), rows=papers))
    if case.plan is not None:
        blocks.append(Facts(title=say("cover.amounts"), rows=tuple(key_amount(case, key, say) for key in KEY_AMOUNTS)))
    title = programme.title or say("cover.untitled")
    return Section(key="cover", name=say("section.cover.name"), title=title, blocks=tuple(blocks))


def key_amount(case: Case, key: str, say: Wording) -> Row:
    """The label and the value of an amount."""
    return say.amount(key), NamedAmount(key, case.amounts.money(key))


def presentation(programme: Programme, say: Wording) -> Section:
    """What the operation is and how it goes about it."""
    blocks: list[Block] = [Paragraph(text) for text in programme.summary]
    if programme.approach:
        blocks.append(Bullets(title=say("presentation.approach"), items=programme.approach))
    if not blocks:
        blocks.append(Paragraph(say("presentation.empty"), is_note=True))
    return Section(
        key="presentation",
        name=say("section.presentation.name"),
        title=say("section.presentation.title"),
        blocks=tuple(blocks),
    )
