"""French and English spellings of periods, each with the periods it means and no doubt."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from labo_partenariats.values.calendar import read_periods
from labo_partenariats.values.period import Period, Precision


def _day(text: str) -> dt.date | None:
    return None if text == ".." else dt.date.fromisoformat(text)


def _period(expected: str) -> Period:
    """A period from its line in the cases."""
    facts, _, label = expected.partition(" @")
    facts, _, hours = facts.partition(" =")
    precision, first, *last = facts.split()
    opening, _, closing = hours.partition("-")
    return Period(
        _day(first),
        _day(last[0] if last else first),
        Precision(precision),
        label or None,
        dt.time.fromisoformat(opening) if opening else None,
        dt.time.fromisoformat(closing) if closing else None,
    )


CASES = tomllib.loads((Path(__file__).parent / "period_cases.toml").read_text(encoding="utf-8"))
FRENCH: dict[str, list[str]] = {text: means for cases in CASES["french"].values() for text, means in cases.items()}
ENGLISH: dict[str, list[str]] = CASES["english"]


@pytest.mark.parametrize("text", FRENCH)
def test_a_french_spelling_is_read_exactly_and_without_doubt(text: str) -> None:
    """Each spelling gives its periods in the order of the text, ends included, and nothing is left over."""
    reading = read_periods(text)

    assert (tuple(map(_period, FRENCH[text])), ()) == (reading.value, reading.doubts)


@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_spelling_is_read_exactly_and_without_doubt(text: str) -> None:
    """English words, orders and ordinals are read in English mode."""
    reading = read_periods(text, language="en")

    assert (tuple(map(_period, ENGLISH[text])), ()) == (reading.value, reading.doubts)


def test_each_period_keeps_its_own_words() -> None:
    """The text of a period is the part of the cell that says it."""
    reading = read_periods("Première session : 4/09 - 02/10 - 06/11 2017, puis du 4 au 6 décembre 2017")

    assert [period.text for period in reading.value or ()] == ["4/09", "02/10", "06/11 2017", "du 4 au 6 décembre 2017"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u00a0"])
def test_a_blank_text_has_no_period_and_no_doubt(text: str) -> None:
    """An empty cell is undated, which is no mistake."""
    reading = read_periods(text)

    assert (reading.value, reading.doubts) == ((), ())


def test_a_heading_gives_each_day_the_year_of_its_month() -> None:
    """Under «Nov 2017 / Janv 2018» a day of January is in 2018 and a day of November in 2017."""
    reading = read_periods("Nov 2017 à janv 2018 : 6/11 : Oisans 8/01 : Trièves")

    assert [dt.date(2017, 11, 6), dt.date(2018, 1, 8)] == [period.start for period in reading.value or ()]


def test_the_unit_of_a_quarter_is_not_taken_for_an_amount() -> None:
    """A number of euros is no year, whatever it could be."""
    assert read_periods("2000 €").value is None
