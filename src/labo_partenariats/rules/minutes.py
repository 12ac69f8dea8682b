"""
What proves that a vote was valid: the seats, the ballots that count, and each test with its numbers and its law.

A decision is recomputed from its ballots (rules GOV-03 to GOV-06). Members that withdraw («déport») leave the quorum
and the vote; ballots that break a rule (twice, absent, withdrawn, of a stranger) are named and not counted. Members
that no ballot names did not take part. Where texts leave two readings (abstentions among the votes cast, withdrawn
members among those that make the quorum), a test answers when both agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from labo_partenariats.law import Library, Regime
from labo_partenariats.model import Ballot, CommitteeMember, Decision, Programme, SelectionCommittee, Vote
from labo_partenariats.rules.case import regime_of
from labo_partenariats.rules.composition import seats, worst
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.vote_tests import Seat, VoteRule, VoteTest, vote_tests
from labo_partenariats.values.text import fold


class Fault(Enum):
    """What is wrong with a ballot («irrégularité»); the ballot is not counted."""

    STRANGER = "stranger"
    TWICE = "twice"
    ABSENT = "absent"
    RECUSED = "recused"
    BOTH_SIT = "both_sit"


@frozen
class Irregularity:
    """One ballot that breaks a rule, by its rank in the decision."""

    fault: Fault
    ballot: int
    member: str


@frozen(kw_only=True)
class Minutes:
    """
    The minutes of one decision («procès-verbal»): who sat, how the votes fell, and the tests that prove it valid.
    """

    decision: Decision
    committee: SelectionCommittee
    day: dt.date | None
    seats: tuple[Seat, ...]
    tests: tuple[VoteTest, ...]
    irregularities: tuple[Irregularity, ...]

    @property
    def answer(self) -> Answer:
        """Whether the vote is proven valid: all tests are satisfied and no ballot breaks a rule."""
        return Answer.VIOLATED if self.irregularities else worst(test.answer for test in self.tests)

    def votes(self, vote: Vote) -> int:
        """The votes, not the members, that fell so."""
        return sum(seat.member.votes for seat in self.seats if seat.vote is vote)

    @property
    def recused(self) -> tuple[str, ...]:
        """The members that withdrew."""
        return tuple(seat.member.name for seat in self.seats if seat.recused)

    def test(self, key: VoteRule) -> VoteTest | None:
        """One of the tests, None when the law of the day does not ask for it."""
        return next((test for test in self.tests if test.key is key), None)


def minutes(programme: Programme, law: Library | Regime | None, decision: Decision) -> Minutes | None:
    """
    The minutes of *decision* under *law*, a regime or a library of which the programme's own regime is taken.

    None when the programme does not have the committee of the decision.
    """
    regime = regime_of(programme, law) if isinstance(law, Library) else law
    committee = next((each for each in programme.committees if each.id == decision.committee), None)
    if committee is None:
        return None
    holders = seat_holders(committee, decision)
    faults = tuple(_faults(decision, holders))
    own: dict[int, list[int]] = {}
    for rank, holder in enumerate(holders):
        own.setdefault(id(holder), []).append(rank)
    uncounted = frozenset(fault.ballot for fault in faults)
    sitting = tuple(_seat(member, decision, own.get(id(member), []), uncounted) for member in seats(committee))
    tests = tuple(vote_tests(committee, decision, sitting, regime)) if decision.ballots else ()
    return Minutes(
        decision=decision, committee=committee, day=decision.date, seats=sitting, tests=tests, irregularities=faults
    )


def seat_holders(committee: SelectionCommittee, decision: Decision) -> tuple[CommitteeMember | None, ...]:
    """
    For each ballot the member whose seat it fills: the one it names, or the one whose substitute that is.

    None for a stranger, and for a substitute of nobody.
    """
    members: dict[str, CommitteeMember] = {}
    for member in committee.members:
        members.setdefault(fold(member.name), member)

    def holder(name: str) -> CommitteeMember | None:
        member = members.get(fold(name))
        if member is None or member.substitute_of is None:
            return member
        titular = members.get(fold(member.substitute_of))
        return titular if titular is not None and titular.substitute_of is None else None

    return tuple(holder(ballot.member) for ballot in decision.ballots)


def _took_part(ballot: Ballot) -> bool:
    return ballot.vote is not None or ballot.present is True


def _faults(decision: Decision, holders: tuple[CommitteeMember | None, ...]) -> Iterator[Irregularity]:
    voted: set[str] = set()
    sat: dict[str, str] = {}
    pairs = tuple(zip(decision.ballots, holders, strict=True))
    withdrawn = {holder.name for ballot, holder in pairs if ballot.recused and holder is not None}
    for rank, (ballot, holder) in enumerate(pairs):
        name, votes = fold(ballot.member), ballot.vote is not None
        if holder is None:
            yield Irregularity(Fault.STRANGER, rank, ballot.member)
            continue
        if _took_part(ballot) and sat.setdefault(holder.name, name) != name:
            yield Irregularity(Fault.BOTH_SIT, rank, ballot.member)
        elif votes and name in voted:
            yield Irregularity(Fault.TWICE, rank, ballot.member)
        elif votes and holder.name in withdrawn:
            yield Irregularity(Fault.RECUSED, rank, ballot.member)
        elif votes and ballot.present is False and not decision.written_procedure:
            yield Irregularity(Fault.ABSENT, rank, ballot.member)
        if votes:
            voted.add(name)


def _seat(member: CommitteeMember, decision: Decision, own: list[int], uncounted: frozenset[int]) -> Seat:
    ballots = [decision.ballots[rank] for rank in own]
    recused = any(ballot.recused for ballot in ballots)
    votes = (decision.ballots[rank].vote for rank in own if rank not in uncounted)
    # a vote of a seat that withdrew is a fault, and so not among these
    vote = next((vote for vote in votes if vote is not None), None)
    return Seat(member=member, present=_presence(ballots, vote), recused=recused, vote=vote)


def _presence(ballots: list[Ballot], vote: Vote | None) -> bool | None:
    if vote is not None or any(ballot.present for ballot in ballots):
        return True
    return None if any(ballot.present is None for ballot in ballots) else False
