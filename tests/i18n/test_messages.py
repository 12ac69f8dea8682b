"""The message catalogues: complete, alike in both languages, and in step with the codes that the sources use."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

import labo_partenariats
from labo_partenariats.findings import core_catalogue
from labo_partenariats.i18n import LANGUAGES, Language, text
from labo_partenariats.i18n.texts import render
from labo_partenariats.plugin.manager import installed

PACKAGE = Path(labo_partenariats.__file__).parent
#: The plugins kept beside the library share its codes; they are absent when the tests run against an installed wheel.
PLUGINS = tuple(Path(__file__).parents[2].glob("plugins/*/src"))
MESSAGES = PACKAGE / "i18n" / "messages"
DOMAINS = sorted({file.stem for language in LANGUAGES for file in (MESSAGES / language).glob("*.toml")})

PARTS = {"title", "message", "why", "remedy"}
OPTIONAL_PARTS = {"unknown", "satisfied"}
CODE = re.compile(r"[A-Z]{3}[0-9]{3}")

#: Families whose entries are not in the catalogue yet; the first entry of a family puts all its codes under test.


@cache
def catalogue(language: Language, domain: str) -> Mapping[str, str]:
    """The texts of a domain by dotted key."""
    file = MESSAGES / language / f"{domain}.toml"
    return dict(flat(tomllib.loads(file.read_text(encoding="utf-8")), ())) if file.exists() else {}


def flat(table: Mapping[str, object], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every text of a table with its dotted key; anything but texts and tables is refused."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, (*above, name))
        else:
            assert isinstance(value, str), f"{'.'.join((*above, name))} is not a text"
            yield ".".join((*above, name)), value


def placeholders(words: str) -> set[str]:
    """The names in braces; a positional or computed placeholder is refused."""
    names = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    assert all(name.isidentifier() for name in names), words
    return names


@cache
def syntax_trees() -> tuple[ast.AST, ...]:
    """The sources of the library and of the plugins beside it."""
    files = chain(PACKAGE.rglob("*.py"), *(folder.rglob("*.py") for folder in PLUGINS))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


@cache
def literal_codes() -> frozenset[str]:
    """Every code written as a text of its own in the sources."""
    return frozenset(
        node.value
        for tree in syntax_trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    )


def misuses() -> Iterator[tuple[str, set[str] | None]]:
    """Every ``Misuse("MISnnn", {…})`` of the sources, with the keys of its data where they are written on the spot."""
    for tree in syntax_trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Misuse"):
                continue
            match node.args:
                case [ast.Constant(value=str(code))]:
                    yield code, set()
                case [ast.Constant(value=str(code)), ast.Dict(keys=keys)]:
                    yield code, {str(key.value) for key in keys if isinstance(key, ast.Constant)}
                case [ast.Constant(value=str(code)), _]:
                    yield code, None


#: Families whose texts are not in the core: the exporters of plugins bring their own.
AWAITED = ("ICS", "XLS")


def awaited(code: str) -> bool:
    """Whether the catalogue has nothing yet of the family of *code*."""
    family = next((family for family in AWAITED if code.startswith(family)), None)
    return family is not None and not any(known.startswith(family) for known in core_catalogue().entries)


def names_of(keys: Mapping[str, str]) -> set[str]:
    """The first step of each dotted key."""
    return {key.partition(".")[0] for key in keys}


def all_texts() -> list[tuple[Language, str, str]]:
    """Language, full key and words of every text."""
    return [
        (language, f"{domain}.{key}", words)
        for language in LANGUAGES
        for domain in DOMAINS
        for key, words in catalogue(language, domain).items()
    ]


@pytest.mark.parametrize("domain", DOMAINS)
def test_same_keys(domain: str) -> None:
    """A domain has the same texts in French and in English."""
    assert catalogue("fr", domain).keys() == catalogue("en", domain).keys()


@pytest.mark.parametrize("domain", DOMAINS)
def test_same_placeholders(domain: str) -> None:
    """A text says the same facts in French and in English."""
    french, english = catalogue("fr", domain), catalogue("en", domain)
    shared = french.keys() & english.keys()

    assert {key: placeholders(french[key]) for key in shared} == {key: placeholders(english[key]) for key in shared}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_blank_text(language: Language) -> None:
    """No text is blank."""
    blank = [key for spoken, key, words in all_texts() if spoken == language and not words.strip()]

    assert blank == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_texts(language: Language) -> None:
    """Every code of the catalogue has a title, a message, a reason and a remedy, and only known parts."""
    texts = catalogue(language, "findings")
    parts = {
        code: {key.partition(".")[2] for key in texts if key.startswith(f"{code}.")}
        for code in core_catalogue().entries
    }

    assert [code for code, found in parts.items() if not found >= PARTS] == []
    assert [code for code, found in parts.items() if not found <= PARTS | OPTIONAL_PARTS] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_without_code(language: Language) -> None:
    """No finding is described that the catalogue does not know."""
    assert set() == names_of(catalogue(language, "findings")) - core_catalogue().entries.keys()


def test_codes_used_are_catalogued() -> None:
    """Every code that the sources name is in the catalogue, the library's own or with those of its plugins."""
    used = {code for code in literal_codes() if not code.startswith("MIS") and not awaited(code)}

    assert set() == used - installed().catalogue.entries.keys()


def test_catalogued_codes_are_used() -> None:
    """Every code of the catalogue is named by the sources, unless another has taken its place."""
    current = {code for code, entry in core_catalogue().entries.items() if entry.replaced_by is None}
    if not PLUGINS:
        pytest.skip("some codes are used by the plugins alone, whose sources are not here")

    assert set() == current - literal_codes()


def test_replacements_exist() -> None:
    """A code that was replaced names a code of the catalogue."""
    replacements = {entry.replaced_by for entry in core_catalogue().entries.values()} - {None}

    assert set() == replacements - core_catalogue().entries.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_misuses_and_their_texts(language: Language) -> None:
    """Every misuse that is raised has one sentence, and every sentence has a misuse."""
    assert {f"{code}.message" for code, _ in misuses()} == catalogue(language, "errors").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_misuses_carry_their_facts(language: Language) -> None:
    """Each place that raises a misuse gives what its sentence says."""
    texts = catalogue(language, "errors")
    lacking = [
        (code, needed - given)
        for code, given in misuses()
        if given is not None and (needed := placeholders(texts.get(f"{code}.message", ""))) - given
    ]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders(language: Language) -> None:
    """Every text renders with its placeholders filled, and each datum shows in it."""
    for spoken, key, words in all_texts():
        if spoken == language:
            data = {name: f"‹{name}›" for name in placeholders(words)}
            rendered = text(key, language, **data)
            assert rendered == render(words, language, data)
            assert all(datum in rendered for datum in data.values()), key


@pytest.mark.parametrize("domain", ["findings", "errors"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end(language: Language, domain: str) -> None:
    """A sentence ends with a full stop or the like, or with a colon and the reason it brings; a title does not."""
    ending = re.compile(r"(.*[.!?…]|.*: \{\w+\})", re.DOTALL)
    texts = catalogue(language, domain)
    titles = {key: words for key, words in texts.items() if key.endswith(".title")}

    assert {key: words for key, words in texts.items() if key not in titles and not ending.fullmatch(words)} == {}
    assert {key: words for key, words in titles.items() if ending.fullmatch(words)} == {}
