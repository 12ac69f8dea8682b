"""Files of earlier format versions are read as those of today; what never was a version is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats import model
from labo_partenariats.codec import programme as codec
from labo_partenariats.codec.migration import MIGRATIONS, Migration, migrated, version_after
from labo_partenariats.codec.programme import SCHEMA_VERSION, Decoded, loads
from labo_partenariats.errors import UnreadableSource
from labo_partenariats.i18n import LANGUAGES, has_text

FROZEN = Path(__file__).parents[1] / "cases" / "versions"


def _name_to_title(data: dict[str, Any]) -> dict[str, Any]:
    """A pretended change: version 1 called the title a name."""
    return {("title" if key == "name" else key): value for key, value in data.items()}


def _summary_to_paragraphs(data: dict[str, Any]) -> dict[str, Any]:
    """Another: version 2 held the summary as one text."""
    return {**data, "summary": data["summary"].split("\n")}


STEPS: tuple[Migration, ...] = (_name_to_title, _summary_to_paragraphs)


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader as it would be after two changes of the format."""
    monkeypatch.setattr(codec, "MIGRATIONS", STEPS)
    monkeypatch.setattr(codec, "SCHEMA_VERSION", version_after(STEPS))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"schema_version": 1, "name": "T", "summary": "a\\nb"}', ["MOD016"]),
        ('{"schema_version": 2, "title": "T", "summary": "a\\nb"}', ["MOD016"]),
        ('{"schema_version": 3, "title": "T", "summary": ["a", "b"]}', []),
        ('{"title": "T", "summary": ["a", "b"]}', ["MOD014"]),
    ],
)
@pytest.mark.usefixtures("two_steps")
def test_every_version_is_read_as_the_last(text: str, told: list[str]) -> None:
    """The steps from a file's version on are taken, in order, and no other; a note says so."""
    decoded = loads(text, "json")

    assert [found.code for found in decoded.findings] == told
    assert (decoded.programme.title, decoded.programme.summary) == ("T", ("a", "b"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"schema_version": 4}', "SRC082"),
        ('{"schema_version": 0}', "SRC082"),
        ('{"schema_version": -1}', "SRC082"),
        ('{"schema_version": 1, "name": "T"}', "SRC089"),
        ('{"schema_version": 2, "summary": 5}', "SRC089"),
    ],
)
@pytest.mark.usefixtures("two_steps")
def test_what_no_version_ever_looked_like_is_refused(text: str, code: str) -> None:
    """A later version, no version, and data that a step cannot take are an unreadable file with its reason."""
    with pytest.raises(UnreadableSource) as refused:
        loads(text, "json", "dossier")

    assert (refused.value.code, refused.value.data["file"]) == (code, "dossier")
    assert all(has_text(f"findings.{code}.remedy", language) for language in LANGUAGES)


@given(st.integers(1, 6), st.integers(0, 5))
def test_steps_are_taken_from_the_version_on(version: int, steps: int) -> None:
    """From version v of n steps, those from v to n are taken, each once."""
    taken = [lambda data, step=step: {**data, "steps": [*data["steps"], step]} for step in range(1, steps + 1)]
    assert migrated({"steps": []}, version, taken) == {"steps": list(range(version, steps + 1))}


def _read(version: int) -> Decoded:
    return loads((FROZEN / f"{version}.json").read_text("utf-8"), "json")


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_frozen_file_of_each_version_is_still_read(version: int) -> None:
    """A file as each version wrote it is read whole, and holds the same programme as the last version's."""
    decoded = _read(version)

    assert [found.code for found in decoded.findings] == ["MOD016"] * (version < SCHEMA_VERSION)
    assert decoded.programme == _read(SCHEMA_VERSION).programme


def _every_part(version: int) -> list[Decoded]:
    """The programmes, one a line, that between them use every field of a version."""
    lines = (FROZEN / f"{version}.jsonl").read_text("utf-8").splitlines()
    return [loads(line, "json") for line in lines]


def _said(value: Any) -> set[str]:
    """The fields, as «Class.field», that say something anywhere in *value*."""
    if isinstance(value, tuple):
        return {found for each in value for found in _said(each)}
    if not attrs.has(type(value)):
        return set()
    given_fields = [f for f in attrs.fields(type(value)) if getattr(value, f.name) not in (None, (), "")]
    here = {f"{type(value).__name__}.{f.name}" for f in given_fields}
    return here.union(*(_said(getattr(value, f.name)) for f in given_fields))


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_field_of_each_version_is_still_read(version: int) -> None:
    """Programmes that use every field are read whole, written again without loss, and alike in the last version."""
    read = _every_part(version)

    assert {found.code for each in read for found in each.findings} <= {"MOD016"}
    assert [loads(codec.dumps(each.programme, "json"), "json").programme for each in read] == [
        each.programme for each in read
    ]
    assert [each.programme for each in read] == [each.programme for each in _every_part(SCHEMA_VERSION)]


def test_frozen_programmes_use_every_field_of_the_format() -> None:
    """No field of a class of the model is absent from the frozen programmes of the last version."""
    classes = [each for each in vars(model).values() if isinstance(each, type) and attrs.has(each)]
    every = {f"{each.__name__}.{field.name}" for each in classes for field in attrs.fields(each)}
    said = {name for each in _every_part(SCHEMA_VERSION) for name in _said(each.programme)}

    assert every - said == set()


def test_version_follows_from_the_steps() -> None:
    """The version of the format is one more than the changes it went through, and each has its frozen file."""
    assert version_after(MIGRATIONS) == SCHEMA_VERSION
    versions = {json.loads(path.read_text("utf-8"))["schema_version"] for path in FROZEN.glob("*.json")}
    assert versions == set(range(1, SCHEMA_VERSION + 1))
