"""Who cooperates with whom as a graph: programmes and organisations, who takes part in what and who acts together."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from labo_partenariats.model import RoleKind
from labo_partenariats.network.cooperation import cooperations
from labo_partenariats.network.directory import Directory, directory
from labo_partenariats.network.members import Network
from labo_partenariats.network.merging import merged
from labo_partenariats.values.text import slug


class NodeKind(Enum):
    """What a node of the graph is."""

    PROGRAMME = "programme"
    ORGANISATION = "organisation"


class EdgeKind(Enum):
    """What an edge says: an organisation is among the actors of a programme, or two carry out actions together."""

    MEMBER = "member"
    ACTIONS = "actions"


@frozen
class Node:
    """A programme or an organisation; ids of programmes begin with «programme/», of organisations with «actor/»."""

    id: str
    name: str
    kind: NodeKind


@frozen
class Edge:
    """
    A link without direction between the nodes ``one`` and ``other``.

    ``roles`` are those of the organisation in the programme; ``actions`` the titles of what two organisations do
    together, of which ``weight`` is the number (1 for a programme and its actor).
    """

    one: str
    other: str
    kind: EdgeKind
    weight: int
    roles: tuple[RoleKind, ...] = ()
    actions: tuple[str, ...] = ()


@frozen
class Graph:
    """The nodes and edges of a network («graphe de coopération»), programmes first, in a fixed order."""

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def cooperation_graph(network: Network, known: Directory | None = None) -> Graph:
    """The graph of *network*; *known* is the directory where it has been worked out."""
    known = known or directory(network)
    programmes = (Node(_programme(each.name), each.name, NodeKind.PROGRAMME) for each in network.members)
    actors = (Node(f"actor/{each.actor.id}", each.actor.name, NodeKind.ORGANISATION) for each in known.entries)
    return Graph(network.name, (*programmes, *actors), (*_members(network, known), *_together(network, known)))


def _programme(name: str) -> str:
    return f"programme/{slug(name)}"


def _members(network: Network, known: Directory) -> Iterator[Edge]:
    programmes = {member.name: member.programme for member in network.members}
    for entry in known.entries:
        for name in entry.members:
            played = {
                partnership.role
                for mention in entry.mentions
                if mention.member == name
                for partnership in programmes[name].roles_of(mention.actor.id)
            }
            roles = tuple(role for role in RoleKind if role in played)
            yield Edge(_programme(name), f"actor/{entry.actor.id}", EdgeKind.MEMBER, 1, roles=roles)


def _together(network: Network, known: Directory) -> Iterator[Edge]:
    whole = merged(network, known)
    ids = {entry.actor.id for entry in known.entries}
    titles = {action.id: action.title for action in whole.actions}
    for pair in cooperations(whole):
        if {pair.one, pair.other} <= ids:  # a reference that leads nowhere is no organisation
            actions = tuple(titles[id_] for id_ in pair.actions)
            one, other = f"actor/{pair.one}", f"actor/{pair.other}"
            yield Edge(one, other, EdgeKind.ACTIONS, len(actions), actions=actions)
