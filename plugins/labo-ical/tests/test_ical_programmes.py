"""
Feeds of any programme: what every client relies on holds, whatever the plan says.

The long part hands the feeds to an acceptance checker of another origin, where one is at hand: ``LABO_CHECK_ICS`` names
it. It is called with files, ``--strict``, ``--khal`` and ``--diff OLD NEW``, and ends with 0 when nothing is wrong.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from labo_partenariats import Action, Period, Precision, Programme, Session
from labo_partenariats.model import DocumentMetadata
from labo_partenariats.testing import strategies

#: After so many years, days fall on the same days of the week again.
_CYCLE = 28

#: The zone of our feeds begins in 1996, and one of the parsers is an hour wrong in the first winter of a zone.
_FIRST_YEAR = 1998


def _moved(day: dt.date | None, years: int) -> dt.date | None:
    return None if day is None else day.replace(year=day.year + years)


def _of_our_time(period: Period) -> Period:
    """The same period in the years that all readers of calendars show; far weeks become days."""
    first = period.start or period.end
    assert first is not None
    years = (_FIRST_YEAR - first.year + _CYCLE - 1) // _CYCLE * _CYCLE
    far = period.precision is Precision.WEEK and (period.end or first).year > 2099
    precision = Precision.DAY if far else period.precision
    return evolve(period, start=_moved(period.start, years), end=_moved(period.end, years), precision=precision)


@st.composite
def plans(draw: st.DrawFn) -> Programme:
    """What a feed shows of a programme, with sessions, in our time."""
    words = strategies.texts()
    areas = tuple(draw(strategies.territories(id_)) for id_ in draw(strategies.ids(draw(st.integers(0, 3)))))
    places = [each.id for each in areas]
    people = tuple(draw(strategies.actors(id_, places)) for id_ in draw(strategies.ids(draw(st.integers(0, 2)))))

    def action(rank: int) -> Action:
        ids = [f"a{rank}-s{each}" for each in range(draw(st.integers(1, 4)))]
        made = draw(strategies.actions(f"a{rank}", ids, places, [each.id for each in people]))
        return evolve(made, sessions=tuple(evolve(s, period=_of_our_time(s.period)) for s in made.sessions))

    return Programme(
        title=draw(st.none() | words),
        summary=tuple(draw(st.lists(words, max_size=2))),
        lag=draw(st.none() | strategies.local_action_groups()),
        territories=areas,
        actors=people,
        actions=tuple(action(rank) for rank in range(draw(st.integers(1, 3)))),
        document=draw(st.none() | st.dates(dt.date(2018, 1, 1), dt.date(2018, 1, 31)).map(_saved)),
    )


def _saved(day: dt.date) -> DocumentMetadata:
    return DocumentMetadata(saved=day)


OPTIONS = st.fixed_dictionaries(
    {"ranges": st.sampled_from(["span", "bounds", "omit"]), "related": st.sampled_from(["yes", "no"])}
)


@given(programme=plans(), extra=OPTIONS, language=st.sampled_from(["fr", "en"]))
def test_the_feed_of_any_programme_keeps_the_rules(export, programme, extra, language):
    result = export(programme, extra=extra, language=language)
    lines = result.data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 for line in lines)
    assert all(line.decode().splitlines() == [line.decode()] for line in lines)
    names = {line.partition(b":")[0].partition(b";")[0] for line in lines}
    has_zone = result.has_hours or not result.events  # a calendar may not be empty
    assert not {b"METHOD", b"ATTENDEE", b"ORGANIZER"} & names
    assert (b"BEGIN:VTIMEZONE" in result.data) == (b"RRULE" in names) == has_zone
    assert result.calendar["NAME"] == result.calendar["X-WR-CALNAME"]
    assert len(result.events) == result.data.count(b"BEGIN:VEVENT")
    for event in result.events.values():
        _check_event(event, result)


def _check_event(event: Any, result: Any) -> None:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert type(start) is type(end)
    assert start < end
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    assert event["SEQUENCE"] == 0
    assert str(event["SUMMARY"]).strip()
    assert event["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
    assert event["TRANSP"] == "TRANSPARENT" or isinstance(start, dt.datetime)
    assert not isinstance(start, dt.datetime) or str(event["DTSTART"].params["TZID"]) == "Europe/Paris"
    assert re.search(r"[\w.]@[\w.]+\.\w|\+33", str(event.to_ical())) is None
    if "RELATED-TO" in event:
        assert str(event["RELATED-TO"]) in result.events
        assert str(event["RELATED-TO"]) != str(event["UID"])


@given(programme=plans(), extra=OPTIONS)
def test_the_feed_of_a_feed_is_the_feed(export, programme, extra):
    """An unchanged programme gives the same bytes after its own feed, and so does a shuffled one."""
    first = export(programme, extra=extra)
    assert export(programme, first.data, extra=extra).data == first.data
    shuffled = evolve(programme, actions=tuple(evolve(a, sessions=a.sessions[::-1]) for a in programme.actions[::-1]))
    assert export(shuffled, extra=extra).data == first.data


# What a user does to a plan, without a column of ids: those of sessions are made of their action, label and day.


def _identified(action: Action) -> Action:
    def id_(session: Session) -> str:
        day = session.period.start or session.period.end
        return "-".join(filter(None, (action.id, session.period.label, str(day))))

    seen: dict[str, int] = {}
    made = []
    for session in action.sessions:
        name = id_(session)
        seen[name] = seen.get(name, 0) + 1
        made.append(evolve(session, id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return evolve(action, sessions=tuple(made))


def _move(session: Session, days: int) -> Session:
    step = dt.timedelta(days)
    period = session.period
    if period.precision is not Precision.DAY:
        return session
    start, end = (None if day is None else day + step for day in (period.start, period.end))
    return evolve(session, period=evolve(period, start=start, end=end))


@st.composite
def edits(draw: st.DrawFn, programme: Programme) -> Programme:
    """The programme after one thing was changed in it."""
    at = draw(st.integers(0, len(programme.actions) - 1))
    action = programme.actions[at]
    kind = draw(st.sampled_from(["move", "place", "cancel", "remove", "add", "retitle", "describe", "nothing"]))
    sessions = list(action.sessions)
    if kind == "retitle":
        action = evolve(action, title=draw(strategies.texts()))
    elif kind == "describe":
        action = evolve(action, description=(draw(strategies.texts()),))
    elif kind == "add":
        day = dt.date(2020, 1, 1) + dt.timedelta(draw(st.integers(0, 999)))
        sessions.append(Session(id="", period=Period.day(day)))
    elif sessions and kind != "nothing":
        rank = draw(st.integers(0, len(sessions) - 1))
        changed = {
            "move": lambda one: [_move(one, draw(st.integers(-30, 30)))],
            "place": lambda one: [evolve(one, place=draw(strategies.texts()))],
            "cancel": lambda one: [evolve(one, cancelled=not one.cancelled)],
            "remove": lambda _one: [],
        }[kind]
        sessions[rank : rank + 1] = changed(sessions[rank])
    edited = _identified(evolve(action, sessions=tuple(sessions)))
    return evolve(programme, actions=(*programme.actions[:at], edited, *programme.actions[at + 1 :]))


@st.composite
def histories(draw: st.DrawFn) -> list[Programme]:
    """A programme, and what became of it."""
    first = draw(plans())
    versions = [evolve(first, actions=tuple(map(_identified, first.actions)))]
    for _ in range(draw(st.integers(1, 4))):
        versions.append(draw(edits(versions[-1])))
    return versions


EARLY = dt.date(1990, 1, 1)
SCHEDULE = ("DTSTART", "DTEND", "STATUS")
REVISION = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def _facts(event: Any, names: tuple[str, ...]) -> list[tuple[bytes, bytes]]:
    return [(event[name].to_ical(), event[name].params.to_ical()) for name in names if name in event]


def _check_step(old: Any, new: Any) -> None:
    assert old.events.keys() <= new.events.keys()
    for uid, event in new.events.items():
        before = old.events.get(uid)
        if before is None:
            assert event["SEQUENCE"] == 0
            continue
        names = tuple(sorted({*event, *before} - {*REVISION}))
        changed, moved = (_facts(event, each) != _facts(before, each) for each in (names, SCHEDULE))
        assert event["SEQUENCE"] - before["SEQUENCE"] == moved
        assert (event["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt) == changed
    assert (new.data == old.data) == (new.calendar["LAST-MODIFIED"].dt == old.calendar["LAST-MODIFIED"].dt)


@given(versions=histories(), extra=OPTIONS)
def test_edits_without_ids_are_revisions_and_nothing_vanishes(export, versions, extra):
    extra = {**extra, "ranges": "span"}
    feeds = [export(versions[0], extra=extra)]
    for version in versions[1:]:
        feeds.append(export(version, feeds[-1].data, extra=extra, now=EARLY))
        _check_step(*feeds[-2:])
        live = [event for event in feeds[-1].events.values() if event["STATUS"] != "CANCELLED"]
        held = [s for action in version.actions for s in action.sessions if not s.cancelled]
        assert len(live) == len(held)


@given(versions=histories(), extra=OPTIONS, whole=st.booleans())
def test_a_cache_changes_no_byte_and_no_finding(export, versions, extra, whole):
    """Whether the objects of the next version are the same or only equal to those of the one before."""
    cache: dict[str, object] = {}
    earlier: bytes | None = None
    for version in versions:
        cold = export(version, earlier, extra=extra, now=EARLY)
        given_version = evolve(version) if whole else _copied(version)
        warm = export(given_version, earlier, extra=extra, now=EARLY, cache=cache)
        assert (warm.data, warm.findings) == (cold.data, cold.findings)
        earlier = warm.data


def _copied(programme: Programme) -> Programme:
    """An equal programme none of whose sessions is the same object."""

    def session(one: Session) -> Session:
        return evolve(one, period=evolve(one.period))

    actions = (evolve(each, sessions=tuple(map(session, each.sessions))) for each in programme.actions)
    return evolve(programme, actions=tuple(actions))


@given(one=plans(), other=plans(), extra=OPTIONS)
def test_a_cache_serves_another_programme_as_well(export, one, other, extra):
    """Even one whose actions and sessions have the same ids."""
    cache: dict[str, object] = {}
    export(one, extra=extra, cache=cache)
    assert export(other, extra=extra, cache=cache).data == export(other, extra=extra).data


def test_the_words_of_a_period_count_although_periods_compare_without_them(export):
    def programme(words: str) -> Programme:
        period = Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH, text=words)
        return Programme(actions=(Action(id="a", title="Atelier", sessions=(Session(id="s", period=period),)),))

    cache: dict[str, object] = {}
    export(programme("Sept à déc 2017"), cache=cache)
    assert "Automne 2017" in export(programme("Automne 2017"), cache=cache).one("Atelier")["DESCRIPTION"]


# The long part

slow = pytest.mark.slow
CHECKER = os.environ.get("LABO_CHECK_ICS", "")
PROGRAMMES, BATCH, HISTORIES = 1000, 50, 40


@pytest.fixture(scope="module")
def checker() -> str:
    if not CHECKER:
        pytest.skip("LABO_CHECK_ICS names no checker")
    return CHECKER


def _accepted(*arguments: object) -> None:
    done = subprocess.run([*map(str, arguments)], capture_output=True, text=True, check=False, timeout=3000)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def _drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    drawn: list[Any] = []

    @seed(2017)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: Any) -> None:
        drawn.append(value)

    draw()
    return drawn[:count]


def _merged(programmes: list[Programme]) -> Programme:
    """One programme with the actions of several, told apart."""
    actions, areas, people = [], [], []
    for rank, each in enumerate(programmes):
        areas += [evolve(area, id=f"{rank}/{area.id}") for area in each.territories]
        people += [evolve(actor, id=f"{rank}/{actor.id}", territories=()) for actor in each.actors]
        actions += [_prefixed(action, rank) for action in each.actions]
    return evolve(programmes[0], actions=tuple(actions), territories=tuple(areas), actors=tuple(people))


def _prefixed(action: Action, rank: int) -> Action:
    def ids(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{rank}/{name}" for name in names)

    sessions = (evolve(s, id=f"{rank}/{s.id}", territories=ids(s.territories)) for s in action.sessions)
    return evolve(
        action,
        id=f"{rank}/{action.id}",
        territories=ids(action.territories),
        actors=ids(action.actors),
        sessions=tuple(sessions),
    )


WAYS = [
    {"ranges": ranges, "related": related, "source": "https://exemple.fr/plan.ics"}
    for ranges in ("span", "bounds")
    for related in ("no", "yes")
]


#: What someone wrote may look like a mistake of the feed: a backslash before a comma, letters that were misread before.
ODD = re.compile(rb"\\\\|\xef\xbf\xbd|\xc3\x83|\xc3\xa2\xe2\x82\xac")
AS_WRITTEN = ("--ignore", "ESCAPE2", "--ignore", "MOJIBAKE")

#: One of the parsers takes the quotes of a text off that stands in quotes as a whole.
QUOTED = re.compile(rb'\n[A-Z]+:"[^\r\n]*"\r')
QUOTES_TAKEN_OFF = ("--skip", "node-ical")


@slow
def test_a_thousand_programmes_pass_the_checker(checker, export, tmp_path):
    """Each by the rules of the checker, and all of them, in batches, by every parser and client that it has."""
    programmes = _drawn(plans(), PROGRAMMES)
    singles: dict[bool, list[Path]] = {False: [], True: []}
    for rank, programme in enumerate(programmes):
        result = export(programme, extra=WAYS[rank % len(WAYS)], language=("fr", "en")[rank // 4 % 2])
        place = tmp_path / f"{rank:04}.ics"
        place.write_bytes(result.data)
        singles[ODD.search(result.data.replace(b"\r\n ", b"")) is not None].append(place)
    _accepted(checker, "--strict", "--no-parsers", *singles[False])
    _accepted(checker, "--strict", "--no-parsers", *AS_WRITTEN, *singles[True])
    for rank in range(0, PROGRAMMES, BATCH):
        way = WAYS[rank // BATCH % len(WAYS)]
        place = tmp_path / f"batch-{rank}.ics"
        place.write_bytes(export(_merged(programmes[rank : rank + BATCH]), extra=way).data)
        quoted = QUOTED.search(place.read_bytes().replace(b"\r\n ", b""))
        _accepted(checker, "--strict", "--khal", *AS_WRITTEN, *(QUOTES_TAKEN_OFF if quoted else ()), place)


@slow
def test_the_example_passes_the_checker_whole_and_by_territory(checker, export, gaia, tmp_path):
    """By every rule, parser and client, whatever is chosen and however months are shown."""
    places = []
    choices = [{}, *({"territory": (each.name,)} for each in gaia.territories), {"kind": ("training",)}]
    for rank, only in enumerate(choices):
        for number, way in enumerate(WAYS):
            places.append(tmp_path / f"{rank}-{number}.ics")
            places[-1].write_bytes(export(gaia, only=only, extra=way).data)
    _accepted(checker, "--strict", "--khal", *places)


@slow
def test_random_edits_pass_the_checker_as_a_subscriber_sees_them(checker, export, tmp_path):
    """
    No event vanishes, takes another UID, goes back or is rewritten for nothing.

    Not strict: it advises a new number for a changed text as well, where RFC 5546 asks one for dates and status alone.
    """
    extra = WAYS[0]
    for rank, versions in enumerate(_drawn(histories(), HISTORIES)):
        places = []
        data: bytes | None = None
        for number, version in enumerate(versions):
            data = export(version, data, extra=extra, now=EARLY).data
            places.append(tmp_path / f"{rank}-{number}.ics")
            places[-1].write_bytes(data)
        for old, new in pairwise(places):
            _accepted(checker, "--no-parsers", "--diff", old, new)
