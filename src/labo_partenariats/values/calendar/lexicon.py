"""The vocabulary of periods, read once from ``words.toml``: folded spelling to meaning."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from attrs import frozen

Language = Literal["fr", "en"]

_LONGEST_PHRASE: Final = 4


def fold(word: str) -> str:
    """*word* without case, accents, ligatures and apostrophes, as spellings are compared."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if char.isalnum())


@frozen
class Lexicon:
    """
    Every word the grammar knows.

    ``phrases`` maps a sequence of folded words to the kind of connector or modifier; ``roles`` maps the name of a role
    to its words; the other tables map a word to its number (January is 1, Monday 0, spring 1).
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    roles: Mapping[str, frozenset[str]]
    connectors: Mapping[tuple[str, ...], str]
    modifiers: Mapping[tuple[str, ...], str]
    undated: frozenset[tuple[str, ...]]

    def longest(self, table: Mapping[tuple[str, ...], str], words: Sequence[str]) -> tuple[str, int] | None:
        """The meaning of the longest known phrase that *words* begin with, and its number of words."""
        for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            meaning = table.get(tuple(words[:length]))
            if meaning is not None:
                return meaning, length
        return None


@cache
def _tables() -> Mapping[str, Any]:
    source = resources.files("labo_partenariats.values.calendar") / "words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _numbered(table: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {fold(word): int(number) for number, words in table.items() for word in words}


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in text.split())


def _phrases(table: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], str]:
    return {_phrase(spelling): kind for kind, spellings in table.items() for spelling in spellings}


@cache
def lexicon() -> Lexicon:
    """The one vocabulary of the library."""
    tables = _tables()
    return Lexicon(
        months=_numbered(tables["months"]),
        weekdays=_numbered(tables["weekdays"]),
        seasons=_numbered(tables["seasons"]),
        ordinals=_numbered(tables["ordinals"]),
        roles={role: frozenset(map(fold, words)) for role, words in tables["roles"].items()},
        connectors=_phrases(tables["connectors"]),
        modifiers=_phrases(tables["modifiers"]),
        undated=frozenset(map(_phrase, tables["undated"]["phrases"])),
    )


def wording(language: Language) -> Mapping[str, Any]:
    """The patterns with which periods are written in *language*."""
    patterns: Mapping[str, Any] = _tables()["write"][language]
    return patterns
