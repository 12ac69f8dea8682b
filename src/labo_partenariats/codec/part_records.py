"""The collections of a programme as `labo read` prints them: all of each row, and its place in the source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

from labo_partenariats.model import Programme
from labo_partenariats.tabular.parts import PARTS, Part
from labo_partenariats.values.money import Money, Rate

Source = Callable[[str], dict[str, Any] | None]


def part_records(programme: Programme, source: Source) -> dict[str, list[dict[str, Any]]]:
    """
    The records by role; those of a part within another name the id of what they belong to.

    References are ids, amounts and numbers exact texts, days in their ISO form; *source* tells the place of a path.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    for part in PARTS:
        items = list(enumerate(getattr(programme, part.role)))
        records[part.role] = [_record(part, item, source(f"$.{part.role}[{i}]")) for i, item in items]
        for inner in part.inner:
            records[inner.role] = [
                {str(inner.owner): owner, **_record(inner, item, source(path))}
                for owner, item, path in _within(part, inner, items)
            ]
    return records


def _within(part: Part, inner: Part, items: list[tuple[int, Any]]) -> Iterator[tuple[str, Any, str]]:
    for i, item in items:
        for j, each in enumerate(getattr(item, inner.role)):
            yield item.id, each, f"$.{part.role}[{i}].{inner.role}[{j}]"


def _record(part: Part, item: Any, source: dict[str, Any] | None) -> dict[str, Any]:
    return {**{name: _plain(getattr(item, name)) for name in part.attributes}, "source": source}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case Money() | Rate():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case _:
            return value
