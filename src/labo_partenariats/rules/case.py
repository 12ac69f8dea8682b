"""The case that the rules examine: a programme, the law that applies to it on a day, and its computed amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.formula import Explanations, Step, Unknown, Value, evaluate, from_number
from labo_partenariats.law import QUALIFIERS, LayerKind, Library, ParameterValue, Regime
from labo_partenariats.model import FinancingPlan, Programme
from labo_partenariats.model.schedule import Slot, slots
from labo_partenariats.rules.eligible_base import EligibleBase, eligible_base
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.plan_inputs import COUNTERPART, PARAMETERS, plan_inputs
from labo_partenariats.rules.rounding_policy import DEFAULT_POLICY, RoundingPolicy, policy_of
from labo_partenariats.values.money import Money

__all__ = [
    "COUNTERPART",
    "PARAMETERS",
    "Amounts",
    "Case",
    "LawDate",
    "circumstances",
    "compute",
    "first_session",
    "law_date",
    "make_case",
    "regime_of",
    "regimes_named",
]


@frozen
class LawDate:
    """
    The day whose law applies, and why that day: ``given``, ``application``, ``document``, ``first_session`` or None.
    """

    day: dt.date | None
    reason: str


def law_date(programme: Programme, given: dt.date | None = None) -> LawDate:
    """The day whose law applies: the one given, else of the application, of the document, of the first session."""
    if given is not None:
        return LawDate(given, "given")
    if programme.application is not None and programme.application.date is not None:
        return LawDate(programme.application.date, "application")
    document = programme.document
    if document is not None and (document.created or document.saved) is not None:
        return LawDate(document.created or document.saved, "document")
    first = first_session(programme)
    return LawDate(None, "none") if first is None else LawDate(first.session.period.start, "first_session")


def first_session(programme: Programme) -> Slot | None:
    """
    The session that is held first, of those of which a first day is told; None when there is none.

    A span of months begins on no known day: it comes first only when it surely does.
    """
    held = [slot for slot in slots(programme) if not slot.session.cancelled and slot.session.period.start is not None]
    return min(held, key=lambda slot: slot.session.period.latest_start or dt.date.max, default=None)


def regimes_named(programme: Programme, library: Library) -> Mapping[str, Regime]:
    """
    The laws that the words for the local action group stand for: its ``regime``, its ``name`` and its ``region``, each
    where it stands for one. A region stands for no layer of a group.
    """
    lag = programme.lag
    if lag is None:
        return {}
    region = library.find(lag.region) if lag.region else None
    if region is not None and library.layer(region).kind is LayerKind.LAG:
        region = None
    layers = {"regime": lag.regime if lag.regime in library else None, "name": library.find(lag.name), "region": region}
    return {word: library.regime(layer) for word, layer in layers.items() if layer is not None}


def regime_of(programme: Programme, library: Library) -> Regime | None:
    """
    The law of the programme's local action group: the layer it names, else the one that carries its name, else that of
    its region. A regime that it names and nobody knows is not replaced.
    """
    named = regimes_named(programme, library)
    if programme.lag is not None and programme.lag.regime is not None:
        return named.get("regime")
    return named.get("name") or named.get("region")


@frozen
class Amounts:
    """
    The computed amounts of a plan: their values, and their explanations when asked for.

    ``base`` is the eligible base that they rest on, ``rounding`` the policy by which they were rounded, ``law`` the law
    as the plan sees it.
    """

    values: Mapping[str, Value]
    explanations: Explanations
    base: EligibleBase = field(factory=EligibleBase)
    rounding: RoundingPolicy = DEFAULT_POLICY
    law: LawView = field(factory=lambda: LawView(None, None))

    def money(self, key: str) -> Money | None:
        """The amount *key*, None when it cannot be told."""
        value = self.values[key]
        found = from_number(value, "EUR") if isinstance(value, Fraction) else None
        return found if isinstance(found, Money) else None

    def missing(self, *keys: str) -> tuple[str, ...]:
        """The names of what is missing to compute *keys*."""
        gaps = [value.missing for key in keys if isinstance(value := self.values[key], Unknown)]
        return tuple(sorted(frozenset().union(*gaps)))

    def explain(self, key: str) -> Step:
        """How the amount came about."""
        return self.explanations[key]


@frozen
class Case:
    """
    What the checks look at. ``plan`` is None for a programme without a financing plan; ``unread`` names the tables of
    the plan (``expenses``, ``resources``) of which a line could not be read, so that nothing rests on their sums.
    ``named`` are the laws that the dossier's words for its local action group stand for, as in `regimes_named`.
    """

    programme: Programme
    on: LawDate
    regime: Regime | None
    amounts: Amounts
    unread: frozenset[str] = frozenset()
    named: Mapping[str, Regime] = field(factory=dict)

    @property
    def plan(self) -> FinancingPlan | None:
        """The financing plan under examination."""
        return self.programme.financing

    def parameter(self, key: str) -> ParameterValue | None:
        """The parameter of the law in force on the case's day, None when it is not known."""
        return self.law.parameter(key)

    @property
    def law(self) -> LawView:
        """The law in force on the case's day under the programme's circumstances."""
        return self.amounts.law

    @property
    def base(self) -> EligibleBase:
        """The eligible base of the plan under examination."""
        return self.amounts.base


def circumstances(programme: Programme) -> dict[str, str]:
    """What the programme tells of the circumstances on which values of the law depend (`QUALIFIERS`)."""
    lag, plan, lead = programme.lag, programme.financing, programme.lead
    strategy = programme.strategy
    told = {
        "owner": lead.owner_kind.value if lead and lead.owner_kind else None,
        "authority": lag.authority.value if lag and lag.authority else None,
        "area": lag.area.value if lag and lag.area else None,
        "nature": plan.nature.value if plan and plan.nature else None,
        "fiche_action": strategy.fiche_action if strategy else None,
    }
    allowed = {name: QUALIFIERS[name] for name in told}
    return {
        name: value
        for name, value in told.items()
        if value is not None and ((values := allowed[name]) is None or value in values)
    }


def compute(programme: Programme, regime: Regime | None, on: LawDate, unread: frozenset[str] = frozenset()) -> Amounts:
    """
    Every amount of the financing plan that can be told; none that rests on a table of which a line is *unread*.

    The amount announced elsewhere in the dossier is compared with the result, never used as a limit of it. Without a
    published aid rate the one that the plan states is used, and the explanation says so.
    """
    law = LawView(regime, on.day, circumstances(programme))
    base, policy = eligible_base(programme, law), policy_of(law)
    inputs, book = plan_inputs(programme, law, base, unread), policy.applied_to(BOOK)
    values = evaluate(book, inputs.given)
    return Amounts(values, Explanations(book, values, inputs.evidence, inputs.replaced), base, policy, law)


def make_case(
    programme: Programme, library: Library, on: dt.date | None = None, unread: frozenset[str] = frozenset()
) -> Case:
    """
    The case of *programme* under the law of *library* on the day *on* (by default the programme's own day); *unread*
    as in `Case`.
    """
    day = law_date(programme, on)
    regime = regime_of(programme, library)
    named = regimes_named(programme, library)
    return Case(programme, day, regime, compute(programme, regime, day, unread), unread, named)
