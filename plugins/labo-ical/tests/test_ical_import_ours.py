"""A feed of ours that is read again gives back what a calendar can carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_ical.cleaning import clean_line, redacted
from labo_partenariats import Action, ActionKind, Period, Precision, Programme, Session, Territory
from labo_partenariats.testing.strategies import periods, texts

Again = Callable[..., Programme]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, export: Callable[..., Any]) -> Again:
    """A programme exported and read again; the reading has nothing to say."""
    path = tmp_path_factory.mktemp("feeds") / "plan.ics"

    def run(programme: Programme, **options: Any) -> Programme:
        path.write_bytes(export(programme, **options).data)
        result = labo.read(path)
        assert [found.code for found in result.findings if found.code.startswith("ICS")] in ([], ["ICS401"])
        return result.programme

    return run


def carried(programme: Programme) -> list[Any]:
    """What a calendar carries of the dated actions: a row a session, in an order of their own."""
    names = {territory.id: territory.name for territory in programme.territories}
    rows = [
        (
            action.title,
            action.kind,
            action.audience,
            action.objectives,
            evolve(session.period, text=None),
            session.topic,
            session.place or action.place,
            session.cancelled,
            {names[each] for each in session.territories or action.territories},
        )
        for action in programme.actions
        for session in action.sessions
    ]
    return sorted(rows, key=repr)


def test_the_plan_comes_back_with_its_sessions_labels_and_spans_of_months(again: Again, gaia: Programme):
    back = again(gaia)
    assert carried(back) == carried(gaia)
    by_title = {action.title: action for action in back.actions}
    assert by_title["Prospective"].period_text == "Sept à déc 2017"
    assert by_title["Prospective"].description == ("Rendez-vous individuels ou collectifs",)
    assert by_title["Prospective"].expected_results == gaia.actions[1].expected_results
    assert by_title.keys() == {action.title for action in gaia.actions if action.sessions}


def test_the_ends_of_a_span_come_back_as_one_period(again: Again, gaia: Programme):
    assert carried(again(gaia, extra={"ranges": "bounds"})) == carried(gaia)


def test_a_feed_in_english_comes_back_the_same(again: Again, gaia: Programme):
    assert carried(again(gaia, language="en")) == carried(gaia)


def test_what_was_read_gives_the_events_of_the_feed_their_identifiers_again(
    again: Again, export: Callable[..., Any], gaia: Programme
):
    back = again(gaia)
    assert export(again(back)).events.keys() == export(back).events.keys()


def test_sessions_gone_from_the_plan_come_back_cancelled(again: Again, export: Callable[..., Any], gaia: Programme):
    removed = next(action for action in gaia.actions if action.id == "evenement")
    shorter = evolve(gaia, actions=tuple(action for action in gaia.actions if action is not removed))
    back = again(shorter, previous=export(gaia).data)
    (gone,) = (action for action in back.actions if action.title == removed.title)
    assert [session.cancelled for session in gone.sessions] == [True]


EXACT = dt.date(2017, 11, 4), dt.date(2017, 11, 6)
SPANS = {
    "hours on several days": Period(*EXACT, start_time=dt.time(18), end_time=dt.time(12, 30)),
    "late at night without an end": Period(EXACT[0], EXACT[0], start_time=dt.time(23, 30)),
    "open": Period(EXACT[0], None),
    "open months": Period(None, dt.date(2017, 12, 31), Precision.MONTH),
    "a quarter": Period(dt.date(2018, 1, 1), dt.date(2018, 3, 31), Precision.QUARTER),
    "a year": Period(dt.date(2018, 1, 1), dt.date(2018, 12, 31), Precision.YEAR),
    "many exact days": Period(dt.date(2018, 1, 1), dt.date(2018, 1, 31)),
    "an hour that summer time leaves out": Period(
        dt.date(2018, 3, 25), dt.date(2018, 3, 25), start_time=dt.time(2, 30), end_time=dt.time(2, 45)
    ),
}


@pytest.mark.parametrize("period", SPANS.values(), ids=SPANS.keys())
@pytest.mark.parametrize("cancelled", [False, True])
def test_periods_keep_their_precision(again: Again, period: Period, cancelled: bool):
    action = Action(id="a", title="Atelier", sessions=(Session(id="s", period=period, cancelled=cancelled),))
    (back,) = again(Programme(actions=(action,))).actions
    assert [(session.period, session.cancelled) for session in back.sessions] == [(period, cancelled)]


def _is_public(text: str) -> bool:
    return clean_line(text) == text == redacted(text, "fr") and text == " ".join(text.split())


_TEXTS = texts().filter(_is_public)
_PLACES = tuple(Territory(id=name.lower(), name=name) for name in ("Oisans", "Trièves", "Pays ; Vallée"))
_IDS = st.lists(st.sampled_from([each.id for each in _PLACES]), unique=True, max_size=3).map(tuple)


#: What sources say for their periods: nothing, the same days in other words, anything.
_WORDS = st.none() | st.sampled_from(["Sept à déc 2017", "T1 2018", "à la belle saison", "début : 4/09"]) | _TEXTS


@st.composite
def _plans(draw: Callable[..., Any]) -> Programme:
    actions = []
    for rank in range(draw(st.integers(1, 3))):
        sessions = tuple(
            Session(
                id=f"s{rank}-{number}",
                period=evolve(draw(periods()), label=draw(st.none() | _TEXTS), text=draw(_WORDS)),
                place=draw(st.none() | _TEXTS),
                territories=draw(_IDS),
                cancelled=draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 3)))
        )
        kind = draw(st.none() | st.sampled_from(ActionKind))
        actions.append(
            Action(
                id=f"a{rank}",
                title=draw(_TEXTS),
                kind=kind,
                territories=draw(_IDS),
                place=draw(st.none() | _TEXTS),
                sessions=sessions,
            )
        )
    return Programme(territories=_PLACES, actions=tuple(actions))


@given(plan=_plans(), ranges=st.sampled_from(["span", "bounds"]), language=st.sampled_from(["fr", "en"]))
def test_titles_dates_labels_places_territories_and_cancellations_come_back(
    again: Again, plan: Programme, ranges: str, language: str
):
    """Whatever the words of the periods, and however the feed shows them."""
    assert carried(again(plan, extra={"ranges": ranges}, language=language)) == carried(plan)


def test_the_words_of_every_session_come_back(again: Again):
    """In the cell of their action, for a session has its dates in a table and not its words."""
    ends = {"Courant de l'automne": (9, 11), "Fin d'été": (7, 8)}
    sessions = tuple(
        Session(id=words, period=Period(dt.date(2017, first, 1), dt.date(2017, last, day), Precision.MONTH, text=words))
        for (words, (first, last)), day in zip(ends.items(), (30, 31), strict=True)
    )
    (back,) = again(Programme(actions=(Action(id="a", title="Atelier", sessions=sessions),))).actions
    assert back.period_text == "Fin d'été ; Courant de l'automne"
    assert [session.period for session in back.sessions] == [sessions[1].period, sessions[0].period]


@pytest.mark.parametrize(
    "line",
    [
        "", "month", "month 2017-09-01/2017-13-01", "month ../..", "age 2017-09-01/2017-12-31",
        "month 2017-12-31/2017-09-01", "month 2017-09-01T09:00/2017-12-31", "quarter 2018-01-01/2018-03-31",
        "month ٢٠١٧-09-01/2017-12-31", "day 2017-09-01T99:00/2017-12-31",
    ],
)  # fmt: skip
def test_a_period_that_someone_changed_or_moved_is_what_the_dates_say(
    tmp_path: Any, export: Callable[..., Any], line: str
):
    period = Period(dt.date(2017, 9, 1), dt.date(2017, 12, 31), Precision.MONTH, text="Sept à déc 2017")
    plan = Programme(actions=(Action(id="a", title="Atelier", sessions=(Session(id="s", period=period),)),))
    written, place = b"X-LABO-PERIOD:month 2017-09-01/2017-12-31", tmp_path / "plan.ics"
    data = export(plan).data
    assert written in data
    place.write_bytes(data.replace(written, f"X-LABO-PERIOD:{line}".encode()))
    (back,) = labo.read(place).programme.actions
    assert [session.period for session in back.sessions] == [Period(period.start, period.end)]
    assert export(plan, place.read_bytes()).one("Atelier")["SEQUENCE"] == 0
