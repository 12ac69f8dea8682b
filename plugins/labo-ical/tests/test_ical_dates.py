"""Periods as events: days, hours, months, open sides."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from labo_ical.writing import VTIMEZONE
from labo_partenariats import Action, Period, Precision, Programme, Session

D, T = dt.date, dt.time


def _programme(period: Period, text: str | None = None) -> Programme:
    session = Session(id="s", period=period)
    return Programme(actions=(Action(id="a", title="Atelier", period_text=text, sessions=(session,)),))


def _lines(event: object, *names: str) -> list[str]:
    lines = event.to_ical().decode().replace("\r\n ", "").split("\r\n")  # type: ignore[attr-defined]
    return [line for line in lines if line.startswith(names)]


CASES = {
    "a day": (
        Period.day(D(2018, 4, 27)),
        {},
        ["DTSTART;VALUE=DATE:20180427", "DTEND;VALUE=DATE:20180428", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        [],
    ),
    "the last day of a year": (
        Period.day(D(2017, 12, 31)),
        {},
        ["DTSTART;VALUE=DATE:20171231", "DTEND;VALUE=DATE:20180101", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        [],
    ),
    "days": (
        Period(D(2017, 11, 4), D(2017, 11, 6)),
        {"ranges": "omit"},
        ["DTSTART;VALUE=DATE:20171104", "DTEND;VALUE=DATE:20171107", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        [],
    ),
    "months": (
        Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH),
        {},
        ["DTSTART;VALUE=DATE:20170901", "DTEND;VALUE=DATE:20180101", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"],
        [],
    ),
    "months left out": (
        Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH),
        {"ranges": "omit"},
        [],
        ["ICS105", "ICS108"],
    ),
    "exact days over weeks left out": (
        Period(D(2017, 9, 4), D(2017, 12, 15)),
        {"ranges": "omit"},
        [],
        ["ICS105", "ICS108"],
    ),
    "a week": (
        Period(D(2017, 11, 6), D(2017, 11, 12), Precision.WEEK),
        {},
        ["DTSTART;VALUE=DATE:20171106", "DTEND;VALUE=DATE:20171113", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"],
        [],
    ),
    "hours": (
        Period(D(2018, 4, 27), D(2018, 4, 27), start_time=T(9), end_time=T(17, 30)),
        {},
        [
            "DTSTART;TZID=Europe/Paris:20180427T090000",
            "DTEND;TZID=Europe/Paris:20180427T173000",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
        ],
        [],
    ),
    "a start time alone": (
        Period(D(2018, 4, 27), D(2018, 4, 27), start_time=T(23, 30)),
        {},
        [
            "DTSTART;TZID=Europe/Paris:20180427T233000",
            "DTEND;TZID=Europe/Paris:20180428T003000",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
        ],
        ["ICS103"],
    ),
    "an end time alone": (
        Period(D(2018, 4, 27), D(2018, 4, 27), end_time=T(17)),
        {},
        ["DTSTART;VALUE=DATE:20180427", "DTEND;VALUE=DATE:20180428", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        [],
    ),
    "hours that go backwards": (
        Period(D(2018, 4, 27), D(2018, 4, 27), start_time=T(20), end_time=T(1)),
        {},
        ["DTSTART;VALUE=DATE:20180427", "DTEND;VALUE=DATE:20180428", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        ["ICS104"],
    ),
    "hours over days": (
        Period(D(2018, 4, 26), D(2018, 4, 27), start_time=T(9), end_time=T(17)),
        {},
        ["DTSTART;VALUE=DATE:20180426", "DTEND;VALUE=DATE:20180428", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        [],
    ),
    "from a day on": (
        Period(D(2018, 3, 5), None),
        {},
        ["DTSTART;VALUE=DATE:20180305", "DTEND;VALUE=DATE:20180306", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT"],
        ["ICS102"],
    ),
    "until a month": (
        Period(None, D(2018, 3, 31), Precision.MONTH),
        {},
        ["DTSTART;VALUE=DATE:20180331", "DTEND;VALUE=DATE:20180401", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"],
        ["ICS102"],
    ),
    "beyond what the format can write": (Period(D(2018, 1, 1), D.max, Precision.YEAR), {}, [], ["ICS107", "ICS108"]),
}


@pytest.mark.parametrize(("period", "extra", "lines", "codes"), CASES.values(), ids=CASES)
def test_a_period_becomes_an_event_that_claims_no_more_than_is_known(export, period, extra, lines, codes):
    result = export(_programme(period), extra=extra)
    written = [
        line for event in result.events.values() for line in _lines(event, "DTSTART", "DTEND", "STATUS", "TRANSP")
    ]
    assert written == lines
    assert result.codes == codes


WORDS = [
    (Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH, text="Sept à déc 2017"), None, "Sept à déc 2017"),
    (Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH), "Automne 2017", "Automne 2017"),
    (Period(D(2018, 3, 1), D(2018, 3, 31), Precision.MONTH), None, "mars 2018"),
    (
        Period(D(2018, 4, 27), D(2018, 4, 27), end_time=T(17), text="27 avril, jusqu'à 17 h"),
        None,
        "27 avril, jusqu'à 17 h",
    ),
    (Period(D(2018, 3, 5), None, text="à partir du 5 mars 2018"), None, "à partir du 5 mars 2018"),
]


@pytest.mark.parametrize(("period", "text", "words"), WORDS)
def test_dates_that_say_less_than_the_source_are_shown_with_its_words(export, period, text, words):
    (event,) = export(_programme(period, text)).events.values()
    assert event["DESCRIPTION"] == f"Dates annoncées : {words}"


def test_exact_days_need_no_words(export):
    (event,) = export(_programme(Period.day(D(2018, 4, 27), text="27 avril 2018"), "27 avril")).events.values()
    assert "DESCRIPTION" not in event


def test_an_assumed_hour_is_said_to_be_assumed(export):
    (event,) = export(_programme(Period(D(2018, 4, 27), D(2018, 4, 27), start_time=T(9)))).events.values()
    assert event["DESCRIPTION"] == "Heure de fin non précisée : une heure est affichée par défaut."


def test_a_long_period_can_be_shown_by_its_two_ends(export):
    period = Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH, text="Sept à déc 2017")
    result = export(_programme(period), extra={"ranges": "bounds"})
    shown = {str(event["SUMMARY"]): (event["DTSTART"].dt, event["STATUS"]) for event in result.events.values()}
    assert shown == {
        "Début : Atelier": (D(2017, 9, 1), "TENTATIVE"),
        "Fin : Atelier": (D(2017, 12, 31), "TENTATIVE"),
    }


@pytest.mark.parametrize(
    ("first", "then"), [("span", "bounds"), ("bounds", "span"), ("span", "omit"), ("bounds", "omit")]
)
def test_showing_periods_otherwise_cancels_nothing(export, first, then):
    programme = _programme(Period(D(2017, 9, 1), D(2017, 12, 31), Precision.MONTH))
    before = export(programme, extra={"ranges": first})
    after = export(programme, before.data, extra={"ranges": then})
    assert not [event for event in after.events.values() if event["STATUS"] == "CANCELLED"]
    assert "ICS204" not in after.codes
    if then != "omit":
        assert set(before.events) & set(after.events)


def test_the_zone_is_written_once_and_only_when_there_are_hours(export):
    timed = Period(D(2018, 4, 27), D(2018, 4, 27), start_time=T(9), end_time=T(17))
    assert export(_programme(timed)).data.count(VTIMEZONE) == 1
    assert b"VTIMEZONE" not in export(_programme(Period.day(D(2018, 4, 27)))).data


@pytest.mark.parametrize("year", [1996, 2007, 2017, 2018, 2026, 2037])
def test_the_zone_changes_its_offset_when_paris_does(year):
    """The last Sundays of March and October at one o'clock UTC, as the rules of the zone say."""
    paris = ZoneInfo("Europe/Paris")
    for month, hour, before, after in ((3, 2, 1, 2), (10, 3, 2, 1)):
        sunday = max(D(year, month, day) for day in range(25, 32) if D(year, month, day).weekday() == 6)
        change = dt.datetime.combine(sunday, T(hour)) - dt.timedelta(hours=before)
        for instant, offset in ((change - dt.timedelta(seconds=1), before), (change, after)):
            assert instant.replace(tzinfo=dt.UTC).astimezone(paris).utcoffset() == dt.timedelta(hours=offset)
        onset = f"TZOFFSETFROM:+0{before}00\r\nTZOFFSETTO:+0{after}00\r\nDTSTART:1996{month:02}".encode()
        assert onset in VTIMEZONE
        assert f"T{hour:02}0000\r\nRRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU".encode() in VTIMEZONE
