"""
The formulas of simplified cost options («options de coûts simplifiés»): flat rates and the hourly cost.

Indirect costs on staff costs (rule SCO-01) stand in the financing book, for the plan's own check uses them.
"""

from __future__ import annotations

from labo_partenariats.formula import Expression, FormulaBook, Names
from labo_partenariats.values.rounding import Rounding

SIMPLIFIED_COSTS = FormulaBook()

SIMPLIFIED_COSTS.inputs("EUR", "staff_costs", "direct_costs", "other_direct_costs", "annual_cost")
SIMPLIFIED_COSTS.inputs("count", "hours")
SIMPLIFIED_COSTS.parameters(
    "rate",
    "indirect_costs_of_direct_rate",
    "indirect_costs_calculated_ceiling",
    "staff_costs_flat_rate",
    "other_costs_flat_rate",
)
SIMPLIFIED_COSTS.parameters("count", "annual_hours")


@SIMPLIFIED_COSTS.formula("indirect_on_direct", rounding=Rounding.DOWN_TO_CENT, rule="SCO-02")
def indirect_on_direct(x: Names) -> Expression:
    """The indirect costs that the flat rate on direct costs allows."""
    return x.direct_costs * x.indirect_costs_of_direct_rate


@SIMPLIFIED_COSTS.formula("indirect_calculated", rounding=Rounding.DOWN_TO_CENT, rule="SCO-03")
def indirect_calculated(x: Names) -> Expression:
    """The most that an approved calculation method may give."""
    return x.direct_costs * x.indirect_costs_calculated_ceiling


@SIMPLIFIED_COSTS.formula("staff_on_direct", rounding=Rounding.DOWN_TO_CENT, rule="SCO-04")
def staff_on_direct(x: Names) -> Expression:
    """The staff costs that the flat rate on the other direct costs allows."""
    return x.other_direct_costs * x.staff_costs_flat_rate


@SIMPLIFIED_COSTS.formula("other_on_staff", rounding=Rounding.DOWN_TO_CENT, rule="SCO-06")
def other_on_staff(x: Names) -> Expression:
    """All other costs that the flat rate on direct staff costs allows."""
    return x.staff_costs * x.other_costs_flat_rate


@SIMPLIFIED_COSTS.formula("hourly_cost", rounding=Rounding.DOWN_TO_CENT, rule="SCO-05")
def hourly_cost(x: Names) -> Expression:
    """The cost of one hour, for reading: amounts are computed on the annual cost itself."""
    return x.annual_cost / x.annual_hours


@SIMPLIFIED_COSTS.formula("time_cost", rounding=Rounding.DOWN_TO_CENT, rule="SCO-05")
def time_cost(x: Names) -> Expression:
    """The cost of the hours worked on the operation, rounded once."""
    return x.annual_cost * x.hours / x.annual_hours
