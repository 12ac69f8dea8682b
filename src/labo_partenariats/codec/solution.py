"""What `labo solve` answers, as JSON. Keys here are promised to users' scripts."""

from __future__ import annotations

from typing import Any

from labo_partenariats.codec.batch import plan_row
from labo_partenariats.codec.presentation import findings_data
from labo_partenariats.findings import core_catalogue
from labo_partenariats.i18n import Language
from labo_partenariats.rules.simulation import SimulatedPlan
from labo_partenariats.rules.solving import Solution, SolvedInterval
from labo_partenariats.values.money import Rate


def plan_data(plan: SimulatedPlan) -> dict[str, Any]:
    """A plan with the keys of ``simulate --format json``."""
    row = plan_row(plan)
    return {**row, "reasons": row["reasons"].split()}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _interval_data(interval: SolvedInterval) -> dict[str, Any]:
    data: dict[str, Any] = {
        "from": str(interval.low),
        "to": _text(interval.high),
        "binding": interval.binding,
    }
    if isinstance(interval.low, Rate):  # «from» and «to» are decimals inside; the ends themselves may have no decimals
        exact = interval.exact
        data["exact"] = {
            "from": _text(exact.low),
            "from_included": exact.low_included,
            "to": _text(exact.high),
            "to_included": exact.high_included,
        }
    return data


def solution_data(solution: Solution, language: Language) -> dict[str, Any]:
    """
    An answer: amounts and rates as texts, ``to`` null where there is no upper end.

    ``figure`` is the value to keep, ``value`` what the targeted amount then is; ``reason`` is the first of ``reasons``.
    """
    reasons = findings_data(solution.reasons, core_catalogue(), language)
    return {
        "unknown": solution.unknown,
        "target": str(solution.target),
        "status": solution.status,
        "figure": _text(solution.figure),
        "value": _text(solution.reached),
        "intervals": [_interval_data(interval) for interval in solution.intervals],
        "plan": None if solution.plan is None else plan_data(solution.plan),
        "reason": reasons[0] if reasons else None,
        "reasons": reasons,
    }
