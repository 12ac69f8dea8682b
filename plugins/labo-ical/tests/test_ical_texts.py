"""Texts of users in a public file: whatever they hold, it is shown and never obeyed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_ical.cleaning import clean, redacted
from labo_partenariats import Action, Period, Programme, Session, Territory

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc"]),
        st.sampled_from("\\;,:\r\n\t \"nN^'=\x00\x85\u2028\ufeffé€😀"),
    ),
    max_size=200,
)


def _programme(text: str) -> Programme:
    session = Session(
        id=text,
        topic=text,
        place=text,
        territories=("t",),
        period=Period.day(dt.date(2018, 1, 1), label=text, text=text),
    )
    action = Action(
        id=text,
        title=text,
        audience=text,
        description=(text, text),
        objectives=(text,),
        period_text=text,
        sessions=(session,),
    )
    return Programme(title=text, summary=(text,), territories=(Territory(id="t", name=text),), actions=(action,))


@given(text=HOSTILE)
def test_any_text_gives_a_file_that_parses_to_the_same_words(export, text):
    result = export(_programme(text), personal_data=True)
    (event,) = result.events.values()
    line = " ".join(clean(text).split("\n"))
    assert event["SUMMARY"] == (f"{line} – {line}" if line else "Sans titre")
    assert event.get("LOCATION", "") == line
    assert event.get("DESCRIPTION", "").count(f"Thème : {line}") >= bool(line)
    assert (event["CATEGORIES"].cats if "CATEGORIES" in event else []) == ([line] if line else [])
    assert len(result.calendar.subcomponents) == 1


@given(text=HOSTILE)
def test_any_text_gives_lines_that_every_reader_can_cut(export, text):
    data = export(_programme(text)).data
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 and line.strip() for line in lines)
    for line in lines:
        assert line.decode().splitlines() == [line.decode()]
        assert re.search(rb"[\x00-\x1f\x7f]", line) is None


def test_a_line_break_cannot_begin_a_property(export):
    result = export(_programme("Atelier\r\nATTENDEE:mailto:x\nBEGIN:VALARM\rTRIGGER:-PT5M"))
    (event,) = result.events.values()
    assert set(event) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
        "CATEGORIES", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "X-LABO-KEY",
    }  # fmt: skip
    assert not event.subcomponents


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;b,c", rb"a\;b\,c"),
        ("C:\\Nouveau", rb"C:\\Nouveau"),
        ('"cité"', '"cité"'.encode()),
        ("Vu à 18\N{NARROW NO-BREAK SPACE}h", "Vu à 18\N{NARROW NO-BREAK SPACE}h".encode()),
    ],
)
def test_a_text_is_escaped_once(export, text, written):
    assert b"LOCATION:" + written + b"\r\n" in export(_programme(text)).data


PERSONAL = [
    ("Inscriptions : accueil@exemple.fr", "Inscriptions : [adresse électronique retirée]"),
    ("Tél. 04 76 00 00 00.", "Tél. [téléphone retiré]."),
    ("Tél. 04.76.00.00.00", "Tél. [téléphone retiré]"),
    ("0476000000 ou +33 4 76 00 00 00", "[téléphone retiré] ou [téléphone retiré]"),
    ("+33 (0)4 76 00 00 00", "[téléphone retiré]"),
    ("04\N{NO-BREAK SPACE}76\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00", "[téléphone retiré]"),
]


@pytest.mark.parametrize(("text", "shown"), PERSONAL)
def test_addresses_and_numbers_stay_out_and_this_is_reported(export, text, shown):
    session = Session(id="s", place=text, period=Period.day(dt.date(2018, 1, 1)))
    result = export(Programme(actions=(Action(id="a", title="Atelier", sessions=(session,)),)))
    assert result.one("Atelier")["LOCATION"] == shown
    assert result.codes == ["ICS106"]


def test_addresses_and_numbers_are_kept_when_asked(export):
    session = Session(id="s", place="accueil@exemple.fr, 04 76 00 00 00", period=Period.day(dt.date(2018, 1, 1)))
    programme = Programme(actions=(Action(id="a", title="Atelier", sessions=(session,)),))
    result = export(programme, personal_data=True)
    assert result.one("Atelier")["LOCATION"] == session.place
    assert result.codes == []


@pytest.mark.parametrize(
    "text",
    [
        "4/09 - 02/10 - 06/11 2017",
        "80012345600012",
        "12 603,00 €",
        "10 à 15 projets",
        "@territoire",
        "01/02/2018 10:00",
    ],
)
def test_dates_amounts_and_numbers_of_other_kinds_are_kept(text):
    assert redacted(text, "fr") == text
