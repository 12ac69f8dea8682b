"""The words of the page and of the server, French by default; those of the model are in the core's catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from labo_partenariats.plugin import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@cache
def messages(language: Language) -> Mapping[str, Any]:
    """All texts of one language, by section."""
    source = resources.files("labo_serve") / "messages" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def word(key: str, language: Language, **data: object) -> str:
    """The text under ``section.name``, its placeholders filled with *data*."""
    section, _, name = key.partition(".")
    template: str = messages(language)[section][name]
    return template.format(**data)
