"""
A programme as JSON or TOML text, with a schema version; read back with every problem reported.

What cannot be read is left out and reported: the smallest part (an optional entry, a list item) is dropped, the rest
is kept.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from attrs import evolve, field, frozen

from labo_partenariats.codec.converter import LEFT_OUT, converter
from labo_partenariats.codec.migration import MIGRATIONS, migrated, version_after
from labo_partenariats.codec.problems import Keys, Problem, problems
from labo_partenariats.errors import LaboError, UnreadableSource
from labo_partenariats.findings import Finding, Location, Origins, PathLocation, finding
from labo_partenariats.model import Programme
from labo_partenariats.model.financing import PLAN_TABLES
from labo_partenariats.values.reasons import syntax_place

#: Version of the file format; earlier ones are read, a later one is refused rather than lose parts of it.
SCHEMA_VERSION = version_after(MIGRATIONS)
VERSION_KEY = "schema_version"

Format = Literal["json", "toml"]


@frozen
class Decoded:
    """
    What was understood of a text, and what was not.

    ``origins`` tells where the items of a list stand in the text when some before them were left out. ``unread`` names
    the tables of the financing plan of which a line could not be read.
    """

    programme: Programme
    findings: tuple[Finding, ...]
    origins: Origins = field(factory=Origins)
    unread: frozenset[str] = frozenset()


def to_data(programme: Programme) -> dict[str, Any]:
    """The programme as plain data, with its schema version."""
    return {VERSION_KEY: SCHEMA_VERSION, **converter().unstructure(programme)}


def dumps(programme: Programme, format_: Format) -> str:
    """The programme as text; the same programme always gives the same text."""
    data = to_data(programme)
    if format_ == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    import tomli_w

    return tomli_w.dumps(_without_nulls(data))


def _without_nulls(data: Any) -> Any:
    """TOML has no null: what is null is left out."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items() if value is not None}
    return [_without_nulls(item) for item in data] if isinstance(data, list) else data


def _parse(text: str, format_: Format, file: str | None, repeated: list[str]) -> dict[str, Any]:
    """The data of a text; keys that a JSON object gives twice go to *repeated* (TOML refuses them itself)."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            repeated.extend(key for key, count in Counter(key for key, _ in items).items() if count > 1)
        return made

    try:
        data = json.loads(text, object_pairs_hook=pairs) if format_ == "json" else tomllib.loads(text)
        if "\\ud" in text.lower():  # JSON may spell half a character, which could be written nowhere
            json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        facts = {"file": file or "", "format": format_.upper(), "reason": syntax_place(error)}
        raise UnreadableSource("SRC080", facts) from None
    if not isinstance(data, dict):
        raise UnreadableSource("SRC081", {"file": file or "", "format": format_.upper()})
    return data


def from_data(raw: dict[str, Any], file: str | None = None) -> Decoded:
    """A programme from plain data; whatever cannot be read is reported and left out."""
    return _decode(copy.deepcopy(raw), file)


def _decode(data: dict[str, Any], file: str | None) -> Decoded:
    """As `from_data`, leaving parts of *data* itself out."""
    found = list[Finding]()
    version = data.pop(VERSION_KEY, None)
    if version is None:
        found.append(finding("MOD014", {"version": SCHEMA_VERSION}, location=PathLocation("$", file)))
    elif type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
        raise UnreadableSource("SRC082", {"file": file or "", "version": version, "supported": SCHEMA_VERSION})
    elif version < SCHEMA_VERSION:
        facts = {"version": version, "current": SCHEMA_VERSION}
        try:
            data = migrated(data, version, MIGRATIONS)
        except ValueError:
            raise UnreadableSource("SRC089", {"file": file or "", **facts}) from None
        found.append(finding("MOD016", facts, location=PathLocation("$", file)))
    left_out = set[Keys]()
    while True:
        try:
            programme = converter().structure(data, Programme)
            return Decoded(programme, tuple(found), Origins(dict(_moved(data, file))), _unread(left_out))
        except (ExceptionGroup, LaboError) as error:
            breaches = list(problems(error))
            # what is missing because it was left out has been reported already
            found += [breach.finding(file, data) for breach in breaches if breach.keys not in left_out]
            parts = _outermost({_part(breach) for breach in breaches})
            if not parts:
                return Decoded(Programme(), tuple(found), unread=frozenset(PLAN_TABLES))
            for part in parts:
                _leave_out(data, part)
            left_out |= parts


def _moved(data: Any, file: str | None, now: str = "$", then: str = "$") -> Iterator[tuple[str, Location]]:
    """The items that moved up in their list because others were left out: path in the programme, place in the text."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _moved(value, file, f"{now}.{key}", f"{then}.{key}")
    elif isinstance(data, list):
        kept = [(rank, item) for rank, item in enumerate(data) if item is not LEFT_OUT]
        for index, (rank, item) in enumerate(kept):
            here, there = f"{now}[{index}]", f"{then}[{rank}]"
            if index != rank:
                yield here, PathLocation(there, file)
            yield from _moved(item, file, here, there)


def _unread(left_out: Iterable[Keys]) -> frozenset[str]:
    """The tables of the plan of which a line, or the whole, was left out."""
    lost = set[str]()
    for keys in left_out:
        if keys == ("financing",):
            lost |= set(PLAN_TABLES)
        elif keys[0] == "financing" and keys[1] in PLAN_TABLES and len(keys) <= 3:
            lost.add(str(keys[1]))
    return frozenset(lost)


def _part(breach: Problem) -> Keys:
    """The smallest part to leave out: what is wrong, or what lacks a key."""
    return breach.keys[:-1] if breach.code == "MOD012" else breach.keys


def _outermost(parts: set[Keys]) -> set[Keys]:
    """The parts that lie in no other; the programme itself is none."""
    return {part for part in parts if part and not any(part[:n] in parts for n in range(1, len(part)))}


def _leave_out(data: Any, keys: Keys) -> None:
    *parents, last = keys
    for key in parents:
        data = data[key]
    data[last] = LEFT_OUT


def loads(text: str, format_: Format, file: str | None = None) -> Decoded:
    """A programme from JSON or TOML text; raises `UnreadableSource` when it is neither, or of a later version."""
    repeated: list[str] = []
    decoded = _decode(_parse(text, format_, file, repeated), file)
    told = (finding("MOD015", {"key": key}, location=PathLocation("$", file), value=key) for key in repeated)
    return evolve(decoded, findings=(*told, *decoded.findings))
