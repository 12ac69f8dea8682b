"""The JSON Schema of the programme file, generated from the model so that it cannot drift from it."""

from __future__ import annotations

import datetime as dt
import types
import typing
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin

import attrs

from labo_partenariats.codec.converter import MONEY_TEXT, NUMBER_TEXT, TIME_TEXT, nullable
from labo_partenariats.codec.programme import SCHEMA_VERSION, VERSION_KEY
from labo_partenariats.model import Programme
from labo_partenariats.values.money import Money, Rate

_LEAVES: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Money: {"type": "string", "pattern": f"^{MONEY_TEXT}$"},
    Rate: {"type": "string", "pattern": f"^{NUMBER_TEXT}$"},
    Decimal: {"type": "string", "pattern": f"^{NUMBER_TEXT}$"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: {"type": "string", "pattern": f"^{TIME_TEXT}$"},  # local times: JSON Schema's own format has a zone
}


def _schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _LEAVES:
        return dict(_LEAVES[kind])
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema_of(get_args(kind)[0], definitions)}
    if get_origin(kind) in (Union, types.UnionType):
        members = [member for member in get_args(kind) if member is not type(None)]
        return {"anyOf": [*(_schema_of(member, definitions) for member in members), {"type": "null"}]}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # reserved first: a class may refer to itself
        definitions[kind.__name__] = _class_schema(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _class_schema(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    fields = attrs.fields(kind)
    summary = (kind.__doc__ or "").strip().splitlines()[0]
    return {
        "type": "object",
        "description": summary,
        "properties": {field.name: _schema_of(hints[field.name], definitions) for field in fields},
        "required": [
            field.name for field in fields if field.default is attrs.NOTHING and field.name not in nullable(kind)
        ],
        "additionalProperties": False,
    }


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of the files that `labo_partenariats.codec` writes and reads."""
    definitions: dict[str, Any] = {}
    root = _class_schema(Programme, definitions)
    root["properties"] = {VERSION_KEY: {"const": SCHEMA_VERSION}, **root["properties"]}
    root["required"] = [VERSION_KEY, *root["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "labo_partenariats programme",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }
