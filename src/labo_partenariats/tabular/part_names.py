"""The names by which rows refer to the parts of a programme: what is read by them is written by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from labo_partenariats.findings import Finding
from labo_partenariats.i18n import LANGUAGES, text
from labo_partenariats.model import Decision, PaymentClaim, Programme
from labo_partenariats.model.schedule import slots
from labo_partenariats.tabular.references import Directory

Directories = dict[str, Directory]


def directories_of(programme: Programme, report: Callable[[Finding], None]) -> Directories:
    """
    The names of what rows may refer to, by kind, as *programme* has it.

    Actors stand for their first name as everywhere; of the others, a name that several bear stands for none.
    """
    made = {"actor": Directory("actor", report)}
    for actor in programme.actors:
        made["actor"].add(actor.id, actor.name, *actor.aliases)
    for kind, things in _named(programme).items():
        made[kind] = Directory(kind, report, strict=True)
        for id_, names in things:
            made[kind].add(id_, *(name for name in names if name))
    return made


_Named = tuple[str, tuple[str | None, ...]]


def _named(programme: Programme) -> dict[str, list[_Named]]:
    plan, titles = programme.financing, titles_of(programme)
    return {
        "expense": [(line.id, (line.label,)) for line in plan.expenses] if plan else [],
        "resource": [(line.id, (line.label, line.funder)) for line in plan.resources] if plan else [],
        "project": [(project.id, (project.title,)) for project in programme.projects],
        "committee": [(committee.id, (committee.name,)) for committee in programme.committees],
        "session": list(_sessions(programme)),
        "claim": [(claim.id, claim_names(claim)) for claim in programme.claims],
        "decision": [(decision.id, decision_names(decision, *titles)) for decision in programme.decisions],
    }


def _sessions(programme: Programme) -> Iterator[_Named]:
    """A session is named by its action and its day, by its label, or by its action when it has no other session."""
    for slot in slots(programme):
        period, title = slot.session.period, slot.action.title
        day = f"{period.start:%d/%m/%Y}" if period.is_exact_day and period.start else None
        dated = f"{title} {day}" if day else None
        labelled = f"{title} {period.label}" if period.label else None
        iso = period.start.isoformat() if day and period.start else None
        yield slot.session.id, (dated, labelled, period.label, title, day, iso)


def claim_names(claim: PaymentClaim) -> tuple[str, ...]:
    """A claim is named by its id, or by its kind when it is the only one of it («Solde»)."""
    if claim.kind is None:
        return (claim.id,)
    return (claim.id, *(text(f"terms.ClaimKind.{claim.kind.value}", language) for language in LANGUAGES))


def decision_names(decision: Decision, titles: Mapping[str, str], committees: Mapping[str, str]) -> tuple[str, ...]:
    """A decision is named by its project, with the day where it was decided on twice; else by its committee and day."""
    title, committee = titles.get(decision.project or ""), committees.get(decision.committee)
    said = [name for name in (title, committee) if name]
    dated = [f"{name} {decision.date:%d/%m/%Y}" for name in said] if decision.date else []
    return (*([title] if title else []), *dated)


def titles_of(programme: Programme) -> tuple[dict[str, str], dict[str, str]]:
    """The titles of projects and the names of committees by id."""
    titles = {project.id: project.title for project in reversed(programme.projects)}
    return titles, {committee.id: committee.name for committee in reversed(programme.committees)}
