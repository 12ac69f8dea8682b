"""Periods written and read back: in French, in English and as EDTF."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.values.calendar import format_period, format_periods, from_edtf, read_periods, to_edtf
from labo_partenariats.values.calendar.lexicon import Language
from labo_partenariats.values.calendar.units import unit_at, unit_bounds
from labo_partenariats.values.period import Period, Precision

LANGUAGES = st.sampled_from(["fr", "en"])
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2198, 12, 31))
CLOCKS = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
NAMES = st.sampled_from(
    [
        "Matheysine",
        "Oisans",
        "Trièves",
        "Interterritoires",
        "Première session",
        "Session 2",
        "Communauté de communes de l'Oisans",
        "Accueil, bilan et perspectives",
    ]
)


@st.composite
def day_periods(draw: st.DrawFn) -> Period:
    """Days and spans of days, open or closed, with hours or without."""
    first = draw(DAYS)
    last = draw(st.sampled_from([first, first + dt.timedelta(draw(st.integers(0, 400)))]))
    opening, closing = draw(st.none() | CLOCKS), draw(st.none() | CLOCKS)
    side = draw(st.sampled_from(["closed", "since", "until"]))
    if side == "since":
        return Period(first, None, start_time=opening)
    if side == "until":
        return Period(None, last, end_time=closing)
    if first == last and opening is not None and closing is not None and closing <= opening:
        closing = None
    return Period(first, last, start_time=opening, end_time=closing)


@st.composite
def unit_periods(draw: st.DrawFn) -> Period:
    """Whole units wider than a day, and spans of them, open or closed."""
    precision = draw(st.sampled_from([each for each in Precision if each is not Precision.DAY]))
    day = draw(DAYS)
    first = unit_bounds(precision, *unit_at(precision, day))
    last = unit_bounds(
        precision, *unit_at(precision, min(day + dt.timedelta(draw(st.integers(0, 900))), dt.date(2198, 12, 31)))
    )
    assert first is not None
    assert last is not None
    start, end = draw(st.sampled_from([(first[0], last[1]), (first[0], None), (None, last[1])]))
    return Period(start, end, precision)


@st.composite
def named_periods(draw: st.DrawFn) -> Period:
    """Any period, with a name of plain words or without."""
    period = draw(day_periods() | unit_periods())
    return Period(
        period.start,
        period.end,
        period.precision,
        draw(st.none() | NAMES),
        period.start_time,
        period.end_time,
    )


WRITTEN = {
    "27 avril 2018": Period.day(dt.date(2018, 4, 27)),
    "1er mars 2018": Period.day(dt.date(2018, 3, 1)),
    "6 novembre 2017 (Matheysine)": Period.day(dt.date(2017, 11, 6), label="Matheysine"),
    "du 4 au 6 novembre 2017": Period(dt.date(2017, 11, 4), dt.date(2017, 11, 6)),
    "du 1er novembre au 6 décembre 2017": Period(dt.date(2017, 11, 1), dt.date(2017, 12, 6)),
    "du 28 décembre 2017 au 2 janvier 2018": Period(dt.date(2017, 12, 28), dt.date(2018, 1, 2)),
    "6 novembre 2017 de 9 h à 12 h 30": Period(
        dt.date(2017, 11, 6), dt.date(2017, 11, 6), start_time=dt.time(9), end_time=dt.time(12, 30)
    ),
    "mars 2018": Period(dt.date(2018, 3, 1), dt.date(2018, 3, 31), Precision.MONTH),
    "septembre à décembre 2017": Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH),
    "novembre 2017 à janvier 2018": Period(dt.date(2017, 11, 1), dt.date(2018, 1, 31), Precision.MONTH),
    "première quinzaine d'avril 2018": Period(dt.date(2018, 4, 1), dt.date(2018, 4, 15), Precision.HALF_MONTH),
    "semaine 12 de 2018": Period(dt.date(2018, 3, 19), dt.date(2018, 3, 25), Precision.WEEK),
    "1er au 3e trimestre 2018": Period(dt.date(2018, 1, 1), dt.date(2018, 9, 30), Precision.QUARTER),
    "2e semestre 2018": Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31), Precision.SEMESTER),
    "hiver 2017-2018": Period(dt.date(2017, 12, 1), dt.date(2018, 2, 28), Precision.SEASON),
    "2018": Period(dt.date(2018, 1, 1), dt.date(2018, 12, 31), Precision.YEAR),
    "à partir d'avril 2018": Period(dt.date(2018, 4, 1), None, Precision.MONTH),
    "à partir de l'été 2018": Period(dt.date(2018, 6, 1), None, Precision.SEASON),
    "jusqu'au 30 juin 2018": Period(None, dt.date(2018, 6, 30)),
    "jusqu'en 2018": Period(None, dt.date(2018, 12, 31), Precision.YEAR),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_period_is_written_in_good_french(text: str) -> None:
    """Ordinals, elisions and shared months and years are those of a careful writer."""
    assert text == format_period(WRITTEN[text], "fr")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1 March 2018", Period.day(dt.date(2018, 3, 1))),
        ("from 4 to 6 November 2017", Period(dt.date(2017, 11, 4), dt.date(2017, 11, 6))),
        ("September to December 2017", Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH)),
        ("1st quarter 2018", Period(dt.date(2018, 1, 1), dt.date(2018, 3, 31), Precision.QUARTER)),
        ("from March 2018 onwards", Period(dt.date(2018, 3, 1), None, Precision.MONTH)),
    ],
)
def test_a_period_is_written_in_good_english(text: str, period: Period) -> None:
    """English is that of Europe: the day before the month."""
    assert text == format_period(period, "en")


def test_a_list_shares_its_month_and_its_name() -> None:
    """Days of one month share its name, and a session is named once."""
    days = [dt.date(2017, 11, 6), dt.date(2017, 11, 13), dt.date(2017, 12, 4)]
    periods = [Period.day(day, label="Première session") for day in days]

    assert format_periods(periods, "fr") == "Première session\u00a0: 6 et 13 novembre 2017, 4 décembre 2017"


def test_bounds_that_are_no_whole_units_are_written_as_days() -> None:
    """What is not a whole month is not called one."""
    period = Period(dt.date(2018, 3, 2), dt.date(2018, 3, 31), Precision.MONTH)

    assert (format_period(period, "fr"), to_edtf(period)) == ("du 2 au 31 mars 2018", "2018-03-02/2018-03-31")


@given(named_periods(), LANGUAGES)
def test_a_written_period_is_read_back_without_doubt(period: Period, language: Language) -> None:
    """Reading what was written gives the same period, its precision, hours and name, in both languages."""
    reading = read_periods(format_period(period, language), language=language)

    assert ((period,), ()) == (reading.value, reading.doubts)


@given(st.lists(named_periods(), max_size=6), LANGUAGES)
def test_a_written_list_is_read_back(periods: list[Period], language: Language) -> None:
    """Reading a written list gives the same periods in the same order with the same names."""
    assert tuple(periods) == read_periods(format_periods(periods, language), language=language).value


EDTF = {
    "2017-11-06": Period.day(dt.date(2017, 11, 6)),
    "2017-11-04/2017-11-06": Period(dt.date(2017, 11, 4), dt.date(2017, 11, 6)),
    "2017-11-06T09:00:00/2017-11-06T12:30:00": Period(
        dt.date(2017, 11, 6), dt.date(2017, 11, 6), start_time=dt.time(9), end_time=dt.time(12, 30)
    ),
    "2017-09/2017-12": Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH),
    "2018-21": Period(dt.date(2018, 3, 1), dt.date(2018, 5, 31), Precision.SEASON),
    "2017-24": Period(dt.date(2017, 12, 1), dt.date(2018, 2, 28), Precision.SEASON),
    "2018-33": Period(dt.date(2018, 1, 1), dt.date(2018, 3, 31), Precision.QUARTER),
    "2018-36": Period(dt.date(2018, 10, 1), dt.date(2018, 12, 31), Precision.QUARTER),
    "2018-41": Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31), Precision.SEMESTER),
    "2018": Period(dt.date(2018, 1, 1), dt.date(2018, 12, 31), Precision.YEAR),
    "2018-03/..": Period(dt.date(2018, 3, 1), None, Precision.MONTH),
    "../2018-06-30": Period(None, dt.date(2018, 6, 30)),
}


@pytest.mark.parametrize("text", EDTF)
def test_edtf_is_written_and_read(text: str) -> None:
    """Each form of EDTF has its period, and the period that form."""
    reading = from_edtf(text)

    assert (text, EDTF[text], ()) == (to_edtf(EDTF[text]), reading.value, reading.doubts)


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("2018-03~", "SRC332", "2018-03-01"),
        ("2018-03?/2018-05%", "SRC332", "2018-03-01"),
        ("2018-03-05/2018", "SRC320", "2018-03-05"),
        ("201X", "SRC331", None),
        ("2018-XX", "SRC331", None),
        ("Y17000", "SRC331", None),
        ("-0500", "SRC331", None),
        ("{2018,2019}", "SRC331", None),
        ("[2018..2020]", "SRC331", None),
        ("/2018", "SRC331", None),
        ("2018-?03", "SRC331", None),
        ("2018-37", "SRC331", None),
        ("2018-03-05T10:00:00Z", "SRC331", None),
        ("2018-13", "SRC330", None),
        ("2018-02-30", "SRC330", None),
        ("2018-03-05T25:00:00", "SRC330", None),
        ("../..", "SRC330", None),
        ("mars 2018", "SRC330", None),
        ("", "SRC330", None),
        ("2018-03/2018-01", "SRC309", None),
    ],
)
def test_what_edtf_a_period_cannot_hold_is_doubted(text: str, code: str, start: str | None) -> None:
    """A qualifier keeps the value; a feature without equivalent, and what is no EDTF, give none."""
    reading = from_edtf(text)

    assert (code, start) == (reading.doubts[0].code, str(reading.value.start) if reading.value else None)


@given(day_periods() | unit_periods())
def test_edtf_keeps_the_days_and_what_precision_it_can(period: Period) -> None:
    """EDTF read back has the same ends and hours; only weeks and half-months become days."""
    back = from_edtf(to_edtf(period)).value

    lost = period.precision in (Precision.WEEK, Precision.HALF_MONTH)
    precision = Precision.DAY if lost else period.precision
    assert back == Period(period.start, period.end, precision, None, period.start_time, period.end_time)


@given(st.text() | st.text("0123456789-/.~?%XTYW:Z[]{},", max_size=24))
def test_any_text_read_as_edtf_gives_a_period_or_a_doubt(text: str) -> None:
    """No text raises, and no text passes in silence."""
    reading = from_edtf(text)

    assert reading.value is not None or reading.doubts
