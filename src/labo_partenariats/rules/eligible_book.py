"""
The formulas that come before the financing plan's: the eligible base and the limits that are put together from several.

A line loses the VAT that is not eligible, then what falls outside the group's area; the plan loses its net revenue and
what passes the ceiling of eligible expenditure. The results are inputs of the financing plan.
"""

from __future__ import annotations

from labo_partenariats.formula import Expression, FormulaBook, Names, greatest, least
from labo_partenariats.values.rounding import Rounding

ELIGIBLE = FormulaBook()

ELIGIBLE.inputs("EUR", "line_amount", "line_vat")
ELIGIBLE.inputs("rate", "territory_share")
ELIGIBLE.inputs("EUR", "total_expenses", "line_reductions", "net_revenue", "eligible", "in_kind", "own_public_aside")
ELIGIBLE.inputs("rate", "aid_intensity", is_limit=True)
ELIGIBLE.parameters("rate", "aid_rate", "min_self_financing_rate", "eafrd_cost_share_minimum")
ELIGIBLE.parameters("rate", "eafrd_cost_share_maximum", "local_counterpart_rate")
ELIGIBLE.parameters("EUR", "eligible_cost_ceiling", "max_public_aid", "eafrd_ceiling", is_limit=True)
ELIGIBLE.parameters("EUR", "local_counterpart_ceiling", is_limit=True)


@ELIGIBLE.formula("line_without_vat", rule="EL-06")
def line_without_vat(x: Names) -> Expression:
    """A line without the VAT that is not eligible."""
    return x.line_amount - x.line_vat


@ELIGIBLE.formula("line_retained", rule="FIN-13")
def line_retained(x: Names) -> Expression:
    """The part of a line that benefits the group's area; exact, for lines are rounded together."""
    return x.line_without_vat * x.territory_share


@ELIGIBLE.formula("base_of_lines", rule="EL-05")
def base_of_lines(x: Names) -> Expression:
    """All lines, less what each of them loses."""
    return x.total_expenses - x.line_reductions


@ELIGIBLE.formula("revenue_deducted", rule="NR-01")
def revenue_deducted(x: Names) -> Expression:
    """The net revenue that was not foreseen; it takes away no more than there is."""
    return least(x.net_revenue, greatest(0, x.base_of_lines))


@ELIGIBLE.formula("base_retained", rule="FIN-06", also=("FIN-01",))
def base_retained(x: Names) -> Expression:
    """The eligible base: what is left, within the ceiling of eligible expenditure."""
    return least(x.base_of_lines - x.revenue_deducted, x.eligible_cost_ceiling)


@ELIGIBLE.formula("ineligible", rule="EL-05")
def ineligible(x: Names) -> Expression:
    """All that the plan counts and the base does not."""
    return x.total_expenses - x.base_retained


@ELIGIBLE.formula("effective_aid_rate", unit="rate", rule="FIN-08")
def effective_aid_rate(x: Names) -> Expression:
    """The aid rate of the fiche-action, or the intensity of the State aid scheme where that is lower."""
    return least(x.aid_rate, x.aid_intensity)


@ELIGIBLE.formula("public_money_cap", rounding=Rounding.DOWN_TO_CENT, rule="FIN-07", also=("FIN-10", "IK-01"))
def public_money_cap(x: Names) -> Expression:
    """
    What all public money may not pass, where own public funds do not count in the cap or public aid has a maximum.
    """
    return least(
        x.effective_aid_rate * x.eligible + x.own_public_aside,
        x.eligible - x.in_kind,
        x.max_public_aid,
    )


@ELIGIBLE.formula("eafrd_limit", rounding=Rounding.DOWN_TO_CENT, rule="FIN-02", also=("FIN-06",))
def eafrd_limit(x: Names) -> Expression:
    """The ceiling of EAFRD, also as a share of the eligible cost."""
    return least(x.eafrd_ceiling, x.eafrd_cost_share_maximum * x.eligible)


@ELIGIBLE.formula("min_eafrd", rounding=Rounding.UP_TO_CENT, rule="FIN-03")
def min_eafrd(x: Names) -> Expression:
    """The least EAFRD that the share of the eligible cost asks for."""
    return x.eafrd_cost_share_minimum * x.eligible


@ELIGIBLE.formula("min_self_financing", rounding=Rounding.UP_TO_CENT, rule="FIN-09")
def min_self_financing(x: Names) -> Expression:
    """The least that is left to the owner."""
    return x.min_self_financing_rate * x.eligible


@ELIGIBLE.formula("local_counterpart", rounding=Rounding.DOWN_TO_CENT, rule="FIN-04")
def local_counterpart(x: Names) -> Expression:
    """The counterpart that the local action group itself offers, at most."""
    return least(x.local_counterpart_rate * x.eligible, x.local_counterpart_ceiling)
