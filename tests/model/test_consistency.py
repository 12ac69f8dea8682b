"""Unique ids and resolved references: every breach told, together, and none invented."""

from __future__ import annotations

import datetime as dt

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.model import (
    Action,
    Actor,
    CommitteeMember,
    Expense,
    FinancingPlan,
    Indicator,
    Partnership,
    Programme,
    Project,
    Resource,
    RoleKind,
    SelectionCommittee,
    Session,
    Territory,
    inconsistencies,
)
from labo_partenariats.testing import strategies
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period

#: A whole programme takes long to make: a fifth of the usual number.
few = settings(max_examples=settings.default.max_examples // 5)


def _session(id_: str, *territories: str) -> Session:
    return Session(id=id_, period=Period.day(dt.date(2017, 11, 6)), territories=territories)


def _expense(id_: str, partner: str | None = None) -> Expense:
    return Expense(id=id_, label="E", amount=Money(1), partner=partner)


def _resource(id_: str) -> Resource:
    return Resource(id=id_, label="R", amount=Money(1))


BROKEN = Programme(
    territories=(Territory(id="t", name="T"), Territory(id="t", name="T'")),
    actors=(
        Actor(id="a", name="A", territories=("t", "lost")),
        Actor(id="a", name="A'"),
        Actor(id="a", name="A''"),
    ),
    partnerships=(Partnership(actor="a", role=RoleKind.LEAD), Partnership(actor="lost", role=RoleKind.HOST)),
    actions=(
        Action(id="x", title="X", territories=("lost",), actors=("a", "lost"), sessions=(_session("s", "lost"),)),
        Action(id="x", title="X", sessions=(_session("r"), _session("s"))),
    ),
    projects=(Project(id="p", title="P", territories=("lost",)), Project(id="p", title="P")),
    committees=(
        SelectionCommittee(id="c", name="C", action="lost", members=(CommitteeMember(name="M", actor="lost"),)),
        SelectionCommittee(id="c", name="C", action="x", members=(CommitteeMember(name="M"),)),
    ),
    indicators=(Indicator(id="i", name="I"), Indicator(id="i", name="I")),
    financing=FinancingPlan(
        expenses=(_expense("e", "lost"), _expense("e")), resources=(_resource("r"), _resource("r"))
    ),
    other_plans=(
        FinancingPlan(expenses=(_expense("e"),), resources=(_resource("r"),)),
        FinancingPlan(expenses=(_expense("e", "lost"), _expense("e")), resources=(_resource("r"), _resource("r"))),
    ),
)


def test_all_breaches_are_told_together() -> None:
    """Each repeated id points at the first of its kind, each reference at where it is made."""
    found = inconsistencies(BROKEN)
    repeated = [
        (str(each.location), *map(str, each.related), each.value, each.data["kind"])
        for each in found
        if each.code == "MOD001"
    ]
    lost = [(str(each.location), each.value, each.data["kind"]) for each in found if each.code == "MOD002"]

    assert sorted(repeated) == sorted(
        [
            ("$.territories[1].id", "$.territories[0].id", "t", "territory"),
            ("$.actors[1].id", "$.actors[0].id", "a", "actor"),
            ("$.actors[2].id", "$.actors[0].id", "a", "actor"),
            ("$.actions[1].id", "$.actions[0].id", "x", "action"),
            ("$.actions[1].sessions[1].id", "$.actions[0].sessions[0].id", "s", "session"),
            ("$.projects[1].id", "$.projects[0].id", "p", "project"),
            ("$.committees[1].id", "$.committees[0].id", "c", "committee"),
            ("$.indicators[1].id", "$.indicators[0].id", "i", "indicator"),
            ("$.financing.expenses[1].id", "$.financing.expenses[0].id", "e", "expense"),
            ("$.financing.resources[1].id", "$.financing.resources[0].id", "r", "resource"),
            ("$.other_plans[1].expenses[1].id", "$.other_plans[1].expenses[0].id", "e", "expense"),
            ("$.other_plans[1].resources[1].id", "$.other_plans[1].resources[0].id", "r", "resource"),
        ]
    )
    assert sorted(lost) == sorted(
        [
            ("$.actors[0].territories[1]", "lost", "territory"),
            ("$.partnerships[1].actor", "lost", "actor"),
            ("$.actions[0].territories[0]", "lost", "territory"),
            ("$.actions[0].actors[1]", "lost", "actor"),
            ("$.actions[0].sessions[0].territories[0]", "lost", "territory"),
            ("$.projects[0].territories[0]", "lost", "territory"),
            ("$.committees[0].action", "lost", "action"),
            ("$.committees[0].members[0].actor", "lost", "actor"),
            ("$.financing.expenses[0].partner", "lost", "actor"),
            ("$.other_plans[1].expenses[0].partner", "lost", "actor"),
        ]
    )
    assert len(found) == len(repeated) + len(lost)


def test_ids_are_unique_within_their_kind_only() -> None:
    """An actor and an action may have one id, and plans of two versions the same lines."""
    plan = FinancingPlan(expenses=(_expense("x"),), resources=(_resource("x"),))
    programme = Programme(
        territories=(Territory(id="x", name="X"),),
        actors=(Actor(id="x", name="X"),),
        actions=(Action(id="x", title="X", sessions=(_session("x"),)),),
        projects=(Project(id="x", title="X"),),
        financing=plan,
        other_plans=(plan, plan),
    )

    assert inconsistencies(programme) == ()


@few
@given(strategies.programmes(), st.data())
def test_consistent_until_a_part_is_lost(programme: Programme, data: st.DataObject) -> None:
    """A consistent programme has no breach; take an actor away and every reference to it is one, no more, no less."""
    assert inconsistencies(programme) == ()
    if not programme.actors:
        return
    gone = data.draw(st.sampled_from(programme.actors))
    less = evolve(programme, actors=tuple(actor for actor in programme.actors if actor is not gone))
    plans = [*([programme.financing] if programme.financing else []), *programme.other_plans]
    references = [
        *(each.actor for each in programme.partnerships),
        *(actor for action in programme.actions for actor in action.actors),
        *(member.actor for committee in programme.committees for member in committee.members),
        *(expense.partner for plan in plans for expense in plan.expenses),
    ]

    found = inconsistencies(less)
    assert {(each.code, each.value) for each in found} <= {("MOD002", gone.id)}
    assert len(found) == references.count(gone.id)
