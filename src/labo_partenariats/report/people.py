"""The section on partnership and governance: who takes part, who does what, who decides."""

from __future__ import annotations

from labo_partenariats.model import Actor, Programme, RoleKind, SelectionCommittee
from labo_partenariats.report.blocks import Block, Bullets, Column, Kind, Lines, Section, Table
from labo_partenariats.report.wording import Wording

MARK = "●"


def partnership(programme: Programme, say: Wording, *, personal_data: bool) -> Section:
    """Governance, actors and committees."""
    blocks: list[Block] = []
    if programme.governance:
        blocks.append(Bullets(title=say("partnership.governance"), items=programme.governance))
    blocks.append(_actors(programme, say, personal_data=personal_data))
    blocks += [_committee(committee, programme, say) for committee in programme.committees]
    return Section(
        key="partnership",
        name=say("section.partnership.name"),
        title=say("section.partnership.title"),
        blocks=tuple(blocks),
        is_wide=True,
    )


def roles(programme: Programme, say: Wording) -> Section:
    """Who does what, as a matrix."""
    return Section(
        key="roles",
        name=say("section.roles.name"),
        title=say("section.roles.title"),
        blocks=(_matrix(programme, say),),
        is_wide=True,
    )


def territory_names(programme: Programme, ids: tuple[str, ...]) -> str:
    """The names of territories, as one text."""
    found = [programme.territory(id_) for id_ in ids]
    return ", ".join(territory.name if territory else id_ for territory, id_ in zip(found, ids, strict=True))


def _roles(programme: Programme, actor: Actor, say: Wording) -> Lines:
    return Lines(tuple(role.wording or say.value(role.role) for role in programme.roles_of(actor.id)))


def _actors(programme: Programme, say: Wording, *, personal_data: bool) -> Table:
    columns = [
        Column(key="name", header=say.header("actors", "name"), weight=3),
        Column(key="kind", header=say.header("actors", "kind"), kind=Kind.TERM, weight=2),
        Column(key="roles", header=say.header("actors", "roles"), kind=Kind.LINES, weight=4),
        Column(key="territories", header=say.header("actors", "territories"), weight=2),
    ]
    rows = [
        [actor.name, actor.kind, _roles(programme, actor, say), territory_names(programme, actor.territories)]
        for actor in programme.actors
    ]
    for key in ("email", "phone") if personal_data else ():
        columns.append(Column(key=key, header=say.header("actors", key), weight=2))
        for row, actor in zip(rows, programme.actors, strict=True):
            row.append(getattr(actor, key))
    return Table(
        key="actors",
        title=say("partnership.actors"),
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        empty=say("partnership.no_actor"),
    )


def _matrix(programme: Programme, say: Wording) -> Table:
    present = {partnership.role for partnership in programme.partnerships}
    roles = tuple(role for role in RoleKind if role in present)
    columns = (
        Column(key="actor", header=say.header("actors", "name"), weight=3),
        *(Column(key=role.value, header=say.value(role), kind=Kind.MARK) for role in roles),
    )
    rows = []
    for actor in programme.actors:
        played = {partnership.role for partnership in programme.roles_of(actor.id)}
        if played:
            rows.append((actor.name, *(MARK if role in played else "" for role in roles)))
    return Table(key="matrix", columns=columns, rows=tuple(rows), empty=say("partnership.no_actor"))


def _committee(committee: SelectionCommittee, programme: Programme, say: Wording) -> Table:
    columns = (
        Column(key="member", header=say.header("committees", "member"), weight=3),
        Column(key="college", header=say.header("committees", "college"), kind=Kind.TERM, weight=2),
        Column(key="actor", header=say.header("committees", "actor"), weight=3),
        Column(key="votes", header=say.header("committees", "votes"), kind=Kind.NUMBER),
    )
    rows = []
    for member in committee.members:
        actor = programme.actor(member.actor) if member.actor else None
        rows.append((member.name, member.college, actor.name if actor else member.actor, member.votes))
    return Table(
        key=f"committee_{committee.id}",
        title=committee.name,
        columns=columns,
        rows=tuple(rows),
        empty=say("partnership.no_member"),
        note=committee.mandate,
    )
