"""Checks of State aid: the answer and its criteria, the de minimis ceilings, the exemptions (rules SA-01 to SA-10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from labo_partenariats.i18n import Term
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import AidPurpose, AidScheme, DocumentKind, ReceivedAid, StateAid
from labo_partenariats.rules.aid_account import Counting, weakest
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.de_minimis import (
    AGRICULTURAL,
    FISHERY,
    GENERAL,
    ROAD,
    SCHEMES,
    SGEI,
    Ledger,
    planned_ledgers,
)
from labo_partenariats.rules.outcome import Answer, Outcome, satisfied, unknown, violated
from labo_partenariats.values.money import ZERO, Money, total

_ANSWER = "$.financing.state_aid"

#: The four criteria of State aid: all of them together make it (rule SA-10).
CRITERIA = ("economic_activity", "undertaking", "selective", "trade_effect")


def criteria_answer(answer: StateAid) -> bool | None:
    """
    The answer that the four criteria give: True when all are met, False as soon as one is not, else None.
    """
    values = [getattr(answer, name) for name in CRITERIA]
    if any(value is False for value in values):
        return False
    return True if all(values) else None


@check("AID101")
def state_aid_answer_justified(case: Case) -> Iterator[Outcome]:
    """The answer on state aid rests on facts that the dossier keeps: a reason in words, or the criteria (SA-10)."""
    plan = case.plan
    if plan is None:
        return
    answer = plan.state_aid
    if answer is None or answer.applies is None:
        yield unknown("state_aid_answer", path=_ANSWER, answer=None)
    elif answer.justification is None and criteria_answer(answer) is None:
        yield unknown("state_aid_justification", path=_ANSWER, answer=answer.applies)
    else:
        yield satisfied(_ANSWER, answer=answer.applies)


@check("AID102")
def state_aid_answer_follows_criteria(case: Case) -> Iterator[Outcome]:
    """State aid is what meets the four criteria together: the answer is the one they give (rule SA-10)."""
    answer = case.plan.state_aid if case.plan else None
    if answer is None or answer.applies is None:  # AID101 says what is missing
        return
    given = criteria_answer(answer)
    told = {name: getattr(answer, name) for name in CRITERIA}
    if given is None:
        if answer.justification is not None or any(value is not None for value in told.values()):
            yield unknown(*(name for name, value in told.items() if value is None), path=_ANSWER, answer=answer.applies)
        return
    decisive = tuple(Term("StateAidCriterion", name) for name, value in told.items() if value is given)
    if given is answer.applies:
        yield satisfied(_ANSWER, answer=answer.applies, criteria=decisive)
    else:
        path = f"{_ANSWER}.applies"
        related = tuple(f"{_ANSWER}.{criterion.name}" for criterion in decisive)
        yield violated(path, related, answer=answer.applies, given=given, criteria=decisive)


@check("AID103")
def general_de_minimis_kept(case: Case) -> Iterator[Outcome]:
    """A planned aid stays within the general de minimis ceiling of its day (rules SA-01, SA-02 and SA-06)."""
    return _within_ceiling(case, (GENERAL, ROAD))


@check("AID104")
def sgei_de_minimis_kept(case: Case) -> Iterator[Outcome]:
    """A planned aid to a service of general economic interest stays within its own ceiling (rule SA-07)."""
    return _within_ceiling(case, (SGEI,))


@check("AID105")
def sector_de_minimis_kept(case: Case) -> Iterator[Outcome]:
    """A planned agricultural or fishery aid stays within its own ceiling (rule SA-08)."""
    return _within_ceiling(case, (AGRICULTURAL, FISHERY))


def _within_ceiling(case: Case, schemes: Collection[AidScheme]) -> Iterator[Outcome]:
    for rank, found in planned_ledgers(case.programme, case.regime, case.on.day, schemes):
        aid = case.programme.aids[rank]
        path = f"$.aids[{rank}].amount"
        if found is None:
            yield unknown("grant_day", path=path, actor=_name(case, aid))
        elif found.answer is Answer.UNKNOWN:
            yield unknown(*found.doubts, path=path, related=_related(found), actor=_name(case, aid))
        else:
            make = satisfied if found.answer is Answer.SATISFIED else violated
            yield make(path, _related(found), **_facts(case, aid, found))


def _facts(case: Case, aid: ReceivedAid, found: Ledger) -> dict[str, Any]:
    account = found.binding
    assert account is not None  # without a ceiling the answer is unknown
    return {
        "actor": _name(case, aid),
        "day": found.on,
        "planned": found.planned,
        "counted": account.counted,
        "ceiling": account.raised,
        "ceiling_name": Term("Ceiling", account.key),
        "largest": Term("Room", "unknown") if found.largest is None else found.largest,
        "lost": Term("AidExcess", "unknown" if found.excess is None else str(found.excess.value)),
        "certainty": found.certainty,
    }


def _related(found: Ledger) -> tuple[str, ...]:
    """Where the aids that count, or may, stand."""
    ranks = {
        entry.rank for account in found.accounts for entry in account.entries if entry.counting is not Counting.LEFT_OUT
    }
    return tuple(f"$.aids[{rank}]" for rank in sorted(ranks))


def _name(case: Case, aid: ReceivedAid) -> str:
    actor = case.programme.actor(aid.actor)
    return actor.name if actor is not None else aid.actor


@check("AID106")
def aid_scheme_named(case: Case) -> Iterator[Outcome]:
    """Where there is state aid, the scheme that allows it is named (rule SA-10)."""
    answer = case.plan.state_aid if case.plan else None
    if answer is None or answer.applies is not True:
        return
    planned = [aid for aid in case.programme.aids if aid.is_planned and aid.scheme is not None]
    if answer.scheme is not None or planned:
        yield satisfied(_ANSWER)
    else:
        yield violated(_ANSWER)


@check("AID107")
def declaration_before_grant(case: Case) -> Iterator[Outcome]:
    """The declaration of the aids of the last years comes before the grant, while the register is too young (SA-05)."""
    days = [aid.granted or case.on.day for aid in case.programme.aids if aid.is_planned and aid.scheme in SCHEMES]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):  # the checks of the ceilings say that the day is missing
        return
    day = min(known)
    needed = declaration_needed(case, day)
    found = [
        (rank, document.date)
        for rank, document in enumerate(case.programme.supplied_documents)
        if document.kind is DocumentKind.DE_MINIMIS_DECLARATION and document.date is not None
    ]
    if needed is False or (not found and case.plan is not None):  # DOS109 asks for the documents of a plan
        return
    rank, received = min(found, key=lambda pair: pair[1], default=(None, None))
    if received is None:
        if needed is None:
            yield unknown("de_minimis_declaration_years", path="$.supplied_documents", day=day)
        else:
            yield violated("$.supplied_documents", day=day, received=Term("Receipt", "none"))
    elif received <= day:
        yield satisfied(f"$.supplied_documents[{rank}]", day=day, received=received)
    else:
        yield violated(f"$.supplied_documents[{rank}].date", day=day, received=received)


def declaration_needed(case: Case, day: dt.date) -> bool | None:
    """
    Whether a de minimis aid granted on *day* needs a declaration of the aids received, None when the law is not known.

    It is needed until the central register covers the years before the grant, anniversary day included.
    """
    years = _parameter(case, "de_minimis_declaration_years", day)
    if years is None or not isinstance(years.value, int):
        return None
    start = _parameter(case, "de_minimis_register_start", day)
    if start is None or not isinstance(start.value, dt.date):
        return True
    first = start.value
    return (day.year - years.value, day.month, day.day) < (first.year, first.month, first.day)


def _parameter(case: Case, key: str, day: dt.date) -> ParameterValue | None:
    found = None if case.regime is None else case.regime.value(key, day)
    return found if isinstance(found, ParameterValue) else None


@check("AID108")
def purpose_not_excluded(case: Case) -> Iterator[Outcome]:
    """A general de minimis aid is not for what the scheme excludes (rule SA-08)."""
    for rank, aid in enumerate(case.programme.aids):
        if not aid.is_planned or aid.scheme not in {GENERAL, ROAD}:
            continue
        path, day = f"$.aids[{rank}].purpose", aid.granted or case.on.day
        excluded = None if day is None else _parameter(case, "de_minimis_exclusions", day)
        if excluded is None or aid.purpose is None:
            missing = "de_minimis_exclusions" if excluded is None else "aid_purpose"
            yield unknown(missing, path=path, actor=_name(case, aid))
            continue
        facts: dict[str, Any] = {"actor": _name(case, aid), "purpose": aid.purpose, "certainty": weakest([excluded])}
        names = excluded.value if isinstance(excluded.value, tuple) else ()
        if aid.purpose is AidPurpose.OTHER or aid.purpose.value not in names:
            yield satisfied(path, **facts)
        else:
            yield violated(path, value=aid.purpose.value, **facts)


@check("AID109")
def clld_exemption_kept(case: Case) -> Iterator[Outcome]:
    """
    Aid exempted as local development project is granted while the exemption exists, and within its amount (SA-09).

    Article 19a has no percentage of its own: the highest aid rate of the programme holds, which FIN102 checks.
    """
    schemes = (AidScheme.CLLD_COSTS_EXEMPTED, AidScheme.CLLD_AMOUNT_EXEMPTED)
    aids = [(rank, aid) for rank, aid in enumerate(case.programme.aids) if aid.is_planned and aid.scheme in schemes]
    days = [day for _, aid in aids if (day := aid.granted or case.on.day) is not None]
    if not aids:
        return
    path = f"$.aids[{aids[0][0]}]"
    law = [_parameter(case, "clld_aid_ceiling", day) for day in days]
    known = [value for value in law if value is not None]
    if not known or len(known) < len(aids):
        yield unknown("clld_aid_ceiling" if len(days) == len(aids) else "grant_day", path=path)
        return
    limited = [(rank, aid) for rank, aid in aids if aid.scheme is AidScheme.CLLD_AMOUNT_EXEMPTED]
    ceiling = min((value.value for value in known if isinstance(value.value, Money)), default=None)
    if not limited or ceiling is None:
        return
    places = tuple(f"$.aids[{rank}].amount" for rank, _ in limited)
    amounts = [aid.amount for _, aid in limited if aid.amount is not None and aid.amount >= ZERO]
    facts: dict[str, Any] = {"planned": total(amounts), "ceiling": ceiling, "certainty": weakest(known)}
    if total(amounts) > ceiling:
        yield violated(places[0], places[1:], gap=total(amounts) - ceiling, **facts)
    elif len(amounts) < len(limited):
        yield unknown("aid_amount", path=places[0], related=places[1:])
    else:
        yield satisfied(places[0], places[1:], **facts)


@check("AID110")
def aid_amounts_positive(case: Case) -> Iterator[Outcome]:
    """No aid is negative: an aid paid back was granted all the same, or is no longer one."""
    for rank, aid in enumerate(case.programme.aids):
        if aid.amount is not None and aid.amount < ZERO:
            yield violated(f"$.aids[{rank}].amount", value=str(aid.amount), amount=aid.amount, actor=_name(case, aid))


CHECKS = (
    state_aid_answer_justified,
    state_aid_answer_follows_criteria,
    general_de_minimis_kept,
    sgei_de_minimis_kept,
    sector_de_minimis_kept,
    aid_scheme_named,
    declaration_before_grant,
    purpose_not_excluded,
    clld_exemption_kept,
    aid_amounts_positive,
)
