"""
Freeze the public names: each with its signature, and the members of each class, in ``tests/cases/public_names.toml``.

Run ``python tools/public_names.py`` after a change that is meant; a test compares the file with the library, so that
no name leaves or changes unseen. What the difference obliges to is in docs/reference/compatibilite.md.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests" / "cases" / "public_names.toml"

#: What is promised, with `__all__` of each.
MODULES = (
    "labo_partenariats",
    "labo_partenariats.law",
    "labo_partenariats.model",
    "labo_partenariats.network",
    "labo_partenariats.plugin",
    "labo_partenariats.plugin.formulas",
    "labo_partenariats.plugin.report",
    "labo_partenariats.questions",
    "labo_partenariats.testing",
)


def public_names() -> dict[str, dict[str, list[str]]]:
    """Module → name → its shape: what it is called with first, then the members of a class, one line each."""
    return {
        module: {
            name: list(_shape(getattr(import_module(module), name))) for name in sorted(import_module(module).__all__)
        }
        for module in MODULES
    }


def _shape(value: Any) -> Iterator[str]:
    if inspect.ismodule(value):
        own = (name for name, each in vars(value).items() if getattr(each, "__module__", "") == value.__name__)
        yield from sorted(name for name in own if name[0] != "_" and callable(vars(value)[name]))
    elif isinstance(value, type):
        yield from _class(value)
    elif callable(value) and not _is_alias(value):
        yield _signature(value)
    else:
        yield f"{value}" if _is_alias(value) else type(value).__name__


def _is_alias(value: Any) -> bool:
    return getattr(type(value), "__module__", "") == "typing" or type(value).__name__ == "UnionType"


def _class(kind: type) -> Iterator[str]:
    if issubclass(kind, Enum):
        yield from (f"{member.name} = {member.value!r}" for member in kind)
        return
    called = inspect.signature(kind) if not getattr(kind, "_is_protocol", False) else inspect.Signature()
    if called.parameters:
        yield _signature(kind)
    ours = [base for base in kind.__mro__ if base.__module__.startswith("labo_partenariats")]
    members = {name: _member(member) for base in reversed(ours) for name, member in vars(base).items()}
    members |= {name: f": {kind}" for base in reversed(ours) for name, kind in inspect.get_annotations(base).items()}
    shown = (name for name in sorted(members) if name[0] != "_" and name not in called.parameters)
    yield from (f"{name}{members[name]}" for name in shown)


def _member(member: Any) -> str:
    function = getattr(member, "__func__", member)
    return _signature(function) if inspect.isfunction(function) else ""


def _signature(value: Any) -> str:
    """How it is called; a default that is an object of its own is only said to be there."""
    signature = inspect.signature(value)
    parameters = [each.replace(default=_default(each.default)) for each in signature.parameters.values()]
    return str(signature.replace(parameters=parameters)).replace("'", "").replace("Ellipsis", "...")


def _default(value: Any) -> Any:
    plain = value is inspect.Parameter.empty or value is None or isinstance(value, bool | int | str | tuple)
    return value if plain else ...


def frozen() -> str:
    """The file as it should be."""
    parts = ["# Written by tools/public_names.py: the names that are promised, and their shapes.\n"]
    for module, names in public_names().items():
        parts.append(f'\n["{module}"]\n')
        for name, shape in names.items():
            lines = "".join(f"    {json.dumps(line, ensure_ascii=False)},\n" for line in shape)
            parts.append(f"{name} = [\n{lines}]\n")
    return "".join(parts)


if __name__ == "__main__":
    FROZEN.write_text(frozen(), "utf-8")
