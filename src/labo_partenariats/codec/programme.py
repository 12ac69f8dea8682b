"""
A programme as JSON or TOML text, with a schema version; read back with every problem reported.

What cannot be read is left out and reported: the smallest part (an optional entry, a list item) is dropped, the rest
is kept.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen

from labo_partenariats.codec.converter import converter
from labo_partenariats.codec.problems import Keys, Problem, problems
from labo_partenariats.errors import LaboError, UnreadableSource
from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.model import Programme

#: Version of the file format; a reader of this version refuses a later one rather than lose parts of it.
SCHEMA_VERSION = 1
VERSION_KEY = "schema_version"

Format = Literal["json", "toml"]


@frozen
class Decoded:
    """What was understood of a text, and what was not."""

    programme: Programme
    findings: tuple[Finding, ...]


def to_data(programme: Programme) -> dict[str, Any]:
    """The programme as plain data, with its schema version."""
    return {VERSION_KEY: SCHEMA_VERSION, **converter().unstructure(programme)}


def dumps(programme: Programme, format_: Format) -> str:
    """The programme as text; the same programme always gives the same text."""
    data = to_data(programme)
    if format_ == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    import tomli_w

    return tomli_w.dumps(data)


def _parse(text: str, format_: Format, file: str | None) -> dict[str, Any]:
    parse: Callable[[str], Any] = json.loads if format_ == "json" else tomllib.loads
    try:
        data = parse(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "RecursionError"
        raise UnreadableSource("SRC080", {"file": file or "", "format": format_.upper(), "reason": reason}) from None
    if not isinstance(data, dict):
        raise UnreadableSource("SRC081", {"file": file or "", "format": format_.upper()})
    return data


def _prunable(data: Any, keys: Keys) -> Keys | None:
    """The smallest part that holds *keys* and can be left out: the entry itself, else the list item around it."""
    node, items = data, []
    for depth, key in enumerate(keys):
        if isinstance(key, int):
            items.append(keys[: depth + 1])
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return items[-1] if items else keys[:1] if depth else None
    return keys


def _drop(data: Any, keys: Keys) -> None:
    *parents, last = keys
    for key in parents:
        data = data[key]
    del data[last]


def from_data(raw: dict[str, Any], file: str | None = None) -> Decoded:
    """A programme from plain data; whatever cannot be read is reported and left out."""
    data, found = copy.deepcopy(raw), list[Finding]()
    version = data.pop(VERSION_KEY, None)
    if version is None:
        found.append(finding("MOD014", {"version": SCHEMA_VERSION}, location=PathLocation("$", file)))
    elif version != SCHEMA_VERSION:
        raise UnreadableSource("SRC082", {"file": file or "", "version": version, "supported": SCHEMA_VERSION})
    while True:
        try:
            return Decoded(converter().structure(data, Programme), tuple(found))
        except (ExceptionGroup, LaboError) as error:
            breaches = list(problems(error))
            found += [breach.finding(file, data) for breach in breaches]
            if not _prune(data, breaches):
                return Decoded(Programme(), tuple(found))


def _prune(data: dict[str, Any], breaches: list[Problem]) -> bool:
    """Leave the broken parts out, last first so that indexes hold; False when nothing is left to drop."""
    parts = {part for breach in breaches if (part := _prunable(data, breach.keys))}
    outer = [part for part in parts if not any(part[:n] in parts for n in range(len(part)))]
    for part in sorted(outer, key=lambda keys: [(isinstance(k, int), k) for k in keys], reverse=True):
        _drop(data, part)
    return bool(outer)


def loads(text: str, format_: Format, file: str | None = None) -> Decoded:
    """A programme from JSON or TOML text; raises `UnreadableSource` when it is neither, or of a later version."""
    return from_data(_parse(text, format_, file), file)
