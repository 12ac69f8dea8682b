"""
The tests of a vote: quorum, share of private votes, control by a group, each with its numbers and its law.

Rules GOV-03 to GOV-05. A member that withdrew («déport») has left the quorum and the vote before a test looks at them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from itertools import product

from attrs import frozen

from labo_partenariats.law import ParameterValue, Regime
from labo_partenariats.model import College, CommitteeMember, Decision, SelectionCommittee, Vote
from labo_partenariats.rules.composition import agreed, at_least, group_shares, missing_of, worst
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import Rate


@frozen(kw_only=True)
class Seat:
    """
    One voting member in one decision, whoever sat for it («siège»).

    ``present`` is None when it is not told; a member that withdrew is not counted as present by the tests.
    """

    member: CommitteeMember
    present: bool | None
    recused: bool
    vote: Vote | None = None

    @property
    def sits(self) -> bool | None:
        """Whether the seat counts for the quorum; None when it cannot be told."""
        return False if self.recused else self.present


class VoteRule(Enum):
    """What a test of a vote looks at («vérification»)."""

    QUORUM_PRESENT = "quorum_present"
    QUORUM_PRIVATE = "quorum_private"
    NON_PUBLIC_VOTES = "non_public_votes"
    NO_CONTROL = "no_control"


@frozen(kw_only=True)
class VoteTest:
    """
    One test: ``part`` of ``whole`` is compared with ``limit`` as an exact product, a share that the law or the
    committee's own rules set.

    ``part`` and ``whole`` are those of the first reading. ``parameter`` is the law used, None where the committee's own
    rules are. ``missing`` says why the answer is unknown.
    """

    key: VoteRule
    answer: Answer
    part: int
    whole: int
    limit: Rate | None
    parameter: ParameterValue | None = None
    group: object = None
    missing: tuple[str, ...] = ()


def vote_tests(
    committee: SelectionCommittee, decision: Decision, sitting: tuple[Seat, ...], regime: Regime | None
) -> Iterator[VoteTest]:
    """The tests that the law of the day and the committee's own rules ask for, on the seats of one decision."""
    law = _Law(regime, decision.date)
    yield _quorum_present(sitting, *law.strictest("quorum_present_share_minimum", committee.present_share))
    yield _quorum_private(sitting, *law.strictest("quorum_private_share_minimum", committee.private_share))
    if decision.date is None:
        missing = ("decision_date",)
        yield VoteTest(
            key=VoteRule.NON_PUBLIC_VOTES, answer=Answer.UNKNOWN, part=0, whole=0, limit=None, missing=missing
        )
        return
    if (minimum := law.parameter("non_public_votes_share_minimum")) is not None:
        yield _non_public_votes(sitting, minimum)
    elif (limit := law.parameter("interest_group_share_maximum")) is not None:
        yield _no_control(sitting, limit)


@frozen
class _Law:
    regime: Regime | None
    day: dt.date | None

    def parameter(self, key: str) -> ParameterValue | None:
        """The share that the law of the day sets."""
        found = None if self.regime is None or self.day is None else self.regime.value(key, self.day)
        return found if isinstance(found, ParameterValue) and isinstance(found.value, Rate) else None

    def strictest(self, key: str, own: Rate | None) -> tuple[Rate | None, ParameterValue | None]:
        """The higher of the law's share and of the committee's own, with the law when it is the one."""
        found = self.parameter(key)
        legal = None if found is None else _rate(found)
        if legal is None or (own is not None and own > legal):
            return own, None
        return legal, found


def _rate(parameter: ParameterValue) -> Rate:
    assert isinstance(parameter.value, Rate)  # the parameter is declared in rates
    return parameter.value


def _quorum_present(sitting: tuple[Seat, ...], limit: Rate | None, law: ParameterValue | None) -> VoteTest:
    """At least *limit* of the voting members sit; withdrawn members are, or are not, among those who make the base."""
    sure = sum(seat.sits is True for seat in sitting)
    most = sure + sum(seat.sits is None for seat in sitting)
    recused = sum(seat.recused for seat in sitting)
    bases = (len(sitting), len(sitting) - recused)
    key, part, whole = VoteRule.QUORUM_PRESENT, sure, bases[0]
    if limit is None or not sitting:
        gap = "quorum_rule" if sitting else "members"
        return VoteTest(key=key, answer=Answer.UNKNOWN, part=part, whole=whole, limit=limit, missing=(gap,))
    # with nobody left to sit, no share of nobody makes a quorum
    answer = agreed(base > 0 and at_least(part, base, limit) for part, base in product((sure, most), bases))
    missing = ("presence",) if most != sure else ("quorum_base",)
    return VoteTest(
        key=key,
        answer=answer,
        part=part,
        whole=whole,
        limit=limit,
        parameter=law,
        missing=missing if answer is Answer.UNKNOWN else (),
    )


def _quorum_private(sitting: tuple[Seat, ...], limit: Rate | None, law: ParameterValue | None) -> VoteTest:
    """At least *limit* of the members that sit are private."""
    key = VoteRule.QUORUM_PRIVATE
    there = [seat.member.college for seat in sitting if seat.sits is True]
    perhaps = [seat.member.college for seat in sitting if seat.sits is None]
    private = there.count(College.PRIVATE)
    least = private, len(there) + len(perhaps) - perhaps.count(College.PRIVATE)
    most_there = private + there.count(None)
    joining = perhaps.count(College.PRIVATE) + perhaps.count(None)
    most = most_there + joining, len(there) + joining
    if limit is None or not sitting:
        gap = "quorum_rule" if sitting else "members"
        return VoteTest(key=key, answer=Answer.UNKNOWN, part=private, whole=len(there), limit=limit, missing=(gap,))
    answer = agreed(whole > 0 and at_least(part, whole, limit) for part, whole in (least, most))
    missing = (*(("presence",) if perhaps else ()), *(("colleges",) if None in there + perhaps else ()))
    return VoteTest(
        key=key,
        answer=answer,
        part=private,
        whole=len(there),
        limit=limit,
        parameter=law,
        missing=missing if answer is Answer.UNKNOWN else (),
    )


def _non_public_votes(sitting: tuple[Seat, ...], minimum: ParameterValue) -> VoteTest:
    """At least the minimum of the votes cast come from members that are not public, abstentions counted or not."""
    key, limit = VoteRule.NON_PUBLIC_VOTES, _rate(minimum)
    cast = [seat for seat in sitting if seat.vote not in {None, Vote.ABSTENTION}]
    abstained = [seat for seat in sitting if seat.vote is Vote.ABSTENTION]
    readings = [each for each in (cast, [*cast, *abstained]) if each]
    part, whole = _private_votes(cast), _votes(cast)
    if not readings:
        return VoteTest(key=key, answer=Answer.UNKNOWN, part=0, whole=0, limit=limit, missing=("votes",))
    answers = [
        at_least(_private_votes(each, unsure=unsure), _votes(each), limit)
        for each, unsure in product(readings, (False, True))
    ]
    answer = agreed(answers)
    unsure = any(seat.member.college is None for seat in [*cast, *abstained])
    missing = ("colleges",) if unsure else ("abstentions",)
    return VoteTest(
        key=key,
        answer=answer,
        part=part,
        whole=whole,
        limit=limit,
        parameter=minimum,
        missing=missing if answer is Answer.UNKNOWN else (),
    )


def _votes(sitting: list[Seat]) -> int:
    return sum(seat.member.votes for seat in sitting)


def _private_votes(sitting: list[Seat], *, unsure: bool = False) -> int:
    """The votes of the members that are private, with those whose college is not told if *unsure*."""
    colleges = {College.PRIVATE, None} if unsure else {College.PRIVATE}
    return sum(seat.member.votes for seat in sitting if seat.member.college in colleges)


def _no_control(sitting: tuple[Seat, ...], limit: ParameterValue) -> VoteTest:
    """No group casts more than the limit of the votes, abstentions left out."""
    key = VoteRule.NO_CONTROL
    cast = [seat.member for seat in sitting if seat.vote not in {None, Vote.ABSTENTION}]
    if not cast:
        return VoteTest(key=key, answer=Answer.UNKNOWN, part=0, whole=0, limit=_rate(limit), missing=("votes",))
    shares = group_shares(cast)
    answer = worst(share.answer(_rate(limit)) for share in shares)
    largest = max((s for s in shares if s.answer(_rate(limit)) is answer), key=lambda s: s.least)
    return VoteTest(
        key=key,
        answer=answer,
        part=largest.least,
        whole=largest.whole,
        limit=_rate(limit),
        parameter=limit,
        group=largest.name,
        missing=missing_of(cast) if answer is Answer.UNKNOWN else (),
    )
