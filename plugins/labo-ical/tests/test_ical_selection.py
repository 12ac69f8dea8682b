"""A feed of a part of the plan."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from labo_partenariats import Action, ActionKind, Actor, Period, Programme, Session, Territory

CASES = {
    "territory by name": ({"territory": ("TRIEVES",)}, 2, []),
    "territory by id": ({"territory": ("oisans",)}, 2, []),
    "two territories": ({"territory": ("Oisans", "Matheysine")}, 3, []),
    "kind in French": ({"kind": ("formation",)}, 6, []),
    "kind by id": ({"kind": ("training", "event")}, 7, []),
    "kind in English": ({"kind": ("Training",)}, 6, []),
    "actor": ({"actor": ("EDF",)}, 1, []),
    "actor by another spelling, without any action": ({"actor": ("Grenoble Alpes initiative active",)}, 0, ["ICS108"]),
    "project by the action that it comes from": ({"project": ("Légumerie solidaire",)}, 1, []),
    "two criteria": ({"territory": ("Oisans",), "kind": ("meeting",)}, 1, []),
    "appointments: what is for everyone included": ({"personal": ("EDF",)}, 12, []),
}


@pytest.mark.parametrize(("only", "events", "codes"), CASES.values(), ids=CASES)
def test_a_selection_keeps_what_meets_every_criterion(export, gaia, only, events, codes):
    result = export(gaia, only=only)
    assert len(result.events) == events
    assert [code for code in result.codes if code != "ICS101"] == codes


def test_a_selected_feed_is_named_after_its_selection(export, gaia):
    result = export(gaia, only={"territory": ("Oisans",), "kind": ("Rencontre",)})
    assert rb"NAME:Labo des partenariats (Oisans\, Rencontre)" in result.data.split(b"\r\n")


def test_a_session_has_the_same_uid_in_every_selection(export, gaia):
    assert export(gaia, only={"territory": ("Oisans",)}).events.keys() < export(gaia).events.keys()


def test_narrowing_a_feed_cancels_nothing(export, gaia):
    result = export(gaia, export(gaia).data, only={"territory": ("Oisans",)})
    assert len(result.events) == 2
    assert {str(event["STATUS"]) for event in result.events.values()} == {"CONFIRMED"}


REFUSED = {
    "a name that means nothing": ({"territory": ("Mars",)}, "ICS301", ("Oisans", "Matheysine", "Trièves")),
    "one name of two": ({"territory": ("Oisans", "Mars")}, "ICS301", ("Oisans", "Matheysine", "Trièves")),
    "a name of no letter": ({"territory": ("?!",)}, "ICS301", ("Oisans", "Matheysine", "Trièves")),
    "a criterion that does not exist": (
        {"colour": ("bleu",)}, "ICS302", ("territory", "actor", "kind", "project", "personal"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("only", "code", "known"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_exist_is_an_error_with_what_does_and_no_feed(export, gaia, only, code, known):
    for previous in (None, export(gaia).data, export(gaia, only={"territory": ("Oisans",)}).data):
        result = export(gaia, previous, only=only)
        assert (result.codes, result.data) == ([code], b"")
        assert result.findings[0].data["known"] == known


def _split(*names: str) -> Programme:
    """An action a territory, and one more session without any."""
    actions = [
        Action(
            id=f"a-{name}",
            title=f"Atelier {name}",
            territories=(name.lower(),),
            sessions=(Session(id=f"s-{name}", period=Period.day(dt.date(2018, 1, 10))),),
        )
        for name in names
    ]
    return Programme(
        title="Labo",
        territories=tuple(Territory(id=name.lower(), name=name) for name in names),
        actions=tuple(actions),
    )


@pytest.mark.parametrize("asked_later", ["Oisans", "oisans", "OISANS"])
def test_a_territory_that_leaves_the_programme_keeps_its_sessions_as_cancelled(export, asked_later):
    first = export(_split("Oisans", "Vif"), only={"territory": ("Oisans",)})
    after = export(_split("Vif"), first.data, only={"territory": (asked_later,)})
    assert after.codes == ["ICS304", "ICS108", "ICS204"]
    assert after.events.keys() == first.events.keys()
    (event,) = after.events.values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert after.calendar["NAME"] == first.calendar["NAME"]
    assert "ne figure plus au programme" in after.calendar["DESCRIPTION"]
    assert export(_split("Vif"), after.data, only={"territory": (asked_later,)}).data == after.data
    back = export(_split("Oisans", "Vif"), after.data, only={"territory": ("Oisans",)})
    assert [int(event["SEQUENCE"]) for event in back.events.values()] == [2]


GONE = {
    "its id, where its name was asked": ({"territory": ("t-1",)}, {"territory": ("Oisans",)}),
    "its name, where its id was asked": ({"territory": ("Oisans",)}, {"territory": ("t-1",)}),
    "its only partner, by appointments": ({"personal": ("EDF",)}, {"personal": ("Électricité de France",)}),
    "with a kind, in another order": (
        {"kind": ("Formation",), "territory": ("Oisans",)}, {"territory": ("OISANS",), "kind": ("training",)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("later", "first"), GONE.values(), ids=GONE)
def test_what_left_is_known_by_all_its_names_whatever_the_programme_is_called_now(export, later, first):
    here = Action(
        id="a",
        title="Atelier",
        kind=ActionKind.TRAINING,
        actors=("edf",),
        territories=("t-1",),
        sessions=(Session(id="s", period=Period.day(dt.date(2018, 1, 10))),),
    )
    programme = Programme(
        title="Labo",
        territories=(Territory(id="t-1", name="Oisans"),),
        actors=(Actor(id="edf", name="EDF", aliases=("Électricité de France",), territories=("t-1",)),),
        actions=(here,),
    )
    before = export(programme, only=first)
    assert [str(event["STATUS"]) for event in before.events.values()] == ["CONFIRMED"]
    after = export(Programme(title="Labo des partenariats"), before.data, only=later)
    assert "ICS304" in after.codes
    assert after.events.keys() == before.events.keys()
    assert [str(event["STATUS"]) for event in after.events.values()] == ["CANCELLED"]
    assert export(programme, after.data, only=first).codes == []


MISSPELT = [
    {"territory": ("Oisan",)},
    {"actor": ("Oisans",)},
    {"territory": ("Oisans", "Oisan")},
    {"territory": ("Mars",)},
]


@pytest.mark.parametrize("only", MISSPELT, ids=str)
def test_a_misspelt_name_does_not_cancel_the_feed_of_another(export, only):
    for asked in ({"territory": ("Oisans",)}, {}, {"territory": ("Oisans", "Vif")}, {"kind": ("meeting",)}):
        first = export(_split("Oisans", "Vif"), only=asked)
        after = export(_split("Oisans", "Vif"), first.data, only=only)
        assert ({*after.codes}, after.data) == ({"ICS301"}, b"")


@pytest.mark.parametrize("mark", ["", "territory", "territory=", "=+/", "territory=a+b/c x=y", "\\n", "= ="])
def test_a_mark_that_someone_changed_is_that_of_another_part(export, mark):
    first = export(_split("Oisans", "Vif"), only={"territory": ("Oisans",)})
    (written,) = (line for line in first.data.split(b"\r\n") if line.startswith(b"X-LABO-ONLY:"))
    changed = first.data.replace(written, f"X-LABO-ONLY:{mark}".encode())
    after = export(_split("Vif"), changed, only={"territory": ("Oisans",)})
    assert (after.codes, after.data) == (["ICS301"], b"")


DESCRIPTIONS = {
    "everything": ({}, {}, ["toutes les séances du plan d'action"]),
    "one territory": ({"territory": ("Oisans",)}, {}, ["les séances du territoire Oisans."]),
    "two and a kind": (
        {"kind": ("meeting",), "territory": ("Oisans", "Trièves")}, {}, ["du territoire Oisans ou Trièves, de type"],
    ),
    "one actor": ({"actor": ("EDF",)}, {}, ["des actions menées par EDF."]),
    "appointments": ({"personal": ("EDF",)}, {}, ["qui concernent EDF.", "Une séance concerne un acteur"]),
    "without spans": ({}, {"ranges": "omit"}, ["n'y figurent pas."]),
}  # fmt: skip


@pytest.mark.parametrize(("only", "extra", "sentences"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_the_calendar_says_what_it_holds(export, gaia, only, extra, sentences):
    calendar = export(gaia, only=only, extra=extra).calendar
    assert all(each in calendar["DESCRIPTION"] for each in sentences)


def test_the_calendar_says_in_english_what_it_holds(export, gaia):
    said = export(gaia, only={"territory": ("Oisans",), "kind": ("meeting",)}, language="en").calendar["DESCRIPTION"]
    assert said.startswith("This calendar holds a part of the plan of action: the sessions of the territory Oisans, of")


def _session(id_: str, *territories: str) -> Session:
    return Session(id=id_, period=Period.day(dt.date(2018, 1, 10)), territories=territories)


def test_appointments_are_those_of_the_actor_of_its_territory_and_of_everyone(export):
    actions = (
        Action(id="own", title="Menée", actors=("edf",), territories=("vif",), sessions=(_session("1"),)),
        Action(id="near", title="Voisine", actors=("cci",), sessions=(_session("2", "oisans"), _session("3", "vif"))),
        Action(id="far", title="Lointaine", actors=("cci",), sessions=(_session("4"),)),
        Action(id="all", title="Pour tous", kind=ActionKind.EVENT, sessions=(_session("5"),)),
    )
    programme = Programme(
        actors=(Actor(id="edf", name="EDF", territories=("oisans",)), Actor(id="cci", name="CCI")),
        territories=(Territory(id="oisans", name="Oisans"), Territory(id="vif", name="Vif")),
        actions=actions,
    )

    def titles(**only: tuple[str, ...]) -> list[str]:
        return sorted(str(event["SUMMARY"]) for event in export(programme, only=only).events.values())

    assert titles(personal=("EDF",)) == ["Menée", "Pour tous", "Voisine"]
    assert titles(personal=("CCI",)) == ["Lointaine", "Pour tous", "Voisine", "Voisine"]
    assert titles(personal=("EDF",), territory=("Vif",)) == ["Menée"]


RELATED = {"related": "yes"}


def _relations(result) -> set[tuple[str, str, str]]:
    """Who refers to whom, and how, in their summaries and days."""
    named = {uid: f"{event['SUMMARY']} {event['DTSTART'].dt:%d/%m}" for uid, event in result.events.items()}
    return {
        (named[uid], event["RELATED-TO"].params["RELTYPE"], named[str(event["RELATED-TO"])])
        for uid, event in result.events.items()
        if "RELATED-TO" in event
    }


def test_sessions_refer_to_one_another_only_when_asked(export, gaia):
    plain = export(gaia)
    assert b"RELATED-TO" not in plain.data
    assert export(gaia, extra={"related": "no"}).data == plain.data
    related = export(gaia, extra=RELATED)
    assert related.data.replace(b"\r\n ", b"").count(b"RELATED-TO;RELTYPE=SIBLING:") == len(_relations(related))
    assert {kind for _, kind, _ in _relations(related)} == {"SIBLING"}


def test_a_relation_survives_a_move_and_a_change_of_switch_is_no_new_date(export, gaia):
    plain = export(gaia)
    related = export(gaia, plain.data, extra=RELATED)
    assert {int(event["SEQUENCE"]) for event in related.events.values()} == {0}
    first = gaia.actions[2].sessions[0]
    moved = evolve(first, period=Period.day(dt.date(2018, 3, 3), label=first.period.label))
    action = evolve(gaia.actions[2], sessions=(moved, *gaia.actions[2].sessions[1:]))
    plan = evolve(gaia, actions=(*gaia.actions[:2], action, *gaia.actions[3:]))
    after = export(plan, related.data, extra=RELATED)
    assert {uid: str(event.get("RELATED-TO", "")) for uid, event in after.events.items()} == {
        uid: str(event.get("RELATED-TO", "")) for uid, event in related.events.items()
    }
    assert export(gaia, related.data).data.count(b"RELATED-TO") == 0


@pytest.mark.parametrize("asked", ["Coeur de Savoie", "CŒUR DE SAVOIE", "cœur-de-savoie"])
def test_a_ligature_is_the_letters_that_it_joins(export, asked):
    """Names are compared as the whole library compares them."""
    session = Session(id="s", period=Period.day(dt.date(2024, 3, 1)), territories=("t",))
    plan = Programme(
        territories=(Territory(id="t", name="Cœur de Savoie"),),
        actions=(Action(id="a", title="Atelier", sessions=(session,)),),
    )
    assert len(export(plan, only={"territory": (asked,)}).events) == 1
