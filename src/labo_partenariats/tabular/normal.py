"""
A programme as tables can hold it: the form in which it comes back from them.

What is lost says nothing: spaces around and between words, control characters, bullets, empty texts, empty parts and
names repeated in a list. A programme read from a table is in this form already.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar, cast

import attrs

from labo_partenariats.model import (
    Action,
    Actor,
    Agreement,
    Application,
    DocumentMetadata,
    FinancingPlan,
    Programme,
    Project,
    SelectionGrid,
    Session,
    StateAid,
    StrategyLink,
)
from labo_partenariats.tabular.cells import split_lines
from labo_partenariats.values.period import Period

T = TypeVar("T")

_MODEL = Programme.__module__.rpartition(".")[0]
_NO_CHARACTERS = frozenset("\ufffe\uffff")
_EMPTY_PARTS = (StrategyLink(), Application(), DocumentMetadata(), StateAid(), Agreement(), SelectionGrid())
_NAME_LISTS = {
    Actor: ("aliases", "territories"),
    Action: ("territories", "actors"),
    Session: ("territories",),
    Project: ("territories",),
    Programme: ("partnerships",),  # the same role told twice is told once
}
_LINE_LISTS = {Action: ("description", "objectives", "expected_results")}


def normal_text(text: str) -> str:
    """
    The words of a text, one space between them, without characters that files cannot hold.

    >>> normal_text("  Première    session ")
    'Première session'
    """
    kept = (char for char in text if char.isspace() or not (_is_control(char) or char in _NO_CHARACTERS))
    return " ".join("".join(kept).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def normal_form(programme: Programme) -> Programme:
    """The programme as it comes back from its tables; the normal form of a normal form is itself."""
    return cast("Programme", _normal(programme))


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return normal_text(value)
    if isinstance(value, tuple):
        return tuple(item for each in value if (item := _normal(each)) != "")
    if isinstance(value, Period):
        return attrs.evolve(value, label=normal_text(value.label or "") or None)
    if type(value).__module__.startswith(_MODEL) and attrs.has(type(value)):
        return _normal_part(value)
    return value


def _normal_part(part: Any) -> Any:
    kind = type(part)
    changes = {field.name: _normal_attribute(part, field) for field in attrs.fields(kind)}
    changes |= {name: tuple(dict.fromkeys(changes[name])) for name in _NAME_LISTS.get(kind, ())}
    changes |= {name: _lines(getattr(part, name)) for name in _LINE_LISTS.get(kind, ())}
    if kind is Action and part.period_text is not None:
        changes["period_text"] = "\n".join(_lines_of(part.period_text)) or None
    if kind in {Programme, FinancingPlan}:
        changes = {name: None if value in _EMPTY_PARTS else value for name, value in changes.items()}
    return attrs.evolve(part, **changes)


def _normal_attribute(part: Any, field: attrs.Attribute[Any]) -> Any:
    value = _normal(getattr(part, field.name))
    return None if value == "" and field.default is None else value


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return split_lines("\n".join(normal_text(line) for line in lines))


def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(line for raw in text.splitlines() if (line := normal_text(raw)))
