"""Checks of what the committee selects: order of the steps, scores, ranking and envelope (rules GOV-07 and GOV-08)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from labo_partenariats.i18n import Term
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import Decision, FinancingPlan, PlanVersion, Programme
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.governance import gathered, subject_of
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.rules.ranking import EnvelopePolicy, Ranked, rank, score_of
from labo_partenariats.values.money import Money, total


@check("GOV112")
def decisions_in_order(case: Case) -> Iterator[Outcome]:
    """The committee decides after the application and before the agreement that grants the aid (rule GOV-07)."""
    application = case.programme.application
    received = application.date if application else None
    granted = [plan.date for plan in _plans(case.programme) if plan.version is PlanVersion.GRANTED and plan.date]
    undated = [(n, each) for n, each in enumerate(case.programme.decisions) if each.date is None]
    yield from gathered(case.programme, undated, ("decision_date",), ".date")
    for index, decision in enumerate(case.programme.decisions):
        path, subject = f"$.decisions[{index}].date", subject_of(case.programme, decision)
        # the application and the agreement are those of the programme
        if decision.date is None or decision.project is not None:
            continue
        first = min(granted, default=None)
        steps = (
            ("application", received, received and received > decision.date),
            ("financing", first, decision.selected and first and first < decision.date),
        )
        broken = [(step, day) for step, day, is_broken in steps if is_broken]
        for step, day in broken:
            facts: dict[str, Any] = {
                "decision": subject,
                "date": decision.date,
                "step": Term("Step", step),
                "other": day,
            }
            yield violated(path, (f"$.{step}.date",), **facts)
        if not broken and (received or first):
            yield satisfied(path, decision=subject, date=decision.date)


def _plans(programme: Programme) -> list[FinancingPlan]:
    return [plan for plan in (programme.financing, *programme.other_plans) if plan is not None]


def _last_decisions(programme: Programme) -> list[tuple[int, Decision]]:
    """The last decision on each project and on the programme: an earlier opinion is no longer the decision."""
    last: dict[str | None, tuple[int, Decision]] = {}
    in_order = sorted(enumerate(programme.decisions), key=lambda pair: (pair[1].date or dt.date.min, pair[0]))
    for index, decision in in_order:
        last[decision.project] = index, decision
    return sorted(last.values(), key=lambda pair: pair[0])


def _minimum_score(case: Case, day: dt.date | None) -> Decimal | None:
    grid = case.programme.selection_grid
    if grid is not None and grid.minimum_score is not None:
        return grid.minimum_score
    found = None if case.regime is None or day is None else case.regime.value("selection_minimum_score", day)
    value = found.value if isinstance(found, ParameterValue) else None
    return Decimal(value) if isinstance(value, (int, Decimal)) else None


@check("GOV113")
def selected_reach_minimum(case: Case) -> Iterator[Outcome]:
    """A selected project has at least the minimum score of the grid (rule GOV-08)."""
    gaps: dict[tuple[str, ...], list[tuple[int, Decision]]] = {}
    for index, decision in _last_decisions(case.programme):
        if not decision.selected:
            continue
        path, subject = f"$.decisions[{index}]", subject_of(case.programme, decision)
        score, minimum = score_of(decision), _minimum_score(case, decision.date or case.on.day)
        if score is None or minimum is None:
            needed = {"scores": score, "selection_minimum_score": minimum}
            missing = tuple(key for key, value in needed.items() if value is None)
            gaps.setdefault(missing, []).append((index, decision))
        elif score < minimum:
            yield violated(path, decision=subject, score=score, minimum=minimum)
        else:
            yield satisfied(path, decision=subject, score=score, minimum=minimum)
    for missing, decisions in gaps.items():
        yield from gathered(case.programme, decisions, missing)


@check("GOV114")
def grants_within_envelope(case: Case) -> Iterator[Outcome]:
    """The EAFRD granted to the selected projects stays within the envelope of the grid."""
    grid = case.programme.selection_grid
    selected = [(index, each) for index, each in _last_decisions(case.programme) if each.selected]
    if grid is None or grid.envelope is None or not selected:
        return
    places = tuple(f"$.decisions[{index}].granted" for index, _ in selected)
    amounts = [each.granted for _, each in selected if each.granted is not None]
    facts: dict[str, Any] = {"granted": total(amounts), "envelope": grid.envelope}
    if total(amounts) > grid.envelope:
        yield violated("$.selection_grid.envelope", places, gap=total(amounts) - grid.envelope, **facts)
    elif len(amounts) < len(selected):
        yield unknown("granted_eafrd", path="$.selection_grid.envelope", related=places)
    else:
        yield satisfied("$.selection_grid.envelope", places, gap=grid.envelope - total(amounts), **facts)


@check("GOV115")
def ranking_respected(case: Case) -> Iterator[Outcome]:
    """No project is refused that ranks above one selected on the same day; nothing parts a tie in silence (GOV-08)."""
    grid = case.programme.selection_grid
    if grid is None:
        return
    sittings: dict[tuple[str, dt.date | None], list[tuple[int, Decision]]] = {}
    for index, decision in _last_decisions(case.programme):
        if decision.selected is not None and score_of(decision) is not None:
            sittings.setdefault((decision.committee, decision.date), []).append((index, decision))
    for decided in sittings.values():
        places = {decision.id: f"$.decisions[{index}]" for index, decision in decided}
        ranking = rank((decision for _, decision in decided), grid, EnvelopePolicy.STOP)
        yield from _out_of_rank(case, ranking.ranked, places)


def _out_of_rank(case: Case, ranked: tuple[Ranked, ...], places: dict[str, str]) -> Iterator[Outcome]:
    minimum = _minimum_score(case, None)
    chosen = [each for each in ranked if each.decision.selected]
    broken = False
    for each in ranked:
        passes = minimum is None or (each.score is not None and each.score >= minimum)
        if each.decision.selected or not passes or each.rank is None:
            continue
        lower = [other for other in chosen if other.rank is not None and other.rank > each.rank]
        even = [other for other in chosen if other.rank == each.rank]
        path, subject = places[each.decision.id], subject_of(case.programme, each.decision)
        if lower:
            related = tuple(places[other.decision.id] for other in lower)
            others = tuple(subject_of(case.programme, other.decision) for other in lower)
            yield violated(path, related, decision=subject, score=each.score, others=others)
        elif even:
            related = tuple(places[other.decision.id] for other in even)
            yield unknown("tie_break", path=path, related=related, decision=subject)
        broken = broken or bool(lower or even)
    if chosen and len(ranked) > 1 and not broken:
        yield satisfied(places[chosen[0].decision.id], count=len(ranked))


@check("GOV116")
def grants_within_requests(case: Case) -> Iterator[Outcome]:
    """The committee does not grant more than what is asked for (rule GOV-07)."""
    for index, decision in _last_decisions(case.programme):
        if decision.granted is None or decision.requested is None:
            continue
        path, subject = f"$.decisions[{index}].granted", subject_of(case.programme, decision)
        facts: dict[str, Any] = {"decision": subject, "granted": decision.granted, "requested": decision.requested}
        if decision.granted > decision.requested or decision.granted < Money(0):
            yield violated(path, (f"$.decisions[{index}].requested",), **facts)
        else:
            yield satisfied(path, **facts)


CHECKS = (
    decisions_in_order,
    selected_reach_minimum,
    grants_within_envelope,
    ranking_respected,
    grants_within_requests,
)
