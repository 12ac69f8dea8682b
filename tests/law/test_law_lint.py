"""The lint of a regime finds limits that can never bind and limits that contradict, with the condition."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Library, Regime, lint, load_layer

HEAD = '[layer]\nid = "eu"\nkind = "eu"\nlabel = { fr = "Union", en = "Union" }\n'


def _regime(**values: str) -> Regime:
    text = HEAD + "".join(
        f'[[parameters.{key}.values]]\nfrom = 2023-01-01\nto = 2027-12-31\nvalue = {value}\ncertainty = "unverified"\n'
        for key, value in values.items()
    )
    layer, problems = load_layer(text)
    assert layer is not None, problems
    return Regime((layer,))


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"eafrd_floor": "2000", "min_public_aid": "6250", "eafrd_rate": "0.8"}, ["LAW101"]),
        ({"eafrd_floor": "4999.99", "min_public_aid": "6250", "eafrd_rate": "0.8"}, ["LAW101"]),
        ({"eafrd_floor": "5000", "min_public_aid": "6250", "eafrd_rate": "0.8"}, ["LAW108"]),
        ({"eafrd_floor": "10000", "min_public_aid": "6250", "eafrd_rate": "0.8"}, ["LAW108"]),
        ({"eafrd_floor": "2000", "min_public_aid": "6250"}, []),
        ({"eafrd_floor": "2000", "min_public_aid": "6250", "eafrd_rate": "0"}, []),
        ({"min_self_financing_rate": "0.2", "aid_rate": "0.8"}, ["LAW102"]),
        ({"min_self_financing_rate": "0.2", "aid_rate": "0.9"}, ["LAW103"]),
        ({"eafrd_floor": "5000", "eafrd_ceiling": "4999.99"}, ["LAW104"]),
        ({"eafrd_floor": "5000", "eafrd_ceiling": "5000"}, []),
        ({"eafrd_rate": "0.81", "eafrd_rate_maximum": "0.8"}, ["LAW105"]),
        ({"eafrd_rate": "0.8", "eafrd_rate_maximum": "0.8", "eafrd_rate_minimum": "0.2"}, []),
        ({"eafrd_rate": "0.1", "eafrd_rate_minimum": "0.2"}, ["LAW106"]),
        ({"eafrd_ceiling": "100000", "max_public_aid": "125000", "eafrd_rate": "0.8"}, ["LAW107"]),
        ({"eafrd_ceiling": "40000", "max_public_aid": "125000", "eafrd_rate": "0.8"}, []),
        ({"eafrd_cost_share_minimum": "0.65", "eafrd_rate": "0.8", "aid_rate": "0.8"}, ["LAW109"]),
        ({"eafrd_cost_share_maximum": "0.64", "eafrd_rate": "0.8", "aid_rate": "0.8"}, ["LAW110"]),
        ({"eafrd_cost_share_maximum": "0.60", "eafrd_rate": "0.8", "aid_rate": "0.8"}, []),
    ],
)
def test_a_limit_that_cannot_bind_is_remarked(values: dict[str, str], codes: list[str]) -> None:
    """One cent or one hundredth decides."""
    assert codes == [remark.code for remark in lint(_regime(**values))]


def test_the_moot_floor_is_told_with_its_condition_and_days() -> None:
    """A minimum public aid of 6 250 at 80 % makes a floor of 2 000 moot, but only without top-up."""
    (remark,) = lint(_regime(eafrd_floor="2000", min_public_aid="6250", eafrd_rate="0.8"))

    assert (remark.condition, str(remark.data["implied"])) == ("counterpart_at_or_below_optimum", "5000.00")
    assert (dt.date(2023, 1, 1), dt.date(2027, 12, 31)) == (remark.start, remark.end)


def _eafrd(counterpart: Fraction, cap: Fraction, rate: Fraction) -> Fraction:
    return max(Fraction(0), min(counterpart * rate / (1 - rate), cap - counterpart))


@given(percent=st.integers(10, 90), floor=st.integers(1, 9000), least_aid=st.integers(1000, 10000))
def test_the_moot_floor_is_the_one_that_no_plan_without_top_up_meets(percent: int, floor: int, least_aid: int) -> None:
    """Plans tried up to the best counterpart fall below the floor exactly when the floor is not said to be moot."""
    rate = Fraction(percent, 100)
    caps = [least_aid * Fraction(step, 4) for step in range(4, 9)]
    plans = [(cap * (1 - rate) * Fraction(step, 20), cap) for cap in caps for step in range(21)]
    plans = [(counterpart, cap) for counterpart, cap in plans if counterpart / (1 - rate) >= least_aid]
    met = all(_eafrd(counterpart, cap, rate) >= floor for counterpart, cap in plans)
    regime = _regime(eafrd_floor=str(floor), min_public_aid=str(least_aid), eafrd_rate=f"0.{percent}")

    told = {remark.code for remark in lint(regime)}

    assert told == ({"LAW101"} if met and floor != rate * least_aid else {"LAW108"})


def test_a_top_up_undoes_the_moot_floor() -> None:
    """With a counterpart of 6 000 under a cap of 7 000, 7 000 euros of aid hold only 1 000 of EAFRD."""
    assert 1000 == _eafrd(Fraction(6000), Fraction(7000), Fraction(4, 5)) < 2000


def test_remarks_follow_the_days_of_the_values() -> None:
    """A remark starts and ends with the values that cause it, and is told once over adjacent stretches."""
    regime = _regime(eafrd_floor="2000", min_public_aid="6250", aid_rate="0.5")
    text = HEAD.replace('"eu"', '"fr"', 1).replace('kind = "eu"', 'kind = "country"\nparent = "eu"')
    text += '[[parameters.eafrd_rate.values]]\nfrom = 2024-01-01\nvalue = 0.8\ncertainty = "unverified"\n'
    text += '[[parameters.min_self_financing_rate.values]]\nfrom = 2025-01-01\nvalue = 0.8\ncertainty = "unverified"\n'
    local, problems = load_layer(text)
    assert local is not None, problems

    told = [(each.code, str(each.start), str(each.end)) for each in lint(Regime((*regime.layers, local)))]

    assert told == [("LAW101", "2024-01-01", "2027-12-31"), ("LAW103", "2025-01-01", "2027-12-31")]


def test_remarks_are_made_for_each_circumstance() -> None:
    """A floor that depends on the owner is compared for each owner, and the owner is named."""
    text = HEAD + '[[parameters.eafrd_ceiling.values]]\nfrom = 2023-01-01\nvalue = 4000\ncertainty = "unverified"\n'
    for owner, floor in (("private", 3000), ("public", 5000)):
        text += (
            f"[[parameters.eafrd_floor.values]]\nfrom = 2023-01-01\nvalue = {floor}\n"
            f'when = {{ owner = "{owner}" }}\ncertainty = "unverified"\n'
        )
    layer, problems = load_layer(text)
    assert layer is not None, problems

    (remark,) = lint(Regime((layer,)))

    assert (remark.code, remark.when, remark.end) == ("LAW104", {"owner": "public"}, None)


def test_the_shipped_regimes_contradict_nothing() -> None:
    """Shipped figures may make each other moot; none makes another impossible or breaks the Union's limits."""
    library = Library.builtin()
    codes = {remark.code for layer in library.ids for remark in lint(library.regime(layer))}

    assert "LAW101" in codes
    assert not codes & {"LAW103", "LAW104", "LAW105", "LAW106", "LAW109"}
