"""A programme as JSON and TOML: the same programme back, the same text each time, as the published schema says."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from labo_partenariats.codec.programme import SCHEMA_VERSION, Format, dumps, from_data, loads, to_data
from labo_partenariats.codec.schema import json_schema
from labo_partenariats.law import Library
from labo_partenariats.model import (
    Action,
    Actor,
    Expense,
    FinancingPlan,
    Indicator,
    Programme,
    Project,
    Range,
    Session,
)
from labo_partenariats.plugin.builtin import EXPORTERS, ProgrammeExporter, without_personal_data
from labo_partenariats.plugin.protocols import Exporter, ExportOptions, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.testing import dossiers
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision

#: A whole programme takes long to make: a fifth of the usual number.
few = settings(max_examples=settings.default.max_examples // 5)

FORMATS: tuple[Format, ...] = ("json", "toml")
VALIDATOR = Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _session(period: Period) -> Programme:
    return Programme(actions=(Action(id="a", title="A", sessions=(Session(id="s", period=period),)),))


@few
@given(dossiers.dossiers(), st.sampled_from(FORMATS))
def test_round_trip(programme: Programme, format_: Format) -> None:
    """A written programme reads as the same programme, without a finding, and writes as the same text."""
    text = dumps(programme, format_)
    decoded = loads(text, format_)

    assert decoded.programme == programme
    assert decoded.findings == ()
    assert dumps(decoded.programme, format_) == text


@given(st.text(), st.lists(st.text()), st.sampled_from(FORMATS))
def test_any_text_survives(title: str, summary: list[str], format_: Format) -> None:
    """Quotes, control characters, line ends of every kind and other scripts come back as they were."""
    programme = Programme(title=title, summary=tuple(summary))

    assert loads(dumps(programme, format_), format_).programme == programme


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "programme",
    [
        _session(Period(dt.date(2017, 9, 1), None, Precision.MONTH)),
        _session(Period(None, dt.date(2017, 12, 31), Precision.MONTH)),
        _session(Period(dt.date(17, 1, 1), dt.date(9999, 12, 31), text="Sept à déc 2017")),
        _session(Period(dt.date(2017, 9, 1), dt.date(2017, 9, 1), start_time=dt.time(0, 0), end_time=dt.time(9, 5, 7))),
        Programme(financing=FinancingPlan(aid_rate=Rate("0.12345678901234567890"), requested=Money(-1))),
        Programme(financing=FinancingPlan(expenses=(Expense(id="", label="", amount=Money(10**40)),))),
        Programme(projects=(Project(id="p", title="P", is_example=True),)),
        Programme(indicators=(Indicator(id="i", name="I", target=Range(Decimal("1E+2"), Decimal("100.50"))),)),
    ],
)
def test_rare_values_survive(programme: Programme, format_: Format) -> None:
    """Open spans, seconds, far years, long rates, large amounts and exponents come back exactly."""
    decoded = loads(dumps(programme, format_), format_)

    assert (decoded.programme, decoded.findings) == (programme, ())
    assert to_data(decoded.programme) == to_data(programme)


def test_form_of_the_text() -> None:
    """Amounts have two decimals, rates all of theirs, days are ISO 8601, and what is not told is not written."""
    programme = Programme(
        title="É",
        financing=FinancingPlan(
            aid_rate=Rate("0.8"),
            date=dt.date(2017, 10, 12),
            expenses=(Expense(id="e", label="E", amount=Money.euros(1400)),),
        ),
    )

    assert to_data(programme) == {
        "schema_version": SCHEMA_VERSION,
        "title": "É",
        "financing": {
            "aid_rate": "0.80",
            "date": "2017-10-12",
            "expenses": [{"id": "e", "label": "E", "amount": "1400.00"}],
        },
    }
    assert '"É"' in dumps(programme, "json")
    assert dumps(programme, "json").endswith("}\n")
    assert tomllib.loads(dumps(programme, "toml")) == to_data(programme)


def test_schema_is_a_schema() -> None:
    """The schema is valid under draft 2020-12 and says so."""
    schema = json_schema()

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert json_schema() == schema


@few
@given(dossiers.dossiers())
def test_schema_accepts_what_is_written(programme: Programme) -> None:
    """Both texts of any programme are valid under the published schema."""
    VALIDATOR.validate(json.loads(dumps(programme, "json")))
    VALIDATOR.validate(tomllib.loads(dumps(programme, "toml")))


def _faults(data: dict[str, Any]) -> list[str]:
    return sorted(error.validator for error in VALIDATOR.iter_errors(data))


SOUND: dict[str, Any] = {
    "schema_version": 1,
    "territories": [{"id": "t", "name": "T"}],
    "financing": {"expenses": [{"id": "e", "label": "E", "amount": "5.00"}]},
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"schema_version": 2}, "const"),
        ({"schema_version": True}, "const"),
        ({"colour": "green"}, "additionalProperties"),
        ({"territories": [{"id": "t", "name": "T", "size": 1}]}, "additionalProperties"),
        ({"territories": [{"id": "t"}]}, "required"),
        ({"summary": "abc"}, "type"),
        ({"impacts": [{"kind": "fiscal", "text": "T"}]}, "enum"),
        ({"title": 5}, "anyOf"),
        ({"financing": {"requested": "douze"}}, "anyOf"),
        ({"application": {"date": "12/10/2017"}}, "anyOf"),
    ],
)
def test_schema_and_reader_agree(change: dict[str, Any], fault: str | None) -> None:
    """What the reader reports the schema refuses, and the sound file passes both."""
    data = SOUND | change

    assert _faults(data) == ([] if fault is None else [fault])
    if "schema_version" not in change:
        assert bool(from_data(data).findings) == (fault is not None)


def test_schema_wants_the_version() -> None:
    """A file without its version is warned of by the reader and refused by the schema."""
    assert _faults({}) == ["required"]
    assert [found.code for found in from_data({}).findings] == ["MOD014"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.from_regex(r"\A-?[0-9]{1,3}(\.[0-9]{1,3})?\n?\Z")
    | st.dates().map(str)
    | st.sampled_from(["20171012", "2017-W41-4", "2017-02-30", "10:00", "25:00", "lead", "staff", "month", ""]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "name", "start"]), inner),
    max_leaves=4,
)


@few
@given(dossiers.dossiers(), st.data())
def test_what_the_reader_takes_the_schema_takes(programme: Programme, data: st.DataObject) -> None:
    """A changed file that is read without a finding is valid under the schema: the reader is never the laxer."""
    raw = json.loads(dumps(programme, "json"))
    holder: Any = raw
    for _ in range(data.draw(st.integers(0, 6))):
        inner = [part for part in (holder.values() if isinstance(holder, dict) else holder) if part and _holds(part)]
        if not inner:
            break
        holder = data.draw(st.sampled_from(inner))
    keys = [key for key in holder if key != "schema_version"] if isinstance(holder, dict) else range(len(holder))
    if keys:
        holder[data.draw(st.sampled_from(sorted(keys)))] = data.draw(VALUES)

    if not from_data(raw).findings:
        VALIDATOR.validate(raw)


def _holds(part: object) -> bool:
    return isinstance(part, (dict, list))


#: These exporters write the programme alone, as one text; the archive of all files has tests of its own.
TEXTS = [exporter for exporter in EXPORTERS if isinstance(exporter, ProgrammeExporter)]
NOTHING_ASSESSED = assess(make_case(Programme(), Library.builtin()))


def _written(exporter: Exporter, programme: Programme, options: ExportOptions) -> str:
    out = BytesIO()
    assert exporter.export(Work(programme=programme, assessment=NOTHING_ASSESSED), options, out) == ()
    return out.getvalue().decode("utf-8")


ACTORS = (
    Actor(id="a", name="A", email="contact@example.org", phone="0400000000", siren="732829320", postcode="38350"),
    Actor(id="b", name="B"),
)


@pytest.mark.parametrize("exporter", TEXTS, ids=lambda exporter: exporter.name)
def test_exports_leave_personal_data_out(exporter: Exporter) -> None:
    """Addresses and telephone numbers are written only when they are asked for; all else is the programme."""
    programme = Programme(title="T", actors=ACTORS)
    published = _written(exporter, programme, ExportOptions())
    whole = _written(exporter, programme, ExportOptions(personal_data=True))

    assert "example.org" not in published
    assert "0400000000" not in published
    assert loads(published, exporter.name).programme == Programme(  # type: ignore[arg-type]
        title="T", actors=(evolve(ACTORS[0], email=None, phone=None), ACTORS[1])
    )
    assert loads(whole, exporter.name).programme == programme  # type: ignore[arg-type]


@few
@given(dossiers.dossiers(), st.sampled_from(TEXTS))
def test_a_published_programme_reads_back(programme: Programme, exporter: Exporter) -> None:
    """What is published is the programme without the means to reach people, and nothing less."""
    published = loads(_written(exporter, programme, ExportOptions()), exporter.name)  # type: ignore[arg-type]

    assert (published.programme, published.findings) == (without_personal_data(programme), ())
    assert all(actor.email is None and actor.phone is None for actor in published.programme.actors)
