"""Payment claims: both methods, the penalties of each generation of law, and what is left to pay."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labo_partenariats.formula import evaluate
from labo_partenariats.law import Library
from labo_partenariats.model import (
    ActualExpense,
    Agreement,
    ClaimKind,
    Expense,
    ExpenseCategory,
    FinalAmountMethod,
    FinancingPlan,
    LocalActionGroup,
    PaymentClaim,
    PlanVersion,
    Programme,
    ReceivedPayment,
    Resource,
    ResourceKind,
)
from labo_partenariats.rules.case import Case, make_case
from labo_partenariats.rules.claim_book import CLAIM
from labo_partenariats.rules.payment import ClaimExamination, examine, examine_all, granted_plan, retained_lines
from labo_partenariats.values.money import ZERO, Money, Rate

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "payment.toml").read_text(encoding="utf-8")
)["case"]
APPLIED, CLAIMED = dt.date(2017, 10, 12), dt.date(2018, 9, 3)


def euros(text: str) -> Money:
    return Money.euros(text)


def plan(version: PlanVersion = PlanVersion.GRANTED, day: dt.date | None = None) -> FinancingPlan:
    return FinancingPlan(
        version=version,
        date=day,
        expenses=(
            Expense(id="staff", label="Animation", category=ExpenseCategory.STAFF, amount=euros("12603")),
            Expense(id="indirect", label="Coûts indirects", category=ExpenseCategory.INDIRECT, amount=euros("1890")),
            Expense(id="rest", label="Reste", category=ExpenseCategory.SERVICES, amount=euros("10189")),
        ),
        resources=(
            Resource(id="eafrd", label="FEADER", kind=ResourceKind.EAFRD, amount=euros("14745.60")),
            Resource(id="p", label="Région", kind=ResourceKind.NATIONAL_PUBLIC, amount=euros("5000")),
            Resource(id="a", label="GAIA", kind=ResourceKind.SELF_FINANCING, amount=euros("4936.40")),
        ),
    )


def made(*expenses: ActualExpense, claims: tuple[PaymentClaim, ...], **parts: Any) -> Case:
    programme = Programme(
        **{
            "lag": LocalActionGroup(name="GAL", regime="fr.ara.alpes-sud-isere"),
            "financing": plan(),
            "actual_expenses": expenses,
            "claims": claims,
            **parts,
        }
    )
    return make_case(programme, Library.builtin(), APPLIED)


def one_claim(claimed: str, retained: str | None, day: dt.date = CLAIMED, **claim: Any) -> ClaimExamination:
    spent = ActualExpense(
        id="f",
        label="Facture",
        claim="c",
        amount=euros(claimed),
        retained=None if retained is None else euros(retained),
    )
    asked = PaymentClaim(
        **{"id": "c", "kind": ClaimKind.BALANCE, "date": day, "counterpart_paid": euros("5000")} | claim
    )
    return examine(made(spent, claims=(asked,)), asked)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_case(case: dict[str, Any]) -> None:
    """Aid after the check, penalty and what stays payable are those of the case, by each method."""
    told = {"no_fault": case["no_fault"]} if "no_fault" in case else {}
    if "counterpart_paid" in case:
        told["counterpart_paid"] = euros(case["counterpart_paid"])
    examined = one_claim(case.get("claimed", "24682.00"), case["retained"], case.get("day", CLAIMED), **told)

    for method in ("prorata", "recompute"):
        if method in case:
            result = examined.results[method]
            shown = [
                "" if amount is None else str(amount) for amount in (result.after_check, result.penalty, result.payable)
            ]
            assert shown == case[method], method


@pytest.mark.parametrize(
    ("after", "penalty"),
    [
        ("13405.10", "0.00"),
        ("13405.09", "1340.51"),
        ("7372.80", "7372.80"),
        ("7372.79", "7372.79"),
        ("7000.00", "7000.00"),
    ],
)
def test_penalty_at_the_cent(after: str, penalty: str) -> None:
    """The penalty begins strictly above 110 % of what is payable and takes at most all of it."""
    values = evaluate(
        CLAIM,
        {
            "payable_on_claim": euros("14745.60"),
            "payable_after_check": euros(after),
            "overclaim_tolerance": Rate("0.10"),
        },
        "overclaim_penalty",
    )
    assert values["overclaim_penalty"] == euros(penalty).cents


def test_indirect_costs_follow_the_retained_staff_costs() -> None:
    """Staff costs cut to 11 000 leave 1 650.00 of overheads: 22 839.00 in all."""
    lines = [("staff", "12603", "11000"), ("indirect", "1890", None), ("rest", "10189", "10189")]
    spent = [
        ActualExpense(
            id=f"f-{plan}", label=plan, expense=plan, claim="c", amount=euros(amount), retained=kept and euros(kept)
        )
        for plan, amount, kept in lines
    ]
    asked = PaymentClaim(id="c", kind=ClaimKind.BALANCE, date=CLAIMED)
    examined = examine(made(*spent, claims=(asked,)), asked)

    assert [str(line.retained) for line in examined.lines] == ["11000.00", "1650.00", "10189.00"]
    assert examined.retained == euros("22839.00")
    assert [line.is_flat_rate for line in examined.lines] == [False, True, False]


def test_nothing_checked_is_not_nothing_retained() -> None:
    """While nobody has checked the claim, what is retained is not known, and the claim itself is."""
    examined = one_claim("24682.00", None)

    assert examined.retained is None
    assert examined.results["prorata"].on_claim == euros("14745.60")
    assert examined.results["prorata"].after_check is None
    assert "retained_eligible" in examined.missing


def test_without_a_granted_plan_nothing_is_payable() -> None:
    """A forecast is no grant."""
    asked = PaymentClaim(id="c", date=CLAIMED)
    examined = examine(made(claims=(asked,), financing=plan(PlanVersion.FORECAST)), asked)

    assert examined.plan is None
    assert examined.results["prorata"].payable is None


def test_the_amended_plan_comes_before_the_granted_one() -> None:
    """The last amendment counts, unless it came after the claim."""
    amended = FinancingPlan(version=PlanVersion.AMENDED, date=dt.date(2018, 5, 1))
    programme = Programme(financing=plan(), other_plans=(amended,))

    assert granted_plan(programme) is amended
    assert granted_plan(programme, dt.date(2018, 5, 1)) is amended
    assert granted_plan(programme, dt.date(2018, 4, 30)) is programme.financing


def test_instalments_stay_within_the_share_before_the_balance() -> None:
    """Of 14 745.60 at 80 %, 11 796.48 may be paid before the balance, what was paid before included."""
    spent = ActualExpense(id="f", label="F", claim="1", amount=euros("24682"), retained=euros("24682"))
    claims = (
        PaymentClaim(id="1", kind=ClaimKind.INSTALMENT, date=CLAIMED, counterpart_paid=euros("5000")),
        PaymentClaim(id="2", kind=ClaimKind.BALANCE, date=CLAIMED + dt.timedelta(90), counterpart_paid=euros("5000")),
    )
    agreement = Agreement(method=FinalAmountMethod.PRORATA, share_before_balance=Rate("0.80"))
    paid = ReceivedPayment(id="v", resource="eafrd", claim="1", amount=euros("11796.48"), date=CLAIMED)
    first, balance = examine_all(made(spent, claims=claims, agreement=agreement, payments=(paid,)))

    assert first.to_pay == euros("11796.48")
    assert balance.already_paid == euros("11796.48")
    assert balance.to_pay == euros("2949.12")
    assert first.to_pay + balance.to_pay == euros("14745.60")


def test_without_agreed_method_no_amount_is_the_amount() -> None:
    """Both methods are shown and none is chosen in silence."""
    examined = one_claim("24682.00", "22000.00")

    assert examined.agreed is None
    assert examined.to_pay is None
    assert {name: str(result.payable) for name, result in examined.results.items()} == {
        "prorata": "11541.02",
        "recompute": "10454.40",
    }


amounts = st.integers(0, 10**8).map(Money)


@given(claimed=amounts, retained=amounts, paid=amounts)
def test_never_above_the_grant_nor_below_zero(claimed: Money, retained: Money, paid: Money) -> None:
    """Whatever is claimed, retained and paid by others, each figure stays between zero and the grant."""
    examined = one_claim(str(claimed), str(min(retained, claimed)), counterpart_paid=paid)

    for result in examined.results.values():
        for amount in (result.after_check, result.penalty, result.payable):
            assert amount is not None
            assert ZERO <= amount <= euros("14745.60")
        assert result.after_check is not None
        assert result.penalty is not None
        assert result.payable == result.after_check - result.penalty


@given(less=amounts, more=amounts)
def test_retaining_more_never_pays_less(less: Money, more: Money) -> None:
    """What is payable grows with what is retained, the claim being the same."""
    less, more = sorted((less, more))
    assume(more <= euros("24682"))
    low, high = (one_claim("24682.00", str(kept)).results["prorata"].payable for kept in (less, more))

    assert low is not None
    assert high is not None
    assert low <= high


def test_lines_of_other_claims_do_not_count() -> None:
    """A claim counts what was declared up to it, not what comes after."""
    spent = [ActualExpense(id=name, label=name, claim=name, amount=euros("100"), retained=euros("90")) for name in "12"]
    claims = tuple(
        PaymentClaim(id=name, date=CLAIMED + dt.timedelta(int(name)), counterpart_paid=ZERO) for name in "12"
    )
    case = made(*spent, claims=claims)

    assert [str(examined.claimed) for examined in examine_all(case)] == ["100.00", "200.00"]
    assert [line.path for line in retained_lines(case, ["2"])] == ["$.actual_expenses[1]"]
