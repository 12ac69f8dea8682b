"""The sections on what is done: plan of action, calendar, projects."""

from __future__ import annotations

from labo_partenariats.model import Action, Programme, Project
from labo_partenariats.report.blocks import (
    Block,
    CellValue,
    Column,
    Kind,
    Lines,
    Paragraph,
    Periods,
    Section,
    Table,
)
from labo_partenariats.report.people import territory_names
from labo_partenariats.report.timeline import timeline
from labo_partenariats.report.wording import Wording


def plan(programme: Programme, say: Wording) -> Section:
    """The plan of action as a table."""
    columns = (
        Column(key="period_text", header=say.header("actions", "period_text"), kind=Kind.PERIODS, weight=3),
        Column(key="title", header=say.header("actions", "title"), weight=3),
        Column(key="description", header=say.header("actions", "description"), kind=Kind.LINES, weight=5),
        Column(key="objectives", header=say("plan.objectives"), kind=Kind.LINES, weight=4),
        Column(key="audience", header=say.header("actions", "audience"), weight=2),
        Column(key="territories", header=say("plan.where"), weight=2),
    )
    table = Table(
        key="actions",
        columns=columns,
        rows=tuple(_action(action, programme) for action in programme.actions),
        empty=say("plan.empty"),
    )
    return Section(
        key="plan", name=say("section.plan.name"), title=say("section.plan.title"), blocks=(table,), is_wide=True
    )


def _action(action: Action, programme: Programme) -> tuple[CellValue, ...]:
    periods = tuple(session.period for session in action.sessions if not session.cancelled)
    places = [territory_names(programme, action.territories), action.place or ""]
    return (
        Periods(periods) if periods else action.period_text,
        action.title,
        Lines(action.description),
        Lines((*action.objectives, *action.expected_results)),
        action.audience,
        Lines(tuple(place for place in places if place)),
    )


def calendar(programme: Programme, say: Wording) -> Section:
    """The plan of action laid out in time."""
    drawn = timeline(programme, say)
    blocks: list[Block] = [drawn] if drawn is not None else [Paragraph(say("calendar.empty"), is_note=True)]
    undated = [action.title for action in programme.actions if not action.sessions]
    if undated and drawn is not None:
        blocks.append(Paragraph(say("calendar.undated", actions=tuple(undated)), is_note=True))
    return Section(
        key="calendar",
        name=say("section.calendar.name"),
        title=say("section.calendar.title"),
        blocks=tuple(blocks),
        is_wide=True,
    )


def projects(programme: Programme, say: Wording) -> Section:
    """The projects that the programme detects, and the examples from elsewhere, never mixed."""
    own = tuple(project for project in programme.projects if not project.is_example)
    examples = tuple(project for project in programme.projects if project.is_example)
    blocks: list[Block] = [_own(own, programme, say)]
    if examples:
        blocks.append(_examples(examples, say))
    return Section(
        key="projects", name=say("section.projects.name"), title=say("section.projects.title"), blocks=tuple(blocks)
    )


def _own(own: tuple[Project, ...], programme: Programme, say: Wording) -> Table:
    columns = (
        Column(key="title", header=say.header("projects", "title"), weight=4),
        Column(key="stage", header=say.header("projects", "stage"), kind=Kind.TERM, weight=2),
        Column(key="lead", header=say.header("projects", "lead"), weight=2),
        Column(key="territories", header=say.header("projects", "territories"), weight=2),
        Column(key="description", header=say.header("projects", "description"), weight=4),
    )
    rows = tuple((p.title, p.stage, p.lead, territory_names(programme, p.territories), p.description) for p in own)
    return Table(key="projects", title=say("projects.own"), columns=columns, rows=rows, empty=say("projects.none_yet"))


def _examples(examples: tuple[Project, ...], say: Wording) -> Table:
    columns = (
        Column(key="title", header=say.header("projects", "title"), weight=6),
        Column(key="origin", header=say.header("projects", "origin"), weight=3),
        Column(key="opening", header=say.header("projects", "opening"), kind=Kind.PERIODS, weight=2),
    )
    rows = tuple((p.title, p.origin, Periods((p.opening,)) if p.opening else None) for p in examples)
    return Table(
        key="examples",
        title=say("projects.examples", count=len(examples)),
        columns=columns,
        rows=rows,
        note=say("projects.examples_note"),
    )
