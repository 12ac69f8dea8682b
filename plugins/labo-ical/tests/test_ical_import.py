"""Calendars of partners become tables, and through them actions with sessions and findings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_ical import plugin
from labo_ical.importer import IcalImporter
from labo_ical.recurrence import MOST_OCCASIONS
from labo_partenariats import ActionKind, Period, ReadResult, UnreadableSource
from labo_partenariats.plugin import Importer, Limits, LineLocation, Tables

Read = Callable[..., ReadResult]
Tabled = Callable[..., Tables]

NOVEMBER_6 = dt.date(2017, 11, 6)


def calendar(*events: str, head: str = "VERSION:2.0\nPRODID:-//Partenaire//FR") -> str:
    """A calendar whose events are given by their properties, or as whole components."""
    whole = (each if each.startswith("BEGIN:") else f"BEGIN:VEVENT\n{each}\nEND:VEVENT" for each in events)
    return "\n".join(("BEGIN:VCALENDAR", *head.split("\n"), *whole, "END:VCALENDAR", ""))


def day(value: str = "20171106", title: str = "Atelier", **properties: str) -> str:
    """The properties of an event of one day."""
    named = (f"{name.replace('_', '-')}:{said}" for name, said in properties.items())
    return "\n".join((f"DTSTART;VALUE=DATE:{value}", f"SUMMARY:{title}", *named))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tabled:
    """The tables that the importer makes of a file, which must stay as it was."""
    path = tmp_path_factory.mktemp("agendas") / "agenda.ics"

    def run(content: str | bytes, limits: Limits | None = None) -> Tables:
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(raw)
        made = IcalImporter().read(path, limits or Limits())
        assert path.read_bytes() == raw
        return made

    return run


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What the library understands of a file."""
    path = tmp_path_factory.mktemp("agendas") / "agenda.ics"

    def run(content: str | bytes) -> ReadResult:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return labo.read(path)

    return run


def codes(result: ReadResult) -> list[str]:
    """The codes of this plugin."""
    return [found.code for found in result.findings if found.code.startswith("ICS")]


def periods(result: ReadResult) -> list[Period]:
    """The periods of all sessions, in their order."""
    return [session.period for action in result.programme.actions for session in action.sessions]


def test_an_event_is_an_action_with_one_session_at_its_line(read: Read):
    result = read(calendar(day(LOCATION="La Mure", DESCRIPTION="Premier point\\nSecond\\, point", UID="1")))
    (action,) = result.programme.actions
    assert (action.title, action.place) == ("Atelier", "La Mure")
    assert action.description == ("Premier point", "Second, point")
    assert [session.period for session in action.sessions] == [Period.day(NOVEMBER_6)]
    place = result.origins.places["$.actions[0]"]
    assert isinstance(place, LineLocation)
    assert (place.file, place.line) == ("agenda.ics", 4)
    assert not result.findings


ONE = dt.time(9, 0), dt.time(12, 30)
WHEN = {
    "a day with the end left out": ("DTSTART;VALUE=DATE:20171106", Period.day(NOVEMBER_6)),
    "the end of days is exclusive": (
        "DTSTART;VALUE=DATE:20171104\nDTEND;VALUE=DATE:20171107",
        Period(dt.date(2017, 11, 4), NOVEMBER_6),
    ),
    "an end on the day of the start": (
        "DTSTART;VALUE=DATE:20171106\nDTEND;VALUE=DATE:20171106",
        Period.day(NOVEMBER_6),
    ),
    "a number of days": (
        "DTSTART;VALUE=DATE:20171104\nDURATION:P3D",
        Period(dt.date(2017, 11, 4), NOVEMBER_6),
    ),
    "hours of Paris": (
        "DTSTART;TZID=Europe/Paris:20171106T090000\nDTEND;TZID=Europe/Paris:20171106T123000",
        Period(NOVEMBER_6, NOVEMBER_6, start_time=ONE[0], end_time=ONE[1]),
    ),
    "universal hours in winter": (
        "DTSTART:20171106T080000Z\nDURATION:PT3H30M",
        Period(NOVEMBER_6, NOVEMBER_6, start_time=ONE[0], end_time=ONE[1]),
    ),
    "universal hours in summer": (
        "DTSTART:20180701T223000Z",
        Period(dt.date(2018, 7, 2), dt.date(2018, 7, 2), start_time=dt.time(0, 30)),
    ),
    "hours of elsewhere": (
        "DTSTART;TZID=America/New_York:20171106T030000",
        Period(NOVEMBER_6, NOVEMBER_6, start_time=ONE[0]),
    ),
    "a zone by its Windows name": (
        'DTSTART;TZID="Romance Standard Time":20171106T090000',
        Period(NOVEMBER_6, NOVEMBER_6, start_time=ONE[0]),
    ),
    "from midnight to midnight": (
        "DTSTART;TZID=Europe/Paris:20171106T000000\nDTEND;TZID=Europe/Paris:20171107T000000",
        Period.day(NOVEMBER_6),
    ),
    "an evening that ends the next day": (
        "DTSTART;TZID=Europe/Paris:20171105T210000\nDTEND;TZID=Europe/Paris:20171106T010000",
        Period(dt.date(2017, 11, 5), NOVEMBER_6, start_time=dt.time(21), end_time=dt.time(1)),
    ),
    "an end in another zone": (
        "DTSTART;TZID=Europe/Paris:20171106T090000\nDTEND:20171106T113000Z",
        Period(NOVEMBER_6, NOVEMBER_6, start_time=ONE[0], end_time=ONE[1]),
    ),
}


@pytest.mark.parametrize("case", WHEN.values(), ids=WHEN.keys())
def test_days_and_hours_are_those_of_paris(read: Read, case: tuple[str, Period]):
    result = read(calendar(f"SUMMARY:Atelier\n{case[0]}"))
    assert periods(result) == [case[1]]
    assert not result.findings


def test_a_zone_that_the_calendar_describes_is_known(read: Read):
    rules = "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nDTSTART:19700101T000000"
    zone = f"BEGIN:VTIMEZONE\nTZID:Chez nous\nBEGIN:STANDARD\n{rules}\nEND:STANDARD\nEND:VTIMEZONE"
    result = read(calendar(zone, "SUMMARY:Atelier\nDTSTART;TZID=Chez nous:20171106T110000"))
    assert periods(result) == [Period(NOVEMBER_6, NOVEMBER_6, start_time=dt.time(9))]
    assert not result.findings


TOLD = {
    "no date": ("SUMMARY:Atelier", ["ICS404"], []),
    "a date that is none": (day("20171306"), ["ICS405"], []),
    "a year before all calendars": (day("00000101"), ["ICS405"], []),
    "hours beyond the last day": ("SUMMARY:A\nDTSTART:99991231T235900Z", ["ICS405"], []),
    "the end before the start": (
        "SUMMARY:A\nDTSTART;VALUE=DATE:20171106\nDTEND;VALUE=DATE:20171104",
        ["ICS406"],
        [Period.day(NOVEMBER_6)],
    ),
    "an end in hours for a day": (
        "SUMMARY:A\nDTSTART;VALUE=DATE:20171106\nDTEND:20171106T123000Z",
        ["ICS406"],
        [Period.day(NOVEMBER_6)],
    ),
    "a duration that never ends": (
        "SUMMARY:A\nDTSTART;VALUE=DATE:20171106\nDURATION:P99999999999W",
        ["ICS406"],
        [Period.day(NOVEMBER_6)],
    ),
    "an unknown zone": (
        "SUMMARY:A\nDTSTART;TZID=../../Lune:20171106T090000",
        ["ICS407"],
        [Period(NOVEMBER_6, NOVEMBER_6, start_time=dt.time(9))],
    ),
    "hours without a zone": (
        "SUMMARY:A\nDTSTART:20171106T090000",
        ["ICS408"],
        [Period(NOVEMBER_6, NOVEMBER_6, start_time=dt.time(9))],
    ),
    "no title": ("DTSTART;VALUE=DATE:20171106", ["ICS416"], [Period.day(NOVEMBER_6)]),
    "an attendee": (day(ATTENDEE="mailto:x@example.org"), ["ICS417"], [Period.day(NOVEMBER_6)]),
    "an address in a text": (day(DESCRIPTION="Écrire à x@example.org"), ["ICS417"], [Period.day(NOVEMBER_6)]),
    "an alarm": (
        day() + "\nBEGIN:VALARM\nSUMMARY:Alarme\nDTSTART:20170101T000000Z\nEND:VALARM",
        ["ICS402"],
        [Period.day(NOVEMBER_6)],
    ),
    "a line that is none": (day() + "\nceci n'est rien", ["ICS414"], [Period.day(NOVEMBER_6)]),
    "an end that nothing began": (day() + "\nEND:VTODO", ["ICS414"], [Period.day(NOVEMBER_6)]),
}


@pytest.mark.parametrize("case", TOLD.values(), ids=TOLD.keys())
def test_what_is_wrong_with_an_event_is_told_and_the_rest_is_read(
    read: Read, case: tuple[str, list[str], list[Period]]
):
    event, expected, found = case
    result = read(calendar(event, day("20180205", "Autre")))
    assert codes(result) == expected
    assert periods(result) == [*found, Period.day(dt.date(2018, 2, 5))]
    assert len(result.programme.actions) == 2


def test_a_finding_on_an_event_stands_at_its_line(read: Read):
    (found,) = read(calendar(day(), "SUMMARY:Sans date")).findings
    assert isinstance(found.location, LineLocation)
    assert found.location.line == 8


FILES = {
    "no event": (calendar(), "ICS401"),
    "several calendars": (calendar(day()) + calendar(day("20180205", "Autre")), "ICS403"),
    "an invitation": (calendar(day(), head="VERSION:2.0\nMETHOD:REQUEST"), "ICS412"),
    "the old format": (calendar(day(), head="VERSION:1.0"), "ICS413"),
    "half a download": (calendar(day(), day("20180205", "Autre"))[:-30], "ICS415"),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES.keys())
def test_what_is_peculiar_about_the_file_is_told_once(tables: Tabled, case: tuple[str, str]):
    assert [note.code for note in tables(case[0]).notes] == [case[1]]


def test_cancelled_events_are_cancelled_sessions_without_the_word_in_their_title(read: Read):
    (action,) = read(calendar(day(title="Annulé : Atelier", STATUS="CANCELLED"))).programme.actions
    assert action.title == "Atelier"
    assert [session.cancelled for session in action.sessions] == [True]


def test_a_message_of_cancellation_cancels_all_its_events(read: Read):
    (action,) = read(calendar(day(), head="VERSION:2.0\nMETHOD:CANCEL")).programme.actions
    assert [session.cancelled for session in action.sessions] == [True]


def test_events_that_say_the_same_are_sessions_of_one_action(read: Read):
    result = read(calendar(day("20171113"), day("20171106", LOCATION="La Mure"), day("20171106", "Autre")))
    assert [action.title for action in result.programme.actions] == ["Atelier", "Autre"]
    first, second = result.programme.actions[0].sessions
    assert (first.period.start, first.place) == (NOVEMBER_6, "La Mure")
    assert (second.period.start, second.place) == (dt.date(2017, 11, 13), None)


def test_events_related_to_another_are_its_sessions_under_their_own_names(read: Read):
    child = {"RELATED_TO": "parent"}
    result = read(
        calendar(
            day("20171113", "Oisans", UID="b", DESCRIPTION="Salle à préciser", **child),
            day("20171106", "Rencontres", UID="parent", DESCRIPTION="Se connaître"),
        )
    )
    (action,) = result.programme.actions
    assert (action.title, action.description) == ("Rencontres", ("Se connaître",))
    assert [session.period.label for session in action.sessions] == [None, "Oisans"]
    assert action.sessions[1].topic == "Salle à préciser"


@pytest.mark.parametrize("loop", [("a", "a"), ("b", "a")])
def test_events_related_to_one_another_in_a_circle_are_read(read: Read, loop: tuple[str, str]):
    events = (day(title=uid, UID=uid, RELATED_TO=to) for uid, to in zip("ab", loop, strict=True))
    assert len(periods(read(calendar(*events)))) == 2


def test_a_category_is_the_kind_of_an_action_or_the_topic_of_a_session(read: Read):
    (action,) = read(calendar(day(CATEGORIES="Numérique,Formation"))).programme.actions
    assert action.kind is ActionKind.TRAINING
    assert [session.topic for session in action.sessions] == ["Numérique"]


def test_the_last_version_of_an_event_is_read(read: Read):
    versions = (day(start, UID="1", SEQUENCE=str(rank)) for rank, start in ((1, "20171107"), (2, "20171106")))
    result = read(calendar(*versions))
    assert (codes(result), periods(result)) == (["ICS411"], [Period.day(NOVEMBER_6)])


def test_events_that_share_an_identifier_by_mistake_are_all_kept(read: Read):
    result = read(calendar(day(UID="1"), day("20171107", "Autre", UID="1")))
    assert codes(result) == ["ICS411"]
    assert [action.title for action in result.programme.actions] == ["Atelier", "Autre"]


def test_an_event_that_moves_keeps_its_id(read: Read):
    before, after = (
        read(calendar(day(start, UID="7@example.org"))).programme.actions[0] for start in ("20171106", "20171108")
    )
    assert (before.id, before.sessions[0].id) == (after.id, after.sessions[0].id)
    assert "@" not in before.sessions[0].id


HOSTILE = {
    "a formula": ('=HYPERLINK("x"\\,"y")', '=HYPERLINK("x","y")'),
    "an apostrophe before a formula": ("'=1+1", "'=1+1"),
    "a total": ("Total", "Total"),
    "words of headers": ("Action", "Action"),
    "control characters": ("Ate\x07lier\x1b[31m", "Atelier[31m"),
    "a direction override": ("Ate\u202elier", "Atelier"),
    "a line break": ("Atelier\\nsuite", "Atelier suite"),
    "a backslash and an n": ("C:\\\\nord", "C:\\nord"),
    "semicolons": ("Un\\; deux", "Un; deux"),
    "an emoji": ("Atelier 🌱", "Atelier 🌱"),
}


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE.keys())
def test_titles_come_through_as_they_are_meant(read: Read, case: tuple[str, str]):
    result = read(calendar(day(title=case[0])))
    assert [action.title for action in result.programme.actions] == [case[1]]
    assert periods(result) == [Period.day(NOVEMBER_6)]


def test_descriptions_written_as_web_pages_lose_their_tags(read: Read):
    (action,) = read(calendar(day(DESCRIPTION="<p>Un <b>atelier</b> &amp\\; plus</p><br>2 < 3"))).programme.actions
    assert action.description == ("Un atelier & plus", "2 < 3")


FOLDED = calendar(day(title="Préparation de la journée d'émergence"))
ENCODINGS = {
    "UTF-8": (FOLDED.encode(), []),
    "with a mark": (b"\xef\xbb\xbf" + FOLDED.encode(), []),
    "UTF-16": (FOLDED.encode("utf-16"), []),
    "Windows": (FOLDED.encode("cp1252"), ["SRC040"]),
    "CRLF": (FOLDED.replace("\n", "\r\n").encode(), []),
    "CR": (FOLDED.replace("\n", "\r").encode(), []),
    "folded inside a character": (FOLDED.encode().replace(b"Pr\xc3\xa9", b"Pr\xc3\r\n \xa9"), []),
    "folded with a tab": (FOLDED.encode().replace(b"para", b"pa\n\tra"), []),
    "lower case": (FOLDED.replace("BEGIN:VEVENT\n", "begin:vevent\n").encode(), []),
    "null characters": (FOLDED.encode().replace(b"de la", b"de\0 la"), ["SRC042"]),
    "blank lines": (FOLDED.replace("\n", "\n\n").encode(), []),
}


@pytest.mark.parametrize("case", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings_line_ends_and_folds_change_nothing(read: Read, case: tuple[bytes, list[str]]):
    result = read(case[0])
    assert [action.title for action in result.programme.actions] == ["Préparation de la journée d'émergence"]
    assert [found.code for found in result.findings] == case[1]


REFUSED = {
    "an empty file": (b"", "SRC003"),
    "blanks": (b" \r\n", "SRC003"),
    "a web page": (b"<!DOCTYPE html><html>BEGIN:VCALENDAR</html>", "SRC051"),
    "a table": (b"Date;Action\n06/11/2017;Atelier\n", "SRC051"),
    "an event without a calendar": (b"BEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n", "SRC051"),
    "a workbook": (b"PK\x03\x04" + b"\0" * 50, "SRC049"),
    "noise": (bytes(range(32)) * 40, "SRC049"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_calendar_is_refused_with_its_name(tables: Tabled, case: tuple[bytes, str]):
    with pytest.raises(UnreadableSource) as refusal:
        tables(case[0])
    assert (refusal.value.code, refusal.value.data["file"]) == (case[1], "agenda.ics")


LIMITS = {
    "file_bytes": (calendar(day()), Limits(file_bytes=20)),
    "rows": (calendar(*[day()] * 5), Limits(rows=4)),
    "cells": (calendar(*[day()] * 5), Limits(cells=20)),
    "cell_characters": (calendar(day(DESCRIPTION="x" * 200)), Limits(cell_characters=100)),
    "seconds": (calendar(*[day()] * 600), Limits(seconds=1e-9)),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_limits_are_kept(tables: Tabled, limit: str):
    content, limits = LIMITS[limit]
    with pytest.raises(UnreadableSource) as refusal:
        tables(content, limits)
    assert (refusal.value.code, refusal.value.data["limit"]) == ("SRC009", limit)


def test_a_description_of_ten_megabytes_is_refused(tables: Tabled):
    with pytest.raises(UnreadableSource) as refusal:
        tables(calendar(day(DESCRIPTION="<p " * 3_500_000)))
    assert refusal.value.data["limit"] == "cell_characters"


def test_components_within_components_without_end_are_read_in_one_pass(tables: Tabled):
    assert tables(calendar(day()) + "BEGIN:X\n" * 50_000).sheets


RULES = {
    "every week": ("RRULE:FREQ=WEEKLY;COUNT=3", ["06", "13", "20"], []),
    "until a day": ("RRULE:FREQ=WEEKLY;UNTIL=20171120", ["06", "13", "20"], []),
    "one taken out": ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20171113", ["06", "20"], []),
    "two added": ("RDATE;VALUE=DATE:20171108,20171110", ["06", "08", "10"], []),
    "an added date that is none": ("RDATE;VALUE=DATE:20171108,hier", ["06", "08"], ["ICS405"]),
    "every hour": ("RRULE:FREQ=HOURLY", ["06"], ["ICS409"]),
    "a day that no month has, every day": ("RRULE:FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2", ["06"], ["ICS409"]),
    "every date taken out": ("EXDATE;VALUE=DATE:20171106", [], ["ICS404"]),
    "nonsense": ("RRULE:FREQ=DAILY;BYDAY=HIER", ["06"], ["ICS409"]),
    "every zero weeks": ("RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=3", ["06"], ["ICS409"]),
    "a day that is in no year": ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["06"], []),
    "years too far": ("RRULE:FREQ=YEARLY;INTERVAL=99999", ["06"], []),
}


@pytest.mark.parametrize("case", RULES.values(), ids=RULES.keys())
def test_events_that_repeat_are_one_action_with_its_sessions(read: Read, case: tuple[str, list[str], list[str]]):
    rule, days, told = case
    result = read(calendar(f"{day()}\n{rule}"))
    assert len(result.programme.actions) == 1
    assert [f"{period.start:%d}" for period in periods(result) if period.start] == days
    assert codes(result) == told


def test_a_rule_keeps_its_hour_in_paris_when_summer_time_ends(read: Read):
    times = "DTSTART;TZID=Europe/Paris:20171023T090000\nDTEND;TZID=Europe/Paris:20171023T123000"
    result = read(calendar(f"SUMMARY:A\n{times}\nRRULE:FREQ=WEEKLY;UNTIL=20171030T080000Z"))
    assert [(period.start_time, period.end_time) for period in periods(result)] == [ONE, ONE]


def test_one_occasion_that_was_moved_replaces_the_one_of_the_rule(read: Read):
    rule = "SUMMARY:A\nUID:1\nDTSTART;TZID=Europe/Paris:20171106T090000\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "SUMMARY:B\nUID:1\nRECURRENCE-ID:20171113T080000Z\nDTSTART;TZID=Europe/Paris:20171114T140000"
    result = read(calendar(moved, rule))
    (action,) = result.programme.actions
    assert [(s.period.start, s.period.label) for s in action.sessions] == [
        (NOVEMBER_6, None),
        (dt.date(2017, 11, 14), "B"),
        (dt.date(2017, 11, 20), None),
    ]


def test_a_change_of_this_and_all_that_follow_moves_them_all(read: Read):
    rule = f"{day(UID='1')}\nRRULE:FREQ=WEEKLY;COUNT=4"
    moved = day("20171114", UID="1") + "\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20171113"
    days = [period.start for period in periods(read(calendar(rule, moved)))]
    assert days == [NOVEMBER_6, dt.date(2017, 11, 14), dt.date(2017, 11, 21), dt.date(2017, 11, 28)]


@pytest.mark.parametrize(
    ("rule", "number"), [("FREQ=DAILY", MOST_OCCASIONS), ("FREQ=WEEKLY;COUNT=5000", 530), ("FREQ=YEARLY", 11)]
)
def test_a_rule_without_end_is_cut_and_says_where(read: Read, rule: str, number: int):
    result = read(calendar(f"{day()}\nRRULE:{rule}"))
    (found,) = result.findings
    last = periods(result)[-1].start
    assert (found.code, found.data["day"], len(periods(result))) == ("ICS410", last, number)


def test_the_hook_hands_over_one_importer():
    (importer,) = plugin.labo_importers()
    assert isinstance(importer, Importer)
    assert (importer.name, importer.suffixes[0]) == ("ical", ".ics")


def test_an_importer_recognises_calendars_by_name_or_content(tmp_path):
    importer = IcalImporter()
    named, plain, other = tmp_path / "a.ICS", tmp_path / "agenda", tmp_path / "b.txt"
    plain.write_text(calendar(day()))
    other.write_text("Date;Action")
    assert importer.recognises(named)
    assert importer.recognises(plain)
    assert not importer.recognises(other)
    assert not importer.recognises(tmp_path)
    assert not importer.recognises(tmp_path / "absent\0")


_LINES = st.sampled_from(
    (
        *calendar(day(), "SUMMARY:A\nDTSTART;TZID=Europe/Paris:20171106T090000\nRRULE:FREQ=WEEKLY;COUNT=2").split("\n"),
        "DTEND:20171106T1",
        "DURATION:-P1D",
        "EXDATE:20171106T080000Z",
        "RECURRENCE-ID:20171106",
        "UID:1",
        "RELATED-TO:1",
        " suite",
        "BEGIN:VTIMEZONE",
        "TZID:X",
        "END:VTIMEZONE",
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(_LINES | st.text(max_size=20), max_size=25), noise=st.binary(max_size=20))
def test_whatever_a_file_holds_it_is_read_or_refused(tables: Tabled, lines: list[str], noise: bytes):
    content = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n" + "\n".join(lines).encode("utf-8", "surrogatepass") + noise
    try:
        made = tables(content)
    except UnreadableSource as refusal:
        assert refusal.code.startswith("SRC")
    else:
        assert made.sheets
        last = len(re.split(rb"\r\n|\r|\n", content.rstrip(b"\r\n")))
        assert all(1 <= line <= last for sheet in made.sheets for line in sheet.lines.values())
