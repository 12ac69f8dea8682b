"""The minutes of a vote: shares are exact, the order of ballots is nothing, and withdrawing never helps."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Library, Parameter, Regime
from labo_partenariats.model import Ballot, College, CommitteeMember, Decision, Programme, SelectionCommittee, Vote
from labo_partenariats.rules.composition import at_least, at_most, group_shares
from labo_partenariats.rules.minutes import Fault, Minutes, minutes
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.vote_tests import VoteRule
from labo_partenariats.values.money import Rate

LAW = Library.builtin().regime("fr")
HALF = Rate("0.5")
ORDER = [Answer.VIOLATED, Answer.UNKNOWN, Answer.SATISFIED]
DAYS = (dt.date(2017, 10, 12), dt.date(2024, 3, 1))


@st.composite
def decided(draw: st.DrawFn) -> tuple[SelectionCommittee, Decision]:
    """A committee with a quorum of its own and one decision of it, faulty ballots among others."""
    members = [
        CommitteeMember(
            name=f"M{rank}",
            college=draw(st.sampled_from([*College, None])),
            votes=draw(st.integers(0, 3)),
            interest_group=draw(st.sampled_from(["agri", "tourism", None])),
            substitute_of=draw(st.sampled_from([None, None, f"M{rank - 1}"])) if rank else None,
        )
        for rank in range(draw(st.integers(0, 6)))
    ]
    ballots = draw(
        st.lists(
            st.builds(
                Ballot,
                member=st.sampled_from([*(member.name for member in members), "Z"]),
                present=st.none() | st.booleans(),
                recused=st.booleans(),
                vote=st.none() | st.sampled_from(Vote),
            ),
            min_size=1,
            max_size=8,
            unique_by=lambda ballot: ballot.member,
        )
    )
    committee = SelectionCommittee(id="c", name="C", members=tuple(members), present_share=HALF, private_share=HALF)
    day = draw(st.sampled_from(DAYS))
    return committee, Decision(id="d", committee="c", date=day, ballots=tuple(ballots))


def _minutes(committee: SelectionCommittee, decision: Decision) -> Minutes:
    found = minutes(Programme(committees=(committee,)), LAW, decision)
    assert found is not None
    return found


def _answers(found: Minutes) -> dict[VoteRule, tuple[Answer, int, int]]:
    return {test.key: (test.answer, test.part, test.whole) for test in found.tests}


@given(decided(), st.data())
def test_the_order_of_ballots_does_not_matter(case: tuple[SelectionCommittee, Decision], data: st.DataObject) -> None:
    """Ballots of different seats in another order prove the same."""
    committee, decision = case
    if any(member.substitute_of for member in committee.members):  # of a seat that two hold, the first counts
        return
    mixed = evolve(decision, ballots=tuple(data.draw(st.permutations(decision.ballots))))
    assert _answers(_minutes(committee, mixed)) == _answers(_minutes(committee, decision))


@given(decided(), st.integers(2, 1000))
def test_votes_that_all_weigh_more_prove_the_same(case: tuple[SelectionCommittee, Decision], times: int) -> None:
    """Multiplying every member's votes changes no answer."""
    committee, decision = case
    heavier = tuple(evolve(member, votes=member.votes * times) for member in committee.members)
    before, after = (_minutes(each, decision) for each in (committee, evolve(committee, members=heavier)))
    assert [test.answer for test in after.tests] == [test.answer for test in before.tests]


@given(decided(), st.data())
def test_a_private_member_that_withdraws_never_helps(
    case: tuple[SelectionCommittee, Decision], data: st.DataObject
) -> None:
    """Quorum and share of private votes are at best what they were before a private member withdrew."""
    committee, decision = case
    if any(member.substitute_of for member in committee.members):
        return
    private = {member.name for member in committee.members if member.college is College.PRIVATE and member.votes}
    ranks = [n for n, each in enumerate(decision.ballots) if each.member in private and each.present is not False]
    if not ranks:
        return
    rank = data.draw(st.sampled_from(ranks))
    withdrawn = evolve(decision.ballots[rank], recused=True, vote=None)
    after = evolve(decision, ballots=(*decision.ballots[:rank], withdrawn, *decision.ballots[rank + 1 :]))
    for key in (VoteRule.QUORUM_PRESENT, VoteRule.QUORUM_PRIVATE, VoteRule.NON_PUBLIC_VOTES):
        first, then = (_minutes(committee, each).test(key) for each in (decision, after))
        if first is None or then is None or not first.whole or not then.whole:
            continue
        assert ORDER.index(then.answer) <= ORDER.index(first.answer), key


@given(decided())
def test_nothing_counts_twice(case: tuple[SelectionCommittee, Decision]) -> None:
    """The votes that are counted are at most those of the seats, and none is of a seat that withdrew."""
    found = _minutes(*case)
    cast = sum(found.votes(vote) for vote in Vote)
    assert cast <= sum(seat.member.votes for seat in found.seats)
    assert all(seat.vote is None for seat in found.seats if seat.recused)
    assert {fault.fault for fault in found.irregularities} <= set(Fault)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 100))
def test_shares_are_exact_products(part: int, whole: int, percent: int) -> None:
    """A share is compared as integers: no quotient is rounded for or against anybody."""
    share = Rate.percent(percent)
    assert at_least(part, whole, share) is (100 * part >= percent * whole)
    assert at_most(part, whole, share) is (100 * part <= percent * whole)


def test_thirteen_of_twenty_six_is_above_49_percent_and_not_above_half() -> None:
    """The boundary of the committee of 26: 12 public members pass 49 %, 13 do not; one half lets them pass."""
    assert at_most(12, 26, Rate("0.49"))
    assert not at_most(13, 26, Rate("0.49"))
    assert at_most(13, 26, HALF)
    assert at_most(49, 100, Rate("0.49"))
    assert not at_most(49 * 10**6 + 1, 10**8, Rate("0.49"))


@given(decided())
def test_least_and_most_of_a_group_enclose_every_completion(case: tuple[SelectionCommittee, Decision]) -> None:
    """Whatever the untold colleges and groups turn out to be, the public votes lie between least and most."""
    committee, _ = case
    (public, *_) = group_shares(committee.members)
    for college in College:
        told = [evolve(member, college=member.college or college) for member in committee.members]
        votes = sum(member.votes for member in told if member.college is College.PUBLIC)
        assert public.least <= votes <= public.most


def test_minutes_prove_a_vote_with_numbers_and_law() -> None:
    """Each test shows its numbers, its limit and the law; the whole is proven only without a faulty ballot."""
    members = tuple(
        CommitteeMember(name=name, college=college)
        for name, college in (("P", College.PUBLIC), ("V", College.PRIVATE), ("W", College.PRIVATE))
    )
    committee = SelectionCommittee(id="c", name="C", members=members, present_share=HALF, private_share=HALF)
    ballots = (
        Ballot(member="P", vote=Vote.FOR),
        Ballot(member="V", vote=Vote.AGAINST),
        Ballot(member="W", present=True, recused=True),
    )
    decision = Decision(id="d", committee="c", date=DAYS[0], ballots=ballots)
    found = _minutes(committee, decision)

    assert (found.votes(Vote.FOR), found.votes(Vote.AGAINST), found.recused) == (1, 1, ("W",))
    test = found.test(VoteRule.NON_PUBLIC_VOTES)
    assert test is not None
    assert test.parameter is not None
    assert (Fraction(test.part, test.whole), test.limit) == (Fraction(1, 2), Rate("0.50"))
    assert test.parameter.references[0].article == "34(3)(b)"
    assert found.answer is Answer.SATISFIED

    twice = _minutes(committee, evolve(decision, ballots=(*ballots, Ballot(member="P", vote=Vote.FOR))))
    assert twice.answer is Answer.VIOLATED
    assert twice.votes(Vote.FOR) == 1


def _with_dated_quorum(share: str) -> Regime:
    """The law of France as if the practice on presence were dated and asked for *share*."""
    key = "quorum_present_share_minimum"
    france = LAW.layers[-1]
    (value,) = france.parameters[key].values
    dated = Parameter(value.declaration, (evolve(value, start=dt.date(2014, 1, 1), value=Rate(share)),))
    return Regime((*LAW.layers[:-1], evolve(france, parameters={**france.parameters, key: dated})))


@pytest.mark.parametrize(("legal", "limit"), [("0.4", "0.5"), ("0.5", "0.5"), ("0.6", "0.6")])
def test_the_stricter_of_law_and_own_rules_makes_the_quorum(legal: str, limit: str) -> None:
    """A committee may ask for more than the law, never for less; the law is named where it decides."""
    members = (CommitteeMember(name="P", college=College.PUBLIC), CommitteeMember(name="V", college=College.PRIVATE))
    committee = SelectionCommittee(id="c", name="C", members=members, present_share=HALF)
    decision = Decision(id="d", committee="c", date=DAYS[0], ballots=(Ballot(member="V", vote=Vote.FOR),))
    found = minutes(Programme(committees=(committee,)), _with_dated_quorum(legal), decision)

    assert found is not None
    test = found.test(VoteRule.QUORUM_PRESENT)
    assert test is not None
    assert test.limit == Rate(limit)
    assert (test.parameter is None) is (legal == "0.4")
    assert test.answer is (Answer.VIOLATED if limit == "0.6" else Answer.SATISFIED)


@pytest.mark.parametrize(("recused", "answer"), [(False, Answer.SATISFIED), (True, Answer.VIOLATED)])
def test_one_member_makes_a_quorum_and_nobody_makes_none(recused: bool, answer: Answer) -> None:
    """A committee of one sits when its member does; when that one withdraws, no share of nobody is a quorum."""
    member = CommitteeMember(name="A", college=College.PRIVATE)
    committee = SelectionCommittee(id="c", name="C", members=(member,), present_share=Rate("0.5"))
    ballot = Ballot(member="A", present=True, recused=recused, vote=None if recused else Vote.FOR)
    decision = Decision(id="d", committee="c", date=dt.date(2017, 10, 12), ballots=(ballot,))
    test = _minutes(committee, decision).test(VoteRule.QUORUM_PRESENT)
    assert (test.answer, test.missing) == (answer, ())


@pytest.mark.parametrize("law", [LAW, Library.builtin(), None])
def test_a_committee_that_is_not_there_has_no_minutes(law: object) -> None:
    """Nothing can be proven of a committee that the programme does not describe."""
    assert minutes(Programme(), law, Decision(id="d", committee="c")) is None  # type: ignore[arg-type]
