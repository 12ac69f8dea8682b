"""A network («réseau») of programmes: each keeps its own dossier, and what they share is worked out between them."""

from __future__ import annotations

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.model import Programme


@frozen
class Member:
    """One programme of a network («territoire membre») under the short name by which the others know it."""

    name: str
    programme: Programme


@frozen
class Network:
    """
    Several programmes that work together («réseau»), such as those of *Start up de Territoire*.

    Raises `Misuse` (MIS071) where two members have the same name: nobody could say which of them is meant.
    """

    name: str
    members: tuple[Member, ...]

    def __attrs_post_init__(self) -> None:
        names = [member.name for member in self.members]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise Misuse("MIS071", {"name": twice})
