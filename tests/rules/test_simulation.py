"""One plan from its figures: accepted, refused or invalid, exact to the cent."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.codec.batch import OUTPUT_COLUMNS, simulate_rows
from labo_partenariats.rules.simulation import PlanFigures, Status, simulate
from labo_partenariats.values.money import ZERO, Money, Rate

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "simulation.toml").read_text("utf-8"))["case"]

cents = st.integers(0, 10**9).map(Money)
aid_rates = st.integers(0, 100).map(Rate.percent)
eafrd_rates = st.integers(1, 99).map(Rate.percent)
figures = st.builds(
    PlanFigures,
    eligible=cents,
    aid_rate=aid_rates,
    eafrd_rate=eafrd_rates,
    counterpart=cents,
    aid_rate_mode=st.sampled_from(["maximum", "fixed"]),
    requested=st.none() | cents,
    eafrd_ceiling=st.none() | cents,
    eafrd_floor=st.none() | cents,
    min_self_financing_rate=st.none() | aid_rates,
)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_case(case: dict[str, dict[str, str]]) -> None:
    """The plan is what the case's source says."""
    (row,) = simulate_rows([case["given"]])
    assert {key: row[key] for key in case["expected"]} == case["expected"]
    assert tuple(row) == OUTPUT_COLUMNS


@given(figures)
def test_plan_adds_up(plan: PlanFigures) -> None:
    """Counterpart, EAFRD and self-financing make the eligible expenditure, refused or not."""
    made = simulate(plan)
    assert made.eafrd is not None
    assert made.self_financing is not None
    assert plan.counterpart + made.eafrd + made.self_financing == plan.eligible


@given(figures)
def test_eafrd_is_one_of_its_limits(plan: PlanFigures) -> None:
    """The EAFRD is within each limit, and the cent-floor of one of them or zero."""
    made = simulate(plan)
    assert made.eafrd is not None
    assert made.public_aid_cap is not None
    share = plan.eafrd_rate.fraction
    limits = [plan.counterpart.cents * share / (1 - share), Fraction((made.public_aid_cap - plan.counterpart).cents)]
    limits += [Fraction(limit.cents) for limit in (plan.eafrd_ceiling, plan.requested) if limit is not None]
    if made.status is Status.OK:
        assert made.eafrd.cents == max(0, min(limits).__floor__())
        assert plan.counterpart + made.eafrd <= made.public_aid_cap
    else:
        assert made.eafrd == ZERO


@given(figures)
def test_calling_part_calls_the_eafrd(plan: PlanFigures) -> None:
    """The calling part is the least whole number of cents whose leverage reaches the EAFRD."""
    made = simulate(plan)
    assert made.eafrd is not None
    assert made.calling_counterpart is not None
    leverage = plan.eafrd_rate.fraction / (1 - plan.eafrd_rate.fraction)
    assert made.calling_counterpart.cents * leverage >= made.eafrd.cents
    if made.calling_counterpart > ZERO:
        assert (made.calling_counterpart.cents - 1) * leverage < made.eafrd.cents


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.text(max_size=12)
                for name in ("id", "eligible", "aid_rate", "eafrd_rate", "counterpart", "in_kind", "aid_rate_mode")
            },
        ),
        max_size=4,
    )
)
def test_batch_never_stops(rows: list[dict[str, str]]) -> None:
    """Whatever the rows hold, each gives one plan, in order."""
    assert [row["id"] for row in simulate_rows(rows)] == [row.get("id", "").strip() for row in rows]
