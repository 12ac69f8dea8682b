"""Which actors are one undertaking: the closure of the links between them (rule SA-04)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import frozen

from labo_partenariats.model import Actor, ActorKind, ActorLink, OwnerKind, Programme


@frozen(kw_only=True)
class Undertaking:
    """
    The single undertaking («entreprise unique») of an actor.

    ``members`` are the ids of the actors that certainly belong to it, ``possible`` those that would if a doubtful link
    counted. ``links`` and ``doubtful`` are the ranks, in the programme, of the links that join the ones and the others;
    ``without_effect`` those between public bodies that join nobody.
    """

    actor: str
    members: frozenset[str]
    possible: frozenset[str] = frozenset()
    links: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    without_effect: tuple[int, ...] = ()

    @property
    def all_members(self) -> frozenset[str]:
        """Those that belong to it and those that may."""
        return self.members | self.possible


def closure(actor: str, links: Iterable[ActorLink]) -> frozenset[str]:
    """
    All actors that *links* join to *actor*, itself included, through chains and whatever the direction of control.

    Two companies that a third controls are joined. A circle of links, or a link of an actor to itself, is harmless.
    """
    neighbours: dict[str, set[str]] = {}
    for link in links:
        neighbours.setdefault(link.controlling, set()).add(link.controlled)
        neighbours.setdefault(link.controlled, set()).add(link.controlling)
    found, open_ = {actor}, [actor]
    while open_:
        reached = neighbours.get(open_.pop(), set()) - found
        found |= reached
        open_ += reached
    return frozenset(found)


def is_public_body(actor: Actor | None) -> bool:
    """
    Whether an actor is a public body: an authority, a public organisation or an owner that is public.

    A private body that is merely governed by public law («organisme qualifié de droit public») is not.
    """
    if actor is None:
        return False
    return actor.owner_kind is OwnerKind.PUBLIC or actor.kind in {ActorKind.LOCAL_AUTHORITY, ActorKind.PUBLIC_BODY}


def undertaking_of(programme: Programme, actor: str, public_links_count: bool | None = False) -> Undertaking:
    """
    The single undertaking of *actor*, an id of *programme*.

    *public_links_count* is the law's answer on links between public bodies, None when it is not known. Those links are
    then doubtful, as are links whose kind is not told: only the four kinds of the law make a single undertaking.
    """
    public = {each.id for each in programme.actors if is_public_body(each)}
    certain: dict[int, ActorLink] = {}
    doubtful: dict[int, ActorLink] = {}
    ignored: list[int] = []
    for rank, link in enumerate(programme.links):
        between_public = {link.controlling, link.controlled} <= public
        if between_public and public_links_count is False:
            ignored.append(rank)
        elif link.kind is None or (between_public and public_links_count is None):
            doubtful[rank] = link
        else:
            certain[rank] = link
    members = closure(actor, certain.values())
    everyone = closure(actor, [*certain.values(), *doubtful.values()])
    return Undertaking(
        actor=actor,
        members=members,
        possible=everyone - members,
        links=_touching(certain, members),
        doubtful=_touching(doubtful, everyone),
        without_effect=tuple(
            r
            for r in ignored
            if programme.links[r].controlling in everyone or programme.links[r].controlled in everyone
        ),
    )


def _touching(links: dict[int, ActorLink], actors: Collection[str]) -> tuple[int, ...]:
    return tuple(rank for rank, link in links.items() if link.controlling in actors)
