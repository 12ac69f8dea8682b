"""Who cooperates with whom in a network: organisations that carry out an action together, across programmes."""

from __future__ import annotations

from itertools import combinations

from attrs import frozen

from labo_partenariats.model import Programme


@frozen
class Cooperation:
    """Two organisations (ids, in order) and the ids of the actions that they carry out together («coopération»)."""

    one: str
    other: str
    actions: tuple[str, ...]


def cooperations(programme: Programme) -> tuple[Cooperation, ...]:
    """
    Every pair of actors that carry out at least one action of *programme* together, by id; most actions first.

    Of a network, give the programme that `merged` makes: an organisation known to several of its programmes is one.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for action in programme.actions:
        for pair in combinations(sorted(set(action.actors)), 2):
            found.setdefault(pair, []).append(action.id)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Cooperation(one, other, tuple(actions)) for (one, other), actions in ordered)
