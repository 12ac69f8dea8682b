"""Unique ids and resolved references: every breach of a programme reported together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.model.financing import FinancingPlan
from labo_partenariats.model.programme import Programme

#: Parts whose items refer to others: field → kind of what it names.
_LINKS = {
    "quotes": {"expense": "expense"},
    "actual_expenses": {"expense": "expense", "claim": "claim"},
    "staff_time": {"expense": "expense", "actor": "actor"},
    "trips": {"expense": "expense"},
    "payments": {"resource": "resource", "claim": "claim"},
    "aids": {"actor": "actor"},
    "links": {"controlling": "actor", "controlled": "actor"},
    "decisions": {"committee": "committee", "project": "project"},
    "participants": {"session": "session", "actor": "actor"},
}

#: Further parts whose items have an id of their own: part → kind.
_NUMBERED = {
    "quotes": "quote",
    "actual_expenses": "actual_expense",
    "staff_time": "staff_time",
    "trips": "trip",
    "claims": "claim",
    "payments": "payment",
    "aids": "aid",
    "decisions": "decision",
    "supplied_documents": "document",
    "participants": "participant",
}


def _duplicates(kind: str, path: str, ids: Iterable[str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if id_ in first:
            yield finding(
                "MOD001",
                {"kind": kind, "id": id_},
                location=PathLocation(f"{path}[{index}].id"),
                related=(PathLocation(f"{path}[{first[id_]}].id"),),
                value=id_,
            )
        else:
            first[id_] = index


def _references(programme: Programme) -> Iterator[tuple[str, str, str]]:
    """Every reference as (kind of its target, id, path)."""
    for i, actor in enumerate(programme.actors):
        yield from (("territory", t, f"$.actors[{i}].territories[{n}]") for n, t in enumerate(actor.territories))
    for i, partnership in enumerate(programme.partnerships):
        yield "actor", partnership.actor, f"$.partnerships[{i}].actor"
    for i, action in enumerate(programme.actions):
        here = f"$.actions[{i}]"
        yield from (("territory", t, f"{here}.territories[{n}]") for n, t in enumerate(action.territories))
        yield from (("actor", a, f"{here}.actors[{n}]") for n, a in enumerate(action.actors))
        for j, session in enumerate(action.sessions):
            at = f"{here}.sessions[{j}].territories"
            yield from (("territory", t, f"{at}[{n}]") for n, t in enumerate(session.territories))
    for i, project in enumerate(programme.projects):
        yield from (("territory", t, f"$.projects[{i}].territories[{n}]") for n, t in enumerate(project.territories))
    for i, committee in enumerate(programme.committees):
        if committee.action is not None:
            yield "action", committee.action, f"$.committees[{i}].action"
        for n, member in enumerate(committee.members):
            if member.actor is not None:
                yield "actor", member.actor, f"$.committees[{i}].members[{n}].actor"
    for at, plan in _plans(programme):
        for i, expense in enumerate(plan.expenses):
            if expense.partner is not None:
                yield "actor", expense.partner, f"{at}.expenses[{i}].partner"
    for part, kinds in _LINKS.items():
        for i, item in enumerate(getattr(programme, part)):
            for name, kind in kinds.items():
                if (target := getattr(item, name)) is not None:
                    yield kind, target, f"$.{part}[{i}].{name}"


def _plans(programme: Programme) -> Iterator[tuple[str, FinancingPlan]]:
    if programme.financing is not None:
        yield "$.financing", programme.financing
    yield from ((f"$.other_plans[{n}]", plan) for n, plan in enumerate(programme.other_plans))


def inconsistencies(programme: Programme) -> tuple[Finding, ...]:
    """Duplicate ids (MOD001) and references to nothing (MOD002), all of them."""
    collections = {
        "territory": ("$.territories", [territory.id for territory in programme.territories]),
        "actor": ("$.actors", [actor.id for actor in programme.actors]),
        "action": ("$.actions", [action.id for action in programme.actions]),
        "project": ("$.projects", [project.id for project in programme.projects]),
        "committee": ("$.committees", [committee.id for committee in programme.committees]),
        "indicator": ("$.indicators", [indicator.id for indicator in programme.indicators]),
        **{kind: (f"$.{part}", [item.id for item in getattr(programme, part)]) for part, kind in _NUMBERED.items()},
    }
    found = [breach for kind, (path, ids) in collections.items() for breach in _duplicates(kind, path, ids)]
    sessions = [
        (f"$.actions[{i}].sessions[{j}].id", session.id)
        for i, action in enumerate(programme.actions)
        for j, session in enumerate(action.sessions)
    ]
    found += _duplicate_sessions(sessions)
    for at, plan in _plans(programme):
        found += _duplicates("expense", f"{at}.expenses", [expense.id for expense in plan.expenses])
        found += _duplicates("resource", f"{at}.resources", [resource.id for resource in plan.resources])
    known = {kind: frozenset(ids) for kind, (_, ids) in collections.items()}
    plan = programme.financing or FinancingPlan()
    known["session"] = frozenset(id_ for _, id_ in sessions)
    known["expense"] = frozenset(expense.id for expense in plan.expenses)
    known["resource"] = frozenset(resource.id for resource in plan.resources)
    for kind, target, path in _references(programme):
        if target not in known[kind]:
            found.append(finding("MOD002", {"kind": kind, "id": target}, location=PathLocation(path), value=target))
    return tuple(found)


def _duplicate_sessions(sessions: list[tuple[str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, id_ in sessions:
        if id_ in first:
            yield finding(
                "MOD001",
                {"kind": "session", "id": id_},
                location=PathLocation(path),
                related=(PathLocation(first[id_]),),
                value=id_,
            )
        first.setdefault(id_, path)
