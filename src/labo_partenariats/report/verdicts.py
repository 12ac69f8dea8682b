"""The sections on what the rules say: what is to be settled, and what was checked and is right."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.findings import Catalogue, Finding
from labo_partenariats.report.blocks import CellValue, Column, Kind, Section, Table
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.rules.outcome import Answer, Outcome
from labo_partenariats.tabular.places import place_words


def findings(found: tuple[Finding, ...], catalogue: Catalogue, say: Wording) -> Section:
    """All findings, gravest first."""
    columns = (
        Column(key="severity", header=say("findings.severity"), kind=Kind.TERM, weight=1.5),
        Column(key="code", header=say("findings.code"), weight=1.2),
        Column(key="place", header=say("findings.place"), weight=3.5),
        Column(key="message", header=say("findings.message"), weight=6),
        Column(key="remedy", header=say("findings.remedy"), weight=5),
    )
    rows = tuple(_finding(finding, catalogue, say) for finding in found)
    return Section(
        key="findings",
        name=say("section.findings.name"),
        title=say("section.findings.title"),
        blocks=(Table(key="findings", columns=columns, rows=rows, empty=say("findings.none")),),
        is_wide=True,
    )


def kept(assessment: Assessment, catalogue: Catalogue, say: Wording) -> Section:
    """What was checked and is right."""
    columns = (
        Column(key="code", header=say("findings.code"), weight=1.2),
        Column(key="place", header=say("findings.place"), weight=3.5),
        Column(key="message", header=say("findings.checked"), weight=8),
        Column(key="answer", header=say("findings.answer"), kind=Kind.TERM, weight=1.5),
    )
    rows = tuple(_kept(assessment, catalogue, say))
    return Section(
        key="kept",
        name=say("section.kept.name"),
        title=say("section.kept.title"),
        blocks=(Table(key="kept", columns=columns, rows=rows, empty=say("findings.none_kept")),),
        is_wide=True,
    )


def _finding(finding: Finding, catalogue: Catalogue, say: Wording) -> tuple[CellValue, ...]:
    located = (finding.location, *finding.related)
    remedy = catalogue.remedy(finding, say.language)
    places = [place_words(place, say.language) for place in located if place is not None]
    return (
        finding.severity,
        finding.code,
        "\n".join(dict.fromkeys(places)),
        say.printed(catalogue.message(finding, say.language)),
        None if remedy is None else say.printed(remedy),
    )


def _kept(assessment: Assessment, catalogue: Catalogue, say: Wording) -> Iterator[tuple[CellValue, ...]]:
    """What the satisfied outcomes say, each sentence once."""
    said: dict[tuple[str, str], Outcome] = {}
    for outcome in assessment.outcomes:
        if outcome.answer is Answer.SATISFIED:
            sentence = catalogue[outcome.code].text("satisfied", say.language, outcome.data)
            if sentence is not None:
                said.setdefault((outcome.code, sentence), outcome)
    for (code, sentence), outcome in said.items():
        place = place_words(assessment.origins.locate(outcome.path), say.language) if outcome.path else None
        yield code, place, say.printed(sentence), outcome.answer
