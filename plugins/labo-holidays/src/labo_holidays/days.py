"""What well-kept libraries know of French days: public holidays («jours fériés»), school holidays by zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # both libraries are read when the first day is asked for
    from holidays import HolidayBase
    from vacances_scolaires_france import SchoolHolidayDates

ZONES = ("A", "B", "C")


@cache
def _public() -> HolidayBase:
    from holidays import country_holidays

    return country_holidays("FR", language="fr")


@cache
def _school() -> SchoolHolidayDates:
    from vacances_scolaires_france import SchoolHolidayDates

    return SchoolHolidayDates()


def public_holiday(day: dt.date) -> str | None:
    """The French name of the public holiday that *day* is in all of France; None when it is none."""
    name = _public().get(day)
    return None if name is None else str(name)


def public_holidays(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The public holidays from *first* to *last*, both included."""
    days = (first + dt.timedelta(offset) for offset in range((last - first).days + 1))
    return frozenset(day for day in days if public_holiday(day) is not None)


def school_holidays(day: dt.date) -> tuple[tuple[str, str], ...]:
    """
    The zones on school holidays on *day*, each with the French name of the holidays; none for a year not published.

    >>> school_holidays(dt.date(2018, 4, 27))
    (('B', 'Vacances de printemps'), ('C', 'Vacances de printemps'))
    """
    return tuple(_zones(day))


def _zones(day: dt.date) -> Iterator[tuple[str, str]]:
    from vacances_scolaires_france import UnsupportedYearException

    try:
        known = _school().holidays_for_year(day.year).get(day)
    except UnsupportedYearException:
        return
    if known is not None:
        yield from ((zone, str(known["nom_vacances"])) for zone in ZONES if known[f"vacances_zone_{zone.lower()}"])
