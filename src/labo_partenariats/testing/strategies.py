"""
Hypothesis strategies for every class of the model, for the tests of the library and of plugins.

Programmes are consistent (unique ids, references that resolve) and in the normal form of tables; apart from that their
texts are as unkind as those of users and strangers: separators, quotes, formulas, words that mean something elsewhere.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeVar

from hypothesis import strategies as st

from labo_partenariats import model
from labo_partenariats.tabular.normal import normal_form, normal_text
from labo_partenariats.values.calendar.units import unit_at, unit_bounds
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision

E = TypeVar("E", bound=Enum)
T = TypeVar("T")
Draw = st.DrawFn
Strategy = st.SearchStrategy

#: The days that calendars of programmes can name.
FIRST_DAY, LAST_DAY = dt.date(1901, 1, 1), dt.date(2198, 12, 31)

UNKIND_TEXTS = (
    "=1+1",
    "+SUM(A1)",
    "-Oisans",
    "@commande",
    "'=1+1",
    "''-x",
    "'apostrophes'",
    '"guillemets"',
    '"',
    "Oisans ; Trièves",
    "Oisans;",
    "a|b",
    "Total",
    "Sous-total",
    "Non précisé",
    "oui",
    "0123",
    "12 603,00 €",
    "27/04/2018",
    "6 novembre 2017",
    "Directe",
    "Frais de personnel",
    "Région Rhône-Alpes",
    "_x0041_",
    "<r><t>x</t></r>",
    "&amp;",
    "北京",
    "😀",
    "-",
    "https://example.org/?a=1#b",
)


def texts() -> Strategy[str]:
    """A text that says something: single-spaced, without control characters."""
    every = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=24)
    words = st.text(string.ascii_letters + "éèçœÉ '-.,;:()", min_size=1, max_size=24)
    return (words | every | st.sampled_from(UNKIND_TEXTS)).map(normal_text).filter(bool)


def _lists(items: Strategy[T], most: int = 3) -> Strategy[tuple[T, ...]]:
    return st.lists(items, max_size=most).map(tuple)


def _distinct(items: Strategy[T], most: int = 3) -> Strategy[tuple[T, ...]]:
    return st.lists(items, max_size=most, unique=True).map(tuple)


def _optional(strategy: Strategy[T]) -> Strategy[T | None]:
    return st.none() | strategy


def _some(ids: Sequence[str]) -> Strategy[tuple[str, ...]]:
    return _distinct(st.sampled_from(ids)) if ids else st.just(())


def _one(ids: Sequence[str]) -> Strategy[str | None]:
    return _optional(st.sampled_from(ids)) if ids else st.none()


def ids(count: int) -> Strategy[list[str]]:
    """*count* different ids, most of them as the library makes them."""
    plain = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=12)
    return st.lists((plain | texts()).map(normal_text).filter(bool), min_size=count, max_size=count, unique=True)


def money() -> Strategy[Money]:
    """An amount, negative ones and large ones among them."""
    return st.integers(-(10**14), 10**14).map(Money) | st.integers(0, 5_000_000).map(Money)


def rates() -> Strategy[Rate]:
    """A rate between 0 and 1."""
    return st.decimals(0, 1, places=4).map(Rate) | st.sampled_from(["0.8", "0.33333", "1"]).map(Rate)


def counts() -> Strategy[int]:
    """A number of things."""
    return st.integers(0, 10**6)


def days() -> Strategy[dt.date]:
    """A day of the calendars of programmes."""
    return st.dates(FIRST_DAY, LAST_DAY)


def ranges() -> Strategy[model.Range]:
    """A target, single or between two bounds."""
    bounds = st.decimals(-9999, 9999, places=3)
    return st.tuples(bounds, bounds).map(lambda both: model.Range(min(both), max(both))) | bounds.map(
        lambda one: model.Range(one, one)
    )


@st.composite
def periods(draw: Draw) -> Period:
    """A period of any precision, its bounds whole units of it, without name."""
    precision = draw(st.sampled_from([Precision.DAY, *Precision]))
    first = draw(days())
    last = min(first + dt.timedelta(draw(st.just(0) | st.integers(0, 900))), LAST_DAY)
    if precision is Precision.DAY:
        return draw(_days_and_hours(first, last))
    opening, closing = (unit_bounds(precision, *unit_at(precision, day)) for day in (first, last))
    assert opening is not None
    assert closing is not None
    start, end = draw(st.sampled_from([(opening[0], closing[1]), (opening[0], None), (None, closing[1])]))
    return Period(start, end, precision)


@st.composite
def _days_and_hours(draw: Draw, first: dt.date, last: dt.date) -> Period:
    clocks = _optional(st.builds(dt.time, st.integers(0, 23), st.integers(0, 59)))
    opening, closing = draw(clocks), draw(clocks)
    side = draw(st.sampled_from(["closed", "closed", "since", "until"]))
    if side == "since":
        return Period(first, None, start_time=opening)
    if side == "until":
        return Period(None, last, end_time=closing)
    if first == last and opening is not None and closing is not None and closing <= opening:
        closing = None
    return Period(first, last, start_time=opening, end_time=closing)


def territories(id_: str) -> Strategy[model.Territory]:
    """A territory with this id."""
    return st.builds(
        model.Territory, id=st.just(id_), name=texts(), insee_code=_optional(st.sampled_from(["38001", "2A004", "38"]))
    )


def local_action_groups() -> Strategy[model.LocalActionGroup]:
    """A local action group."""
    return st.builds(
        model.LocalActionGroup,
        name=texts(),
        acronym=_optional(texts()),
        region=_optional(texts()),
        regime=_optional(st.sampled_from(["eu", "fr.ara"])),
        authority=_optional(st.sampled_from(model.ManagingAuthority)),
        area=_optional(st.sampled_from(model.AreaKind)),
    )


def actors(id_: str, territory_ids: Sequence[str] = ()) -> Strategy[model.Actor]:
    """An actor with this id, tied to some of these territories."""
    return st.builds(
        model.Actor,
        id=st.just(id_),
        name=texts(),
        kind=_optional(st.sampled_from(model.ActorKind)),
        aliases=_distinct(texts()),
        owner_kind=_optional(st.sampled_from(model.OwnerKind)),
        siren=_optional(st.sampled_from(["732829320", "356000000"])),
        siret=_optional(st.sampled_from(["73282932000074", "35600000000048"])),
        rna=_optional(st.sampled_from(["W381000123", "W9C1234567"])),
        insee_code=_optional(st.sampled_from(["01001", "2B033", "200040657"])),
        email=_optional(st.sampled_from(["contact@example.org", "a+b@example.fr"])),
        phone=_optional(st.sampled_from(["0400000000", "+33400000000"])),
        postcode=_optional(st.sampled_from(["01000", "38350"])),
        website=_optional(texts()),
        territories=_some(territory_ids),
        fiscal_year_end=_optional(st.integers(1, 12)),
    )


def partnerships(actor_ids: Sequence[str]) -> Strategy[model.Partnership]:
    """A role of one of these actors."""
    return st.builds(
        model.Partnership,
        actor=st.sampled_from(actor_ids),
        role=st.sampled_from(model.RoleKind),
        wording=_optional(texts() | st.sampled_from(["Porteur de projet", "Co-animation d'évènements"])),
    )


def sessions(id_: str, territory_ids: Sequence[str] = ()) -> Strategy[model.Session]:
    """A session with this id."""
    labelled = st.builds(
        lambda period, label: Period(
            period.start, period.end, period.precision, label, period.start_time, period.end_time
        ),
        periods(),
        _optional(texts()),
    )
    return st.builds(
        model.Session,
        id=st.just(id_),
        period=labelled,
        topic=_optional(texts()),
        territories=_some(territory_ids),
        place=_optional(texts()),
        capacity=_optional(counts()),
        attendance=_optional(counts()),
        cancelled=st.booleans(),
    )


def period_texts() -> Strategy[str]:
    """The words of a period, understood or not."""
    return texts() | st.sampled_from(
        ["Sept à déc 2017", "Nov / Dec 2017 :\n6/11 : Matheysine\n13/11 : Oisans", "27 avril 2018", "à définir", "2018"]
    )


@st.composite
def actions(
    draw: Draw,
    id_: str,
    session_ids: Sequence[str] = (),
    territory_ids: Sequence[str] = (),
    actor_ids: Sequence[str] = (),
) -> model.Action:
    """An action with this id and one session for each of these ids."""
    return draw(
        st.builds(
            model.Action,
            id=st.just(id_),
            title=texts(),
            kind=_optional(st.sampled_from(model.ActionKind)),
            description=_lists(texts()),
            objectives=_lists(texts()),
            expected_results=_lists(texts()),
            audience=_optional(texts()),
            audience_size=_optional(ranges()),
            territories=_some(territory_ids),
            actors=_some(actor_ids),
            place=_optional(texts()),
            capacity=_optional(counts()),
            period_text=_optional(period_texts()),
            sessions=st.tuples(*(sessions(each, territory_ids) for each in session_ids)),
            result=_optional(texts()),
        )
    )


def projects(id_: str, territory_ids: Sequence[str] = ()) -> Strategy[model.Project]:
    """A project with this id."""
    return st.builds(
        model.Project,
        id=st.just(id_),
        title=texts(),
        stage=_optional(st.sampled_from(model.ProjectStage)),
        lead=_optional(texts()),
        origin=_optional(texts()),
        is_example=st.booleans(),
        territories=_some(territory_ids),
        opening=_optional(periods()),
        description=_optional(texts()),
    )


def committees(
    id_: str, action_ids: Sequence[str] = (), actor_ids: Sequence[str] = ()
) -> Strategy[model.SelectionCommittee]:
    """A selection committee with this id."""
    members = st.builds(
        model.CommitteeMember,
        name=texts(),
        college=_optional(st.sampled_from(model.College)),
        actor=_one(actor_ids),
        votes=st.integers(0, 9),
        interest_group=_optional(texts()),
        substitute_of=_optional(texts()),
    )
    return st.builds(
        model.SelectionCommittee,
        id=st.just(id_),
        name=texts(),
        action=_one(action_ids),
        members=_lists(members),
        mandate=_optional(texts()),
    )


def indicators(id_: str) -> Strategy[model.Indicator]:
    """An indicator with this id."""
    return st.builds(
        model.Indicator,
        id=st.just(id_),
        name=texts(),
        unit=_optional(texts()),
        target=_optional(ranges()),
        actual=_optional(st.decimals(-(10**9), 10**9, places=3)),
    )


def expenses(id_: str, actor_ids: Sequence[str] = ()) -> Strategy[model.Expense]:
    """An expense with this id, borne by one of these actors or by none."""
    return st.builds(
        model.Expense,
        id=st.just(id_),
        label=texts(),
        amount=money(),
        category=_optional(st.sampled_from(model.ExpenseCategory)),
        amount_excl_vat=_optional(money()),
        amount_incl_vat=_optional(money()),
        partner=_one(actor_ids),
        owner_kind=_optional(st.sampled_from(model.OwnerKind)),
        detail=_optional(texts()),
        option=_optional(st.sampled_from(model.CostOption)),
        nature=_optional(st.sampled_from(model.ExpenseNature)),
        territory_share=_optional(rates()),
        committed=_optional(days()),
        vat_recoverable=_optional(st.booleans()),
    )


@st.composite
def resources(draw: Draw, id_: str) -> model.Resource:
    """A resource with this id."""
    label = draw(texts())
    return model.Resource(
        id=id_,
        label=label,
        amount=draw(money()),
        kind=draw(_optional(st.sampled_from(model.ResourceKind))),
        funder=draw(st.none() | st.just(label) | texts()),
        status=draw(_optional(st.sampled_from(model.ResourceStatus))),
    )


def state_aids() -> Strategy[model.StateAid]:
    """An answer on state aid."""
    return st.builds(
        model.StateAid,
        applies=_optional(st.booleans()),
        scheme=_optional(texts()),
        justification=_optional(texts()),
        economic_activity=_optional(st.booleans()),
        undertaking=_optional(st.booleans()),
        selective=_optional(st.booleans()),
        trade_effect=_optional(st.booleans()),
        intensity=_optional(rates()),
    )


@st.composite
def financing_plans(draw: Draw, actor_ids: Sequence[str] = ()) -> model.FinancingPlan:
    """A financing plan; its lines are not made to balance."""
    return model.FinancingPlan(
        version=draw(st.sampled_from(model.PlanVersion)),
        date=draw(_optional(days())),
        aid_rate=draw(_optional(rates())),
        requested=draw(_optional(money())),
        net_revenue=draw(_optional(money())),
        vat_recoverable=draw(_optional(st.booleans())),
        under_procurement=draw(_optional(st.booleans())),
        large_procurement=draw(_optional(st.booleans())),
        nature=draw(_optional(st.sampled_from(model.OperationNature))),
        state_aid=draw(_optional(state_aids())),
        expenses=_each(draw, lambda id_: expenses(id_, actor_ids)),
        resources=_each(draw, resources),
        remark=draw(_optional(texts())),
    )


def strategy_links() -> Strategy[model.StrategyLink]:
    """How a programme answers the strategy."""
    return st.builds(
        model.StrategyLink,
        fiche_action=_optional(texts()),
        fiche_action_title=_optional(texts()),
        sub_action=_optional(texts()),
        sub_action_title=_optional(texts()),
        contributions=_lists(texts()),
        coherence=_lists(texts()),
    )


def stated_figures() -> Strategy[model.StatedFigure]:
    """A figure stated in the prose: an amount where the subject is money, else a number."""
    amounts = st.builds(
        model.StatedFigure,
        subject=st.sampled_from([model.StatedSubject.EAFRD, model.StatedSubject.TOTAL_COST]),
        amount=money(),
        wording=_optional(texts()),
    )
    numbers = st.builds(
        model.StatedFigure,
        subject=st.just(model.StatedSubject.EXAMPLE_PROJECTS),
        count=counts(),
        wording=_optional(texts()),
    )
    return amounts | numbers


def impacts() -> Strategy[model.Impact]:
    """An expected impact."""
    return st.builds(model.Impact, kind=st.sampled_from(model.ImpactKind), text=texts())


def applications() -> Strategy[model.Application]:
    """An application for aid."""
    return st.builds(model.Application, date=_optional(days()), reference=_optional(texts()))


def documents() -> Strategy[model.DocumentMetadata]:
    """What a document says of itself."""
    return st.builds(
        model.DocumentMetadata,
        title=_optional(texts()),
        revision=_optional(counts()),
        created=_optional(days()),
        saved=_optional(days()),
    )


def _each(draw: Draw, make: Any, most: int = 3) -> tuple[Any, ...]:
    """Up to *most* parts with different ids."""
    return tuple(draw(make(id_)) for id_ in draw(ids(draw(st.integers(0, most)))))


@st.composite
def programmes(draw: Draw) -> model.Programme:
    """A consistent programme in the normal form of tables."""
    areas = _each(draw, territories)
    places = [area.id for area in areas]
    people = _each(draw, lambda id_: actors(id_, places))
    members = [actor.id for actor in people]
    action_ids = draw(ids(draw(st.integers(0, 3))))
    session_ids = draw(ids(draw(st.integers(0, 4))))
    shares = [session_ids[rank :: len(action_ids)] for rank in range(len(action_ids))]
    plan = tuple(draw(actions(id_, share, places, members)) for id_, share in zip(action_ids, shares, strict=True))
    made = model.Programme(
        title=draw(_optional(texts())),
        summary=draw(_lists(texts())),
        network=draw(_optional(texts())),
        lag=draw(_optional(local_action_groups())),
        territories=areas,
        actors=people,
        partnerships=draw(_lists(partnerships(members), 5)) if members else (),
        governance=draw(_lists(texts())),
        strategy=draw(_optional(strategy_links())),
        approach=draw(_lists(texts())),
        actions=plan,
        projects=_each(draw, lambda id_: projects(id_, places)),
        committees=_each(draw, lambda id_: committees(id_, action_ids, members), 2),
        indicators=_each(draw, indicators),
        impacts=draw(_lists(impacts(), 4)),
        success_criteria=draw(_lists(texts())),
        financing=draw(_optional(financing_plans(members))),
        other_plans=draw(_lists(financing_plans(members), 2)),
        stated_figures=draw(_lists(stated_figures())),
        application=draw(_optional(applications())),
        document=draw(_optional(documents())),
    )
    return normal_form(made)
