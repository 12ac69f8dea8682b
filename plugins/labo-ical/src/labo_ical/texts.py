"""The words that this plugin writes of its own, French by default; those of the model are in the core's catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@cache
def messages(language: Language) -> Mapping[str, Any]:
    """All texts of one language: ``feed`` holds the words of events, the other tables are named by finding code."""
    source = resources.files("labo_ical") / "messages" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def word(key: str, language: Language, **data: str) -> str:
    """The text *key* of the feed, its placeholders filled with *data*."""
    template: str = messages(language)["feed"][key]
    return template.format(**data)
