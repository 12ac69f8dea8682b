"""The ranking: a permutation within the envelope, ties said and never broken in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.model import CriterionScore, Decision, SelectionGrid
from labo_partenariats.rules.ranking import EnvelopePolicy, Place, Ranking, rank, score_of
from labo_partenariats.values.money import ZERO, Money

STOP, SKIP, PARTIAL = EnvelopePolicy
points = st.integers(0, 4).map(Decimal)


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    """Decisions with scores close together, so that ties happen, some of them incomplete."""
    made = []
    for number in range(draw(st.integers(0, 7))):
        criteria = draw(st.lists(st.sampled_from("abc"), unique=True))
        made.append(
            Decision(
                id=str(number),
                committee="c",
                scores=tuple(CriterionScore(criterion=each, points=draw(points)) for each in criteria),
                score=draw(st.none() | points),
                requested=draw(st.none() | st.integers(-1, 50).map(Money)),
            )
        )
    return made


grids = st.builds(
    SelectionGrid,
    minimum_score=st.none() | points,
    tie_breaks=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    envelope=st.none() | st.integers(0, 120).map(Money),
)
policies = st.sampled_from(EnvelopePolicy)


@given(decisions(), grids, policies)
def test_the_ranking_is_a_permutation_within_the_envelope(
    every: list[Decision], grid: SelectionGrid, policy: EnvelopePolicy
) -> None:
    """Each decision comes once, by falling score, and what is granted is never above the envelope."""
    found = rank(every, grid, policy)
    assert sorted(each.decision.id for each in found.ranked) == sorted(each.id for each in every)
    assert found.granted <= (grid.envelope or ZERO)
    scores = [each.score for each in found.ranked if each.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert all(each.granted == ZERO for each in found.ranked if each.place not in {Place.FUNDED, Place.PARTLY_FUNDED})


@given(decisions(), grids, policies, st.data())
def test_the_order_of_the_list_gives_nobody_anything(
    every: list[Decision], grid: SelectionGrid, policy: EnvelopePolicy, data: st.DataObject
) -> None:
    """Each decision has the same rank, place and money whatever the order in which they are listed."""
    mixed = data.draw(st.permutations(every))

    def told(found: Ranking) -> dict[str, tuple[object, ...]]:
        return {each.decision.id: (each.rank, each.place, each.granted) for each in found.ranked}

    assert told(rank(mixed, grid, policy)) == told(rank(every, grid, policy))


@given(decisions(), grids, policies)
def test_ties_share_their_rank_and_their_fate(
    every: list[Decision], grid: SelectionGrid, policy: EnvelopePolicy
) -> None:
    """Decisions of one rank are tied with one another, and none of them is treated better than another."""
    by_rank: dict[int, list[str]] = {}
    places: dict[int, set[Place]] = {}
    found = rank(every, grid, policy)
    for each in found.ranked:
        if each.rank is not None:
            by_rank.setdefault(each.rank, []).append(each.decision.id)
            places.setdefault(each.rank, set()).add(each.place)
    assert all(len(kinds) == 1 for kinds in places.values())
    assert set(found.ties) == {tuple(sorted(ids)) for ids in by_rank.values() if len(ids) > 1}


@given(decisions(), grids, policies)
def test_nobody_below_the_minimum_is_paid(every: list[Decision], grid: SelectionGrid, policy: EnvelopePolicy) -> None:
    """A score below the minimum has its place; exactly the minimum does not."""
    for each in rank(every, grid, policy).ranked:
        below = each.score is not None and grid.minimum_score is not None and each.score < grid.minimum_score
        assert (each.place is Place.BELOW_MINIMUM) is below


def _asking(**asked: tuple[str, int]) -> list[Decision]:
    return [
        Decision(id=name, committee="c", score=Decimal(score), requested=Money.euros(euros))
        for name, (score, euros) in asked.items()
    ]


@pytest.mark.parametrize(
    ("policy", "places", "granted"),
    [
        (STOP, ["funded", "not_funded", "not_funded"], "60.00"),
        (SKIP, ["funded", "not_funded", "funded"], "90.00"),
        (PARTIAL, ["funded", "partly_funded", "not_funded"], "100.00"),
    ],
)
def test_the_policy_decides_what_follows_the_first_that_does_not_fit(
    policy: EnvelopePolicy, places: list[str], granted: str
) -> None:
    """The first that does not fit ends the list, is passed over, or receives what is left."""
    found = rank(_asking(a=("9", 60), b=("8", 50), c=("7", 30)), SelectionGrid(envelope=Money.euros(100)), policy)
    assert [each.place.value for each in found.ranked] == places
    assert str(found.granted) == granted
    assert found.first_out is not None
    assert found.first_out.decision.id == "b"


def test_the_envelope_is_met_to_the_cent() -> None:
    """A sum that makes the envelope exactly fits."""
    found = rank(_asking(a=("9", 60), b=("8", 40)), SelectionGrid(envelope=Money.euros(100)), STOP)
    assert found.first_out is None
    assert found.granted == Money.euros(100)


@pytest.mark.parametrize(("policy", "last"), [(STOP, "not_funded"), (PARTIAL, "not_funded"), (SKIP, "undecided")])
def test_a_tie_across_the_end_of_the_envelope_is_left_to_people(policy: EnvelopePolicy, last: str) -> None:
    """Nobody of a tie is paid when not all can be; those after it are out unless smaller projects may pass."""
    tied = _asking(a=("9", 60), b=("8", 30), c=("8", 20), d=("7", 1))
    found = rank(tied, SelectionGrid(envelope=Money.euros(100)), policy)
    assert [each.place.value for each in found.ranked] == ["funded", "undecided", "undecided", last]
    assert [each.rank for each in found.ranked] == [1, 2, 2, 4]
    assert found.ties == (("b", "c"),)


def test_a_tie_that_fits_as_a_whole_needs_no_parting() -> None:
    """All of a tie are paid where the envelope is large enough."""
    found = rank(_asking(a=("8", 30), b=("8", 20)), SelectionGrid(envelope=Money.euros(50)), STOP)
    assert {each.place for each in found.ranked} == {Place.FUNDED}


def test_asking_for_nothing_is_asking() -> None:
    """A project that needs no EAFRD is ranked and funded like the others, and misses no amount."""
    grid = SelectionGrid(envelope=Money.euros(1), minimum_score=Decimal(1))
    found = rank(_asking(a=("9", 0)), grid, STOP)
    assert found.missing == ()
    assert [each.place for each in found.ranked] == [Place.FUNDED]


def test_what_is_missing_is_said() -> None:
    """Without scores, minimum, envelope or amounts the ranking says so."""
    found = rank([Decision(id="a", committee="c"), *_asking(b=("1", -1))], SelectionGrid(), STOP)
    assert found.missing == ("scores", "selection_minimum_score", "envelope", "requested_eafrd")
    assert [each.place for each in found.ranked] == [Place.UNDECIDED, Place.UNRANKED]


def test_the_score_is_the_sum_of_its_criteria() -> None:
    """Criteria win over a total that is stated beside them."""
    scores = (CriterionScore(criterion="a", points=Decimal("1.5")), CriterionScore(criterion="b", points=Decimal(2)))
    assert score_of(Decision(id="d", committee="c", scores=scores, score=Decimal(9))) == Decimal("3.5")
