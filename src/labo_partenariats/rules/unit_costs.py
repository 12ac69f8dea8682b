"""
Unit costs: journeys by the mileage scale, meals by their flat rate, working time by the annual cost.

The mileage scale counts the distance of each traveller from the first of January: a journey that crosses a band is
paid at both rates, and every year begins again at the first band (rule SCO-08).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from labo_partenariats.formula import evaluate
from labo_partenariats.law import Bands, ParameterValue
from labo_partenariats.model import StaffTime, Trip
from labo_partenariats.rules.simplified_costs_book import SIMPLIFIED_COSTS
from labo_partenariats.values.money import Money
from labo_partenariats.values.rounding import Rounding

#: The value of a parameter of the law on a day; None when it is not known.
Law = Callable[[str, object], ParameterValue | None]


@frozen
class BandPart:
    """The part of a journey that falls in one band: its kilometres and the rate of the band, in euros a kilometre."""

    kilometres: Decimal
    rate: Decimal


@frozen
class UnitCost:
    """
    What one line of time, distance or meals costs, or what is missing to tell.

    ``parts`` shows the bands of a journey; ``parameter`` is the value of the law that was applied.
    """

    id: str
    amount: Money | None
    missing: tuple[str, ...] = ()
    parts: tuple[BandPart, ...] = ()
    parameter: ParameterValue | None = None


def band_parts(scale: Bands, fiscal_power: int, start: Decimal, distance: Decimal) -> tuple[BandPart, ...] | None:
    """
    A journey of *distance* kilometres cut at the bounds of the scale, the traveller having driven *start* before it.

    None when the scale says nothing of that power or distance.
    """
    axis = scale.axes.index("annual_km")
    bounds = sorted({Decimal(str(bound)) for row in scale.rows if (bound := row.up_to[axis]) is not None})
    end = start + distance
    stops = [bound for bound in bounds if start < bound < end]
    parts: list[BandPart] = []
    for first, last in zip([start, *stops], [*stops, end], strict=True):
        rate = scale.at(fiscal_power=fiscal_power, annual_km=last)
        if not isinstance(rate, (Decimal, int)):
            return None
        parts.append(BandPart(last - first, Decimal(rate)))
    return tuple(parts)


def _euros(parts: Iterable[BandPart]) -> Money:
    cents = sum((Fraction(part.kilometres) * Fraction(part.rate) * 100 for part in parts), Fraction(0))
    return Money(int(Rounding.DOWN_TO_CENT.apply(cents)))


def mileage_costs(trips: Iterable[Trip], law: Law) -> tuple[UnitCost, ...]:
    """The cost of each journey that has a distance, in the order given; distances add up by traveller and year."""
    order = [trip for trip in trips if trip.kilometres is not None]
    driven: dict[tuple[str | None, int], Decimal] = {}
    costs: dict[str, UnitCost] = {}
    for trip in sorted(order, key=lambda each: (each.date is None, each.date.toordinal() if each.date else 0)):
        costs[trip.id] = _mileage(trip, law, driven)
    return tuple(costs[trip.id] for trip in order)


def _mileage(trip: Trip, law: Law, driven: dict[tuple[str | None, int], Decimal]) -> UnitCost:
    missing = [name for name in ("date", "traveller", "fiscal_power") if getattr(trip, name) is None]
    if trip.date is None or trip.fiscal_power is None or trip.kilometres is None or missing:
        return UnitCost(trip.id, None, tuple(f"trip_{name}" for name in missing))
    key = (trip.traveller, trip.date.year)
    before = driven.get(key, trip.prior_kilometres or Decimal(0))
    driven[key] = before + trip.kilometres
    scale = law("mileage_rate", trip.date)
    parts = None
    if scale is not None and isinstance(scale.value, Bands):
        parts = band_parts(scale.value, trip.fiscal_power, before, trip.kilometres)
    if parts is None:
        return UnitCost(trip.id, None, ("mileage_rate",), parameter=scale)
    return UnitCost(trip.id, _euros(parts), parts=parts, parameter=scale)


def meal_costs(trips: Iterable[Trip], law: Law) -> tuple[UnitCost, ...]:
    """The cost of the meals of each journey that has some, at the flat rate of its day (rule SCO-09)."""
    return tuple(_meals(trip, law) for trip in trips if trip.meals is not None)


def _meals(trip: Trip, law: Law) -> UnitCost:
    if trip.date is None:
        return UnitCost(trip.id, None, ("trip_date",))
    rate = law("meal_flat_rate", trip.date)
    if rate is None or not isinstance(rate.value, Money):
        return UnitCost(trip.id, None, ("meal_flat_rate",), parameter=rate)
    return UnitCost(trip.id, Money(rate.value.cents * (trip.meals or 0)), parameter=rate)


def time_costs(lines: Iterable[StaffTime], hours: ParameterValue | None) -> tuple[UnitCost, ...]:
    """The cost of working time: annual cost × hours ÷ the annual hours of the law (rule SCO-05)."""
    return tuple(_time(line, hours) for line in lines)


def _time(line: StaffTime, hours: ParameterValue | None) -> UnitCost:
    annual = hours.value if hours is not None and isinstance(hours.value, int) else None
    known: Mapping[str, object] = {
        "annual_cost": line.annual_cost,
        "worked_hours": line.hours,
        "annual_hours": annual,
    }
    missing = tuple(name for name, value in known.items() if value is None)
    if missing:
        return UnitCost(line.id, None, missing, parameter=hours)
    given = {"annual_cost": line.annual_cost, "hours": line.hours, "annual_hours": annual}
    value = evaluate(SIMPLIFIED_COSTS, given, "time_cost")["time_cost"]
    amount = Money(int(value)) if isinstance(value, Fraction) else None
    return UnitCost(line.id, amount, () if amount is not None else ("annual_hours",), parameter=hours)


def lacking(costs: Iterable[UnitCost]) -> Iterator[str]:
    """What is missing to tell the costs, each once."""
    yield from dict.fromkeys(name for cost in costs for name in cost.missing)
