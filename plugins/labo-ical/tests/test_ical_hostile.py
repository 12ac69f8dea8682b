"""Texts that mean harm, or break programs: in every text and id of a plan they come out as words and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest

from labo_ical.cleaning import LONGEST_LINE, LONGEST_TEXT
from labo_ical.selection import fold
from labo_partenariats import Action, Actor, LocalActionGroup, Period, Precision, Programme, Project, Session, Territory

LONG, TEN_MEGABYTES = 50_000, 10_000_000

HOSTILE = {
    "a new property": "Atelier\r\nATTENDEE:mailto:x\r\nORGANIZER:mailto:x",
    "the end of the event and an alarm": "Atelier\nEND:VEVENT\nBEGIN:VALARM\rTRIGGER:-PT5M\x0bEND:VCALENDAR\x85X\u2028",
    "the name of a property": 'DTSTART;TZID="a:b";VALUE=DATE:20180101',
    "a folded line of someone else": "Atelier\r\n \tsuite\r\n\r\n ",
    "control characters": "".join(map(chr, [*range(32), *range(127, 160)])) + "Atelier",
    "an end of a C text": "Ate\x00lier",
    "lone surrogates": "\ud800Ate\udfffl\udc00\ud800ier",
    "lone surrogates and nothing else": "\ud800",
    "overridden directions": "\u202eAtelier\u202c \u2066de \u2067nuit\u2069 \u202aici",
    "right to left": "ورشة عمل مع الشركاء, סדנה; ערב",
    "signs of several code points": "👩‍🌾🏳️‍🌈 🇫🇷 e\u0301\u0302\u0303\u0304 " + "Z" + "\u0351" * 40,
    "a very long word": "Anticonstitutionnellement" * (LONG // 25),
    "very many lines": "Une ligne, et une autre ; encore\n" * (LONG // 33),
    "very many spaces": " " * LONG + "fin",
    "very many accented letters": "é" * LONG,
    "half an address for ever": "a@" * (LONG // 2),
    "backslashes": "\\" * 75 + "n\\,\\;\\N",
    "only punctuation": ";;;,,,:::",
    "marks of order and non-characters": "\ufeffAtelier\ufffe\uffff\U0010ffff",
    "a formula": '=HYPERLINK("http://exemple.fr";"Atelier")',
    "markup": "<script>alert(1)</script><b>Atelier</b>&amp;",
    "an address of a script": "javascript:alert(1)//https://exemple.fr\n",
}

FIELDS = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
    "CATEGORIES", "RELATED-TO", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "X-LABO-PERIOD", "X-LABO-KEY",
}  # fmt: skip

#: What no reader of a calendar sees, and some obey.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def plan(text: str) -> Programme:
    """A plan that holds *text* wherever a text or an id may stand."""
    january, first = dt.date(2018, 1, 31), dt.date(2018, 1, 1)
    sessions = (
        Session(id=text, topic=text, place=text, territories=(text,), period=Period.day(first, label=text, text=text)),
        Session(id=f"{text}2", place=text, period=Period(first, january, Precision.MONTH, label=text, text=text)),
    )
    action = Action(
        id=text,
        title=text,
        audience=text,
        description=(text, text),
        objectives=(text,),
        expected_results=(text, text),
        period_text=text,
        place=text,
        territories=(text,),
        actors=(text,),
        sessions=sessions,
    )
    return Programme(
        title=text,
        summary=(text,),
        lag=LocalActionGroup(name=text),
        territories=(Territory(id=text, name=text),),
        actors=(Actor(id=text, name=text, aliases=(text,)),),
        projects=(Project(id=text, title=text, origin=text),),
        actions=(action,),
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_shown_and_never_obeyed(export, text):
    """Two events of known properties, in short lines, without a character that a program obeys, of a bounded size."""
    result = export(plan(text), extra={"related": "yes"})
    lines = result.data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 for line in lines)
    assert b"\n" not in result.data.replace(b"\r\n", b"")
    assert len(result.data) < 120_000
    assert [each.name for each in result.calendar.subcomponents] == ["VEVENT", "VEVENT"]
    for event in result.events.values():
        assert set(event) <= FIELDS
        assert not event.subcomponents
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            shown = str(event.get(name, ""))
            assert UNSEEN.search(shown) is None
            assert len(shown) <= (LONGEST_TEXT if name == "DESCRIPTION" else 2 * LONGEST_LINE + len("… –  …"))
    assert UNSEEN.search(str(result.calendar["NAME"])) is None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_feed_of_hostile_texts_follows_itself(export, text):
    """It is recognised as the earlier version: nothing changes, nothing is dated, nothing vanishes."""
    first = export(plan(text))
    again = export(plan(text), first.data)
    assert again.data == first.data
    assert not {"ICS201", "ICS202", "ICS203", "ICS204"} & {*again.codes}
    without = export(Programme(title=text, lag=LocalActionGroup(name=text)), first.data, now=dt.date(2017, 1, 1))
    assert without.events.keys() == first.events.keys()
    assert {str(event["STATUS"]) for event in without.events.values()} == {"CANCELLED"}
    assert all(0 < len(line) <= 75 for line in without.data.split(b"\r\n")[:-1])


@pytest.mark.parametrize("criterion", ["territory", "actor", "project", "personal"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_can_be_asked_for(export, text, criterion):
    """The name of a feed is cleaned as any text is, and a name that has no letter is still a name."""
    result = export(plan(text), only={criterion: (text,)})
    assert UNSEEN.search(str(result.calendar["NAME"])) is None
    assert result.codes.count("ICS301") == 0
    assert len(result.data) < 120_000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_are_compared_whatever_they_hold(text):
    """Two spellings of one name that differ by case and accents are the same, and folding twice changes nothing."""
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize("unit", ["Une ligne, et une autre ; encore\n", "é", " ", "\ud800", "+1 ", "a@"])
def test_ten_megabytes_of_description_cost_what_is_shown(export, unit):
    """Each of the sessions repeats what is shown and not what was written."""
    sessions = tuple(Session(id=str(rank), period=Period.day(dt.date(2018, 1, 1 + rank))) for rank in range(20))
    text = unit * (TEN_MEGABYTES // len(unit.encode("utf-8", "replace")))
    result = export(Programme(actions=(Action(id="a", title="A", description=(text,), sessions=sessions),)))
    assert len(result.events) == len(sessions)
    assert "ICS109" in result.codes
    assert len(result.data) < len(sessions) * 4 * LONGEST_TEXT


@pytest.mark.parametrize("text", ["very many lines", "a very long word"])
def test_a_text_that_is_cut_is_told(export, text):
    """Where it was cut, and that the calendar shows its beginning only."""
    result = export(plan(HOSTILE[text]))
    assert "ICS109" in result.codes
    described = str(next(iter(result.events.values()))["DESCRIPTION"])
    assert described.endswith(" …")
    assert len(described) <= LONGEST_TEXT
    whole = export(plan("Une ligne, et une autre ; encore\n" * 20))
    assert "ICS109" not in whole.codes


def test_an_address_at_the_cut_is_not_shown_in_part(export):
    """What is read beyond what is shown is redacted first."""
    text = "x " * (LONGEST_TEXT // 2 - 8) + "prenom.nom@exemple.fr " * 50
    action = Action(
        id="a", title="A", description=(text,), sessions=(Session(id="s", period=Period.day(dt.date(2018, 1, 1))),)
    )
    result = export(Programme(actions=(action,)))
    assert "prenom" not in result.one("A")["DESCRIPTION"]
    assert result.codes == ["ICS106", "ICS109"]
