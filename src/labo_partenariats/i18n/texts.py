"""
The message catalogues: one TOML file per domain and language, read when first asked for.

A key is ``domain.name`` or deeper (``findings.FIN101.message``, ``terms.ActorKind.company``); a placeholder in a text
is a name in braces. Texts are rendered here and nowhere else, so that code deals in keys and facts only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, cast, get_args

from labo_partenariats.errors import Misuse

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def _domain(domain: str, language: Language) -> Mapping[str, object]:
    source = Path(__file__).parent / "messages" / language / f"{domain}.toml"
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misuse("MIS010", {"key": domain, "language": language}) from None


def _lookup(key: str, language: Language) -> object:
    domain, *names = key.split(".")
    node: object = _domain(domain, language)
    for name in names:
        node = cast("Mapping[str, object]", node).get(name) if isinstance(node, Mapping) else None
    return node


def has_text(key: str, language: Language = "fr") -> bool:
    """Whether the catalogue has a text under *key*."""
    return isinstance(_lookup(key, language), str)


def template(key: str, language: Language = "fr") -> str | None:
    """The text under *key* with its placeholders unfilled; None when there is none."""
    found = _lookup(key, language)
    return found if isinstance(found, str) else None


def texts_of(key: str, language: Language) -> Mapping[str, object]:
    """All texts below *key*, as a mapping; raises `Misuse` when there is no such branch."""
    node = _lookup(key, language)
    if not isinstance(node, Mapping):
        raise Misuse("MIS010", {"key": key, "language": language})
    return node


def text(key: str, language: Language = "fr", /, **data: object) -> str:
    """
    The text under *key*, its placeholders filled with *data* as a reader of *language* writes them.

    Raises `Misuse` when the key does not exist or a placeholder has no datum: a gap in a catalogue is a defect.
    """
    found = template(key, language)
    if found is None:
        raise Misuse("MIS010", {"key": key, "language": language})
    return render(found, language, data)


def plural(key: str, count: int, language: Language = "fr") -> str:
    """The text under ``key.one`` or ``key.other``, as the plural of *language* wants it for *count*."""
    from babel import Locale

    return text(f"{key}.{Locale.parse(language).plural_form(count)}", language, count=count)


def _written(value: object, language: Language) -> str:
    if isinstance(value, str):
        return value
    from labo_partenariats.i18n.formats import format_value

    return format_value(value, language)


def render(words: str, language: Language, data: Mapping[str, object]) -> str:
    """Fill the placeholders of *words*; values are formatted by type, texts are taken as they are."""
    try:
        return Formatter().vformat(words, (), {name: _written(value, language) for name, value in data.items()})
    except KeyError as missing:
        raise Misuse("MIS011", {"placeholder": missing.args[0], "template": words}) from None
