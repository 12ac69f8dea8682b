"""Programme files with mistakes: all told together, each at its path; what is sound is kept; nothing else is raised."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labo_partenariats.codec.programme import Format, dumps, from_data, loads, to_data
from labo_partenariats.errors import UnreadableSource
from labo_partenariats.findings import PathLocation, Severity, core_catalogue
from labo_partenariats.i18n.texts import LANGUAGES, has_text
from labo_partenariats.model import Programme
from labo_partenariats.testing import dossiers

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "programme_problems.toml").read_text(encoding="utf-8")
)["case"]

#: A whole programme takes long to make: a fifth of the usual number.
few = settings(max_examples=settings.default.max_examples // 5)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_case(case: dict[str, Any]) -> None:
    """The findings are those of the case, in its order, and what remains is the programme without the mistakes."""
    decoded = loads(case["text"], "json", "dossier.json")
    told = [[each.code, str(each.location), each.value or ""] for each in decoded.findings]

    assert told == case["findings"]
    assert decoded.programme == loads(case["kept"], "json").programme
    assert all(each.location == PathLocation(str(each.location), "dossier.json") for each in decoded.findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_problems_can_be_told(case: dict[str, Any]) -> None:
    """Each problem has its sentence in both languages and names what was expected without a word of Python's."""
    for found in loads(case["text"], "json").findings:
        for language in LANGUAGES:
            sentence = core_catalogue().message(found, language)
            assert sentence
            assert not any(word in sentence for word in ("object", "attribute", "argument", "not a valid", "MIS0"))


def test_toml_tells_the_same() -> None:
    """In TOML the same mistakes have the same paths; its own days are days, its date-times and numbers are not."""
    decoded = loads(
        """
        schema_version = 1
        title = 5
        [application]
        date = 2017-10-12
        [document]
        created = 2017-10-12T10:00:00
        [[financing.expenses]]
        id = "e"
        label = "E"
        amount = 12.50
        """,
        "toml",
    )

    assert [(found.code, str(found.location)) for found in decoded.findings] == [
        ("MOD010", "$.title"),
        ("MOD010", "$.financing.expenses[0].amount"),
        ("MOD010", "$.document.created"),
    ]
    assert dumps(decoded.programme, "json") == dumps(
        loads(
            '{"schema_version": 1, "application": {"date": "2017-10-12"}, "document": {}, "financing": {}}', "json"
        ).programme,
        "json",
    )


@pytest.mark.parametrize(
    ("text", "format_", "code"),
    [
        ("", "json", "SRC080"),
        ('{"title": }', "json", "SRC080"),
        ("title = ", "toml", "SRC080"),
        ("a = 1\na = 2", "toml", "SRC080"),
        ("[" * 100_000, "json", "SRC080"),
        ('{"title": ' + "9" * 5000 + "}", "json", "SRC080"),
        (r'{"title": "\ud83d"}', "json", "SRC080"),
        (r'{"\uDC00": 1}', "json", "SRC080"),
        ("[]", "json", "SRC081"),
        ("null", "json", "SRC081"),
        ('"title"', "json", "SRC081"),
        ('{"schema_version": 2}', "json", "SRC082"),
        ('{"schema_version": "1"}', "json", "SRC082"),
        ('{"schema_version": true}', "json", "SRC082"),
        ("schema_version = 1.0", "toml", "SRC082"),
    ],
)
def test_what_is_no_programme_file_is_refused(text: str, format_: Format, code: str) -> None:
    """Broken syntax, another kind of document and another version are told in both languages, with the file's name."""
    with pytest.raises(UnreadableSource) as refused:
        loads(text, format_, "dossier")

    assert (refused.value.code, refused.value.data["file"]) == (code, "dossier")
    for language in LANGUAGES:
        assert core_catalogue()[code].text("message", language, refused.value.data)
        assert has_text(f"findings.{code}.remedy", language)


def test_whole_characters_may_be_spelt_in_halves() -> None:
    """Two halves that make a character are the character."""
    assert loads(r'{"schema_version": 1, "title": "\ud83d\ude00"}', "json").programme.title == "😀"


def test_depth_is_no_danger() -> None:
    """A value nested hundreds deep is a value of the wrong type, or beyond what can be read; never a crash."""
    for depth in (10, 300, 500, 800, 990):
        text = '{"schema_version": 1, "title": ' + "[" * depth + "]" * depth + "}"
        try:
            decoded = loads(text, "json")
        except UnreadableSource as refused:
            assert refused.code == "SRC080"
        else:
            assert [str(found.location) for found in decoded.findings] == ["$.title"]


KEYS = sorted(
    {field.name for field in attrs.fields(Programme)}
    | {"id", "name", "label", "amount", "start", "end", "period", "sessions", "expenses", "minimum", "schema_version"}
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["1", "0.80", "2017-10-12", "10:00", "lead", "month", "staff", "eafrd"])
)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(KEYS), JSON_VALUES))
@example({"schema_version": 1, "document": {"revision": float("nan")}})
def test_arbitrary_data_never_raises(data: dict[str, Any]) -> None:
    """Any JSON at all is read, or refused for its version; each finding can be told; what is kept is sound."""
    try:
        decoded = loads(json.dumps(data), "json")
    except UnreadableSource as refused:
        assert refused.code == "SRC082"
        return
    for found in decoded.findings:
        assert core_catalogue().message(found, "fr")
        assert found.severity is (Severity.WARNING if found.code == "MOD014" else Severity.ERROR)
    places = [str(found.location) for found in decoded.findings if found.code != "MOD014"]
    assert len(set(places)) == len(places)
    assert loads(dumps(decoded.programme, "json"), "json").findings == ()


@given(st.text(), st.sampled_from(["json", "toml"]))
@example("\ufeff{}", "json")
@example("a = [" * 1000, "toml")
@example("a = 1979-05-27T07:32:00Z", "toml")
@example("a.b = 1\na = 2", "toml")
def test_arbitrary_text_never_raises(text: str, format_: Format) -> None:
    """Any text at all is read or refused, never anything else."""
    try:
        decoded = loads(text, format_)
    except UnreadableSource as refused:
        assert refused.code in {"SRC080", "SRC081", "SRC082"}
    else:
        assert decoded.findings


def _nodes(data: Any, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The keys of every part of plain data, the root left out."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [(*keys, key) for key, _ in inner]
    return found + [below for key, value in inner for below in _nodes(value, (*keys, key))]


@few
@given(dossiers.dossiers(), st.data())
def test_one_mistake_spoils_one_part(programme: Programme, data: st.DataObject) -> None:
    """Whatever replaces one value, all other parts of the programme are read as if nothing had happened."""
    raw = json.loads(dumps(programme, "json"))
    nodes = [keys for keys in _nodes(raw) if keys != ("schema_version",)]
    if not nodes:
        return
    *parents, last = data.draw(st.sampled_from(nodes))
    holder = raw
    for key in parents:
        holder = holder[key]
    holder[last] = data.draw(JSON_VALUES)
    spoilt = [*parents, last][0]

    before = json.dumps(raw)
    decoded = from_data(raw)
    assert json.dumps(raw) == before, "what was given is not changed"
    for field in attrs.fields(Programme):
        if field.name != spoilt:
            assert getattr(decoded.programme, field.name) == getattr(programme, field.name)
    kept, whole = getattr(decoded.programme, str(spoilt)), getattr(programme, str(spoilt))
    if len(parents) > 1 and isinstance(whole, tuple):
        assert len(whole) - len(kept) in {0, 1}
    if not decoded.findings:
        assert to_data(from_data(to_data(decoded.programme)).programme) == to_data(decoded.programme)


@few
@given(dossiers.dossiers(), st.data())
def test_a_stranger_among_the_keys_spoils_nothing(programme: Programme, data: st.DataObject) -> None:
    """An unknown key anywhere is told at its path and costs nothing else."""
    raw = json.loads(dumps(programme, "json"))
    holders: list[Any] = [raw]
    for keys in _nodes(raw):
        part = raw
        for key in keys:
            part = part[key]
        if isinstance(part, dict):
            holders.append(part)
    data.draw(st.sampled_from(holders))["unknown key"] = 1
    decoded = from_data(raw)

    assert decoded.programme == programme
    assert [found.code for found in decoded.findings] == ["MOD011"]
    assert str(decoded.findings[0].location).endswith(".unknown key")


LINES = [
    {"id": "a", "label": "A", "amount": "10.00"},
    {"id": "b", "label": "B", "amount": "dix"},
    {"id": "c", "label": "C", "amount": "30.00"},
]


def test_items_behind_a_lost_one_keep_their_place() -> None:
    """A line that moved up in the programme is still found where it stands in the text, with all its parts."""
    decoded = from_data({"schema_version": 1, "financing": {"expenses": LINES}}, "a.json")

    assert decoded.origins.locate("$.financing.expenses[0].amount") == PathLocation("$.financing.expenses[0].amount")
    assert decoded.origins.locate("$.financing.expenses[1].amount") == PathLocation(
        "$.financing.expenses[2].amount", "a.json"
    )


@pytest.mark.parametrize(
    ("financing", "unread"),
    [
        ({"expenses": LINES}, {"expenses"}),
        ({"resources": LINES}, {"resources"}),
        ({"resources": "aucune"}, {"resources"}),
        ({"expenses": [LINES[0] | {"category": "vols"}]}, set()),
        ("à venir", {"expenses", "resources"}),
        ({"aid_rate": "beaucoup", "expenses": [LINES[0]]}, set()),
    ],
)
def test_a_table_with_a_lost_line_is_named(financing: Any, unread: set[str]) -> None:
    """The tables of the plan of which a line is lost are known; a lost detail of a line is not a lost line."""
    assert from_data({"schema_version": 1, "financing": financing}).unread == unread


def test_a_key_given_twice_is_told() -> None:
    """JSON lets an object repeat a key: the last value is read, and the repetition is an error at any depth."""
    decoded = loads(
        '{"schema_version": 1, "title": "a", "title": "b", "application": {"reference": "x", "reference": "x"}}', "json"
    )

    assert decoded.programme.title == "b"
    assert [(found.code, found.value) for found in decoded.findings] == [("MOD015", "reference"), ("MOD015", "title")]
