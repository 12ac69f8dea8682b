"""
One programme made of those of a network, for what is shown together: the common calendar, its feed, its tables.

Financing plans stay where they are: each obeys the law of its own group, and a sum of plans is no plan.
"""

from __future__ import annotations

from attrs import evolve

from labo_partenariats.model import (
    Action,
    Partnership,
    Programme,
    Project,
    SelectionCommittee,
    Session,
    Territory,
)
from labo_partenariats.network.directory import Directory, directory
from labo_partenariats.network.indicators import summed_indicators
from labo_partenariats.network.members import Member, Network
from labo_partenariats.values.text import slug


def merged(network: Network, known: Directory | None = None) -> Programme:
    """
    The programmes of *network* as one: united actors, every action under the name of its member, indicators summed.

    Ids bear the member's («gaia/seminaire»), so that a session keeps its id, and its place in a feed, when another
    programme joins. *known* is the directory where it has been worked out.
    """
    known = known or directory(network)
    parts = [_Part(member, known) for member in network.members]
    actors = tuple(
        evolve(
            entry.actor,
            territories=tuple(dict.fromkeys(id_ for part in parts for id_ in part.areas_of(entry.actor.id))),
        )
        for entry in known.entries
    )
    return Programme(
        title=network.name,
        network=network.name,
        territories=tuple(area for part in parts for area in part.territories()),
        actors=actors,
        partnerships=tuple(dict.fromkeys(each for part in parts for each in part.partnerships())),
        actions=tuple(action for part in parts for action in part.actions()),
        projects=tuple(project for part in parts for project in part.projects()),
        committees=tuple(committee for part in parts for committee in part.committees()),
        indicators=tuple(line.indicator for line in summed_indicators(network)),
    )


class _Part:
    """What one member brings, its references turned into those of the network."""

    def __init__(self, member: Member, known: Directory) -> None:
        self.name, self.programme, self.known = member.name, member.programme, known
        self.prefix = slug(member.name)

    def id(self, id_: str) -> str:
        return f"{self.prefix}/{id_}"

    def ids(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.id, ids))

    def actor(self, id_: str) -> str:
        return self.known.ids.get((self.name, id_), self.id(id_))

    def areas_of(self, entry: str) -> tuple[str, ...]:
        ours = (actor for actor in self.programme.actors if self.actor(actor.id) == entry)
        return tuple(self.id(area) for actor in ours for area in actor.territories)

    def territories(self) -> tuple[Territory, ...]:
        return tuple(evolve(area, id=self.id(area.id)) for area in self.programme.territories)

    def partnerships(self) -> tuple[Partnership, ...]:
        return tuple(evolve(each, actor=self.actor(each.actor)) for each in self.programme.partnerships)

    def actions(self) -> tuple[Action, ...]:
        return tuple(map(self._action, self.programme.actions))

    def _action(self, action: Action) -> Action:
        return evolve(
            action,
            id=self.id(action.id),
            title=f"{action.title} ({self.name})",
            territories=self.ids(action.territories),
            actors=tuple(map(self.actor, action.actors)),
            sessions=tuple(map(self._session, action.sessions)),
        )

    def _session(self, session: Session) -> Session:
        return evolve(session, id=self.id(session.id), territories=self.ids(session.territories))

    def projects(self) -> tuple[Project, ...]:
        return tuple(
            evolve(each, id=self.id(each.id), territories=self.ids(each.territories))
            for each in self.programme.projects
        )

    def committees(self) -> tuple[SelectionCommittee, ...]:
        return tuple(map(self._committee, self.programme.committees))

    def _committee(self, committee: SelectionCommittee) -> SelectionCommittee:
        members = tuple(
            each if each.actor is None else evolve(each, actor=self.actor(each.actor)) for each in committee.members
        )
        action = None if committee.action is None else self.id(committee.action)
        return evolve(committee, id=self.id(committee.id), action=action, members=members)
