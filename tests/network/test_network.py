"""Programmes together: the directory unites what is proven to be one, and nothing of a member is lost or doubled."""

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.findings import core_catalogue
from labo_partenariats.model import (
    Action,
    Actor,
    ActorKind,
    Indicator,
    Partnership,
    Programme,
    Range,
    RoleKind,
    Session,
    inconsistencies,
)
from labo_partenariats.network import (
    Member,
    Network,
    compared_financing,
    cooperations,
    directory,
    merged,
    summed_indicators,
)
from labo_partenariats.rules.assessment import PUBLIC_AMOUNTS
from labo_partenariats.rules.case import law_date
from labo_partenariats.testing import strategies
from labo_partenariats.values.period import Period
from labo_partenariats.values.text import slug

ONE, OTHER = "552100554", "356000000"


def network(**actors):
    """A network whose members are given by name, with their actors."""
    return Network("Réseau", tuple(Member(name, Programme(actors=tuple(of))) for name, of in actors.items()))


def actor(name, id_="a", **facts):
    return Actor(id=id_, name=name, **facts)


#: What two programmes say of an actor each → whether it is one, and the codes.
UNITED = {
    "the same name": (actor("CCI"), actor("c.c.i".upper().replace(".", "")), 1, []),
    "a name and an alias": (actor("Ecooparc"), actor("Eco parc", aliases=("ECOOPARC",)), 1, []),
    "the same SIREN under two names": (actor("Figeacteurs", siren=ONE), actor("PTCE de Figeac", siren=ONE), 1, []),
    "a SIREN and a SIRET of it": (actor("A", siren=ONE), actor("B", siret=f"{ONE}00012"), 1, []),
    "two establishments": (actor("A", siret=f"{ONE}00012"), actor("A", siret=f"{ONE}00020"), 1, ["NET103"]),
    "one number and none": (actor("A", siren=ONE), actor("A"), 1, []),
    "the same RNA": (actor("A", rna="W381000001"), actor("B", rna="W381000001"), 1, []),
    "two numbers for a name": (actor("A", siren=ONE), actor("A", siren=OTHER), 2, ["NET101"]),
    "two RNA for a name": (actor("A", rna="W381000001"), actor("A", rna="W381000002"), 2, ["NET101"]),
    "near names": (actor("Eco parc"), actor("Ecooparc"), 2, ["NET102"]),
    "near names, two numbers": (actor("Eco parc", siren=ONE), actor("Ecooparc", siren=OTHER), 2, []),
    "other names": (actor("Maison du lait"), actor("Maison du bois"), 2, []),
    "a disagreement": (actor("A", postcode="38350"), actor("A", postcode="46100"), 1, ["NET103"]),
    "one tells, one does not": (actor("A", kind=ActorKind.ASSOCIATION), actor("A"), 1, []),
}


@pytest.mark.parametrize("case", UNITED)
def test_an_organisation_is_united_by_what_proves_it(case):
    one, other, count, codes = UNITED[case]
    known = directory(network(Oisans=[one], Figeac=[other]))
    assert len(known.entries) == count
    assert [each.code for each in known.findings] == codes
    for found in known.findings:
        for language in ("fr", "en"):
            assert "{" not in core_catalogue().message(found, language)


def test_a_name_without_number_does_not_join_two_numbers():
    """A ~ B by name, B ~ C by alias, but A and C are two organisations."""
    a, b, c = actor("A", siren=ONE), actor("A", aliases=("C",)), actor("C", siren=OTHER)
    known = directory(network(x=[a], y=[b], z=[c]))
    assert [entry.members for entry in known.entries] == [("x", "y"), ("z",)]
    assert [each.code for each in known.findings] == ["NET101"]


def test_a_disagreement_names_who_says_what():
    known = directory(network(Oisans=[actor("A", postcode="38350")], Figeac=[actor("A", postcode="46100")]))
    (found,) = known.findings
    assert (
        core_catalogue().message(found, "fr").startswith("« A », code postal : 46100 selon Figeac, 38350 selon Oisans")
    )
    assert (str(found.location), found.location.file) == ("$.actors[0]", "Figeac")
    assert known.entries[0].conflicts[0].field == "postcode"


def test_two_members_cannot_have_one_name():
    for one, other in (("A", "A"), ("Haute-Saône", "haute saone")):
        with pytest.raises(Misuse, match="MIS071"):
            Network("N", (Member(one, Programme()), Member(other, Programme())))


PROGRAMMES = st.lists(strategies.programmes(), min_size=1, max_size=3)


def named(programmes):
    return Network("Réseau", tuple(Member(f"Membre {rank}", each) for rank, each in enumerate(programmes)))


@settings(max_examples=20)
@given(programmes=PROGRAMMES)
def test_every_actor_has_one_entry_and_the_order_of_the_members_counts_for_nothing(programmes):
    whole = named(programmes)
    known = directory(whole)
    mentions = [(mention.member, mention.actor.id, mention.path) for each in known.entries for mention in each.mentions]
    expected = [(m.name, a.id, f"$.actors[{i}]") for m in whole.members for i, a in enumerate(m.programme.actors)]
    assert sorted(mentions) == sorted(expected)
    assert len({entry.actor.id for entry in known.entries}) == len(known.entries)
    turned = Network("Réseau", tuple(Member(f"Membre {rank}", p) for rank, p in reversed(list(enumerate(programmes)))))
    assert directory(turned) == known
    assert merged(turned) == merged(whole)
    assert summed_indicators(turned) == summed_indicators(whole)


def test_a_name_that_two_members_may_claim_is_settled_alike_in_every_order():
    """N ~ B by name, N ~ C by alias, B and C apart: which of them N joins does not hang on who is named first."""
    parts = {
        "x": actor("N", aliases=("M",)),
        "y": actor("N", siren=ONE),
        "z": actor("M", siren=OTHER),
    }
    known = [
        directory(network(**{name: [parts[name]] for name in order}))
        for order in ("xyz", "xzy", "yxz", "yzx", "zxy", "zyx")
    ]
    assert all(each == known[0] for each in known)


@settings(max_examples=20)
@given(programme=strategies.programmes())
def test_a_programme_alone_is_itself(programme):
    """Take off the name of the member, and actions, sessions, projects and indicators are those of the programme."""
    alone = merged(Network("N", (Member("M", programme),)))

    def bare(ids):
        return tuple(id_.removeprefix("m/") for id_ in ids)

    known = directory(Network("N", (Member("M", programme),))).ids
    for ours, theirs in zip(alone.actions, programme.actions, strict=True):
        sessions = tuple(evolve(s, id=s.id[2:], territories=bare(s.territories)) for s in ours.sessions)
        title, actors = ours.title.removesuffix(" (M)"), tuple(known.get(("M", a), f"m/{a}") for a in theirs.actors)
        plain = evolve(ours, id=ours.id[2:], title=title, sessions=sessions, territories=bare(ours.territories))
        assert plain == evolve(theirs, actors=actors)
    assert [each.title for each in alone.projects] == [each.title for each in programme.projects]
    lines = summed_indicators(Network("N", (Member("M", programme),)))
    shares = sorted(each.id for line in lines for _, each in line.shares)
    assert shares == sorted(each.id for each in programme.indicators)
    for line in lines:
        if len(line.shares) == 1:
            ((_, share),) = line.shares
            assert (line.indicator.target, line.indicator.actual) == (share.target, share.actual)


@settings(max_examples=20)
@given(programmes=PROGRAMMES)
def test_the_merged_programme_is_whole_and_consistent(programmes):
    """Every action, session and project of every member, and no reference that leads nowhere it did not before."""
    sound = [each for each in programmes if not list(inconsistencies(each))]
    whole = named(sound)
    one = merged(whole)
    assert [each for each in inconsistencies(one) if each.code != "MOD001"] == []
    assert len(one.actions) == sum(len(each.actions) for each in sound)
    sessions = [s.id for each in one.actions for s in each.sessions]
    assert sessions == [
        f"{slug(m.name)}/{s.id}" for m in whole.members for action in m.programme.actions for s in action.sessions
    ]
    assert len(one.projects) == sum(len(each.projects) for each in sound)


def test_an_action_keeps_its_id_when_another_programme_joins():
    def plan(title):
        session = Session(id="s", period=Period.day(dt.date(2018, 4, 27)))
        return Programme(actions=(Action(id="a", title=title, sessions=(session,)),))

    first = Network("N", (Member("Oisans", plan("Atelier")),))
    both = Network("N", (Member("Jura", plan("Atelier")), *first.members))
    (alone,) = merged(first).actions
    assert alone in merged(both).actions
    assert (alone.id, alone.title, alone.sessions[0].id) == ("oisans/a", "Atelier (Oisans)", "oisans/s")


def test_indicators_add_up_where_all_is_told():
    def member(name, **facts):
        return Member(name, Programme(indicators=(Indicator(id="i", name="Emplois", **facts),)))

    def of(*members):
        return [(each.indicator.target, each.indicator.actual) for each in summed_indicators(Network("N", members))]

    ten, twenty = Range(Decimal(10), Decimal(15)), Range(Decimal(20), Decimal(20))
    a, b = member("a", target=ten, actual=Decimal(3)), member("b", target=twenty, actual=Decimal(4))
    assert of(a, b) == [(Range(Decimal(30), Decimal(35)), Decimal(7))]
    assert of(a, member("c")) == [(None, None)]
    assert of(a, member("c", unit="ETP")) == [(ten, Decimal(3)), (None, None)]


UNITS = {
    "the same word": ("Emplois", "emplois", [Decimal(7)]),
    "none and none": (None, None, [Decimal(7)]),
    "none and percent": (None, "%", [Decimal(3), Decimal(4)]),
    "euros and percent": ("€", "%", [Decimal(3), Decimal(4)]),
    "capitals of a symbol": ("MW", "mW", [Decimal(3), Decimal(4)]),
    "square and cubic": ("m²", "m³", [Decimal(3), Decimal(4)]),
    "percentages are no sum": ("%", "%", [None]),
    "nor in words": ("pour cent", "Pour cent", [None]),
}


@pytest.mark.parametrize("case", UNITS)
def test_only_one_unit_is_added_up(case):
    one, other, expected = UNITS[case]

    def member(name, unit, actual):
        return Member(name, Programme(indicators=(Indicator(id="i", name="I", unit=unit, actual=Decimal(actual)),)))

    lines = summed_indicators(Network("N", (member("a", one, 3), member("b", other, 4))))
    assert [line.indicator.actual for line in lines] == expected


def test_sums_are_exact_to_the_last_digit():
    many = [Decimal("1e30"), Decimal("0.000001"), Decimal("-1e30")]
    members = tuple(
        Member(f"m{rank}", Programme(indicators=(Indicator(id="i", name="I", actual=number),)))
        for rank, number in enumerate(many)
    )
    (line,) = summed_indicators(Network("N", members))
    assert line.indicator.actual == Decimal("0.000001")


def test_who_works_with_whom():
    cci, cpem = actor("CCI"), actor("CPEM", "b")
    actions = (Action(id="x", title="X", actors=("a", "b")), Action(id="y", title="Y", actors=("b", "a", "b")))
    one = Member("Oisans", Programme(actors=(cci, cpem), actions=actions))
    other = Member("Jura", Programme(actors=(actor("CCI", "z"),), actions=(Action(id="x", title="X", actors=("z",)),)))
    (found,) = cooperations(merged(Network("N", (one, other))))
    assert (found.one, found.other, found.actions) == ("cci", "cpem", ("oisans/x", "oisans/y"))


def test_roles_follow_the_united_actors():
    lead = Partnership(actor="a", role=RoleKind.LEAD)
    members = (Member("A", Programme(actors=(actor("GAIA"),), partnerships=(lead,))),)
    assert merged(Network("N", members)).partnerships == (evolve(lead, actor="gaia"),)


@settings(max_examples=20)
@given(programmes=PROGRAMMES)
def test_each_plan_is_compared_under_its_own_law(programmes):
    whole = named(programmes)
    rows = compared_financing(whole)
    assert [row.member for row in rows] == [member.name for member in whole.members]
    for row, member in zip(rows, whole.members, strict=True):
        assert row.amounts.keys() == set(PUBLIC_AMOUNTS)
        assert row.day == law_date(member.programme).day
        assert row.has_plan or set(row.amounts.values()) == {None}
