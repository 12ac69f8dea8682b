"""
Projects in the order of their scores, and who the envelope can pay (rule GOV-08).

Equal scores are parted by the criteria of the grid, in their order; what nothing parts stays a tie and is said, never
broken in silence: where the envelope cannot pay a whole tie, nobody of it is decided. What becomes of the project that
no longer fits is a choice of the group, stated by its `EnvelopePolicy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum

from attrs import evolve, frozen

from labo_partenariats.model import Decision, SelectionGrid
from labo_partenariats.values.money import ZERO, Money, total


class EnvelopePolicy(Enum):
    """What happens when a project no longer fits in the envelope («règle d'épuisement de l'enveloppe»)."""

    STOP = "stop"  # it ends the list: nobody after it is paid
    SKIP = "skip"  # smaller projects after it may still fit
    PARTIAL = "partial"  # it receives what is left


class Place(Enum):
    """What becomes of a project in the ranking («suite donnée au projet»)."""

    FUNDED = "funded"
    PARTLY_FUNDED = "partly_funded"
    NOT_FUNDED = "not_funded"
    BELOW_MINIMUM = "below_minimum"
    UNDECIDED = "undecided"
    UNRANKED = "unranked"


@frozen(kw_only=True)
class Ranked:
    """
    One project in the ranking.

    ``rank`` counts from 1 and is shared by a tie; None for a project without a score. ``granted`` is what the envelope
    pays, zero for those it does not. ``tied`` are the ids of the other decisions of the same rank.
    """

    decision: Decision
    score: Decimal | None
    rank: int | None
    place: Place
    granted: Money = ZERO
    tied: tuple[str, ...] = ()


@frozen(kw_only=True)
class Ranking:
    """
    The ranking («classement»): all projects in order, those without a score last.

    ``missing`` are keys of what would have to be known; ``first_out`` the first that no longer fits.
    """

    ranked: tuple[Ranked, ...]
    envelope: Money | None
    policy: EnvelopePolicy
    missing: tuple[str, ...] = ()

    @property
    def granted(self) -> Money:
        """The sum of what is granted; never above the envelope."""
        return total(each.granted for each in self.ranked)

    @property
    def first_out(self) -> Ranked | None:
        """The first project that the envelope cannot pay in full, or that a tie leaves undecided."""
        out = (Place.PARTLY_FUNDED, Place.NOT_FUNDED, Place.UNDECIDED)
        return next((each for each in self.ranked if each.place in out), None)

    @property
    def ties(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the decisions that nothing parts, tie by tie."""
        found = (tuple(sorted((each.decision.id, *each.tied))) for each in self.ranked if each.tied)
        return tuple(dict.fromkeys(found))


def score_of(decision: Decision) -> Decimal | None:
    """The total score: the sum of the criteria, else the total that the decision states."""
    if decision.scores:
        return sum((each.points for each in decision.scores), Decimal(0))
    return decision.score


def rank(
    decisions: Iterable[Decision],
    grid: SelectionGrid,
    policy: EnvelopePolicy,
    minimum_score: Decimal | None = None,
) -> Ranking:
    """
    Rank *decisions* by score and share out the envelope of *grid*, in euros, by *policy*.

    The minimum score is the grid's, else *minimum_score*; exactly the minimum passes. An amount asked for that is not
    told, or is negative, leaves undecided from there on.
    """
    minimum = minimum_score if grid.minimum_score is None else grid.minimum_score
    every = list(decisions)
    scored = [each for each in every if score_of(each) is not None]
    groups = list(_groups(scored, grid.tie_breaks))
    passing = [group for group in groups if minimum is None or _score(group[0]) >= minimum]
    failing = groups[len(passing) :]
    placed = list(_share(passing, grid.envelope, policy))
    placed += [_ranked(each, group, Place.BELOW_MINIMUM) for group in failing for each in group]
    missing = []
    if len(scored) < len(every):
        missing.append("scores")
    if minimum is None:
        missing.append("selection_minimum_score")
    if grid.envelope is None:
        missing.append("envelope")
    if any(not _asks(each) for each in scored):
        missing.append("requested_eafrd")
    unscored = (each for each in every if score_of(each) is None)
    ranked = [
        *_numbered(placed, groups),
        *(Ranked(decision=each, score=None, rank=None, place=Place.UNRANKED) for each in unscored),
    ]
    return Ranking(ranked=tuple(ranked), envelope=grid.envelope, policy=policy, missing=tuple(missing))


def _score(decision: Decision) -> Decimal:
    score = score_of(decision)
    assert score is not None  # only scored decisions are compared
    return score


def _points(decision: Decision, criterion: str) -> Decimal | None:
    return next((each.points for each in decision.scores if each.criterion == criterion), None)


def _groups(decisions: Sequence[Decision], tie_breaks: Sequence[str]) -> Iterator[list[Decision]]:
    """The decisions by falling score, then by the tie-breaks; each group is a tie that nothing parts."""
    for score in sorted({_score(each) for each in decisions}, reverse=True):
        yield from _parted([each for each in decisions if _score(each) == score], tie_breaks)


def _parted(tied: list[Decision], tie_breaks: Sequence[str]) -> Iterator[list[Decision]]:
    if len(tied) == 1 or not tie_breaks:
        yield tied
        return
    points = [_points(each, tie_breaks[0]) for each in tied]
    known = {each for each in points if each is not None}
    if None in points:  # a criterion that one of them lacks parts nobody
        yield tied
        return
    for value in sorted(known, reverse=True):
        yield from _parted([each for each, own in zip(tied, points, strict=True) if own == value], tie_breaks[1:])


def _asks(decision: Decision) -> bool:
    return decision.requested is not None and decision.requested >= ZERO


def _share(groups: list[list[Decision]], envelope: Money | None, policy: EnvelopePolicy) -> Iterator[Ranked]:
    """Who is paid, group by group, while the envelope lasts."""
    left, is_open, is_known = envelope or ZERO, True, envelope is not None
    for group in groups:
        asked = total(each.requested or ZERO for each in group)
        if is_known and is_open and not all(_asks(each) for each in group):
            is_known = False
        if not is_known:
            yield from (_ranked(each, group, Place.UNDECIDED) for each in group)
        elif not is_open:
            yield from (_ranked(each, group, Place.NOT_FUNDED) for each in group)
        elif asked <= left:
            left -= asked
            yield from (_ranked(each, group, Place.FUNDED, each.requested or ZERO) for each in group)
        elif len(group) > 1:
            # who of the tie is paid changes what is left, but not that the envelope ends here
            yield from (_ranked(each, group, Place.UNDECIDED) for each in group)
            is_known, is_open = policy is not EnvelopePolicy.SKIP, False
        else:
            partial = policy is EnvelopePolicy.PARTIAL and left > ZERO
            yield _ranked(
                group[0], group, Place.PARTLY_FUNDED if partial else Place.NOT_FUNDED, left if partial else ZERO
            )
            is_open = policy is EnvelopePolicy.SKIP


def _ranked(decision: Decision, group: Sequence[Decision], place: Place, granted: Money = ZERO) -> Ranked:
    tied = tuple(each.id for each in group if each is not decision)
    return Ranked(decision=decision, score=score_of(decision), rank=None, place=place, granted=granted, tied=tied)


def _numbered(placed: list[Ranked], groups: list[list[Decision]]) -> Iterator[Ranked]:
    """The same projects with the rank of their tie: 1, 2, 2, 4."""
    sizes = [len(group) for group in groups]
    position = 0
    for size in sizes:
        yield from (evolve(each, rank=position + 1) for each in placed[position : position + size])
        position += size
