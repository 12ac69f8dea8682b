"""The file as a whole: what every subscriber's calendar relies on."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from attrs import evolve

from labo_partenariats import Action, Period, Programme, Session, Territory

GOLDEN = Path(__file__).parent / "plan.ics"


def test_the_whole_feed_is_written_as_in_the_golden_file(export, gaia):
    assert export(gaia).data.decode() == GOLDEN.read_bytes().decode()


def test_the_same_programme_gives_the_same_bytes(export, gaia):
    assert export(gaia).data == export(gaia).data


def test_the_order_of_the_rows_does_not_change_a_byte(export, gaia):
    shuffled = evolve(gaia, actions=tuple(evolve(a, sessions=a.sessions[::-1]) for a in gaia.actions[::-1]))
    assert export(shuffled).data == export(gaia).data


def test_each_known_date_is_an_event_and_the_action_without_a_date_is_reported(export, gaia):
    result = export(gaia)
    assert len(result.events) == sum(len(action.sessions) for action in gaia.actions) == 16
    assert [(found.code, found.location.path, found.data["action"]) for found in result.findings] == [
        ("ICS101", "$.actions[6]", "Préparation")
    ]


def test_the_calendar_presents_itself_to_every_client(export, gaia):
    head = export(gaia).data.partition(b"BEGIN:VEVENT")[0].decode().split("\r\n")
    for line in (
        "VERSION:2.0",
        "NAME:Labo des partenariats",
        "X-WR-CALNAME:Labo des partenariats",
        "X-WR-TIMEZONE:Europe/Paris",
        "LAST-MODIFIED:20171110T000000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ):
        assert line in head


@pytest.mark.parametrize("name", ["METHOD", "ATTENDEE", "ORGANIZER", "BEGIN:VALARM", "BEGIN:VTIMEZONE"])
def test_a_plan_of_days_holds_nothing_that_breaks_clients(export, gaia, name):
    lines = export(gaia).data.split(b"\r\n")
    assert not [line for line in lines if line.startswith(name.encode())]


def test_only_events_have_a_uid_and_it_tells_nothing(export, gaia):
    result = export(gaia)
    assert "UID" not in result.calendar
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid) for uid in result.events)


def test_a_uid_does_not_depend_on_dates_titles_or_ranks(export, gaia):
    def rewritten(action: Action) -> Action:
        sessions = tuple(
            evolve(s, id=f"{action.id}{n}", period=Period.day(dt.date(2020, 1, 1 + n)))
            for n, s in enumerate(action.sessions)
        )
        return evolve(action, title=f"Autre {action.title}", sessions=sessions)

    numbered = evolve(
        gaia,
        actions=tuple(
            evolve(a, sessions=tuple(evolve(s, id=f"{a.id}{n}") for n, s in enumerate(a.sessions)))
            for a in gaia.actions
        ),
    )
    changed = evolve(gaia, actions=tuple(map(rewritten, gaia.actions[::-1])))
    assert export(changed).events.keys() == export(numbered).events.keys()


def test_two_programmes_share_no_uid_even_with_the_same_ids(export, gaia):
    other = evolve(gaia, title="Un autre programme")
    assert export(other).events.keys().isdisjoint(export(gaia).events.keys())


def test_ids_that_are_not_unique_still_give_unique_uids(export):
    twin = Session(id="s", period=Period.day(dt.date(2018, 1, 1)))
    result = export(Programme(actions=(Action(id="a", title="A", sessions=(twin, twin, twin)),)))
    assert len(result.events) == 3


@pytest.mark.parametrize(
    "programme", [Programme(), Programme(title="Vide", actions=(Action(id="a", title="Préparation"),))], ids=str
)
def test_a_programme_without_dates_gives_a_calendar_that_is_valid_and_reported(export, programme):
    result = export(programme)
    assert [each.name for each in result.calendar.subcomponents] == ["VTIMEZONE"]
    assert result.codes[-1] == "ICS108"
    assert result.data.endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")


def test_each_event_says_what_it_is_where_and_for_whom(export, gaia):
    result = export(gaia)
    event = result.one("Start up")
    assert event["LOCATION"] == "Vizille"
    assert event["CATEGORIES"].cats == ["Évènement", "Oisans", "Matheysine", "Trièves"]
    assert result.one("– Oisans")["CATEGORIES"].cats == ["Rencontre", "Oisans"]
    assert result.one("Prospective")["DESCRIPTION"] == (
        "Dates annoncées : Sept à déc 2017\n"
        "Rendez-vous individuels ou collectifs\n"
        "Résultats attendus :\n"
        "- Appropriation des diagnostics existants\n"
        "- Détection de projets"
    )


def test_the_feed_speaks_english_when_asked(export, gaia):
    event = export(gaia, language="en").one("Prospective")
    assert event["CATEGORIES"].cats == ["Prospecting"]
    assert "Expected results:" in event["DESCRIPTION"]


def test_the_address_of_the_feed_is_written_when_it_is_known(export, gaia):
    source = "https://exemple.fr/plan.ics"
    assert f"SOURCE;VALUE=URI:{source}\r\n".encode() in export(gaia, extra={"source": source}).data


@pytest.mark.parametrize(
    ("option", "value"),
    [("source", "javascript:alert(1)"), ("source", "https://exemple.fr/a\r\nATTENDEE:x"), ("ranges", "months")],
)
def test_an_option_that_cannot_be_used_gives_an_error_and_no_feed(export, gaia, option, value):
    result = export(gaia, extra={option: value})
    assert result.codes == ["ICS303"]
    assert result.data == b""


def test_the_options_of_other_formats_are_left_alone(export, gaia):
    assert export(gaia, extra={"theme": "clair"}).codes == export(gaia).codes


def test_a_session_that_the_programme_cancels_says_so_twice(export):
    session = Session(id="s", period=Period.day(dt.date(2018, 1, 1)), cancelled=True)
    event = export(Programme(actions=(Action(id="a", title="Atelier", sessions=(session,)),))).one("Atelier")
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Annulé : Atelier")


def test_an_event_always_has_a_summary(export):
    session = Session(id="s", period=Period.day(dt.date(2018, 1, 1)))
    result = export(Programme(title=" \n", actions=(Action(id="a", title="\x00 ", sessions=(session,)),)))
    (event,) = result.events.values()
    assert (event["SUMMARY"], result.calendar["NAME"]) == ("Sans titre", "Plan d'action")


def test_a_territory_that_nobody_describes_is_no_category(export):
    session = Session(id="s", period=Period.day(dt.date(2018, 1, 1)), territories=("x", "y"))
    action = Action(id="a", title="Atelier", sessions=(session,))
    event = export(Programme(territories=(Territory(id="y", name="Y"),), actions=(action,))).one("Atelier")
    assert event["CATEGORIES"].cats == ["Y"]
