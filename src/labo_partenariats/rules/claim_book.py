"""
The formulas of payment: what a claim may be paid, by either method, and what an over-claim costs.

The two methods of rule PAY-05 are two formulas and never one: agreements choose between them, and they differ. The
penalties of rules PEN-01 and PEN-02 compare different quantities, so each has its own.
"""

from __future__ import annotations

from labo_partenariats.formula import Expression, FormulaBook, Names, greatest, least, where
from labo_partenariats.values.rounding import Rounding

CLAIM = FormulaBook()

CLAIM.inputs("EUR", "granted_eafrd", "granted_eligible", "claimed_eligible", "retained_eligible")
CLAIM.inputs("EUR", "counterpart_paid", "already_paid", "retained_in_kind")
CLAIM.inputs("EUR", "payable_on_claim", "payable_after_check")
CLAIM.parameters("rate", "aid_rate", "eafrd_rate", "overclaim_tolerance", "payments_before_balance_maximum")


@CLAIM.formula("prorata_eafrd", rounding=Rounding.DOWN_TO_CENT, rule="PAY-05")
def prorata_eafrd(x: Names) -> Expression:
    """The granted EAFRD in proportion to the retained expenditure, within the grant."""
    return greatest(0, least(x.granted_eafrd, x.granted_eafrd * x.retained_eligible / x.granted_eligible))


@CLAIM.formula("retained_cap", rounding=Rounding.DOWN_TO_CENT, rule="FIN-07")
def retained_cap(x: Names) -> Expression:
    """All public money within the aid rate on the retained expenditure, and what is left without in-kind (IK-01)."""
    return least(x.aid_rate * x.retained_eligible, x.retained_eligible - x.retained_in_kind)


@CLAIM.formula("recomputed_eafrd", rounding=Rounding.DOWN_TO_CENT, rule="PAY-05")
def recomputed_eafrd(x: Names) -> Expression:
    """The plan computed again on what was retained and on what the other funders really paid, within the grant."""
    return greatest(
        0,
        least(
            x.granted_eafrd,
            x.counterpart_paid * x.eafrd_rate / (1 - x.eafrd_rate),
            x.retained_cap - x.counterpart_paid,
        ),
    )


@CLAIM.formula("penalised_expenditure", rule="PEN-01")
def penalised_expenditure(x: Names) -> Expression:
    """The retained expenditure less the excess of the claim over it, when that passes the tolerance."""
    excess = x.claimed_eligible - x.retained_eligible
    return where(
        x.claimed_eligible,
        ">",
        x.retained_eligible * (1 + x.overclaim_tolerance),
        greatest(0, x.retained_eligible - excess),
        x.retained_eligible,
    )


@CLAIM.formula("overclaim_penalty", rule="PEN-02")
def overclaim_penalty(x: Names) -> Expression:
    """What the claim passes the payable aid by, when that is more than the tolerance; at most the whole aid."""
    excess = x.payable_on_claim - x.payable_after_check
    beyond = x.payable_after_check * (1 + x.overclaim_tolerance)
    return where(x.payable_on_claim, ">", beyond, least(excess, x.payable_after_check), 0)


@CLAIM.formula("payable_after_penalty", rule="PEN-02")
def payable_after_penalty(x: Names) -> Expression:
    """What is payable once the penalty is taken."""
    return x.payable_after_check - x.overclaim_penalty


@CLAIM.formula("largest_before_balance", rounding=Rounding.DOWN_TO_CENT, rule="PAY-03")
def largest_before_balance(x: Names) -> Expression:
    """The most that may be paid before the balance."""
    return x.granted_eafrd * x.payments_before_balance_maximum


@CLAIM.formula("left_before_balance", rule="PAY-03")
def left_before_balance(x: Names) -> Expression:
    """What may still be paid before the balance."""
    return greatest(0, x.largest_before_balance - x.already_paid)
