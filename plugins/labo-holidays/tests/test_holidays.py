"""Sessions against public and school holidays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_holidays import public_holiday, public_holidays, school_holidays

EXAMPLE = Path(__file__).parents[3] / "examples" / "gaia_2017" / "gaia_2017.toml"


def findings(*periods: labo.Period, cancelled: bool = False) -> list[tuple[str, str]]:
    sessions = tuple(labo.Session(id=str(i), period=period, cancelled=cancelled) for i, period in enumerate(periods))
    programme = labo.Programme(actions=(labo.Action(id="a", title="Réunion", sessions=sessions),))
    return [(found.code, str(found.location)) for found in labo.check(programme, select=["HOL"]).findings]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2018, 5, 7), None),
        (dt.date(2018, 5, 8), "Fête de la Victoire"),
        (dt.date(2018, 5, 21), "Lundi de Pentecôte"),
        (dt.date(2024, 12, 26), None),
    ],
)
def test_public_holidays(day: dt.date, name: str | None) -> None:
    """The holidays of all France have their name; those of Alsace-Moselle alone are none."""
    assert public_holiday(day) == name


@pytest.mark.parametrize(
    ("day", "zones"),
    [
        (dt.date(2018, 4, 6), ""),
        (dt.date(2018, 4, 7), "A"),
        (dt.date(2018, 4, 27), "BC"),
        (dt.date(2017, 12, 25), "ABC"),
        (dt.date(1985, 12, 25), ""),
        (dt.date(2198, 12, 25), ""),
    ],
)
def test_school_holidays(day: dt.date, zones: str) -> None:
    """Each zone has its own days, and a year that is not published has none."""
    assert "".join(zone for zone, _ in school_holidays(day)) == zones


def test_sessions_are_told() -> None:
    """A session on a holiday is a warning, one in school holidays a note; each says its place."""
    assert findings(labo.Period.day(dt.date(2018, 5, 8)), labo.Period.day(dt.date(2018, 4, 27))) == [
        ("HOL101", "$.actions[0].sessions[0]"),
        ("HOL102", "$.actions[0].sessions[1]"),
    ]


def test_what_has_no_day_is_not_looked_at() -> None:
    """Months, open spans and cancelled sessions are on no holiday."""
    month = labo.Period(dt.date(2018, 5, 1), dt.date(2018, 5, 31), labo.Precision.MONTH)
    assert findings(month, labo.Period(dt.date(2018, 5, 8), None)) == []
    assert findings(labo.Period.day(dt.date(2018, 5, 8)), cancelled=True) == []


def test_the_example_has_its_event_in_the_holidays_of_two_zones() -> None:
    """The event of 27 April 2018 falls in the spring holidays of zones B and C, and the sentence says so."""
    report = labo.check(labo.read(EXAMPLE), select=["HOL"])
    told = [report.catalogue.message(found, "fr") for found in report.findings]

    assert any("27 avril 2018" in sentence and "B et C" in sentence for sentence in told)
    assert all("{" not in report.catalogue.message(found, "en") for found in report.findings)


def test_a_year_has_eleven_public_holidays() -> None:
    """The holidays of all France in one year."""
    assert len(public_holidays(dt.date(2018, 1, 1), dt.date(2018, 12, 31))) == 11


@given(st.dates(dt.date(1995, 1, 1), dt.date(2026, 12, 31)), st.integers(0, 200), st.integers(0, 200))
def test_ranges_add_up(first: dt.date, before: int, after: int) -> None:
    """The holidays of a range are those of its two halves."""
    middle = first + dt.timedelta(before)
    last = middle + dt.timedelta(after)
    later = public_holidays(middle + dt.timedelta(1), last)

    assert public_holidays(first, last) == public_holidays(first, middle) | later
