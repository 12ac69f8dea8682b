"""Who takes part: territories, the local action group, actors and their roles."""

from __future__ import annotations

from attrs import frozen

from labo_partenariats.model.terms import ActorKind, AreaKind, ManagingAuthority, OwnerKind, RoleKind


@frozen(kw_only=True)
class Territory:
    """A territory («territoire»): a group of municipalities, a valley, or the whole of a local action group's area."""

    id: str
    name: str
    insee_code: str | None = None


@frozen(kw_only=True)
class LocalActionGroup:
    """
    A local action group («GAL», groupe d'action locale).

    ``regime`` is the id of the layer of law that applies to it (`labo_partenariats.law`), None when it is not known.
    ``authority`` is who manages its programme and ``area`` the category of its region.
    """

    name: str
    acronym: str | None = None
    region: str | None = None
    regime: str | None = None
    authority: ManagingAuthority | None = None
    area: AreaKind | None = None


@frozen(kw_only=True)
class Actor:
    """
    An actor of the territory («acteur»).

    ``aliases`` are the other spellings under which the sources name it; ``siren``, ``siret`` and ``rna`` are compact
    numbers. ``owner_kind`` is None when nobody has established whether the actor is governed by public law.
    ``fiscal_year_end`` is the month in which its fiscal year ends (12 for the calendar year), None when not told.
    """

    id: str
    name: str
    kind: ActorKind | None = None
    aliases: tuple[str, ...] = ()
    owner_kind: OwnerKind | None = None
    siren: str | None = None
    siret: str | None = None
    rna: str | None = None
    insee_code: str | None = None
    email: str | None = None
    phone: str | None = None
    postcode: str | None = None
    website: str | None = None
    territories: tuple[str, ...] = ()
    fiscal_year_end: int | None = None


@frozen(kw_only=True)
class Partnership:
    """One role of one actor («rôle du partenaire»); an actor with several roles has several partnerships."""

    actor: str
    role: RoleKind
    wording: str | None = None
