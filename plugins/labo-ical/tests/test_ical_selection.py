"""A feed of a part of the plan."""

from __future__ import annotations

import pytest

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
    "a name that means nothing": ({"territory": ("Oisans", "Vercors")}, 2, ["ICS301"]),
    "only names that mean nothing": ({"actor": ("Personne",)}, 0, ["ICS301", "ICS108"]),
    "a criterion that does not exist": ({"colour": ("bleu",)}, 0, ["ICS302", "ICS108"]),
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
