"""Aids that actors have received and the links that make several actors one undertaking."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from labo_partenariats.model.terms import AidPurpose, AidScheme, LinkKind
from labo_partenariats.values.money import Money


@frozen(kw_only=True)
class ReceivedAid:
    """
    An aid granted to an actor («aide reçue»), as its declaration or the register tells it.

    ``granted`` is the day on which the right to the aid was acquired, not that of its payment. ``amount`` is the
    gross grant equivalent. ``is_planned`` marks the aid under examination, granted by nobody yet; its ``granted`` is
    then the day on which it is expected. ``purpose`` tells what it is for, where a scheme could exclude it.
    """

    id: str
    actor: str
    amount: Money | None = None
    granted: dt.date | None = None
    scheme: AidScheme | None = None
    purpose: AidPurpose | None = None
    grantor: str | None = None
    reference: str | None = None
    is_planned: bool = False


@frozen(kw_only=True)
class ActorLink:
    """
    A link through which one actor controls another («lien entre entreprises»).

    Actors that such links join, even through others, are a single undertaking («entreprise unique»).
    """

    controlling: str
    controlled: str
    kind: LinkKind | None = None
