"""A network («réseau») of programmes: each keeps its own dossier, and what they share is worked out between them."""

from __future__ import annotations

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.model import Programme
from labo_partenariats.values.text import fold, slug


@frozen
class Member:
    """One programme of a network («territoire membre») under the short name by which the others know it."""

    name: str
    programme: Programme


def _by_name(members: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: (fold(member.name), member.name)))


@frozen
class Network:
    """
    Several programmes that work together («réseau»), such as those of *Start up de Territoire*.

    Members stand in the order of their names, whatever the order in which they are given, so that nothing that is
    worked out between them depends on it. Raises `Misuse` (MIS071) where two members have the same name, or names that
    give the same ids: nobody could say which of them is meant.
    """

    name: str
    members: tuple[Member, ...] = field(converter=_by_name)

    def __attrs_post_init__(self) -> None:
        names = [slug(member.name) for member in self.members]
        twice = next((each.name for each, name in zip(self.members, names, strict=True) if names.count(name) > 1), None)
        if twice is not None:
            raise Misuse("MIS071", {"name": twice})
