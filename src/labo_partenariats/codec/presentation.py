"""
What the commands print as JSON: findings, records, assessment, explanations. Keys here are promised to users'
scripts.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from labo_partenariats.codec.part_records import part_records
from labo_partenariats.findings import (
    Catalogue,
    CellLocation,
    Finding,
    LineLocation,
    Location,
    Origins,
    PathLocation,
)
from labo_partenariats.formula import Step, Unknown, from_number
from labo_partenariats.i18n import Language
from labo_partenariats.law import ParameterValue
from labo_partenariats.model import Programme
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.rules.eligible_base import Reduction
from labo_partenariats.rules.outcome import Answer, Outcome
from labo_partenariats.rules.plan_inputs import Derived, PlanLine
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period

#: Version of the JSON form of explanations.
EXPLANATION_VERSION = 1


def location_data(location: Location | None) -> dict[str, Any] | None:
    """A place; which keys it has depends on the kind of source."""
    match location:
        case None:
            return None
        case CellLocation():
            return {
                "file": location.file,
                "sheet": location.sheet,
                "cell": location.cell,
                "row": location.row,
                "column": location.column,
            }
        case LineLocation():
            return {
                "file": location.file,
                "line": location.line,
                "row": location.row,
                "column": location.column,
            }
        case PathLocation():
            return {"file": location.file, "path": location.path}


def finding_data(found: Finding, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """One finding with its message rendered."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "verdict": found.verdict.value,
        "rule": catalogue[found.code].rule,
        "message": catalogue.message(found, language),
        "remedy": catalogue.remedy(found, language),
        "location": location_data(found.location),
        "related": [location_data(location) for location in found.related],
        "value": found.value,
    }


def findings_data(found: Iterable[Finding], catalogue: Catalogue, language: Language) -> list[dict[str, Any]]:
    """Findings in their order."""
    return [finding_data(each, catalogue, language) for each in found]


def _outcome_data(outcome: Outcome, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    entry = catalogue[outcome.code]
    satisfied = outcome.answer is Answer.SATISFIED
    return {
        "code": outcome.code,
        "rule": entry.rule,
        "answer": outcome.answer.value,
        "path": outcome.path,
        "message": entry.text("satisfied", language, outcome.data) if satisfied else None,
        "missing": list(outcome.missing),
    }


def assessment_data(assessment: Assessment, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """The day and regime of the law used, the amounts, and every answer of the checks."""
    case = assessment.case
    return {
        "on_reason": case.on.reason,
        "regime": case.regime.id if case.regime else None,
        "amounts": {key: None if money is None else str(money) for key, money in assessment.amounts.items()},
        "checks": [_outcome_data(outcome, catalogue, language) for outcome in assessment.outcomes],
    }


def report_data(
    findings: Iterable[Finding], assessment: Assessment, catalogue: Catalogue, language: Language
) -> dict[str, Any]:
    """What `labo check` prints and ``findings.json`` holds."""
    day = assessment.case.on.day
    return {
        "findings": findings_data(findings, catalogue, language),
        "on": None if day is None else day.isoformat(),
        "assessment": assessment_data(assessment, catalogue, language),
    }


def period_data(period: Period) -> dict[str, Any]:
    """A period; ends are inclusive."""
    data: dict[str, Any] = {
        "start": None if period.start is None else period.start.isoformat(),
        "end": None if period.end is None else period.end.isoformat(),
        "precision": period.precision.value,
        "label": period.label,
    }
    if period.start_time is not None:
        data["start_time"] = period.start_time.isoformat("minutes")
    if period.end_time is not None:
        data["end_time"] = period.end_time.isoformat("minutes")
    return data


def records_data(programme: Programme, origins: Origins) -> dict[str, list[dict[str, Any]]]:
    """The records of a programme by role, each with its place in the source."""

    def source(path: str) -> dict[str, Any] | None:
        return location_data(origins.locate(path))

    def names(ids: Iterable[str]) -> list[str]:
        return [found.name if (found := programme.territory(id_)) else id_ for id_ in ids]

    plan = programme.financing
    return {
        "actors": [
            {
                "id": actor.id,
                "name": actor.name,
                "kind": actor.kind.value if actor.kind else None,
                "roles": [each.wording or each.role.value for each in programme.roles_of(actor.id)],
                "aliases": list(actor.aliases),
                "siren": actor.siren,
                "siret": actor.siret,
                "email": actor.email,
                "phone": actor.phone,
                "postcode": actor.postcode,
                "territories": names(actor.territories),
                "source": source(f"$.actors[{i}]"),
            }
            for i, actor in enumerate(programme.actors)
        ],
        "actions": [
            {
                "id": action.id,
                "title": action.title,
                "objectives": "\n".join(action.objectives) or None,
                "expected_results": "\n".join(action.expected_results) or None,
                "periods": [period_data(session.period) for session in action.sessions],
                "period_text": action.period_text,
                "territories": names(action.territories),
                "place": action.place,
                "source": source(f"$.actions[{i}]"),
            }
            for i, action in enumerate(programme.actions)
        ],
        "projects": [
            {
                "id": project.id,
                "title": project.title,
                "stage": project.stage.value if project.stage else None,
                "origin": project.origin,
                "is_example": project.is_example,
                "source": source(f"$.projects[{i}]"),
            }
            for i, project in enumerate(programme.projects)
        ],
        "expenses": [
            {
                "id": line.id,
                "label": line.label,
                "category": line.category.value if line.category else None,
                "amount": str(line.amount),
                "source": source(f"$.financing.expenses[{i}]"),
            }
            for i, line in enumerate(plan.expenses if plan else ())
        ],
        "resources": [
            {
                "id": line.id,
                "label": line.label,
                "kind": line.kind.value if line.kind else None,
                "amount": str(line.amount),
                "status": line.status.value if line.status else None,
                "funder": line.funder,
                "source": source(f"$.financing.resources[{i}]"),
            }
            for i, line in enumerate(plan.resources if plan else ())
        ],
        "indicators": [
            {
                "id": indicator.id,
                "name": indicator.name,
                "unit": indicator.unit,
                "target": None
                if indicator.target is None
                else [str(indicator.target.minimum), str(indicator.target.maximum)],
                "actual": None if indicator.actual is None else str(indicator.actual),
                "source": source(f"$.indicators[{i}]"),
            }
            for i, indicator in enumerate(programme.indicators)
        ],
        **part_records(programme, source),
    }


def _value_data(step: Step) -> str | None:
    if isinstance(step.value, Fraction):
        number = from_number(step.value, step.unit or "count")
        return str(number if isinstance(number, Money) or step.unit != "EUR" else number / 100)
    return None


def step_data(step: Step, origins: Origins) -> dict[str, Any]:
    """One node of an explanation and all below it; money in euros, other values as exact fractions."""
    data: dict[str, Any] = {
        "key": step.key,
        "source": step.source.value if step.source else None,
        "operation": step.operation,
        "value": _value_data(step),
        "unit": step.unit,
        "chosen": step.chosen,
        "rounding": step.rounding.value,
        "rule": step.rule,
        "references": list(step.references),
        "operands": [step_data(operand, origins) for operand in step.operands],
    }
    if isinstance(step.value, Unknown):
        data["missing"] = sorted(step.value.missing)
    if isinstance(step.evidence, ParameterValue):
        data["parameter"] = parameter_data(step.evidence)
    elif isinstance(step.evidence, tuple):
        data["lines"] = [_line_data(line, origins) for line in step.evidence]
    elif isinstance(step.evidence, Derived):
        data["derived"] = step_data(step.evidence.step, origins)
    elif isinstance(step.evidence, str):
        data["location"] = location_data(origins.locate(step.evidence))
    return data


def _line_data(line: PlanLine | Reduction, origins: Origins) -> dict[str, Any]:
    """A line behind a sum; one that a rule takes away from the base says which rule and why."""
    data: dict[str, Any] = {
        "label": line.label,
        "amount": str(line.amount),
        "location": location_data(origins.locate(line.path)),
    }
    if isinstance(line, Reduction):
        data |= {"rule": line.rule, "reason": line.reason}
    return data


def parameter_data(parameter: ParameterValue) -> dict[str, Any]:
    """A parameter of the law in force: value, validity, layer, certainty, references."""
    return {
        "key": parameter.key,
        "value": str(parameter.value),
        "from": None if parameter.start is None else parameter.start.isoformat(),
        "to": None if parameter.end is None else parameter.end.isoformat(),
        "layer": parameter.layer,
        "certainty": parameter.certainty.value,
        "references": [
            {
                "act": reference.act,
                "article": reference.article,
                "url": reference.url,
                "consulted": None if reference.consulted is None else reference.consulted.isoformat(),
                "fact": None if reference.fact is None else reference.fact(),
                "quote": reference.quote,
            }
            for reference in parameter.references
        ],
    }


def explanation_data(step: Step, origins: Origins) -> dict[str, Any]:
    """What `labo explain --format json` prints."""
    return {"schema_version": EXPLANATION_VERSION, "explanation": step_data(step, origins)}
