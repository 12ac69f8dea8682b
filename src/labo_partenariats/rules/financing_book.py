"""
The formulas of a LEADER financing plan: cap, EAFRD, calling part, top-up, self-financing.

E is the eligible expenditure, P the national public counterpart, F the EAFRD. Each formula stands here once; the
amounts, their explanations, the formulas of the dossier's cells and the documentation are readings of it.
"""

from __future__ import annotations

from labo_partenariats.formula import Expression, FormulaBook, Names, greatest, least
from labo_partenariats.values.rounding import Rounding

BOOK = FormulaBook()

BOOK.inputs("EUR", "expenses", "resources", is_list=True)
BOOK.inputs("EUR", "ineligible", "in_kind", "staff_costs", "counterpart")
BOOK.inputs("EUR", "requested", is_limit=True)
BOOK.parameters("rate", "aid_rate", "eafrd_rate", "indirect_costs_flat_rate")
BOOK.parameters("EUR", "eafrd_ceiling", is_limit=True)


@BOOK.formula("total_expenses")
def total_expenses(x: Names) -> Expression:
    """The sum of the lines of expenses."""
    return x.expenses


@BOOK.formula("total_resources")
def total_resources(x: Names) -> Expression:
    """The sum of the lines of resources."""
    return x.resources


@BOOK.formula("balance")
def balance(x: Names) -> Expression:
    """What is missing (negative) or left over (positive): zero in a balanced plan."""
    return x.total_resources - x.total_expenses


@BOOK.formula("eligible", rule="FIN-01")
def eligible(x: Names) -> Expression:
    """The eligible expenditure («assiette éligible»)."""
    return x.total_expenses - x.ineligible


@BOOK.formula("indirect_costs_ceiling", rounding=Rounding.DOWN_TO_CENT, rule="SCO-01")
def indirect_costs_ceiling(x: Names) -> Expression:
    """The indirect costs that the flat rate on direct staff costs allows."""
    return x.staff_costs * x.indirect_costs_flat_rate


@BOOK.formula("public_aid_cap", rounding=Rounding.DOWN_TO_CENT, rule="FIN-07", also=("IK-01",))
def public_aid_cap(x: Names) -> Expression:
    """All public money together may not pass the aid rate, nor what is left without contributions in kind (IK-01)."""
    return least(x.aid_rate * x.eligible, x.eligible - x.in_kind)


#: What limits the EAFRD, in the order of the options of the `least` below.
LIMITS = ("called", "cap", "ceiling", "requested")


@BOOK.formula("eafrd", rounding=Rounding.DOWN_TO_CENT, rule="FIN-06", also=("FIN-04",))
def eafrd(x: Names) -> Expression:
    """
    What the counterpart calls, within what the cap leaves, the ceiling and the amount requested; never below zero.
    """
    return greatest(
        0,
        least(
            x.counterpart * x.eafrd_rate / (1 - x.eafrd_rate),
            x.public_aid_cap - x.counterpart,
            x.eafrd_ceiling,
            x.requested,
        ),
    )


@BOOK.formula("calling_counterpart", rounding=Rounding.UP_TO_CENT, rule="FIN-06", also=("FIN-04",))
def calling_counterpart(x: Names) -> Expression:
    """The part of the counterpart that calls the EAFRD."""
    return x.eafrd * (1 - x.eafrd_rate) / x.eafrd_rate


@BOOK.formula("top_up", rule="FIN-05")
def top_up(x: Names) -> Expression:
    """The part of the counterpart that calls no EAFRD («top-up»)."""
    return x.counterpart - x.calling_counterpart


@BOOK.formula("public_aid", rule="FIN-07")
def public_aid(x: Names) -> Expression:
    """All public money: counterpart and EAFRD."""
    return x.counterpart + x.eafrd


@BOOK.formula("self_financing", rule="FIN-15")
def self_financing(x: Names) -> Expression:
    """What is left to the beneficiary: the remainder, so that the plan adds up to the cent."""
    return x.eligible - x.public_aid


@BOOK.formula("public_aid_share", unit="rate", rule="FIN-07")
def public_aid_share(x: Names) -> Expression:
    """Public aid over eligible expenditure."""
    return x.public_aid / x.eligible


@BOOK.formula("largest_eafrd", rounding=Rounding.DOWN_TO_CENT, rule="FIN-06")
def largest_eafrd(x: Names) -> Expression:
    """The EAFRD that the best possible counterpart would call."""
    return least(x.public_aid_cap * x.eafrd_rate, x.eafrd_ceiling)


@BOOK.formula("best_counterpart", rounding=Rounding.UP_TO_CENT, rule="FIN-06")
def best_counterpart(x: Names) -> Expression:
    """The smallest counterpart that calls the largest EAFRD."""
    return x.largest_eafrd * (1 - x.eafrd_rate) / x.eafrd_rate
