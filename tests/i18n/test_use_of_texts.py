"""Sources and catalogues agree: no text that nothing asks for, none asked for in vain, none outside the catalogues."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import labo_partenariats

PACKAGE = Path(labo_partenariats.__file__).parent
ROOT = Path(__file__).parents[2]
PLUGINS = tuple(ROOT.glob("plugins/*/src"))
MESSAGES = PACKAGE / "i18n" / "messages" / "fr"
#: Those whose keys are the names of other things (codes, quantities, vocabularies, columns) have tests of their own.
DOMAINS = ("annotated", "bundle", "cli", "explain", "rejected", "report")

#: Where the words of users stand in the sources, because they are what is read: grammar, headers and formats of others.
READ_NOT_SHOWN = (
    "labo_partenariats/values/",
    "labo_partenariats/tabular/number_formats.py",
    "labo_partenariats/testing/",
    "labo_opendata/",  # the field names and closed words of a published format
    "labo_ical/tables.py",  # headers, as a calendar's columns
)
_FRENCH = re.compile(r"[éèêàçôûùâîœÉÈÀÇ]|(?i:\b(?:le|la|les|des|une|est|avec|dans|pour|sur)\b) \w")


@cache
def sources() -> Mapping[str, ast.Module]:
    """Every module of the library and of the plugins beside it, by its path from its package on."""
    found = {str(Path(PACKAGE.name) / file.relative_to(PACKAGE)): file for file in PACKAGE.rglob("*.py")}
    found |= {str(file.relative_to(folder)): file for folder in PLUGINS for file in folder.rglob("*.py")}
    return {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in sorted(found.items())}


def _texts(table: Mapping[str, object], above: str) -> Iterator[str]:
    for name, value in table.items():
        key = f"{above}.{name}"
        if isinstance(value, Mapping):
            yield from _texts(value, key)
        else:
            yield key


@cache
def keys(domain: str) -> tuple[str, ...]:
    """The full key of every text of a domain."""
    return tuple(_texts(tomllib.loads((MESSAGES / f"{domain}.toml").read_text("utf-8")), domain))


def _pattern(made: ast.JoinedStr) -> str:
    parts = (re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.-]+" for part in made.values)
    return "".join(parts)


@cache
def asked() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the sources ask for: literal keys and, of those that are put together, the pattern."""
    literals, patterns = set[str](), set[str]()
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and re.search(r"[a-z]{2}", _pattern(node).replace(r"[\w.-]+", "")):
                patterns.add(_pattern(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
    return frozenset(literals), tuple(re.compile(pattern) for pattern in sorted(patterns))


def _ways(key: str) -> Iterator[str]:
    """How a key may be asked for: whole, without its domain, or by a branch that holds it."""
    steps = key.split(".")
    for length in range(len(steps), 1, -1):
        yield ".".join(steps[:length])
        if length > 2:
            yield ".".join(steps[1:length])


def is_asked(key: str) -> bool:
    """Whether some source asks for *key*."""
    literals, patterns = asked()
    return any(way in literals or any(pattern.fullmatch(way) for pattern in patterns) for way in _ways(key))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_asked_for(domain: str) -> None:
    """A text that nothing asks for goes."""
    assert [key for key in keys(domain) if not is_asked(key)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_key_asked_for_exists(domain: str) -> None:
    """A literal key of the sources is the key of a text, or of a branch of texts."""
    known = {".".join(key.split(".")[:length]) for key in keys(domain) for length in range(1, key.count(".") + 2)}
    wanted = {word for word in asked()[0] if re.fullmatch(rf"{domain}(\.[a-z]\w*)+", word)}
    beginnings = tuple(word for word in wanted if word.endswith("_") and any(key.startswith(word) for key in known))
    assert wanted - known - {f"{domain}.toml", *beginnings} == set()


def _docstrings(tree: ast.Module) -> set[int]:
    """The constants that stand as statements of their own: docstrings, of attributes as well."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def test_no_text_outside_the_catalogues() -> None:
    """What a user reads in French stands in a catalogue, not in a source."""
    found = [
        (name, node.lineno, node.value)
        for name, tree in sources().items()
        if not name.startswith(READ_NOT_SHOWN)
        for docstrings in [_docstrings(tree)]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if len(node.value) > 1 and _FRENCH.search(node.value)
    ]
    assert found == []
