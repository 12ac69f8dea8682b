"""Checks of the committee and of its votes: who weighs how much, quorum, recusals (rules GOV-01 to GOV-06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from labo_partenariats.law import ParameterValue
from labo_partenariats.model import College, CommitteeMember, Decision, Programme, SelectionCommittee
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import Check, check
from labo_partenariats.rules.composition import agreed, at_least, group_shares, missing_of, seats, worst
from labo_partenariats.rules.minutes import Fault, Minutes, minutes, seat_holders
from labo_partenariats.rules.outcome import Answer, Outcome, satisfied, unknown, violated
from labo_partenariats.rules.vote_tests import VoteRule, VoteTest
from labo_partenariats.values.money import Rate
from labo_partenariats.values.text import fold

_LAW = ("partners_share_minimum", "interest_group_share_maximum", "non_public_votes_share_minimum")


def _parameter(case: Case, key: str, day: dt.date | None) -> ParameterValue | None:
    found = None if case.regime is None or day is None else case.regime.value(key, day)
    return found if isinstance(found, ParameterValue) and isinstance(found.value, Rate) else None


def _share(parameter: ParameterValue) -> Rate:
    assert isinstance(parameter.value, Rate)  # `_parameter` gives no other
    return parameter.value


def _described(committee: SelectionCommittee) -> bool:
    """Whether the programme tells who votes on which side: a mere list of names is no composition yet."""
    return any(member.college is not None for member in seats(committee))


def _days(case: Case, committee: SelectionCommittee) -> list[dt.date]:
    """The days on which the committee decided, else the day of the case."""
    decided = {each.date for each in case.programme.decisions if each.committee == committee.id and each.date}
    return sorted(decided) or ([] if case.on.day is None else [case.on.day])


def _composition(case: Case, key: str) -> Iterator[tuple[int, SelectionCommittee, ParameterValue, dt.date]]:
    """Each committee whose composition is told, with each value of the law *key* in force when it decided."""
    for index, committee in enumerate(case.programme.committees):
        found: dict[tuple[object, object], tuple[ParameterValue, dt.date]] = {}
        for day in _days(case, committee) if _described(committee) else ():
            if (parameter := _parameter(case, key, day)) is not None:
                found.setdefault((parameter.start, parameter.layer), (parameter, day))
        for parameter, day in found.values():
            yield index, committee, parameter, day


@check("GOV101")
def partners_make_half(case: Case) -> Iterator[Outcome]:
    """In 2007-13 economic, social and civil partners make half of the partnership that decides (rule GOV-01)."""
    for index, committee, parameter, _ in _composition(case, "partners_share_minimum"):
        members, path = seats(committee), f"$.committees[{index}].members"
        colleges = [member.college for member in members]
        private, unsure = colleges.count(College.PRIVATE), colleges.count(None)
        limit = _share(parameter)
        facts = _facts(committee, private, len(members), limit, parameter)
        answer = agreed(at_least(part, len(members), limit) for part in (private, private + unsure))
        yield _outcome(answer, path, ("colleges",), facts)


@check("GOV102")
def no_group_above_limit(case: Case) -> Iterator[Outcome]:
    """
    In 2014-22 neither public authorities nor any interest group hold more than 49 % of the votes (rule GOV-02).

    It is also here that the law of committees is said to be unknown, once for each committee that voted.
    """
    yield from _without_law(case)
    yield from _groups_within(case, with_votes_rule=True)


def _without_law(case: Case) -> Iterator[Outcome]:
    for index, committee in enumerate(case.programme.committees):
        decided = any(each.committee == committee.id for each in case.programme.decisions)
        days = _days(case, committee)
        if _described(committee) and decided and not any(_parameter(case, key, day) for key in _LAW for day in days):
            missing = "regime" if case.regime is None else "governance_law"
            yield unknown(missing, path=f"$.committees[{index}].members", committee=committee.name)


def _groups_within(case: Case, *, with_votes_rule: bool) -> Iterator[Outcome]:
    """
    The shares of the groups under the highest share of the day.

    The share of 2014-22 is a rule and goes with a minimum of non-public votes; that of 2023-27 is a mark for «no group
    controls».
    """
    for index, committee, parameter, day in _composition(case, "interest_group_share_maximum"):
        if (_parameter(case, "non_public_votes_share_minimum", day) is not None) is not with_votes_rule:
            continue
        members, limit = seats(committee), _share(parameter)
        shares = group_shares(members)
        answer = worst(share.answer(limit) for share in shares)
        shown = max((share for share in shares if share.answer(limit) is answer), key=lambda share: share.least)
        facts = _facts(committee, shown.least, shown.whole, limit, parameter) | {"group": shown.name}
        yield _outcome(answer, f"$.committees[{index}].members", missing_of(members), facts)


def _facts(
    committee: SelectionCommittee, part: int, whole: int, limit: Rate, parameter: ParameterValue
) -> dict[str, Any]:
    return {
        "subject": committee.name,
        "committee": committee.name,
        "part": part,
        "whole": whole,
        "limit": limit,
        "certainty": parameter.reliability,
    }


def _outcome(answer: Answer, path: str, missing: tuple[str, ...], facts: dict[str, Any]) -> Outcome:
    if answer is Answer.UNKNOWN:
        return unknown(*missing, path=path, **facts)
    return satisfied(path, **facts) if answer is Answer.SATISFIED else violated(path, **facts)


def _minutes(case: Case) -> Iterator[tuple[int, Decision, Minutes]]:
    """Each decision that tells its ballots, with its minutes."""
    for index, decision in enumerate(case.programme.decisions):
        found = minutes(case.programme, case.regime, decision) if decision.ballots else None
        if found is not None:
            yield index, decision, found


def _tested(case: Case, key: VoteRule) -> Iterator[Outcome]:
    for index, decision, found in _minutes(case):
        test = found.test(key)
        if test is None or decision.date is None:  # GOV112 says that the date is missing
            continue
        facts: dict[str, Any] = {
            "decision": subject_of(case.programme, decision),
            "subject": subject_of(case.programme, decision),
            "committee": found.committee.name,
            "part": test.part,
            "whole": test.whole,
            "limit": test.limit,
            "group": test.group,
            "certainty": None if test.parameter is None else test.parameter.reliability,
        }
        yield _outcome(test.answer, f"$.decisions[{index}].ballots", test.missing, facts)


def subject_of(programme: Programme, decision: Decision) -> str:
    """What a decision is about, as its reader calls it: the project, the programme itself, else its id."""
    if decision.project is None:
        return programme.title or decision.id
    return next((each.title for each in programme.projects if each.id == decision.project), decision.id)


@check("GOV103")
def votes_half_non_public(case: Case) -> Iterator[Outcome]:
    """In 2014-22 half of the votes cast in each decision come from non-public partners, after recusals (GOV-03)."""
    return _tested(case, VoteRule.NON_PUBLIC_VOTES)


@check("GOV104")
def no_group_controls(case: Case) -> Iterator[Outcome]:
    """In 2023-27 no interest group controls the committee nor a decision; the text gives no number (rule GOV-04)."""
    yield from _groups_within(case, with_votes_rule=False)
    yield from _tested(case, VoteRule.NO_CONTROL)


@check("GOV105")
def double_quorum(case: Case) -> Iterator[Outcome]:
    """Enough voting members are present, and enough of them are private, after recusals (rule GOV-05)."""
    untold = [(n, each) for n, each in enumerate(case.programme.decisions) if _is_taken(each) and not each.ballots]
    yield from gathered(case.programme, untold, ("ballots",), ".ballots")
    for index, decision, found in _minutes(case):
        path = f"$.decisions[{index}].ballots"
        about: dict[str, Any] = {"decision": subject_of(case.programme, decision)}
        present, private = found.test(VoteRule.QUORUM_PRESENT), found.test(VoteRule.QUORUM_PRIVATE)
        assert present is not None  # every vote is tested for its quorum
        assert private is not None
        yield _quorum(path, present, private, about)


def _is_taken(decision: Decision) -> bool:
    return decision.selected is not None


def gathered(
    programme: Programme, decisions: Sequence[tuple[int, Decision]], missing: tuple[str, ...], part: str = ""
) -> Iterator[Outcome]:
    """One outcome for all the decisions that lack the same thing, at the first of them; none without any."""
    if decisions:
        path, *related = (f"$.decisions[{index}]{part}" for index, _ in decisions)
        names = tuple(subject_of(programme, decision) for _, decision in decisions)
        yield unknown(*missing, path=path, related=tuple(related), decision=names)


def _quorum(path: str, present: VoteTest, private: VoteTest, about: dict[str, Any]) -> Outcome:
    answer = worst((present.answer, private.answer))
    if answer is Answer.UNKNOWN:
        return unknown(*dict.fromkeys((*present.missing, *private.missing)), path=path, **about)
    facts: dict[str, Any] = {
        **about,
        "present": present.part,
        "members": present.whole,
        "private": private.part,
        "sitting": private.whole,
        "present_limit": present.limit,
        "private_limit": private.limit,
    }
    if answer is Answer.SATISFIED:
        return satisfied(path, **facts)
    # the half that is not known does not save the one that fails: the test that fails is the one that is told
    failed = present if present.answer is Answer.VIOLATED else private
    return violated(path, test=failed.key, part=failed.part, whole=failed.whole, limit=failed.limit, **about)


def _faults(fault: Fault) -> Callable[[Case], Iterator[Outcome]]:
    def examine(case: Case) -> Iterator[Outcome]:
        for index, decision, found in _minutes(case):
            for each in found.irregularities:
                if each.fault is fault:
                    path = f"$.decisions[{index}].ballots[{each.ballot}]"
                    subject = subject_of(case.programme, decision)
                    yield violated(path, value=each.member, member=each.member, decision=subject)

    return examine


voters_are_members: Check = Check("GOV106", _faults(Fault.STRANGER))
nobody_votes_twice: Check = Check("GOV107", _faults(Fault.TWICE))
absent_do_not_vote: Check = Check("GOV108", _faults(Fault.ABSENT))
recused_do_not_vote: Check = Check("GOV109", _faults(Fault.RECUSED))
one_sits_for_a_seat: Check = Check("GOV110", _faults(Fault.BOTH_SIT))


@check("GOV111")
def interested_members_withdraw(case: Case) -> Iterator[Outcome]:
    """A member that leads the project withdraws from its decision (rule GOV-06)."""
    for index, decision, found in _minutes(case):
        names = _lead_names(case.programme, decision)
        holders = seat_holders(found.committee, decision)
        for number, (ballot, member) in enumerate(zip(decision.ballots, holders, strict=True)):
            if member is None or ballot.present is False or not names & _names(case.programme, member):
                continue
            path, subject = f"$.decisions[{index}].ballots[{number}]", subject_of(case.programme, decision)
            if not ballot.recused:
                yield violated(path, value=ballot.member, member=ballot.member, decision=subject)
            else:
                yield satisfied(path, member=ballot.member, decision=subject)


def _lead_names(programme: Programme, decision: Decision) -> frozenset[str]:
    """The names of who leads what is decided on: the project, or the programme itself."""
    if decision.project is None:
        lead = programme.lead
        return frozenset() if lead is None else frozenset(map(fold, (lead.name, *lead.aliases)))
    project = next((each for each in programme.projects if each.id == decision.project), None)
    return frozenset() if project is None or project.lead is None else frozenset({fold(project.lead)})


def _names(programme: Programme, member: CommitteeMember) -> frozenset[str]:
    actor = None if member.actor is None else programme.actor(member.actor)
    return frozenset(map(fold, (member.name, *((actor.name, *actor.aliases) if actor else ()))))


CHECKS = (
    partners_make_half,
    no_group_above_limit,
    votes_half_non_public,
    no_group_controls,
    double_quorum,
    voters_are_members,
    nobody_votes_twice,
    absent_do_not_vote,
    recused_do_not_vote,
    one_sits_for_a_seat,
    interested_members_withdraw,
)
