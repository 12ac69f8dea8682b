"""The section on the documents of the dossier: which are called for, why, and which are there."""

from __future__ import annotations

from labo_partenariats.report.blocks import Block, Column, Kind, Paragraph, Section, Table
from labo_partenariats.report.wording import Wording
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.documents import RequiredDocument, required_documents
from labo_partenariats.values.term import Term


def documents(case: Case, say: Wording) -> Section:
    """The documents that the facts call for («pièces à joindre») and those supplied besides."""
    required = required_documents(case)
    columns = (
        Column(key="state", header=say("documents.state"), weight=2),
        Column(key="kind", header=say("documents.document"), weight=4),
        Column(key="reason", header=say("documents.reason"), weight=4),
        Column(key="rule", header=say("calculation.rule"), weight=1.2),
        Column(key="date", header=say.header("supplied_documents", "date"), kind=Kind.DATE, weight=1.5),
    )
    blocks: list[Block] = [Paragraph(say("documents.note" if required else "documents.unknown"), is_note=True)]
    listed = bool(case.programme.supplied_documents)  # without any list, nobody can tell what is missing
    asked = tuple(
        (
            say(f"documents.{_state(each) if listed else 'to_attach'}"),
            say.value(each.kind),
            say.value(Term("DocumentReason", each.reason)),
            each.rule,
            each.supplied.date if each.supplied else None,
        )
        for each in required
    )
    if asked:
        blocks.append(Table(key="documents", columns=columns, rows=asked))
    blocks += _others(case, required, say)
    return Section(
        key="documents", name=say("section.documents.name"), title=say("section.documents.title"), blocks=tuple(blocks)
    )


def _state(document: RequiredDocument) -> str:
    if document.is_received:
        return "received"
    return "missing" if document.supplied is None else "expected"


def _others(case: Case, required: tuple[RequiredDocument, ...], say: Wording) -> list[Block]:
    kinds = {each.kind for each in required}
    others = tuple(each for each in case.programme.supplied_documents if each.kind not in kinds)
    if not others:
        return []
    columns = (
        Column(key="kind", header=say("documents.document"), weight=4),
        Column(key="date", header=say.header("supplied_documents", "date"), kind=Kind.DATE, weight=1.5),
        Column(key="remark", header=say.header("supplied_documents", "remark"), weight=4),
    )
    rows = tuple((say.value(each.kind), each.date, each.remark) for each in others)
    return [Table(key="other_documents", title=say("documents.others"), columns=columns, rows=rows)]
