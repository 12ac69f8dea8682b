"""The problems of plain data that is no programme, as findings with their paths."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from cattrs import AttributeValidationNote, ClassValidationError, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError

from labo_partenariats.errors import LaboError
from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.values.term import Term

Keys = tuple[str | int, ...]


#: What the converter says that it expected, where it is no class of the model.
_FORMS = frozenset({"str", "int", "bool", "Money", "Rate", "Decimal", "date", "time", "list"})


@frozen
class Problem:
    """One problem: where (keys from the root), which code, its facts."""

    keys: Keys
    code: str
    data: dict[str, object]

    def finding(self, file: str | None, raw: object) -> Finding:
        """The finding that tells it, with the raw value found there."""
        value = at(raw, self.keys)
        shown = None if value is None or isinstance(value, (dict, list)) else str(value)
        return finding(self.code, self.data, location=PathLocation(path_of(self.keys), file), value=shown)


def path_of(keys: Keys) -> str:
    """Keys as files spell a path: ``$.actors[2].name``."""
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)


def at(raw: object, keys: Keys) -> object:
    """What stands at *keys*; None when nothing does."""
    for key in keys:
        try:
            raw = raw[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def problems(error: BaseException, keys: Keys = ()) -> Iterator[Problem]:
    """Every problem inside what cattrs raised."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from problems(inner, keys + _step(inner))
        return
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Problem((*keys, key), "MOD011", {"key": key})
    elif isinstance(error, KeyError):
        missing = str(error.args[0])
        yield Problem((*keys, missing), "MOD012", {"key": missing})
    else:
        # what a class itself refuses (a period that ends before it begins) is told by its name
        yield Problem(keys, "MOD010", {"expected": _expected(error)})


def _expected(error: BaseException) -> object:
    """What form the value should have: a term, or the words of a closed vocabulary as the format writes them."""
    if isinstance(error, LaboError):
        return Term("Form", "coherent")
    told = str(error)
    if isinstance(error, ValueError) and told not in _FORMS:
        return told
    return Term("Form", told if told in _FORMS else "object")


def _step(error: BaseException) -> Keys:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            # a missing key is reported under its own name by `problems`
            return () if isinstance(error, KeyError) else (note.name,)
        if isinstance(note, IterableValidationNote) and isinstance(note.index, int):
            return (note.index,)
    return ()


__all__ = ["ClassValidationError", "Problem", "at", "path_of", "problems"]
