"""
The formulas of payment: what a claim may be paid, by either method, and what an over-claim costs.

The two methods of rule PAY-05 are two formulas and never one: agreements choose between them, and they differ. The
penalties of rules PEN-01 and PEN-02 compare different quantities, so each has its own.

One claim needs them in one order, which depends on the law of its day and on its agreement: `settlement` lays the
formulas out for it, both methods side by side, under names of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from labo_partenariats.formula import Expression, FormulaBook, Names, greatest, least, renamed, where
from labo_partenariats.formula.expression import Quantity
from labo_partenariats.values.rounding import Rounding

CLAIM = FormulaBook()

CLAIM.inputs("EUR", "granted_eafrd", "granted_eligible", "claimed_eligible", "retained_eligible")
CLAIM.inputs("EUR", "counterpart_paid", "already_paid", "retained_in_kind")
CLAIM.inputs("EUR", "retained_staff_costs", "payable_on_claim", "payable_after_check")
CLAIM.parameters("rate", "aid_rate", "eafrd_rate", "overclaim_tolerance", "payments_before_balance_maximum")
CLAIM.parameters("rate", "indirect_costs_flat_rate")

#: The formula of each method by which the EAFRD of a claim is computed (rule PAY-05).
METHODS: Final[Mapping[str, str]] = {"prorata": "prorata_eafrd", "recompute": "recomputed_eafrd"}


@CLAIM.formula("flat_rate_allowed", rounding=Rounding.DOWN_TO_CENT, rule="SCO-01")
def flat_rate_allowed(x: Names) -> Expression:
    """The indirect costs that the flat rate allows on the staff costs that were retained."""
    return x.retained_staff_costs * x.indirect_costs_flat_rate


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


@cache
def settlement(basis: str | None, agreed: str | None, *, is_balance: bool) -> FormulaBook:
    """
    The formulas of `CLAIM` laid out for one claim: each method's aid on the claim, after the check, its penalty and
    what it leaves payable, then what is to be paid now by the *agreed* method.

    *basis* is what the penalty of the day compares (``aid``, ``expenditure``, ``none``); None for a day whose formula
    is not known: then no penalty is laid out, nor what depends on it. Without an *agreed* method no amount is *the*
    amount, and the last formulas, ``due``, ``to_pay`` and ``left_after``, are left out.
    """
    book = FormulaBook()
    for declared in CLAIM.declarations.values():
        if declared.name not in (*CLAIM.formulas, "payable_on_claim", "payable_after_check"):
            book.declare(declared.name, declared.unit, declared.source)

    def lay(key: str, formula: str, **names: str) -> None:
        """A formula of `CLAIM` under the name *key*, over other quantities."""
        made = CLAIM.formulas[formula]
        book.formula(key, rounding=made.rounding, rule=made.rule)(lambda _: renamed(made.expression, names))

    def write(key: str, expression: Expression, rule: str | None) -> None:
        book.formula(key, rule=rule)(lambda _: expression)

    def lay_methods(stage: str, base: str, cap: str) -> None:
        """Both methods over one base."""
        lay(cap, "retained_cap", retained_eligible=base)
        for method, formula in METHODS.items():
            lay(f"{method}_{stage}", formula, retained_eligible=base, retained_cap=cap)

    lay("flat_rate_allowed", "flat_rate_allowed")
    lay_methods("on_claim", "claimed_eligible", "claimed_cap")
    lay_methods("after_check", "retained_eligible", "retained_cap")
    if basis == "expenditure":
        lay("penalised_expenditure", "penalised_expenditure")
        lay_methods("payable", "penalised_expenditure", "penalised_cap")
    for method in METHODS if basis in ("aid", "expenditure", "none") else ():
        on_claim, after, penalty = f"{method}_on_claim", f"{method}_after_check", f"{method}_penalty"
        payable = f"{method}_payable"
        if basis == "expenditure":
            write(penalty, Quantity(after) - Quantity(payable), "PEN-01")
            continue
        if basis == "aid":
            lay(penalty, "overclaim_penalty", payable_on_claim=on_claim, payable_after_check=after)
        else:  # nothing is taken, as long as it is known from what
            write(penalty, Quantity(after) - Quantity(after), "PEN-02")
        lay(payable, "payable_after_penalty", payable_after_check=after, overclaim_penalty=penalty)
    lay("largest_before_balance", "largest_before_balance")
    lay("left_before_balance", "left_before_balance")
    if f"{agreed}_payable" in book.formulas:
        write("due", greatest(0, Quantity(f"{agreed}_payable") - Quantity("already_paid")), "PAY-05")
        within = Quantity("due") if is_balance else least(Quantity("due"), Quantity("left_before_balance"))
        write("to_pay", within, "PAY-03")
        write("left_after", Quantity("granted_eafrd") - Quantity("already_paid") - Quantity("to_pay"), "PAY-03")
    return book
