"""Amounts and rates: exact, and closed to everything that is not."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.values.money import ZERO, Money, Rate, total
from labo_partenariats.values.rounding import Rounding

CENTS = st.integers(-(10**40), 10**40)
RATES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-10, max_value=10)

INEXACT = [
    0.1,
    1.0,
    float("nan"),
    True,
    False,
    None,
    "",
    "abc",
    "NaN",
    "Infinity",
    "1,5",
    Decimal("NaN"),
    Decimal("-inf"),
]


@pytest.mark.parametrize("value", INEXACT, ids=repr)
def test_no_float_makes_money(value):
    """A float, a boolean, an infinity or a text that is no number makes neither an amount nor a rate."""
    with pytest.raises(Misuse) as refused:
        Money.euros(value)
    assert refused.value.code == "MIS001"
    for make in (Rate, Rate.percent):
        with pytest.raises(Misuse):
            make(value)


@pytest.mark.parametrize("cents", [1.0, True, "1", Decimal(1), None], ids=repr)
def test_cents_are_whole_numbers(cents):
    """An amount is held as an int and nothing that merely resembles one."""
    with pytest.raises(Misuse):
        Money(cents)


@pytest.mark.parametrize("value", ["0.001", "14745.605", Decimal("1E-30")])
def test_a_fraction_of_a_cent_is_refused(value):
    """An amount finer than the cent has to be rounded by name first."""
    with pytest.raises(Misuse) as refused:
        Money.euros(value)
    assert refused.value.code == "MIS002"


@pytest.mark.parametrize(
    ("value", "cents"),
    [("14745.60", 1474560), (5000, 500000), (Decimal("1E+3"), 100000), ("-0.05", -5), ("0", 0), ("12.500", 1250)],
)
def test_euros(value, cents):
    """Euros come from integers, decimals and their spelling."""
    assert Money(cents) == Money.euros(value)


@pytest.mark.parametrize("other", [5, 5.0, Decimal(5), "5.00", None, Rate("0.05")], ids=repr)
def test_money_is_no_number(other):
    """An amount equals no number and is not added to one."""
    assert Money.euros(5) != other
    for operation in (lambda: Money.euros(5) + other, lambda: Money.euros(5) - other, lambda: Money.euros(5) < other):
        with pytest.raises(TypeError):
            operation()


@pytest.mark.parametrize("other", [2, 0.5, Money(2), Rate("0.5")], ids=repr)
def test_money_is_not_multiplied_in_silence(other):
    """A product of an amount needs a rounding: `share` is the only one."""
    with pytest.raises(TypeError):
        Money(5) * other


@given(CENTS)
def test_text_of_an_amount_reads_back(cents):
    """The text of an amount is exact and makes the same amount again, whatever its size."""
    money = Money(cents)
    assert money == Money.euros(str(money))
    assert Fraction(cents, 100) == Fraction(money.amount)
    assert money.amount.as_tuple().exponent == -2


@given(st.lists(CENTS))
def test_sums_are_exact(cents):
    """A sum of amounts is the sum of their cents; none make zero."""
    amounts = [Money(each) for each in cents]
    assert Money(sum(cents)) == total(amounts)
    assert total(amounts) - total(reversed(amounts)) == ZERO
    assert total(amounts) + -total(amounts) == ZERO


@given(RATES)
def test_percent_is_the_hundredth(value):
    """A percentage is the exact hundredth of its number, and a rate reads back from its text."""
    rate = Rate.percent(value)
    assert Fraction(value) / 100 == rate.fraction
    assert rate == Rate(str(rate))


def test_rates_do_not_round_in_the_context_of_decimals():
    """A rate of more digits than the decimal context holds keeps them all."""
    digits = "0." + "3" * 60
    with localcontext() as context:
        context.prec = 5
        assert Fraction(digits) / 100 == Rate.percent(digits).fraction
        assert digits == str(Rate(digits))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.8", "0.80"), ("1", "1.00"), ("0", "0.00"), ("0.125", "0.125"), ("1E+1", "10.00"), ("0.80000", "0.80")],
)
def test_text_of_a_rate(value, shown):
    """A rate is written in full, with two decimals at least."""
    assert shown == str(Rate(value))


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_share_and_its_rest_make_the_whole(cents, points):
    """A share rounded down and one of the rest rounded down lose at most one cent, and never gain one."""
    rate, rest = Rate(Decimal(points).scaleb(-4)), Rate(Decimal(10_000 - points).scaleb(-4))
    whole = Money(cents)
    lost = whole - whole.share(rate, Rounding.DOWN_TO_CENT) - whole.share(rest, Rounding.DOWN_TO_CENT)
    assert lost in (Money(0), Money(1))


def test_a_share_that_is_no_cent_needs_a_rounding():
    """The unrounded share is given when it is a whole number of cents, and refused when it is not."""
    assert Money.euros(80) == Money.euros(100).share(Rate("0.80"), Rounding.EXACT)
    with pytest.raises(Misuse) as refused:
        Money(1).share(Rate("0.5"), Rounding.EXACT)
    assert refused.value.code == "MIS003"
