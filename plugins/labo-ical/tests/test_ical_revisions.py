"""One feed after another: identities stay, changes are dated and numbered, nothing vanishes."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_ical.event import Content, Key, Revision, Status
from labo_ical.previous import parse_previous
from labo_ical.writing import event_bytes
from labo_partenariats import Action, Period, Precision, Programme, Session
from labo_partenariats.model import DocumentMetadata

D = dt.date
SCHEDULE = ("DTSTART", "DTEND", "STATUS")
REVISION = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def _facts(event: Any, names: tuple[str, ...] | None = None) -> dict[str, bytes]:
    """The values of an event as written: those of *names*, or all but those of its revision."""
    chosen = names or tuple(name for name in event if name not in REVISION)
    return {name: event[name].to_ical() for name in chosen if name in event}


def _edited(gaia: Programme, rank: int, **changes: object) -> Programme:
    actions = list(gaia.actions)
    actions[rank] = evolve(actions[rank], **changes)
    return evolve(gaia, actions=tuple(actions))


def test_an_unchanged_programme_gives_the_bytes_of_the_previous_feed(export, gaia):
    first = export(gaia)
    assert export(gaia, first.data).data == first.data


def test_a_previous_feed_whose_line_ends_were_changed_is_still_ours(export, gaia):
    first = export(gaia)
    result = export(gaia, first.data.replace(b"\r\n", b"\n"))
    assert (result.data, result.codes) == (first.data, first.codes)


def test_a_later_document_without_changes_changes_nothing(export, gaia):
    first = export(gaia)
    later = evolve(gaia, document=DocumentMetadata(saved=D(2018, 6, 1)))
    assert export(later, first.data).data == first.data


def test_a_changed_event_is_dated_by_the_document_or_just_after_the_previous_feed(export, gaia):
    first = export(gaia)
    changed = _edited(gaia, 7, place="Vif")
    after = export(changed, first.data)
    assert after.one("Start up")["LAST-MODIFIED"].dt == dt.datetime(2017, 11, 10, 0, 0, 1, tzinfo=dt.UTC)
    later = export(evolve(changed, document=DocumentMetadata(saved=D(2018, 1, 2))), first.data)
    assert later.one("Start up")["LAST-MODIFIED"].dt == dt.datetime(2018, 1, 2, tzinfo=dt.UTC)
    assert later.calendar["LAST-MODIFIED"].dt == dt.datetime(2018, 1, 2, tzinfo=dt.UTC)


def test_a_first_feed_is_dated_by_its_document(export, gaia):
    for event in export(gaia).events.values():
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == dt.datetime(2017, 11, 10, tzinfo=dt.UTC)
        assert event["SEQUENCE"] == 0


def test_a_new_name_of_the_calendar_dates_the_calendar_and_no_event(export, gaia):
    first = export(gaia)
    after = export(evolve(gaia, title="Labo bis"), first.data)
    assert after.calendar["LAST-MODIFIED"].dt > first.calendar["LAST-MODIFIED"].dt
    assert {uid: event.to_ical() for uid, event in after.events.items()} == {
        uid: event.to_ical() for uid, event in first.events.items()
    }


def test_a_day_moved_without_ids_is_an_edit_of_the_same_event(export, gaia):
    first = export(gaia)
    seminar = gaia.actions[4]
    moved = Session(id="seminaire-2018-02-12", period=Period.day(D(2018, 2, 12)))
    after = export(_edited(gaia, 4, sessions=(moved,)), first.data)
    before, now = first.one("Séminaire"), after.one("Séminaire")
    assert after.events.keys() == first.events.keys()
    assert (now["UID"], now["SEQUENCE"], now["DTSTART"].dt) == (before["UID"], 1, D(2018, 2, 12))
    assert seminar.title in now["SUMMARY"]


def test_the_middle_session_removed_is_the_one_that_is_cancelled(export, gaia):
    first = export(gaia)
    training = gaia.actions[2].sessions
    after = export(_edited(gaia, 2, sessions=training[:1] + training[2:]), first.data, now=D(2017, 9, 1))
    cancelled = [event for event in after.events.values() if event["STATUS"] == "CANCELLED"]
    assert [(event["SUMMARY"], event["DTSTART"].dt, event["SEQUENCE"]) for event in cancelled] == [
        ("Annulé : Formation – Première session", D(2017, 10, 2), 1)
    ]
    assert "ICS204" in after.codes
    others = after.events.keys() - {str(cancelled[0]["UID"])}
    assert all(after.events[uid].to_ical() == first.events[uid].to_ical() for uid in others)


def test_a_session_removed_and_another_moved_are_told_apart_by_their_label(export, gaia):
    first = export(gaia)
    training = gaia.actions[2].sessions
    moved = Session(
        id="formation-deuxieme-session-2017-10-17", period=Period.day(D(2017, 10, 17), label="Deuxième session")
    )
    sessions = (training[0], training[2], moved, *training[4:])
    after = export(_edited(gaia, 2, sessions=sessions), first.data, now=D(2017, 9, 1))
    cancelled = [event["DTSTART"].dt for event in after.events.values() if event["STATUS"] == "CANCELLED"]
    assert cancelled == [D(2017, 10, 2)]
    assert after.events.keys() == first.events.keys()


def test_an_action_given_another_title_keeps_its_events(export, gaia):
    first = export(gaia)
    renamed = tuple(evolve(s, id=s.id.replace("formation", "ateliers")) for s in gaia.actions[2].sessions)
    after = export(_edited(gaia, 2, id="ateliers", title="Ateliers", sessions=renamed), first.data)
    assert after.events.keys() == first.events.keys()
    assert {int(event["SEQUENCE"]) for event in after.events.values()} == {0}


def test_ids_given_later_keep_the_events(export, gaia):
    first = export(gaia)
    numbered = tuple(evolve(s, id=f"s{n}") for n, s in enumerate(gaia.actions[2].sessions))
    after = export(_edited(gaia, 2, sessions=numbered), first.data)
    assert after.events.keys() == first.events.keys()


def test_another_id_is_another_session(export):
    def programme(id_: str, day: int) -> Programme:
        session = Session(id=id_, period=Period.day(D(2018, 1, day)))
        return Programme(actions=(Action(id="a", title="Atelier", sessions=(session,)),))

    first = export(programme("s1", 10))
    after = export(programme("s2", 20), first.data)
    assert sorted((str(e["STATUS"]), e["DTSTART"].dt.day) for e in after.events.values()) == [
        ("CANCELLED", 10), ("CONFIRMED", 20),
    ]  # fmt: skip


def test_a_new_session_on_a_day_that_another_left_has_its_own_event(export):
    def programme(*days: int) -> Programme:
        sessions = tuple(Session(id=f"a-2018-01-{d}", period=Period.day(D(2018, 1, d))) for d in days)
        return Programme(actions=(Action(id="a", title="Atelier", sessions=sessions),))

    first = export(programme(10))
    second = export(programme(20), first.data)
    third = export(programme(10, 20), second.data)
    assert len(third.events) == 2
    (uid,) = first.events
    assert third.events[uid]["DTSTART"].dt == D(2018, 1, 20)


def test_a_session_that_comes_back_is_revived(export, gaia):
    first = export(gaia)
    without = export(_edited(gaia, 7, sessions=()), first.data)
    back = export(gaia, without.data)
    assert [int(feed.one("Start up")["SEQUENCE"]) for feed in (first, without, back)] == [0, 1, 2]
    assert back.one("Start up")["STATUS"] == "CONFIRMED"
    assert back.events.keys() == first.events.keys()


def test_a_cancelled_session_stays_until_its_day_is_past(export, gaia):
    first = export(gaia)
    without = _edited(gaia, 7, sessions=())
    second = export(without, first.data)
    assert second.one("Start up")["SUMMARY"] == "Annulé : Évènement Start up de Territoire"
    assert export(without, second.data).data == second.data
    assert len(export(without, second.data, now=D(2018, 4, 27)).events) == 16
    gone = export(without, second.data, now=D(2018, 4, 28))
    assert len(gone.events) == 15
    assert gone.calendar["LAST-MODIFIED"].dt > second.calendar["LAST-MODIFIED"].dt


def test_what_is_past_and_gone_is_not_announced_as_cancelled(export, gaia):
    after = export(_edited(gaia, 0, sessions=()), export(gaia).data)
    assert len(after.events) == 15
    assert "ICS204" not in after.codes


def test_a_past_session_of_the_programme_stays(export, gaia):
    first = export(gaia)
    assert export(gaia, first.data, now=D(2030, 1, 1)).data == first.data


def test_the_language_of_a_cancelled_event_does_not_matter(export, gaia):
    english = export(gaia, language="en")
    after = export(_edited(gaia, 7, sessions=()), english.data, language="en")
    assert after.one("Start up")["SUMMARY"].startswith("Cancelled: ")


FOREIGN = {
    "not a calendar": (b"Type;Montant\r\n", "ICS202"),
    "nothing": (b"", "ICS202"),
    "another program's": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//FR\r\nEND:VCALENDAR\r\n", "ICS202"),
    "bytes of another kind": (b"\x00\xff" * 100, "ICS201"),
}


@pytest.mark.parametrize(("data", "code"), FOREIGN.values(), ids=FOREIGN)
def test_a_previous_file_that_is_not_ours_is_reported_and_ignored(export, gaia, data, code):
    result = export(gaia, data)
    assert result.data == export(gaia).data
    assert code in result.codes


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "an event without its key": lambda data: data.replace(b"X-LABO-KEY", b"X-OTHER", 1),
    "an event without a number": lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:-1", 1),
    "a number beyond the format": lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:2147483647", 1),
    "a day that does not exist": lambda data: data.replace(b"VALUE=DATE:20180427", b"VALUE=DATE:20180231", 1),
    "a date without room for a later one": lambda data: data.replace(b"20171110T000000Z", b"99991231T235959Z"),
    "one event twice": lambda data: data.replace(b"END:VCALENDAR", data[data.index(b"BEGIN:VEVENT") :], 1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_previous_feed_is_reported_and_ignored(export, gaia, damage):
    first = export(gaia).data
    assert damage(first) != first
    result = export(gaia, damage(first))
    assert result.data == first
    assert "ICS201" in result.codes


def test_a_previous_feed_that_does_not_exist_is_reported(export, gaia, tmp_path):
    assert "ICS201" in export(gaia, tmp_path / "absent.ics").codes


def test_the_feed_of_another_programme_is_not_cancelled_as_a_whole(export, gaia):
    session = Session(id="s", period=Period.day(D(2018, 1, 1)))
    other = Programme(title="Autre", actions=(Action(id="a", title="Atelier", sessions=(session,)),))
    result = export(other, export(gaia).data)
    assert result.codes == ["ICS203"]
    assert result.data == export(other).data


TEXTS = st.text("aé \\N;,\n", max_size=8)
PERIODS = st.builds(
    lambda start, days, precision: Period(D(2018, 1, 1) + start, D(2018, 1, 1) + start + days, precision),
    st.timedeltas(dt.timedelta(0), dt.timedelta(300)).map(lambda t: dt.timedelta(t.days)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(40)).map(lambda t: dt.timedelta(t.days)),
    st.sampled_from([Precision.DAY, Precision.MONTH]),
)  # fmt: skip


@st.composite
def _sessions(draw: st.DrawFn) -> dict[str, Session]:
    ids = draw(st.lists(st.integers(0, 9), max_size=6, unique=True))
    return {
        f"s{n}": Session(
            id=f"s{n}", topic=f"<s{n}>", period=draw(PERIODS), place=draw(TEXTS), cancelled=draw(st.booleans())
        )
        for n in ids
    }


def _plan(sessions: dict[str, Session], order: int) -> Programme:
    listed = list(sessions.values())
    random.Random(order).shuffle(listed)
    actions = tuple(
        Action(id=f"a{parity}", title="Atelier", sessions=tuple(s for s in listed if int(s.id[1:]) % 2 == parity))
        for parity in (0, 1)
    )
    return Programme(title="Labo", actions=actions)


@settings(max_examples=40, deadline=None)
@given(versions=st.lists(_sessions(), min_size=2, max_size=4), order=st.integers())
def test_a_series_of_edits_moves_exactly_the_numbers_it_should(export, versions, order):
    """Versions of a plan share the ids of their sessions and nothing else."""
    before = export(_plan(versions[0], order))
    names: dict[str, str] = {}
    for version in versions[1:]:
        after = export(_plan(version, order), before.data, now=D(2000, 1, 1))
        assert before.events.keys() <= after.events.keys()
        assert export(_plan(version, order + 1), after.data, now=D(2000, 1, 1)).data == after.data
        for uid, event in after.events.items():
            session = event["DESCRIPTION"].partition("<")[2].partition(">")[0]
            assert names.setdefault(session, uid) == uid
            assert (event["STATUS"] == "CANCELLED") == (session not in version or version[session].cancelled)
            assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt <= after.calendar["LAST-MODIFIED"].dt
            old = before.events.get(uid)
            if old is None:
                assert event["SEQUENCE"] == 0
                continue
            assert event["SEQUENCE"] - old["SEQUENCE"] == (_facts(event, SCHEDULE) != _facts(old, SCHEDULE))
            changed = _facts(event) != _facts(old)
            assert (event["LAST-MODIFIED"].dt > old["LAST-MODIFIED"].dt) == changed
        assert (after.data == before.data) == (
            after.calendar["LAST-MODIFIED"].dt == before.calendar["LAST-MODIFIED"].dt
        )
        before = after


MOMENTS = st.one_of(
    st.dates(D(1000, 1, 1), D(9000, 1, 1)).map(lambda day: (day, day + dt.timedelta(1))),
    st.datetimes()
    .filter(lambda moment: 1000 <= moment.year <= 9000)
    .map(lambda moment: (moment.replace(microsecond=0), moment.replace(microsecond=0) + dt.timedelta(hours=2))),
)
CLEAN = st.text(st.characters(categories=["L", "P", "S", "N"]) | st.sampled_from(" \\nN;,"), min_size=1).map(str.strip)


@given(moments=MOMENTS, texts=st.lists(CLEAN.filter(bool), min_size=3, max_size=6), status=st.sampled_from(Status))
def test_an_event_is_read_back_as_it_was_written(moments, texts, status):
    summary, description, location, *categories = texts
    key = Key("0" * 16, "1" * 16, "2" * 16, given=True)
    content = Content(
        key=key,
        summary=summary,
        start=moments[0],
        end=moments[1],
        status=status,
        description=f"{description}\n{location}",
        location=location,
        categories=tuple(categories),
    )
    revision = Revision(3, dt.datetime(2018, 1, 1, 12, tzinfo=dt.UTC))
    block = event_bytes("uid", content, revision)
    head = b"BEGIN:VCALENDAR\r\nPRODID:-//labo_partenariats//labo-ical//FR\r\nLAST-MODIFIED:20180101T120000Z\r\n"
    (event,) = parse_previous(head + block + b"END:VCALENDAR\r\n").events
    assert (event.uid, event.revision, event.content()) == ("uid", revision, content)
