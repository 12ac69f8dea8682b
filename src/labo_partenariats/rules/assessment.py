"""The assessment: all checks of a case, their outcomes as findings, and the amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from labo_partenariats.findings import (
    Catalogue,
    Finding,
    Origins,
    Verdict,
    core_catalogue,
    finding,
    in_order,
)
from labo_partenariats.i18n import Term
from labo_partenariats.model import inconsistencies
from labo_partenariats.rules import (
    base_checks,
    calendar,
    coherence,
    documents,
    eligibility,
    financing,
    governance,
    payment_checks,
    plan_limits,
    plan_money,
    quotes,
    selection,
    simplified_costs,
    state_aid,
)
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import Check
from labo_partenariats.rules.explained import ComputedAmount
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.outcome import Answer, Outcome
from labo_partenariats.values.money import Money

#: The library's own checks, in the order in which they are reported.
CHECKS: tuple[Check, ...] = (
    *financing.CHECKS,
    *coherence.CHECKS,
    *plan_limits.CHECKS,
    *plan_money.CHECKS,
    *eligibility.CHECKS,
    *base_checks.CHECKS,
    *quotes.CHECKS,
    *calendar.CHECKS,
    *documents.CHECKS,
    *payment_checks.CHECKS,
    *simplified_costs.CHECKS,
    *state_aid.CHECKS,
    *governance.CHECKS,
    *selection.CHECKS,
)

#: The amounts that users ask for by name, in the order of a financing plan.
PUBLIC_AMOUNTS = tuple(name for name in BOOK.formulas if BOOK.formulas[name].unit == "EUR")


@frozen
class Assessment:
    """
    What the rules say of a programme («appréciation»).

    ``outcomes`` holds every answer, the satisfied ones too; ``findings`` those that the user has something to do about;
    ``origins`` where the parts of the programme stand in its source.
    """

    case: Case
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    origins: Origins = field(factory=Origins, eq=False, repr=False)

    def __getattr__(self, name: str) -> ComputedAmount:
        """A computed amount by name: ``assessment.eafrd``."""
        if name in PUBLIC_AMOUNTS:
            return ComputedAmount(name, self.case, self.origins)
        raise AttributeError(name)

    @property
    def amounts(self) -> Mapping[str, Money | None]:
        """The computed amounts by name; None where something is missing."""
        return {key: self.case.amounts.money(key) for key in PUBLIC_AMOUNTS}


def _finding(outcome: Outcome, origins: Origins, catalogue: Catalogue) -> Finding:
    data = dict(outcome.data)
    if outcome.answer is Answer.UNKNOWN:
        data["missing"] = tuple(Term("missing", key) for key in outcome.missing)
    return finding(
        outcome.code,
        data,
        location=None if outcome.path is None else origins.locate(outcome.path),
        related=tuple(dict.fromkeys(origins.locate(path) for path in outcome.related)),
        value=outcome.value,
        verdict=Verdict.UNKNOWN if outcome.answer is Answer.UNKNOWN else Verdict.VIOLATED,
        severity=outcome.severity,
        catalogue=catalogue,
    )


def assess(
    case: Case,
    checks: Iterable[Check] = CHECKS,
    *,
    origins: Origins | None = None,
    catalogue: Catalogue | None = None,
) -> Assessment:
    """Run *checks* on *case*; places come from *origins*, severities from *catalogue*."""
    origins, catalogue = origins or Origins(), catalogue or core_catalogue()
    outcomes = tuple(outcome for each in checks for outcome in each(case))
    told = [_finding(outcome, origins, catalogue) for outcome in outcomes if outcome.answer is not Answer.SATISFIED]
    broken = [origins.relocate(found) for found in inconsistencies(case.programme)]
    return Assessment(case, outcomes, in_order((*broken, *told)), origins)
