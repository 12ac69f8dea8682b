"""The programme: the operation that is financed, its partnership, and all that its dossier says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import frozen

from labo_partenariats.model.decisions import Decision, SelectionGrid
from labo_partenariats.model.financing import FinancingPlan
from labo_partenariats.model.partnership import Actor, LocalActionGroup, Partnership, Territory
from labo_partenariats.model.plan_of_action import Action, Project, SelectionCommittee
from labo_partenariats.model.spending import (
    ActualExpense,
    Agreement,
    PaymentClaim,
    Quote,
    ReceivedPayment,
    StaffTime,
    SuppliedDocument,
    Trip,
)
from labo_partenariats.model.state_aid import ActorLink, ReceivedAid
from labo_partenariats.model.terms import ImpactKind, RoleKind, StatedSubject
from labo_partenariats.values.money import Money
from labo_partenariats.values.range import Range


@frozen(kw_only=True)
class StrategyLink:
    """
    The link to the local development strategy («lien avec la stratégie»): fiche-action, sous-action, contributions.
    """

    fiche_action: str | None = None
    fiche_action_title: str | None = None
    sub_action: str | None = None
    sub_action_title: str | None = None
    contributions: tuple[str, ...] = ()
    coherence: tuple[str, ...] = ()


@frozen(kw_only=True)
class Indicator:
    """An indicator («indicateur»): what is counted, in which unit, the target and what was reached."""

    id: str
    name: str
    unit: str | None = None
    target: Range | None = None
    actual: Decimal | None = None


@frozen(kw_only=True)
class Participant:
    """
    Someone expected at a session or who signed its attendance sheet («participant», «émargement»).

    ``name`` is personal data; ``actor`` is the id of the organisation that the person comes from, ``organisation`` its
    name when it is not listed. ``present`` is None before the session.
    """

    id: str
    session: str | None = None
    name: str | None = None
    actor: str | None = None
    organisation: str | None = None
    present: bool | None = None


@frozen(kw_only=True)
class Impact:
    """An expected impact on the territory («impact attendu»)."""

    kind: ImpactKind
    text: str


@frozen(kw_only=True)
class StatedFigure:
    """
    A figure that the dossier states outside its tables («chiffre annoncé»), to be compared with what they say.

    Money subjects carry ``amount``, the others ``count``. It is never a limit of a formula.
    """

    subject: StatedSubject
    amount: Money | None = None
    count: int | None = None
    wording: str | None = None


@frozen(kw_only=True)
class Application:
    """The application for aid («demande d'aide»): the day it was received opens eligibility (rule EL-01)."""

    date: dt.date | None = None
    reference: str | None = None


@frozen(kw_only=True)
class DocumentMetadata:
    """What the source document says of itself («propriétés du document»)."""

    title: str | None = None
    revision: int | None = None
    created: dt.date | None = None
    saved: dt.date | None = None


@frozen(kw_only=True)
class Programme:
    """
    A programme («programme»): the operation that is financed and its partnership.

    Every part is optional: one table alone is a programme. Ids are unique within their kind; references between parts
    are ids, resolved by `labo_partenariats.model.consistency`.
    """

    title: str | None = None
    summary: tuple[str, ...] = ()
    network: str | None = None
    lag: LocalActionGroup | None = None
    territories: tuple[Territory, ...] = ()
    actors: tuple[Actor, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    governance: tuple[str, ...] = ()
    strategy: StrategyLink | None = None
    approach: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    projects: tuple[Project, ...] = ()
    committees: tuple[SelectionCommittee, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    impacts: tuple[Impact, ...] = ()
    success_criteria: tuple[str, ...] = ()
    financing: FinancingPlan | None = None
    other_plans: tuple[FinancingPlan, ...] = ()
    quotes: tuple[Quote, ...] = ()
    actual_expenses: tuple[ActualExpense, ...] = ()
    staff_time: tuple[StaffTime, ...] = ()
    trips: tuple[Trip, ...] = ()
    agreement: Agreement | None = None
    claims: tuple[PaymentClaim, ...] = ()
    payments: tuple[ReceivedPayment, ...] = ()
    aids: tuple[ReceivedAid, ...] = ()
    links: tuple[ActorLink, ...] = ()
    selection_grid: SelectionGrid | None = None
    decisions: tuple[Decision, ...] = ()
    supplied_documents: tuple[SuppliedDocument, ...] = ()
    participants: tuple[Participant, ...] = ()
    stated_figures: tuple[StatedFigure, ...] = ()
    application: Application | None = None
    document: DocumentMetadata | None = None

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id, None when there is none."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    def territory(self, territory_id: str) -> Territory | None:
        """The territory with this id, None when there is none."""
        return next((territory for territory in self.territories if territory.id == territory_id), None)

    def roles_of(self, actor_id: str) -> tuple[Partnership, ...]:
        """The roles of an actor, in the order of the source."""
        return tuple(partnership for partnership in self.partnerships if partnership.actor == actor_id)

    @property
    def lead(self) -> Actor | None:
        """The lead partner («porteur de projet»), beneficiary of the aid; None when none or when it is not listed."""
        leads = (partnership.actor for partnership in self.partnerships if partnership.role is RoleKind.LEAD)
        return next((actor for actor_id in leads if (actor := self.actor(actor_id))), None)
