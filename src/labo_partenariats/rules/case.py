"""The case that the rules examine: a programme, the law that applies to it on a day, and its computed amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.formula import Explanations, Step, Unknown, Value, evaluate, from_number
from labo_partenariats.formula.value import Given
from labo_partenariats.law import QUALIFIERS, LayerKind, Library, ParameterValue, Reason, Regime, UnknownValue
from labo_partenariats.model import ExpenseCategory, FinancingPlan, Programme, ResourceKind
from labo_partenariats.model.schedule import slots
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money, Rate

#: The resources that are national public money and may call EAFRD (rules FIN-04 and FIN-10).
COUNTERPART = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.OWN_PUBLIC)

PARAMETERS = ("aid_rate", "eafrd_rate", "indirect_costs_flat_rate", "eafrd_ceiling")


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
    first = next((slot.session.period.start for slot in slots(programme) if slot.session.period.start), None)
    return LawDate(first, "first_session" if first else "none")


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
    """The computed amounts of a plan: their values, and their explanations when asked for."""

    values: Mapping[str, Value]
    explanations: Explanations

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
        return _parameter(self.regime, self.on.day, key, circumstances(self.programme))


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


def _parameter(regime: Regime | None, day: dt.date | None, key: str, told: Mapping[str, str]) -> ParameterValue | None:
    if regime is None or day is None:
        return None
    found = regime.value(key, day, **told)
    return found if isinstance(found, ParameterValue) else None


def _plan_inputs(plan: FinancingPlan) -> dict[str, Given]:
    staff, in_kind = ExpenseCategory.STAFF, ExpenseCategory.IN_KIND
    classified = all(resource.kind is not None for resource in plan.resources)
    return {
        "expenses": tuple(expense.amount for expense in plan.expenses) or None,
        "resources": tuple(resource.amount for resource in plan.resources) or None,
        "ineligible": Money(0),
        "in_kind": plan.expenses_of(in_kind),
        "staff_costs": plan.expenses_of(staff) if all(e.category is not None for e in plan.expenses) else None,
        # A resource of unknown kind may be counterpart: no amount that depends on it can be told.
        "counterpart": plan.resources_of(*COUNTERPART) if plan.resources and classified else None,
    }


@frozen
class PlanLine:
    """One line of the plan that an input adds up: what an explanation shows below the sum."""

    label: str
    amount: Money
    path: str


def _plan_lines(plan: FinancingPlan) -> Iterator[tuple[str, tuple[PlanLine, ...]]]:
    """The lines behind each input of the formulas."""
    expenses = [
        (line.category, PlanLine(line.label, line.amount, f"$.financing.expenses[{i}].amount"))
        for i, line in enumerate(plan.expenses)
    ]
    resources = [
        (line.kind, PlanLine(line.label, line.amount, f"$.financing.resources[{i}].amount"))
        for i, line in enumerate(plan.resources)
    ]
    yield "expenses", tuple(line for _, line in expenses)
    yield "resources", tuple(line for _, line in resources)
    yield "staff_costs", tuple(line for category, line in expenses if category is ExpenseCategory.STAFF)
    yield "in_kind", tuple(line for category, line in expenses if category is ExpenseCategory.IN_KIND)
    yield "counterpart", tuple(line for kind, line in resources if kind in COUNTERPART)


def _parameter_number(parameter: ParameterValue | None) -> Given:
    value = None if parameter is None else parameter.value
    return value if isinstance(value, (Money, Rate, int)) else None


def _in_doubt(regime: Regime | None, day: dt.date | None, key: str, told: Mapping[str, str]) -> bool:
    """Whether a value is published of which it cannot be told if it applies: undated, or for unknown circumstances."""
    found = None if regime is None or day is None else regime.value(key, day, **told)
    return isinstance(found, UnknownValue) and found.reason in (Reason.UNDATED, Reason.QUALIFIER_NEEDED)


#: The inputs that rest on all lines of a table of the plan.
_RESTS_ON = {
    "expenses": ("expenses", "ineligible", "in_kind", "staff_costs"),
    "resources": ("resources", "counterpart"),
}


def compute(programme: Programme, regime: Regime | None, on: LawDate, unread: frozenset[str] = frozenset()) -> Amounts:
    """
    Every amount of the financing plan that can be told; none that rests on a table of which a line is *unread*.

    The amount announced elsewhere in the dossier is compared with the result, never used as a limit of it. Without a
    published aid rate the one that the plan states is used, and the explanation says so.
    """
    plan, told = programme.financing or FinancingPlan(), circumstances(programme)
    given = _plan_inputs(plan)
    evidence: dict[str, object] = dict(_plan_lines(plan))
    for name in PARAMETERS:
        parameter = _parameter(regime, on.day, name, told)
        given[name] = _parameter_number(parameter)
        evidence[name] = parameter
    if _in_doubt(regime, on.day, "eafrd_ceiling", told):
        given["eafrd_ceiling"] = Unknown(frozenset({"eafrd_ceiling"}))
    if given["aid_rate"] is None and plan.aid_rate is not None and plan.aid_rate <= Rate(1):
        given["aid_rate"], evidence["aid_rate"] = plan.aid_rate, "$.financing.aid_rate"
    if programme.financing is None:
        given = dict.fromkeys(given)
    for table in unread:
        given |= dict.fromkeys(_RESTS_ON[table], Unknown(frozenset({f"unread_{table}"})))
    values = evaluate(BOOK, given)
    return Amounts(values, Explanations(BOOK, values, evidence))


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
