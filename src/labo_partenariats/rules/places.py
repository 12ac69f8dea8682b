"""Where the lines of a plan stand in its programme, as outcomes name places."""

from __future__ import annotations

from typing import Final

from labo_partenariats.model import FinancingPlan, ResourceKind

EXPENSES: Final = "$.financing.expenses"
RESOURCES: Final = "$.financing.resources"


def places_of(plan: FinancingPlan, *kinds: ResourceKind) -> tuple[str, ...]:
    """Where the resources of these kinds stand; the whole table where there is none."""
    found = tuple(f"{RESOURCES}[{i}].amount" for i, line in enumerate(plan.resources) if line.kind in kinds)
    return found or (RESOURCES,)
