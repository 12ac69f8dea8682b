"""Unit costs: the mileage scale with its yearly bands, meals, hours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Bands, Library, ParameterValue
from labo_partenariats.model import StaffTime, Trip
from labo_partenariats.rules.unit_costs import band_parts, lacking, meal_costs, mileage_costs, time_costs
from labo_partenariats.values.money import Money, total

REGIME = Library.builtin().regime("fr.ara")
DAY = dt.date(2021, 12, 31)


def law(key: str, day: object) -> ParameterValue | None:
    assert isinstance(day, dt.date)
    found = REGIME.value(key, day)
    return found if isinstance(found, ParameterValue) else None


def scale(day: dt.date) -> Bands:
    found = law("mileage_rate", day)
    assert found is not None
    assert isinstance(found.value, Bands)
    return found.value


def trip(number: int, kilometres: str, day: dt.date = DAY, power: int = 5, **told: object) -> Trip:
    return Trip(
        **{"id": str(number), "date": day, "traveller": "A", "fiscal_power": power, "kilometres": Decimal(kilometres)}
        | told
    )


#: Day, fiscal power, distance driven before, distance, amount: both sides of each bound, each scale, each power.
CASES = [
    (dt.date(2021, 12, 31), 5, "0", "2000", "580.00"),
    (dt.date(2021, 12, 31), 5, "0", "2001", "580.36"),
    (dt.date(2021, 12, 31), 5, "2000", "8000", "2880.00"),
    (dt.date(2021, 12, 31), 5, "9999", "2", "0.57"),
    (dt.date(2021, 12, 31), 5, "0", "12000", "3880.00"),
    (dt.date(2021, 12, 31), 6, "0", "10", "3.70"),
    (dt.date(2021, 12, 31), 7, "0", "10", "3.70"),
    (dt.date(2021, 12, 31), 8, "0", "10", "4.10"),
    (dt.date(2022, 1, 1), 5, "0", "10", "3.20"),
    (dt.date(2022, 1, 1), 8, "10000", "10", "3.20"),
    (dt.date(2019, 3, 1), 5, "0", "10", "2.90"),
]


@pytest.mark.parametrize(("day", "power", "before", "distance", "amount"), CASES, ids=str)
def test_scale(day: dt.date, power: int, before: str, distance: str, amount: str) -> None:
    """Each band, engine and year has its rate, and a journey across a bound is paid at both."""
    (cost,) = mileage_costs([trip(1, distance, day, power, prior_kilometres=Decimal(before))], law)
    assert str(cost.amount) == amount


def test_the_day_before_the_scale_is_not_told() -> None:
    """The scale before March 2019 has no known beginning: nothing is paid by it in silence."""
    (cost,) = mileage_costs([trip(1, "10", dt.date(2019, 2, 28))], law)
    assert (cost.amount, cost.missing) == (None, ("mileage_rate",))


def test_every_year_begins_again() -> None:
    """The distance of the year before does not count, that of another traveller neither."""
    trips = [
        trip(1, "2000", dt.date(2020, 12, 31)),
        trip(2, "10", dt.date(2021, 1, 1)),
        trip(3, "10", dt.date(2020, 12, 31), traveller="B"),
    ]
    assert [str(cost.amount) for cost in mileage_costs(trips, law)] == ["580.00", "2.90", "2.90"]


def test_what_a_journey_lacks_is_named() -> None:
    """Without a day, a traveller or an engine nothing can be computed."""
    costs = mileage_costs([Trip(id="1", kilometres=Decimal(10)), Trip(id="2", meals=1)], law)
    assert [cost.missing for cost in costs] == [("trip_date", "trip_traveller", "trip_fiscal_power")]
    assert list(lacking([*costs, *costs])) == ["trip_date", "trip_traveller", "trip_fiscal_power"]


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2020, 1, 1), "35.00"),
        (dt.date(2023, 9, 21), "35.00"),
        (dt.date(2023, 9, 22), "40.00"),
        (dt.date(2019, 12, 31), None),
    ],
)
def test_meals(day: dt.date, amount: str | None) -> None:
    """Two meals at the flat rate of their day; before 2020 its beginning is not known."""
    (cost,) = meal_costs([Trip(id="1", date=day, meals=2)], law)
    assert (cost.amount and str(cost.amount)) == amount


def test_meals_without_a_day() -> None:
    """The rate depends on the day."""
    (cost,) = meal_costs([Trip(id="1", meals=2)], law)
    assert cost.missing == ("trip_date",)


def test_hours() -> None:
    """36 120 a year over 1 720 hours is 21.00 an hour: 37 hours are 777.00, and a third of a cent is lost once."""
    hours = law("annual_hours", dt.date(2017, 10, 12))
    lines = [
        StaffTime(id="1", position="A", annual_cost=Money.euros("36120"), hours=Decimal(37)),
        StaffTime(id="2", position="A", annual_cost=Money.euros("100.00"), hours=Decimal("1.5")),
        StaffTime(id="3", position="A"),
    ]
    costs = time_costs(lines, hours)
    assert [cost.amount and str(cost.amount) for cost in costs] == ["777.00", "0.08", None]
    assert costs[2].missing == ("annual_cost", "worked_hours")


distances = st.decimals(0, 15000, places=1)
powers = st.integers(1, 20)


@given(start=distances, distance=distances, power=powers)
def test_parts_make_the_journey(start: Decimal, distance: Decimal, power: int) -> None:
    """The parts of a journey add up to it, and each is as long as its band lets it be."""
    parts = band_parts(scale(DAY), power, start, distance)
    assert parts is not None
    assert sum(part.kilometres for part in parts) == distance
    assert all(part.kilometres >= 0 for part in parts)


@given(legs=st.lists(distances, min_size=1, max_size=6), power=powers)
def test_cutting_a_journey_loses_less_than_a_cent_a_leg(legs: list[Decimal], power: int) -> None:
    """One long journey and its legs driven one after the other cost the same but for the cents below."""
    (whole,) = mileage_costs([trip(0, str(sum(legs)), power=power)], law)
    costs = mileage_costs([trip(rank, str(leg), power=power) for rank, leg in enumerate(legs)], law)
    assert whole.amount is not None
    gap = whole.amount - total(cost.amount for cost in costs if cost.amount is not None)
    assert 0 <= gap.cents < len(legs)


@given(annual=st.integers(0, 10**9).map(Money), hours=st.decimals(0, 3000, places=2))
def test_time_is_never_paid_above_its_cost(annual: Money, hours: Decimal) -> None:
    """The cost of hours is the exact product to the cent below."""
    (cost,) = time_costs([StaffTime(id="1", position="A", annual_cost=annual, hours=hours)], law("annual_hours", DAY))
    exact = Fraction(annual.cents) * Fraction(hours) / 1720
    assert cost.amount is not None
    assert 0 <= exact - cost.amount.cents < 1
