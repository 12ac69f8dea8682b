"""What changed between two programmes: everything that did, and nothing else."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.model import Action, Actor, Expense, FinancingPlan, Partnership, Programme, RoleKind, Session
from labo_partenariats.model.differences import differences
from labo_partenariats.testing import strategies
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period

FEW = settings(max_examples=25)


def told(old, new):
    return [(each.kind.value, each.part, each.name, each.field, each.old, each.new) for each in differences(old, new)]


@FEW
@given(strategies.programmes())
def test_nothing_changed_in_the_same_programme(programme):
    assert differences(programme, programme) == ()


@FEW
@given(strategies.programmes(), st.randoms())
def test_the_order_of_items_is_no_change(programme, random):
    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    turned = evolve(programme, actors=shuffled(programme.actors), actions=shuffled(programme.actions))
    assert differences(programme, turned) == ()


@FEW
@given(strategies.programmes(), strategies.programmes())
def test_a_change_seen_from_one_side_is_seen_from_the_other(old, new):
    assert bool(differences(old, new)) == bool(differences(new, old))


@FEW
@given(strategies.programmes(), st.data())
def test_one_changed_fact_is_told_and_nothing_else(programme, data):
    name = data.draw(st.sampled_from(["title", "network", "summary", "success_criteria"]))
    value = data.draw(strategies.texts())
    changed = evolve(programme, **{name: value if name in ("title", "network") else (value,)})
    expected = [] if getattr(programme, name) == getattr(changed, name) else [("", name)]
    assert [(each.part, each.field) for each in differences(programme, changed)] == expected


@FEW
@given(strategies.programmes(), st.data())
def test_one_changed_fact_of_an_actor_is_told_with_both_values(programme, data):
    if not programme.actors:
        return
    rank = data.draw(st.integers(0, len(programme.actors) - 1))
    actor = programme.actors[rank]
    website = data.draw(strategies.texts())
    actors = (*programme.actors[:rank], evolve(actor, website=website), *programme.actors[rank + 1 :])
    found = differences(programme, evolve(programme, actors=actors))
    if actor.website == website:
        assert found == ()
    else:
        (change,) = found
        assert (change.part, change.field, change.old, change.new) == ("actors", "website", actor.website, website)
        assert (change.old_path, change.new_path) == (f"$.actors[{rank}].website",) * 2


CCI = Actor(id="cci", name="CCI", siret="13002271800019", postcode="38000")
CHANGES = {
    "an actor comes": ((), (CCI,), [("added", "actors", "CCI", None, None, None)]),
    "an actor goes": ((CCI,), (), [("removed", "actors", "CCI", None, None, None)]),
    "a new name, the same number": (
        (CCI,),
        (evolve(CCI, id="cci-38", name="CCI de Grenoble"),),
        [("changed", "actors", "CCI de Grenoble", "name", "CCI", "CCI de Grenoble")],
    ),
    "a new name, the same facts": (
        (Actor(id="a", name="A", postcode="38000", website="a.fr"),),
        (Actor(id="b", name="B", postcode="38000", website="a.fr"),),
        [("changed", "actors", "B", "name", "A", "B")],
    ),
    "one fact does not make them the same": (
        (Actor(id="a", name="A", postcode="38000"),),
        (Actor(id="b", name="B", postcode="38000"),),
        [("removed", "actors", "A", None, None, None), ("added", "actors", "B", None, None, None)],
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_actors_that_come_go_and_change_their_name(case):
    old, new, expected = CHANGES[case]
    assert told(Programme(actors=old), Programme(actors=new)) == expected


def test_what_is_inside_is_told_where_it_is():
    """A session of an action, an amount of the plan, a role."""
    day, next_day = Period.day(dt.date(2018, 4, 27)), Period.day(dt.date(2018, 4, 28))
    old = Programme(
        actions=(Action(id="a", title="Atelier", sessions=(Session(id="s", period=day),)),),
        financing=FinancingPlan(expenses=(Expense(id="e", label="Salaires", amount=Money.euros(12603)),)),
        partnerships=(Partnership(actor="cci", role=RoleKind.LEAD),),
    )
    new = evolve(
        old,
        actions=(evolve(old.actions[0], sessions=(Session(id="s", period=next_day),)),),
        financing=FinancingPlan(expenses=(Expense(id="e", label="Salaires", amount=Money.euros(12604)),)),
        partnerships=(Partnership(actor="cci", role=RoleKind.LEAD, wording="porteur"),),
    )
    assert told(old, new) == [
        ("changed", "partnerships", "cci", "wording", None, "porteur"),
        ("changed", "actions.sessions", "Atelier", "period", day, next_day),
        ("changed", "financing.expenses", "Salaires", "amount", Money.euros(12603), Money.euros(12604)),
    ]


def test_a_plan_that_comes_is_one_change():
    assert told(Programme(), Programme(financing=FinancingPlan())) == [("added", "financing", None, None, None, None)]
