"""The formulas of the financing plan: what holds of every plan."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.formula import Explanations, Value, evaluate, recompute
from labo_partenariats.formula.value import Given
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money, Rate

Numbers = dict[str, Fraction]

cents = st.integers(0, 10**8) | st.integers(0, 300)
aid_rates = st.integers(0, 1000).map(lambda n: Rate(f"{n}e-3"))
eafrd_rates = st.integers(1, 999).map(lambda n: Rate(f"{n}e-3"))
plans = st.fixed_dictionaries(
    {
        "eligible": cents.map(Money),
        "in_kind": st.just(Money(0)) | cents.map(Money),
        "counterpart": cents.map(Money),
        "aid_rate": aid_rates,
        "eafrd_rate": eafrd_rates,
        "eafrd_ceiling": st.none() | cents.map(Money),
        "requested": st.none() | cents.map(Money),
    }
)
unlimited = plans.map(lambda plan: plan | {"eafrd_ceiling": None, "requested": None})


def _numbers(plan: dict[str, Given], **changes: Given) -> Numbers:
    """All amounts of a plan that depend on what it gives."""
    wanted = ("self_financing", "top_up", "best_counterpart")
    values: dict[str, Value] = evaluate(BOOK, plan | changes, *wanted)
    return {key: value for key, value in values.items() if isinstance(value, Fraction)}


@given(plans)
def test_eafrd_is_the_floor_of_one_of_its_limits(plan: dict[str, Given]) -> None:
    """The EAFRD is within each limit and is the whole cents of one of them, or zero."""
    x = _numbers(plan)
    limits = [x["counterpart"] * x["eafrd_rate"] / (1 - x["eafrd_rate"]), x["public_aid_cap"] - x["counterpart"]]
    limits += [x[name] for name in ("eafrd_ceiling", "requested") if name in x]

    assert x["eafrd"] == 0 or all(x["eafrd"] <= limit for limit in limits)
    assert x["eafrd"] in {0, *map(floor, limits)}
    assert x["eafrd"] == max(0, floor(min(limits)))


@given(plans)
def test_public_aid_stays_within_the_cap(plan: dict[str, Given]) -> None:
    """With EAFRD in it public aid is within the cap, which is within the aid rate and the part that is not in kind."""
    x = _numbers(plan)

    assert x["public_aid_cap"] == floor(min(x["aid_rate"] * x["eligible"], x["eligible"] - x["in_kind"]))
    assert x["public_aid"] <= x["public_aid_cap"] or x["eafrd"] == 0


@given(plans)
def test_the_plan_adds_up_to_the_cent(plan: dict[str, Given]) -> None:
    """Public aid and self-financing make the eligible expenditure exactly; counterpart is calling part and top-up."""
    x = _numbers(plan)

    assert x["public_aid"] + x["self_financing"] == x["eligible"]
    assert x["calling_counterpart"] + x["top_up"] == x["counterpart"]


@given(plans)
def test_calling_part_is_the_least_that_calls_the_eafrd(plan: dict[str, Given]) -> None:
    """The calling part is within the counterpart, and one cent less of it would not call the EAFRD."""
    x = _numbers(plan)
    leverage = x["eafrd_rate"] / (1 - x["eafrd_rate"])

    assert 0 <= x["calling_counterpart"] <= x["counterpart"]
    assert x["calling_counterpart"] == ceil(x["eafrd"] / leverage)
    assert x["calling_counterpart"] * leverage - x["eafrd"] < leverage


@given(unlimited, st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_counterpart_below_the_optimum_never_calls_less(plan: dict[str, Given], one: int, other: int) -> None:
    """Up to the best counterpart EAFRD grows or stays, above it EAFRD shrinks or stays."""
    best = int(_numbers(plan)["best_counterpart"])
    low, high = sorted((one, other))
    if best > 0:
        below = [_numbers(plan, counterpart=Money(min(best, part)))["eafrd"] for part in (low, high)]
        assert below == sorted(below)
    if best >= 0:
        above = [_numbers(plan, counterpart=Money(best + part))["eafrd"] for part in (low, high)]
        assert above == sorted(above, reverse=True)


@given(plans.map(lambda plan: plan | {"requested": None}))
def test_the_best_counterpart_is_the_least_that_calls_the_largest_eafrd(plan: dict[str, Given]) -> None:
    """With it the EAFRD is the largest there is; with one cent less it is smaller; no counterpart calls more."""
    x = _numbers(plan)
    best = int(x["best_counterpart"])

    assert x["eafrd"] <= max(0, x["largest_eafrd"])
    if best > 0:
        assert _numbers(plan, counterpart=Money(best))["eafrd"] == x["largest_eafrd"]
        assert _numbers(plan, counterpart=Money(best - 1))["eafrd"] < x["largest_eafrd"]


@given(plans)
def test_scaling_moves_amounts_by_no_more_than_their_roundings(plan: dict[str, Given]) -> None:
    """A plan a hundred times as large has a hundred times the EAFRD, but for the cents that were cut."""
    scaled = {name: Money(100 * value.cents) if isinstance(value, Money) else value for name, value in plan.items()}
    small, large = _numbers(plan), _numbers(scaled)

    assert 0 <= large["public_aid_cap"] - 100 * small["public_aid_cap"] < 100
    assert 0 <= large["eafrd"] - 100 * small["eafrd"] < 200


@given(plans)
def test_every_amount_is_explained(plan: dict[str, Given]) -> None:
    """Recomputing the explanation of any amount from its leaves gives the amount."""
    values = evaluate(BOOK, plan | {"expenses": (Money(5),), "staff_costs": Money(5)})
    explanations = Explanations(BOOK, values, given=frozenset({"eligible"}))
    for key in BOOK.formulas:
        assert recompute(explanations[key]) == explanations[key].value == values[key]
