"""The collections of a programme as rows of their tables: the way back of `labo_partenariats.tabular.parts_in`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from labo_partenariats.i18n import Language
from labo_partenariats.model import Programme
from labo_partenariats.tabular.cells_out import OutValue, text_out, value_out
from labo_partenariats.tabular.part_names import Directories
from labo_partenariats.tabular.parts import PARTS, Part

Row = Mapping[str, OutValue]


def part_rows(programme: Programme, known: Directories, language: Language) -> dict[str, list[Row]]:
    """The rows of every collection by role: an attribute that says no more than its default is a blank cell."""
    rows: dict[str, list[Row]] = {}
    for part in PARTS:
        items = getattr(programme, part.role)
        rows[part.role] = [_row(part, item, known, language) for item in items]
        for inner in part.inner:
            rows[inner.role] = [
                {
                    inner.owner or "": text_out(known[inner.owner or ""].name_of(item.id)),
                    **_row(inner, each, known, language),
                }
                for item in items
                for each in getattr(item, inner.role)
            ]
    return rows


def _row(part: Part, item: Any, known: Directories, language: Language) -> Row:
    return {name: _cell(part, item, name, known, language) for name in part.attributes}


def _cell(part: Part, item: Any, name: str, known: Directories, language: Language) -> OutValue:
    value = getattr(item, name)
    if value is None or value is attrs.fields_dict(type(item))[name].default:
        return None
    if name in part.references:
        return text_out(known[part.references[name]].name_of(value))
    return value_out(value, language)


def further(item: Any, names: Iterable[str], language: Language) -> Row:
    """The cells of the supplementary columns of *item*: those that say something."""
    given = ((name, getattr(item, name)) for name in names)
    return {name: value_out(value, language) for name, value in given if value is not None}
