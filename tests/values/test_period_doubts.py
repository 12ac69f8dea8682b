"""What cannot be taken for granted is said, with its words; what was understood is kept."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from labo_partenariats.values.calendar import read_periods
from labo_partenariats.values.period import Period, Precision

OPERATION = Period(dt.date(2017, 9, 1), dt.date(2018, 6, 30))

CASES = tomllib.loads((Path(__file__).parent / "period_cases.toml").read_text(encoding="utf-8"))
DOUBTS: dict[str, dict[str, list[Any]]] = CASES["doubts"]


def _first_days(periods: tuple[Period, ...] | None) -> list[str] | None:
    return None if periods is None else [str(period.start) for period in periods]


@pytest.mark.parametrize("text", DOUBTS)
def test_a_doubtful_spelling_says_what_and_where(text: str) -> None:
    """Each doubt has its code and the words it is about; the periods understood are kept."""
    reading = read_periods(text)

    expected = DOUBTS[text]
    assert (expected["said"], expected.get("kept")) == (
        [[doubt.code, doubt.text] for doubt in reading.doubts],
        _first_days(reading.value),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [("6/11", "2017-11-06"), ("5 février", "2018-02-05"), ("nov. à mars", "2017-11-01"), ("T1", "2018-01-01")],
)
def test_the_context_gives_the_only_year_that_fits(text: str, day: str) -> None:
    """A day without a year takes the one that puts it inside the operation, and says so."""
    reading = read_periods(text, within=OPERATION)

    assert ([day], ["SRC305"]) == (_first_days(reading.value), [doubt.code for doubt in reading.doubts])


@pytest.mark.parametrize("text", ["6/11", "novembre", "1er trimestre"])
@pytest.mark.parametrize(
    "within", [None, Period(dt.date(2016, 1, 1), None), Period(dt.date(2016, 1, 1), dt.date(2018, 12, 31))]
)
def test_no_year_is_chosen_between_several(text: str, within: Period | None) -> None:
    """Without a context, or with one that allows several years, the year is missing."""
    reading = read_periods(text, within=within)

    assert (reading.value, [doubt.code for doubt in reading.doubts]) == (None, ["SRC304"])


def test_a_weekday_decides_between_the_years_of_the_context() -> None:
    """6 November is a Monday in 2017 and not in 2016 or 2018."""
    reading = read_periods("lundi 6 novembre", within=Period(dt.date(2016, 1, 1), dt.date(2018, 12, 31)))

    assert _first_days(reading.value) == ["2017-11-06"]


def test_day_and_month_are_doubtful_in_english_only() -> None:
    """In French the day comes first; in English 04/05/2018 has two readings and both are named."""
    french, english = read_periods("04/05/2018"), read_periods("04/05/2018", language="en")

    assert (
        french.doubts,
        english.doubts[0].code,
        english.doubts[0].data,
    ) == ((), "SRC307", {"read": dt.date(2018, 5, 4), "other": dt.date(2018, 4, 5)})


def test_a_middle_keeps_the_whole_month() -> None:
    """No half of a month is the middle of it: the month is kept and doubted with its bounds."""
    reading = read_periods("mi-mars 2018")

    assert ((Period(dt.date(2018, 3, 1), dt.date(2018, 3, 31), Precision.MONTH),), dt.date(2018, 3, 31)) == (
        reading.value,
        reading.doubts[0].data["end"],
    )


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("avant le 30 juin 2018", Period(None, dt.date(2018, 6, 29))),
        ("avant juin 2018", Period(None, dt.date(2018, 5, 31), Precision.MONTH)),
        ("après mars 2018", Period(dt.date(2018, 4, 1), None, Precision.MONTH)),
    ],
)
def test_before_and_after_leave_out_what_they_name(text: str, period: Period) -> None:
    """«avant juin» ends with May, and the doubt tells how it was read."""
    reading = read_periods(text)

    assert ((period,), period.end) == (reading.value, reading.doubts[0].data["end"])
