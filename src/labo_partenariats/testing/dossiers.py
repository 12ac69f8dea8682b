"""Hypothesis strategies for what a dossier gathers beyond its plan: quotes, invoices, claims, aids, decisions …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from labo_partenariats import model
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.testing.strategies import days, money, programmes, rates, texts

Strategy = st.SearchStrategy
Draw = st.DrawFn


def _optional(strategy: Strategy[Any]) -> Strategy[Any]:
    return st.none() | strategy


def _one(ids: Sequence[str]) -> Strategy[str | None]:
    return _optional(st.sampled_from(ids)) if ids else st.none()


def _numbered(prefix: str, make: Callable[[str], Strategy[Any]], most: int = 2) -> Strategy[tuple[Any, ...]]:
    counts = st.integers(0, most)
    return counts.flatmap(lambda count: st.tuples(*(make(f"{prefix}-{rank}") for rank in range(count))))


def _decimals() -> Strategy[Decimal]:
    return st.decimals(0, 10**6, places=2)


def quotes(id_: str, expenses: Sequence[str] = ()) -> Strategy[model.Quote]:
    """A quote for one of these expenses."""
    return st.builds(
        model.Quote,
        id=st.just(id_),
        expense=_one(expenses),
        supplier=_optional(texts()),
        amount=_optional(money()),
        date=_optional(days()),
        is_chosen=st.booleans(),
    )


def actual_expenses(
    id_: str, expenses: Sequence[str] = (), claims: Sequence[str] = ()
) -> Strategy[model.ActualExpense]:
    """An expense really incurred, of one of these lines and claims."""
    return st.builds(
        model.ActualExpense,
        id=st.just(id_),
        label=texts(),
        amount=money(),
        expense=_one(expenses),
        claim=_one(claims),
        category=_optional(st.sampled_from(model.ExpenseCategory)),
        nature=_optional(st.sampled_from(model.ExpenseNature)),
        supplier=_optional(texts()),
        reference=_optional(texts()),
        amount_excl_vat=_optional(money()),
        amount_incl_vat=_optional(money()),
        committed=_optional(days()),
        invoiced=_optional(days()),
        paid=_optional(days()),
        retained=_optional(money()),
        refusal=_optional(texts()),
    )


def staff_time(id_: str, expenses: Sequence[str] = (), actors: Sequence[str] = ()) -> Strategy[model.StaffTime]:
    """Working time of a function on the operation."""
    return st.builds(
        model.StaffTime,
        id=st.just(id_),
        position=texts(),
        expense=_one(expenses),
        actor=_one(actors),
        annual_cost=_optional(money()),
        working_time=_optional(rates()),
        time_share=_optional(rates()),
        hours=_optional(_decimals()),
        start=_optional(days()),
        end=_optional(days()),
    )


def trips(id_: str, expenses: Sequence[str] = ()) -> Strategy[model.Trip]:
    """A journey, with its meals."""
    return st.builds(
        model.Trip,
        id=st.just(id_),
        date=_optional(days()),
        traveller=_optional(texts()),
        destination=_optional(texts()),
        expense=_one(expenses),
        fiscal_power=_optional(st.integers(1, 30)),
        kilometres=_optional(_decimals()),
        prior_kilometres=_optional(_decimals()),
        meals=_optional(st.integers(0, 20)),
    )


def agreements() -> Strategy[model.Agreement]:
    """An agreement."""
    return st.builds(
        model.Agreement,
        signed=_optional(days()),
        reference=_optional(texts()),
        method=_optional(st.sampled_from(model.FinalAmountMethod)),
        claims_maximum=_optional(st.integers(1, 12)),
        share_before_balance=_optional(rates()),
        balance_deadline=_optional(days()),
        end=_optional(days()),
    )


def claims(id_: str) -> Strategy[model.PaymentClaim]:
    """A claim for payment."""
    breaches = st.builds(
        model.Breach,
        kind=st.sampled_from(model.BreachKind),
        date=_optional(days()),
        notice=_optional(days()),
        remark=_optional(texts()),
    )
    return st.builds(
        model.PaymentClaim,
        id=st.just(id_),
        kind=_optional(st.sampled_from(model.ClaimKind)),
        date=_optional(days()),
        claimed=_optional(money()),
        counterpart_paid=_optional(money()),
        no_fault=_optional(st.booleans()),
        breaches=st.lists(breaches, max_size=2).map(tuple),
    )


def received_payments(
    id_: str, resources: Sequence[str] = (), claim_ids: Sequence[str] = ()
) -> Strategy[model.ReceivedPayment]:
    """Money received for one of these resources or claims."""
    return st.builds(
        model.ReceivedPayment,
        id=st.just(id_),
        resource=_one(resources),
        claim=_one(claim_ids),
        amount=_optional(money()),
        date=_optional(days()),
    )


def supplied_documents(id_: str) -> Strategy[model.SuppliedDocument]:
    """A document of the dossier."""
    return st.builds(
        model.SuppliedDocument,
        id=st.just(id_),
        kind=st.sampled_from(model.DocumentKind),
        date=_optional(days()),
        remark=_optional(texts()),
    )


def received_aids(id_: str, actors: Sequence[str]) -> Strategy[model.ReceivedAid]:
    """An aid granted to one of these actors."""
    return st.builds(
        model.ReceivedAid,
        id=st.just(id_),
        actor=st.sampled_from(actors),
        amount=_optional(money()),
        granted=_optional(days()),
        scheme=_optional(st.sampled_from(model.AidScheme)),
        purpose=_optional(st.sampled_from(model.AidPurpose)),
        grantor=_optional(texts()),
        reference=_optional(texts()),
        is_planned=st.booleans(),
    )


def actor_links(actors: Sequence[str]) -> Strategy[model.ActorLink]:
    """A link between two of these actors."""
    return st.builds(
        model.ActorLink,
        controlling=st.sampled_from(actors),
        controlled=st.sampled_from(actors),
        kind=_optional(st.sampled_from(model.LinkKind)),
    )


def selection_grids() -> Strategy[model.SelectionGrid]:
    """A selection grid that says something."""
    return st.builds(
        model.SelectionGrid,
        minimum_score=_optional(_decimals()),
        tie_breaks=st.lists(texts(), max_size=2).map(tuple),
        envelope=_optional(money()),
    )


def decisions(id_: str, committee: model.SelectionCommittee, projects: Sequence[str] = ()) -> Strategy[model.Decision]:
    """A decision of *committee* on one of these projects."""
    members = [member.name for member in committee.members]
    ballots = st.builds(
        model.Ballot,
        member=st.sampled_from(members) if members else texts(),
        present=_optional(st.booleans()),
        recused=st.booleans(),
        recusal_reason=_optional(texts()),
        vote=_optional(st.sampled_from(model.Vote)),
    )
    scores = st.builds(model.CriterionScore, criterion=texts(), points=_decimals())
    return st.builds(
        model.Decision,
        id=st.just(id_),
        committee=st.just(committee.id),
        date=_optional(days()),
        project=_one(projects),
        written_procedure=_optional(st.booleans()),
        ballots=st.lists(ballots, max_size=3).map(tuple),
        scores=st.lists(scores, max_size=2).map(tuple),
        score=_optional(_decimals()),
        requested=_optional(money()),
        granted=_optional(money()),
        selected=_optional(st.booleans()),
    )


def participants(id_: str, sessions: Sequence[str] = (), actors: Sequence[str] = ()) -> Strategy[model.Participant]:
    """A participant of one of these sessions."""
    return st.builds(
        model.Participant,
        id=st.just(id_),
        session=_one(sessions),
        name=_optional(texts()),
        actor=_one(actors),
        organisation=_optional(texts()),
        present=_optional(st.booleans()),
    )


@st.composite
def dossiers(draw: Draw) -> model.Programme:
    """A consistent programme with all that a dossier gathers, in the normal form of tables."""
    made = draw(programmes())
    plan = made.financing or model.FinancingPlan()
    lines = [line.id for line in plan.expenses]
    funds = [line.id for line in plan.resources]
    rules = _optional(rates())
    committees = tuple(
        evolve(committee, present_share=draw(rules), private_share=draw(rules)) for committee in made.committees
    )
    people = [actor.id for actor in made.actors]
    meetings = [session.id for action in made.actions for session in action.sessions]
    subjects = [project.id for project in made.projects]
    asked = draw(_numbered("dp", claims))
    numbers = [claim.id for claim in asked]
    decided = tuple(
        draw(decisions(f"avis-{rank}", committee, subjects)) for rank, committee in enumerate(made.committees)
    )
    return normal_form(
        evolve(
            made,
            committees=committees,
            quotes=draw(_numbered("devis", lambda id_: quotes(id_, lines))),
            actual_expenses=draw(_numbered("facture", lambda id_: actual_expenses(id_, lines, numbers))),
            staff_time=draw(_numbered("temps", lambda id_: staff_time(id_, lines, people))),
            trips=draw(_numbered("trajet", lambda id_: trips(id_, lines))),
            agreement=draw(_optional(agreements())),
            claims=asked,
            payments=draw(_numbered("versement", lambda id_: received_payments(id_, funds, numbers))),
            aids=draw(_numbered("aide", lambda id_: received_aids(id_, people))) if people else (),
            links=draw(st.lists(actor_links(people), max_size=2).map(tuple)) if people else (),
            selection_grid=draw(_optional(selection_grids())),
            decisions=decided,
            supplied_documents=draw(_numbered("piece", supplied_documents)),
            participants=draw(_numbered("participant", lambda id_: participants(id_, meetings, people))),
        )
    )
