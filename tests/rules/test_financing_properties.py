"""What holds of every financing plan, whatever its lines: of the formulas, of `simulate`, and of the explanations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from math import floor

from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from labo_partenariats.formula import FormulaBook, Source, Step, Value, evaluate, recompute
from labo_partenariats.formula.value import Given
from labo_partenariats.law import Certainty, Library, ParameterValue
from labo_partenariats.model import (
    Expense,
    ExpenseCategory,
    FinancingPlan,
    LocalActionGroup,
    Programme,
    Resource,
    ResourceKind,
)
from labo_partenariats.rules.case import Amounts, Case, make_case
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.simulation import (
    AMOUNTS,
    LIMITING,
    LIMITS,
    PlanFigures,
    SimulatedPlan,
    Status,
    amounts_in_cents,
    explain_plan,
    simulate,
)
from labo_partenariats.values.money import ZERO, Money, Rate
from labo_partenariats.values.rounding import Rounding

LIBRARY = Library.builtin()

cents = st.integers(0, 300) | st.integers(0, 10**7) | st.integers(0, 10**30)
amounts = cents.map(Money)
aid_rates = st.integers(0, 1000).map(lambda n: Rate(f"{n}e-3"))
eafrd_rates = st.integers(1, 999).map(lambda n: Rate(f"{n}e-3"))
figures = st.builds(
    PlanFigures,
    eligible=amounts,
    aid_rate=aid_rates,
    eafrd_rate=eafrd_rates,
    counterpart=amounts,
    aid_rate_mode=st.sampled_from(["maximum", "fixed"]),
    requested=st.none() | amounts,
    eafrd_ceiling=st.none() | amounts,
    eafrd_floor=st.none() | amounts,
    in_kind=st.just(ZERO) | amounts,
    min_self_financing_rate=st.none() | aid_rates,
    min_public_aid=st.none() | amounts,
).map(lambda plan: evolve(plan, in_kind=min(plan.in_kind, plan.eligible)))

GIVEN = ("eligible", "in_kind", "counterpart", "aid_rate", "eafrd_rate", "requested", "eafrd_ceiling")


def _by_fractions(plan: PlanFigures) -> dict[str, Value]:
    return evaluate(BOOK, {name: getattr(plan, name) for name in GIVEN}, *AMOUNTS)


# --- simulate: whole numbers against fractions ------------------------------------------------------------------------


def _on_the_edge(**changes: Money | Rate) -> PlanFigures:
    """100.00 of counterpart call exactly 400.00 of EAFRD, which is also what the cap leaves."""
    plan = PlanFigures(
        eligible=Money(62500),
        aid_rate=Rate("0.8"),
        eafrd_rate=Rate("0.8"),
        counterpart=Money(10000),
        requested=Money(40000),
    )
    return evolve(plan, **changes)


def _first_exact(plan: PlanFigures) -> str:
    """The first of the limits that have the smallest exact value, before any cent is cut."""
    counterpart, share = plan.counterpart.cents, plan.eafrd_rate.fraction
    cap = floor(min(plan.aid_rate.fraction * plan.eligible.cents, Fraction(plan.eligible.cents - plan.in_kind.cents)))
    limits = [counterpart * share / (1 - share), Fraction(cap - counterpart)]
    limits += [Fraction(x.cents) if x is not None else None for x in (plan.eafrd_ceiling, plan.requested)]  # type: ignore[misc]
    return LIMITS[limits.index(min(limit for limit in limits if limit is not None))]


@given(figures)
@example(_on_the_edge())
@example(_on_the_edge(counterpart=Money(10001), eligible=Money(62502)))
@example(_on_the_edge(eafrd_rate=Rate("0.3"), counterpart=Money(101), requested=Money(43)))
@example(_on_the_edge(eafrd_rate=Rate("0.3"), counterpart=Money(101), eafrd_ceiling=Money(43)))
@example(_on_the_edge(eafrd_rate=Rate("0.3"), counterpart=Money(98), requested=Money(42)))
def test_simulate_is_the_formulas_to_the_cent(plan: PlanFigures) -> None:
    """An accepted plan has the amounts of fractions; the limit that binds is the first of the least before cutting."""
    made, values = simulate(plan), _by_fractions(plan)

    assert made.public_aid_cap == Money(int(values["public_aid_cap"]))  # type: ignore[arg-type]
    assert made.binding == _first_exact(plan)
    if made.status is Status.OK:
        assert {key: getattr(made, key).cents for key in AMOUNTS} == {key: values[key] for key in AMOUNTS}


@given(figures)
def test_the_explanation_of_a_plan_ends_at_its_amounts(plan: PlanFigures) -> None:
    """Each amount is explained from the figures alone, and the limit that binds is the option retained."""
    values = _by_fractions(plan)
    for amount in AMOUNTS:
        step = explain_plan(plan, amount)
        assert step.value == recompute(step) == values[amount]
        assert {leaf.key for leaf in step.leaves() if leaf.key is not None} <= {*GIVEN}
    (highest,) = explain_plan(plan).operands
    chosen = highest.operands[1].chosen
    assert chosen is not None
    assert LIMITS[chosen] == simulate(plan).binding
    assert len(LIMITING.options) == len(LIMITS)


@given(figures)
def test_whole_numbers_in_whole_numbers_out(plan: PlanFigures) -> None:
    """The function for bulk takes the figures as whole numbers, rates in any terms, and gives the same cents."""
    limits = tuple(name for name in ("requested", "eafrd_ceiling") if getattr(plan, name) is not None)
    plain = [plan.eligible.cents, plan.in_kind.cents, plan.counterpart.cents]
    rates = [1000 * plan.aid_rate.fraction, 1000, 3000 * plan.eafrd_rate.fraction, 3000]
    found = amounts_in_cents(*limits)(*plain, *map(int, rates), *(getattr(plan, name).cents for name in limits))  # type: ignore[arg-type]

    assert found == tuple(_by_fractions(plan)[key] for key in AMOUNTS)
    assert all(type(number) is int for number in found)


@given(figures)
def test_public_aid_never_passes_the_cap_of_an_accepted_plan(plan: PlanFigures) -> None:
    """Accepted: within the cap, the floor and the minimum kept. Refused: a reason, and not a cent of EAFRD."""
    made = simulate(plan)
    assert made.eafrd is not None
    assert made.public_aid_cap is not None
    if made.status is Status.OK:
        public = plan.counterpart + made.eafrd
        assert public <= made.public_aid_cap
        assert plan.aid_rate_mode == "maximum" or public == made.public_aid_cap
        assert plan.eafrd_floor is None or made.eafrd >= plan.eafrd_floor
        assert plan.min_public_aid is None or public >= plan.min_public_aid
        own = (plan.eligible - public).cents
        assert (
            plan.min_self_financing_rate is None or own >= plan.min_self_financing_rate.fraction * plan.eligible.cents
        )
    else:
        assert made.reasons
        assert (made.eafrd, made.calling_counterpart, made.top_up) == (ZERO, ZERO, plan.counterpart)


@given(figures, st.lists(cents, min_size=2, max_size=2))
def test_accepted_plans_call_more_with_more_counterpart_below_the_optimum(plan: PlanFigures, parts: list[int]) -> None:
    """Of two accepted plans below the optimum, more counterpart means no less EAFRD and no more own funds."""
    free = evolve(plan, aid_rate_mode="maximum")
    values = evaluate(BOOK, {name: getattr(free, name) for name in GIVEN}, "best_counterpart")
    best = values["best_counterpart"]
    assert isinstance(best, Fraction)
    low, high = (simulate(evolve(free, counterpart=Money(min(part, max(0, int(best)))))) for part in sorted(parts))
    if low.status is high.status is Status.OK:
        assert low.eafrd is not None
        assert high.eafrd is not None
        assert low.eafrd <= high.eafrd
        assert low.self_financing is not None
        assert high.self_financing is not None
        assert high.self_financing <= low.self_financing


anything = st.integers(-(10**40), 10**40).map(Money) | st.integers(-3, 3).map(Money)
any_rate = st.decimals(allow_nan=False, allow_infinity=False).map(Rate) | st.sampled_from(
    [Rate(0), Rate(1), Rate("1e-60"), Rate("-0.0"), Rate("0.99999999999999999999999999999999999")]
)


@given(
    st.builds(
        PlanFigures,
        eligible=anything,
        aid_rate=any_rate,
        eafrd_rate=any_rate,
        counterpart=anything,
        requested=st.none() | anything,
        eafrd_ceiling=st.none() | anything,
        in_kind=anything,
        min_self_financing_rate=st.none() | any_rate,
    )
)
def test_absurd_figures_make_an_invalid_plan(plan: PlanFigures) -> None:
    """Figures outside of their domains are told and compute nothing; those inside always compute."""
    made = simulate(plan)
    given_amounts = (plan.eligible, plan.counterpart, plan.in_kind, plan.requested, plan.eafrd_ceiling)
    expected = {
        "FIN110": any(amount is not None and amount < ZERO for amount in given_amounts),
        "FIN130": any(
            x is not None and not 0 <= x.fraction <= 1 for x in (plan.aid_rate, plan.min_self_financing_rate)
        ),
        "FIN131": not 0 < plan.eafrd_rate.fraction < 1,
        "FIN132": plan.in_kind > plan.eligible,
    }
    faults = tuple(code for code, holds in expected.items() if holds)
    if faults:
        assert made == SimulatedPlan(status=Status.INVALID, reasons=faults)
    else:
        assert made.status is not Status.INVALID
        assert made.eafrd is not None


# --- the lines of a plan ----------------------------------------------------------------------------------------------

lines = st.lists(st.tuples(st.sampled_from(ExpenseCategory), cents), min_size=1, max_size=5)
counterparts = st.lists(cents, min_size=1, max_size=3)
GAL = LocalActionGroup(name="GAL Alpes Sud Isère")
DAY = dt.date(2017, 10, 12)


def _case(
    expenses: list[tuple[ExpenseCategory, int]], resources: list[tuple[ResourceKind, int]], **rates: Rate
) -> Case:
    plan = FinancingPlan(
        expenses=tuple(
            Expense(id=f"d{i}", label=f"D{i}", category=category, amount=Money(amount))
            for i, (category, amount) in enumerate(expenses)
        ),
        resources=tuple(
            Resource(id=f"r{i}", label=f"R{i}", kind=kind, amount=Money(amount))
            for i, (kind, amount) in enumerate(resources)
        ),
        **rates,
    )
    return make_case(Programme(lag=GAL, financing=plan), LIBRARY, DAY)


def _public(parts: list[int]) -> list[tuple[ResourceKind, int]]:
    return [(ResourceKind.NATIONAL_PUBLIC, part) for part in parts]


def _computed(amounts_: Amounts) -> dict[str, Value]:
    return {key: amounts_.values[key] for key in BOOK.formulas}


@given(lines, counterparts)
def test_the_resources_that_the_formulas_give_make_the_expenses(
    expenses: list[tuple[ExpenseCategory, int]], parts: list[int]
) -> None:
    """Counterpart, EAFRD and self-financing entered as resources balance the plan to the cent."""
    computed = _case(expenses, _public(parts)).amounts
    eafrd, own = computed.values["eafrd"], computed.values["self_financing"]
    assert isinstance(eafrd, Fraction)
    assert isinstance(own, Fraction)
    financed = [*_public(parts), (ResourceKind.EAFRD, int(eafrd)), (ResourceKind.SELF_FINANCING, int(own))]
    filled = _case(expenses, financed).amounts

    assert filled.values["balance"] == 0
    assert filled.values["eafrd"] == eafrd


@given(lines, counterparts, st.data())
def test_the_order_of_lines_changes_no_amount(
    expenses: list[tuple[ExpenseCategory, int]], parts: list[int], data: st.DataObject
) -> None:
    """Expenses and resources may stand in any order."""
    shuffled = _case(data.draw(st.permutations(expenses)), _public(data.draw(st.permutations(parts))))

    assert _computed(shuffled.amounts) == _computed(_case(expenses, _public(parts)).amounts)


@given(lines, counterparts, st.integers(0, 4), st.integers(-(10**6), 10**30))
def test_splitting_a_line_changes_no_amount(
    expenses: list[tuple[ExpenseCategory, int]], parts: list[int], place: int, part: int
) -> None:
    """One expense written as two of its category, or one contribution as two, is the same plan."""
    at = place % len(expenses)
    category, amount = expenses[at]
    split = [*expenses[:at], (category, part), (category, amount - part), *expenses[at + 1 :]]
    halves = [*parts[1:], parts[0] - parts[0] // 3, parts[0] // 3]

    assert _computed(_case(split, _public(halves)).amounts) == _computed(_case(expenses, _public(parts)).amounts)


# --- without its roundings --------------------------------------------------------------------------------------------


def _unrounded() -> FormulaBook:
    book = FormulaBook()
    book.declarations.update(BOOK.declarations)
    book.formulas.update({key: evolve(each, rounding=Rounding.EXACT) for key, each in BOOK.formulas.items()})
    return book


UNROUNDED = _unrounded()


@given(figures, st.lists(amounts, min_size=1, max_size=3), st.integers(1, 10**6))
def test_unrounded_values_scale(plan: PlanFigures, expenses: list[Money], factor: int) -> None:
    """With no cent cut, a plan so many times as large has so many times each amount, and the same shares."""
    values: dict[str, Given] = {name: getattr(plan, name) for name in GIVEN if name != "eligible"}
    values |= {"expenses": tuple(expenses), "ineligible": Money(1), "staff_costs": expenses[0], "resources": ()}
    values["indirect_costs_flat_rate"] = Rate("0.15")
    small, large = evaluate(UNROUNDED, values), evaluate(UNROUNDED, _times(values, factor))

    for key, formula in UNROUNDED.formulas.items():
        times = factor if formula.unit == "EUR" else 1
        one, other = small[key], large[key]
        assert other == (one * times if isinstance(one, Fraction) else one), key


def _times(values: Mapping[str, Given], factor: int) -> dict[str, Given]:
    def scaled(value: Given) -> Given:
        if isinstance(value, tuple):
            return tuple(Money(item.cents * factor) for item in value)
        return Money(value.cents * factor) if isinstance(value, Money) else value

    return {name: scaled(value) for name, value in values.items()}


# --- explanations down to the law -------------------------------------------------------------------------------------


def _leaves(case: Case) -> list[Step]:
    return [leaf for key in BOOK.formulas for leaf in case.amounts.explain(key).leaves()]


@given(st.sampled_from(LIBRARY.ids), st.dates(dt.date(2007, 1, 1), dt.date(2027, 12, 31)), lines, counterparts)
def test_every_leaf_of_the_law_has_its_source(
    layer: str, day: dt.date, expenses: list[tuple[ExpenseCategory, int]], parts: list[int]
) -> None:
    """On any day and under any law, a figure of the law is explained by a text, or marked as not verified."""
    programme = evolve(_case(expenses, _public(parts)).programme, lag=LocalActionGroup(name="GAL", regime=layer))
    case = make_case(programme, LIBRARY, day)

    for leaf in _leaves(case):
        if leaf.source is Source.PARAMETER and isinstance(leaf.value, Fraction):
            assert isinstance(leaf.evidence, ParameterValue), leaf.key
            assert leaf.evidence.references or leaf.evidence.certainty is Certainty.UNVERIFIED, leaf.key
        elif leaf.source is None:
            assert leaf.value in {0, 1}, "a formula holds no figure but nought and one"


@given(lines, counterparts)
def test_explanations_of_a_case_prove_its_amounts(
    expenses: list[tuple[ExpenseCategory, int]], parts: list[int]
) -> None:
    """Computed again from its leaves alone, each explanation gives the amount that the case shows."""
    case = _case(expenses, _public(parts))
    for key in BOOK.formulas:
        step = case.amounts.explain(key)
        assert recompute(step) == step.value == case.amounts.values[key]
    legal = {leaf.key for leaf in _leaves(case) if isinstance(leaf.evidence, ParameterValue)}
    assert {"aid_rate", "eafrd_rate"} <= legal
