"""Questions about a plan: exact answers, all of them, none that `simulate` would refuse, and the reason of a no."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.codec.batch import plan_row, read_figures
from labo_partenariats.errors import Misuse
from labo_partenariats.findings import core_catalogue
from labo_partenariats.formula import Interval
from labo_partenariats.rules.acceptance import conditions
from labo_partenariats.rules.decimals import decimals_in
from labo_partenariats.rules.question import AMOUNTS, UNKNOWNS, Target, read_target
from labo_partenariats.rules.simulation import PlanFigures, SimulatedPlan, Status, simulate
from labo_partenariats.rules.solving import Solution, solve
from labo_partenariats.values.money import ZERO, Money, Rate
from labo_partenariats.values.term import Term

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "solving.toml").read_text("utf-8"))["case"]
PLAN = PlanFigures(
    eligible=Money.euros(24682), aid_rate=Rate("0.8"), eafrd_rate=Rate("0.8"), counterpart=Money.euros(5000)
)

LAST = 130  # the brute force looks at every cent from 0 to this one

cents = st.integers(0, LAST).map(Money)
tenths = st.integers(0, 10).map(lambda number: Rate.percent(number * 10))
figures = st.builds(
    PlanFigures,
    eligible=cents,
    aid_rate=tenths,
    eafrd_rate=st.sampled_from([Rate("0.8"), Rate("0.55"), Rate("0.3"), Rate("0.6")]),
    counterpart=cents,
    aid_rate_mode=st.sampled_from(["maximum", "fixed"]),
    requested=st.none() | cents,
    eafrd_ceiling=st.none() | cents,
    eafrd_floor=st.none() | cents,
    in_kind=st.integers(0, 20).map(Money),
    min_self_financing_rate=st.none() | tenths,
    min_public_aid=st.none() | cents,
)
targets = st.one_of(
    st.builds(Target, st.sampled_from(AMOUNTS), st.sampled_from(["=", ">=", "<="]), st.integers(-2, LAST).map(Money)),
    st.builds(Target, st.sampled_from(AMOUNTS), st.just("="), st.sampled_from(["max", "min"])),
    st.sampled_from([Target("public_aid", "=", "cap"), Target("status", "=", "ok")]),
)


def amounts(figures: PlanFigures, plan: SimulatedPlan) -> dict[str, Money]:
    """The amounts of an accepted plan by the names that a target uses."""
    row = {name: getattr(plan, name) for name in AMOUNTS if name != "public_aid"}
    return {**row, "public_aid": figures.counterpart + row["eafrd"]}


def meets(target: Target, plan: dict[str, Money], best: dict[str, Money]) -> bool:
    """Whether an accepted plan comes to the target."""
    match target.value:
        case "ok":
            return True
        case "cap":
            return plan["public_aid"] == plan["public_aid_cap"]
        case "max" | "min" as bound:
            return plan[target.name] == best[bound]
        case Money() as asked:
            value = plan[target.name]
            return {"=": value == asked, ">=": value >= asked, "<=": value <= asked}[target.sign]
    return False


def found_in(solution: Solution, figure: Money) -> str | None:
    """The limit of the interval that holds a figure; None when no interval does."""
    for interval in solution.intervals:
        if interval.low <= figure and (interval.high is None or figure <= interval.high):  # type: ignore[operator]
            return interval.binding
    return None


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """The answer is what the case's source says, or the reason there is none."""
    blank = {case["unknown"]: "0"} if case["unknown"] in {"eligible", "counterpart", "aid_rate"} else {}
    figures, faults = read_figures({**case["given"], **blank})
    assert faults == ()
    assert figures is not None
    solution = solve(case["unknown"], figures, case.get("target"))
    assert [[str(each.low), str(each.high or ""), each.binding] for each in solution.intervals] == case.get(
        "intervals", []
    )
    assert (solution.status == "solved") == ("intervals" in case)
    assert (None if solution.figure is None else str(solution.figure)) == case.get("figure")
    if "value" in case:
        assert str(solution.reached) == case["value"]
    row = {} if solution.plan is None else plan_row(solution.plan)
    assert {key: row[key] for key in case.get("plan", {})} == case.get("plan", {})
    told = {
        reason.code: {
            key: value.name if isinstance(value, Term) else str(value)
            for key, value in reason.data.items()
            if key in case["reasons"].get(reason.code, {})
        }
        for reason in solution.reasons
    }
    assert told == case.get("reasons", {})


@given(figures, st.sampled_from([name for name in UNKNOWNS if name != "aid_rate"]), targets)
def test_answers_are_those_of_brute_force(plan: PlanFigures, unknown: Any, target: Target) -> None:
    """Trying every cent with `simulate` finds the same answers, with the same limit, and no others."""
    plan = evolve(plan, **{unknown: ZERO})
    if plan.in_kind > plan.eligible and unknown != "eligible":
        plan = evolve(plan, in_kind=plan.eligible)
    tried = {Money(number): evolve(plan, **{unknown: Money(number)}) for number in range(LAST + 1)}
    made = {figure: simulate(each) for figure, each in tried.items()}
    accepted = {f: amounts(tried[f], each) for f, each in made.items() if each.status is Status.OK}
    try:
        solution = solve(unknown, plan, target)
    except Misuse as refused:
        assert refused.code == "MIS061"
        return
    best = {}
    if target.value in ("max", "min") and accepted:
        if solution.reached is None or solution.figure not in tried:
            return  # the best lies beyond the range, or there is none
        every = [each[target.name] for each in accepted.values()]
        assert solution.reached == (max(every) if target.value == "max" else min(every))
        best = {str(target.value): solution.reached}
    for figure in tried:
        solves = figure in accepted and meets(target, accepted[figure], best)
        assert found_in(solution, figure) == (made[figure].binding if solves else None)
    if solution.status == "impossible":
        for language in ("fr", "en"):
            assert all(core_catalogue().message(reason, language) for reason in solution.reasons)  # type: ignore[arg-type]
        assert solution.reasons


@given(figures, targets, st.integers(0, 1000))
def test_rates_are_those_of_brute_force(plan: PlanFigures, target: Target, thousandth: int) -> None:
    """A rate is an answer if and only if it makes an accepted plan that comes to the target."""
    if plan.in_kind > plan.eligible:
        plan = evolve(plan, in_kind=plan.eligible)
    if target.value in ("max", "min"):
        target = Target("status", "=", "ok")
    solution = solve("aid_rate", plan, target)
    tried = evolve(plan, aid_rate=Rate(Decimal(thousandth) / 1000))
    made = simulate(tried)
    solves = made.status is Status.OK and meets(target, amounts(tried, made), {})
    assert any(tried.aid_rate.fraction in interval.exact for interval in solution.intervals) == solves


@given(figures, st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_largest_eafrd_is_that_of_the_best_counterpart(plan: PlanFigures, eligible: int, ceiling: int) -> None:
    """At any size, the answer for the counterpart is the largest EAFRD that any counterpart calls."""
    plan = evolve(
        plan,
        eligible=Money(eligible),
        in_kind=ZERO,
        eafrd_ceiling=Money(ceiling),
        eafrd_floor=None,
        requested=None,
        min_public_aid=None,
        min_self_financing_rate=None,
        aid_rate_mode="maximum",
    )
    solution = solve("counterpart", plan)
    assert isinstance(solution.figure, Money)
    assert solution.plan is not None
    assert solution.plan.eafrd == solution.reached
    for step in (-1, 1):
        near = simulate(evolve(plan, counterpart=solution.figure + Money(step)))
        assert near.eafrd is None or near.eafrd <= solution.reached
        assert step == 1 or near.eafrd is None or near.eafrd < solution.reached


@given(figures)
def test_the_conditions_are_those_of_simulate(plan: PlanFigures) -> None:
    """Each refusal of `simulate` has its condition, and each condition is a refusal of `simulate`."""
    made = simulate(plan)
    if made.status is Status.REFUSED:
        assert set(made.reasons) <= {condition.code for condition in conditions(plan)}


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("eafrd=max", Target("eafrd", "=", "max")),
        (" self_financing >= 5 000,00 € ", Target("self_financing", ">=", Money.euros(5000))),
        ("top_up<=0", Target("top_up", "<=", ZERO)),
        ("public_aid=cap", Target("public_aid", "=", "cap")),
        ("status=ok", Target("status", "=", "ok")),
    ],
)
def test_a_target_as_written(words: str, target: Target) -> None:
    """A target is read with its amount in French or English spelling."""
    assert read_target(words) == target


@pytest.mark.parametrize(
    "words",
    [
        "",
        "eafrd",
        "eafrd=",
        "eafrd>max",
        "eafrd>=max",
        "eafrd=cap",
        "status=refused",
        "status>=ok",
        "mood=5",
        "eafrd=NaN",
        "eafrd=1.234",
        "eafrd=0.001",
        "eafrd==5",
        "=5",
        "é" * 5000,
        "eafrd=\x00",
    ],
)
def test_a_target_that_says_nothing_is_refused(words: str) -> None:
    """What is no target, or leaves a doubt on its amount, is told with what can be written."""
    with pytest.raises(Misuse) as refused:
        read_target(words)
    assert refused.value.code == "MIS064"
    assert len(str(refused.value.data["target"])) <= 61


def test_an_unknown_that_does_not_exist_is_refused() -> None:
    """Only the figures of a plan can be looked for."""
    with pytest.raises(Misuse) as refused:
        solve("mood", PLAN)  # type: ignore[arg-type]
    assert refused.value.code == "MIS063"


def test_the_figure_looked_for_is_not_read() -> None:
    """What the plan holds for its unknown does not matter, were it absurd."""
    absurd = evolve(PLAN, counterpart=Money(-1))
    assert solve("counterpart", absurd) == solve("counterpart", PLAN)


def test_answers_scattered_cent_by_cent_are_refused_as_such() -> None:
    """Below one half, every other cent calls EAFRD in full: the question is refused, and its neighbour answered."""
    plan = evolve(PLAN, eafrd_rate=Rate("0.45"))
    with pytest.raises(Misuse) as refused:
        solve("counterpart", plan, "top_up=0")
    assert refused.value.code == "MIS061"
    answered = solve("counterpart", plan, "top_up<=0.02")
    assert (answered.intervals[0].low, answered.figure) == (ZERO, Money.euros("10860.09"))


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(Fraction(1, 3), Fraction(2, 3)), ("0.3334", "0.6666")),
        (Interval(Fraction(4, 5), Fraction(4, 5)), ("0.80", "0.80")),
        (Interval(Fraction(4, 5), Fraction(9, 10), True, False), ("0.80", "0.8999")),
        (Interval(Fraction(4, 5), Fraction(9, 10), False, True), ("0.8001", "0.90")),
        (Interval(Fraction(100001, 10**6), Fraction(100004, 10**6), False, False), ("0.100002", "0.100003")),
        (Interval(Fraction(0), Fraction(1)), ("0.00", "1.00")),
    ],
)
def test_decimals_of_an_interval(interval: Interval, expected: tuple[str, str]) -> None:
    """The outermost rates of four decimals, or of the fewest more that fall inside."""
    assert tuple(map(str, decimals_in(interval))) == expected
