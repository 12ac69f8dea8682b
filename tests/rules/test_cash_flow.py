"""Cash-flow: month by month, to the cent, each actor for itself."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.model import (
    Actor,
    ActualExpense,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Partnership,
    Programme,
    ReceivedPayment,
    Resource,
    ResourceKind,
    RoleKind,
)
from labo_partenariats.rules.cash_flow import (
    Assumptions,
    CashFlow,
    months_between,
    projected,
    recorded,
    spread,
)
from labo_partenariats.testing import dossiers
from labo_partenariats.values.money import ZERO, Money, Rate, total

LEAD = (Actor(id="gaia", name="GAIA"), Actor(id="edf", name="EDF"))
ROLES = (Partnership(actor="gaia", role=RoleKind.LEAD),)


def euros(text: str) -> Money:
    return Money.euros(text)


PLAN = FinancingPlan(
    expenses=(
        Expense(id="a", label="Animation", amount=euros("900")),
        Expense(id="b", label="Événement", amount=euros("100"), partner="edf"),
        Expense(id="c", label="Bénévolat", amount=euros("50"), category=ExpenseCategory.IN_KIND),
    ),
    resources=(
        Resource(id="f", label="FEADER", kind=ResourceKind.EAFRD, amount=euros("600")),
        Resource(id="p", label="Région", kind=ResourceKind.NATIONAL_PUBLIC, amount=euros("200")),
        Resource(id="s", label="GAIA", kind=ResourceKind.SELF_FINANCING, amount=euros("200")),
    ),
)


def shown(flow: CashFlow) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            f"{month.month:%Y-%m}",
            str(month.spent),
            str(total(month.received.values())),
            str(month.balance),
            str(month.bridged),
        )
        for month in flow.months
    ]


def test_recorded_months_have_no_gap_and_say_who_bridges() -> None:
    """Each actor has its own months, empty ones included; the peak is the first month of the greatest need."""
    programme = Programme(
        actors=LEAD,
        partnerships=ROLES,
        financing=PLAN,
        actual_expenses=(
            ActualExpense(id="1", label="1", expense="a", amount=euros("300"), paid=dt.date(2017, 11, 30)),
            ActualExpense(id="2", label="2", expense="b", amount=euros("100"), paid=dt.date(2018, 1, 1)),
            ActualExpense(id="3", label="3", expense="a", amount=euros("10")),
            ActualExpense(id="4", label="4", amount=euros("50"), category=ExpenseCategory.IN_KIND),
        ),
        payments=(
            ReceivedPayment(id="v", resource="p", amount=euros("200"), date=dt.date(2018, 1, 15)),
            ReceivedPayment(id="w", resource="f", date=dt.date(2018, 1, 15)),
        ),
    )
    flows = recorded(programme)

    lead, partner = flows.flows
    assert (lead.actor, partner.actor) == ("gaia", "edf")
    assert shown(lead) == [
        ("2017-11", "300.00", "0.00", "-300.00", "300.00"),
        ("2017-12", "0.00", "0.00", "-300.00", "300.00"),
        ("2018-01", "0.00", "200.00", "-100.00", "100.00"),
    ]
    assert lead.months[2].received == {ResourceKind.NATIONAL_PUBLIC: euros("200")}
    assert shown(partner) == [("2018-01", "100.00", "0.00", "-100.00", "100.00")]
    assert lead.peak is lead.months[0]
    assert flows.undated == ("$.actual_expenses[2]", "$.payments[1]")


def test_projected_plan() -> None:
    """Expenses evenly, the claim in proportion within 80 %, the balance with the last claim, each after its delay."""
    programme = Programme(actors=LEAD, partnerships=ROLES, financing=PLAN)
    flows = projected(
        programme,
        Assumptions(
            start=dt.date(2018, 1, 10),
            end=dt.date(2018, 3, 20),
            claims=(dt.date(2018, 3, 31), dt.date(2018, 6, 30)),
            eafrd_delay=2,
            counterpart_delay=1,
            share_before_balance=Rate("0.80"),
            spending={"b": (dt.date(2018, 2, 1), dt.date(2018, 2, 1))},
        ),
    )
    lead, partner = flows.flows

    assert shown(partner) == [("2018-02", "100.00", "0.00", "-100.00", "100.00")]
    assert shown(lead) == [
        ("2018-01", "300.00", "0.00", "-300.00", "300.00"),
        ("2018-02", "300.00", "0.00", "-600.00", "600.00"),
        ("2018-03", "300.00", "0.00", "-900.00", "900.00"),
        ("2018-04", "0.00", "200.00", "-700.00", "700.00"),
        ("2018-05", "0.00", "480.00", "-220.00", "220.00"),
        ("2018-06", "0.00", "0.00", "-220.00", "220.00"),
        ("2018-07", "0.00", "0.00", "-220.00", "220.00"),
        ("2018-08", "0.00", "120.00", "-100.00", "100.00"),
    ]


def test_a_claim_asks_for_what_was_spent_up_to_its_very_day() -> None:
    """Spending of the month that begins on the day of the claim counts; the last claim asks for the rest."""
    programme = Programme(actors=LEAD, partnerships=ROLES, financing=PLAN)
    flows = projected(
        programme,
        Assumptions(
            start=dt.date(2018, 1, 10),
            end=dt.date(2018, 3, 20),
            claims=(dt.date(2018, 2, 1), dt.date(2018, 6, 30)),
            eafrd_delay=1,
            spending={"b": (dt.date(2018, 2, 1), dt.date(2018, 2, 1))},
        ),
    )
    received = {month: got for month, _, got, *_ in shown(flows.flows[0])}
    assert (received["2018-03"], received["2018-07"]) == ("620.00", "180.00")  # with 200.00 of the Région in March


def test_nothing_moves() -> None:
    """Without a plan or a dated movement there is no month and no peak."""
    assert recorded(Programme()).flows == ()
    assert (
        projected(Programme(), Assumptions(start=dt.date(2018, 1, 1), end=dt.date(2018, 1, 1), claims=())).flows == ()
    )
    assert CashFlow(None, ()).peak is None


@given(amount=st.integers(-(10**9), 10**12).map(Money), months=st.integers(1, 60))
def test_spreading_loses_no_cent(amount: Money, months: int) -> None:
    """The parts add up to the amount, and all but the last are equal."""
    parts = spread(amount, months)
    assert total(parts) == amount
    assert len(parts) == months
    assert len(set(parts[:-1])) <= 1


def test_spreading_over_no_month_is_a_mistake() -> None:
    """An amount cannot be spread over nothing."""
    with pytest.raises(Misuse):
        spread(ZERO, 0)
    assert months_between(dt.date(2018, 3, 1), dt.date(2018, 1, 1)) == 1


@settings(max_examples=settings.default.max_examples // 5)
@given(dossiers.dossiers())
def test_recorded_flows_add_up(programme: Programme) -> None:
    """The last balance is all that was received less all that was spent; months follow one another."""
    flows = recorded(programme)
    dated = [each for each in programme.actual_expenses if each.paid and each.category is not ExpenseCategory.IN_KIND]
    paid = [each.amount for each in programme.payments if each.date and each.amount is not None]
    final = total(flow.months[-1].balance for flow in flows.flows)

    assert final == total(paid) - total(each.amount for each in dated)
    for flow in flows.flows:
        assert months_between(flow.months[0].month, flow.months[-1].month) == len(flow.months)
        assert flow.peak is not None
        assert flow.peak.bridged == max(month.bridged for month in flow.months)
