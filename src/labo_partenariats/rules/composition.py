"""
Who weighs how much in a committee: members, votes and groups, as exact counts (rules GOV-01, GOV-02 and GOV-04).

A member whose college or interest group is not told could weigh on either side: each group has a least and a greatest
number of votes, and a test answers only when both agree. Shares are compared as products, never divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from labo_partenariats.i18n import Term
from labo_partenariats.model import College, CommitteeMember, SelectionCommittee
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import Rate
from labo_partenariats.values.text import fold

#: The group of the public authorities, and that of the private members whose interest group is not told.
PUBLIC, UNNAMED = "public", "unnamed"


def at_least(part: int, whole: int, share: Rate) -> bool:
    """Whether *part* is at least *share* of *whole*, as an exact product: 13 of 26 are 50 %."""
    return part >= share.fraction * whole


def at_most(part: int, whole: int, share: Rate) -> bool:
    """Whether *part* is at most *share* of *whole*, as an exact product: 13 of 26 are more than 49 %."""
    return part <= share.fraction * whole


def agreed(answers: Iterable[bool]) -> Answer:
    """The answer that all readings give, else unknown."""
    found = set(answers)
    if found == {True}:
        return Answer.SATISFIED
    return Answer.VIOLATED if found == {False} else Answer.UNKNOWN


def worst(answers: Iterable[Answer]) -> Answer:
    """Violated if any is, else unknown if any is, else satisfied."""
    found = set(answers)
    return next((each for each in (Answer.VIOLATED, Answer.UNKNOWN) if each in found), Answer.SATISFIED)


def seats(committee: SelectionCommittee) -> tuple[CommitteeMember, ...]:
    """The members that hold votes: substitutes vote with those of whom they take the place."""
    return tuple(member for member in committee.members if member.substitute_of is None and member.votes > 0)


@frozen(kw_only=True)
class GroupShare:
    """
    The votes of one group among all («part d'un groupe»).

    ``group`` is `PUBLIC`, the name of an interest group, or `UNNAMED` for the private members that may share one.
    ``least`` counts the votes that are its own for sure, ``most`` those that may be; ``whole`` all votes.
    """

    group: str
    least: int
    most: int
    whole: int

    def answer(self, limit: Rate) -> Answer:
        """Whether the group stays within *limit*, an inclusive share of all votes."""
        return agreed(at_most(part, self.whole, limit) for part in (self.least, self.most))

    @property
    def name(self) -> object:
        """The group as a reader calls it."""
        return Term("Group", self.group) if self.group in {PUBLIC, UNNAMED} else self.group


def group_shares(members: Sequence[CommitteeMember]) -> tuple[GroupShare, ...]:
    """The shares of the public authorities, of each interest group, and of the members that name none."""
    whole = sum(member.votes for member in members)
    public = [member.votes for member in members if member.college is College.PUBLIC]
    unsure = [member.votes for member in members if member.college is None]
    open_ = [
        member.votes for member in members if member.interest_group is None and member.college is not College.PUBLIC
    ]
    shares = [GroupShare(group=PUBLIC, least=sum(public), most=sum(public) + sum(unsure), whole=whole)]
    named: dict[str, tuple[str, int]] = {}
    for member in members:
        if member.interest_group is not None:
            name, votes = named.get(fold(member.interest_group), (member.interest_group, 0))
            named[fold(member.interest_group)] = name, votes + member.votes
    shares += [
        GroupShare(group=name, least=votes, most=votes + sum(open_), whole=whole) for name, votes in named.values()
    ]
    if open_:
        shares.append(GroupShare(group=UNNAMED, least=max(open_), most=sum(open_), whole=whole))
    return tuple(shares)


def missing_of(members: Iterable[CommitteeMember]) -> tuple[str, ...]:
    """The keys of what is not told of the members: colleges, interest groups of those who are not public."""
    held = tuple(members)
    found = []
    if any(member.college is None for member in held):
        found.append("colleges")
    if any(member.interest_group is None and member.college is not College.PUBLIC for member in held):
        found.append("interest_groups")
    return tuple(found)
