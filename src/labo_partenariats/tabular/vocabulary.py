"""
The words of tables: headers, sheet names and terms, in French and English, with a network's own added to them.

All comparisons are made on folded words (`labo_partenariats.values.text.fold`): case, accents, spaces and punctuation
do not count.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from attrs import evolve, field, frozen

from labo_partenariats.i18n import LANGUAGES, Language, text
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS, SCHEMAS
from labo_partenariats.values.bilingual import Bilingual
from labo_partenariats.values.text import fold

_VOWELS = frozenset("aeiou")


@cache
def _words(file: str) -> dict[str, Any]:
    source = resources.files("labo_partenariats.tabular") / file
    return tomllib.loads(source.read_text(encoding="utf-8"))


def header(role: str, key: str, language: Language = "fr") -> str:
    """The header that a template writes for a column, or for a field of the programme's own table (role ``fields``)."""
    return str(_words("headers.toml")[role][key][language][0])


def sheet_name(role: str, language: Language = "fr") -> str:
    """The name of the sheet that a template gives to a table."""
    return str(_words("headers.toml")[role]["sheet"][language][0])


def table_name(role: str) -> Bilingual:
    """The name of a table in every language, for a message."""
    return Bilingual(*(sheet_name(role, language) for language in LANGUAGES))


def file_name(role: str, language: Language = "fr") -> str:
    """The name, without suffix, of the file that holds a table in a folder."""
    return str(_words("headers.toml")[role]["file"][language])


def notice_name(key: str, language: Language = "fr") -> str:
    """The name that a template gives to a sheet without data (``guide``, ``lists``)."""
    return str(_words("headers.toml")["notices"][key][language][0])


def _folded(branch: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    """Folded word → key; the first key that claims a word keeps it."""
    known: dict[str, str] = {}
    for key in keys:
        for language in LANGUAGES:
            for word in branch[key].get(language, ()):
                known.setdefault(fold(word), key)
    return known


@frozen
class Vocabulary:
    """
    The words by which tables, columns and fields are recognised: folded word → role or key.

    ``notices`` are the names of sheets that hold no data, such as the instructions of a template. ``named_headers`` are
    headers that mean a column only where the name of a sheet, a title or the user says what the table is: «Date» alone
    says nothing. ``own_terms`` are words of a network's own for closed vocabularies, beside those of `terms`.
    """

    sheets: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, str]
    notices: frozenset[str] = frozenset()
    named_headers: Mapping[str, Mapping[str, str]] = field(factory=dict)
    own_terms: Mapping[type[Enum], Mapping[str, Enum]] = field(factory=dict)

    titles: Mapping[str, frozenset[str]] = field(init=False)
    words: frozenset[str] = field(init=False)
    has_figures: bool = field(init=False)

    @words.default
    def _words_of_headers(self) -> frozenset[str]:
        """The folded words of all headers, of whatever table."""
        tables = (*self.headers.values(), *self.named_headers.values())
        return frozenset(word for known in tables for word in known)

    @has_figures.default
    def _has_figures(self) -> bool:
        """Whether a header has figures («Montant 2018»): where none has, most rows of data are known at a glance."""
        return any(character.isdigit() for word in self.words for character in word)

    @titles.default
    def _roles_by_title(self) -> Mapping[str, frozenset[str]]:
        """Folded word → the tables whose rows it could name: without one of these a row is no header."""
        found: dict[str, set[str]] = {}
        for known in (self.headers, self.named_headers):
            for role, words in known.items():
                for word, key in words.items():
                    if key == SCHEMAS[role].title.key:
                        found.setdefault(word, set()).add(role)
        return {word: frozenset(roles) for word, roles in found.items()}

    def column_of(self, role: str, word: str, *, named: bool) -> str | None:
        """The column of a table that a folded header means; *named* tells that the table is known to be that one."""
        found = self.headers[role].get(word)
        return self.named_headers.get(role, {}).get(word) if found is None and named else found

    def own_term(self, kind: type[Enum], word: object) -> Enum | None:
        """The member that a network's own word stands for; None for any other word."""
        own = self.own_terms.get(kind)
        return own.get(fold(word)) if own and isinstance(word, str) else None

    @classmethod
    def core(cls) -> Vocabulary:
        """The library's own words."""
        return _core()

    def with_headers(self, added: Mapping[str, Mapping[str, Iterable[str]]]) -> Vocabulary:
        """The same vocabulary and a network's own headers: role → column key → words. They win over the library's."""
        headers = {role: dict(known) for role, known in self.headers.items()}
        for role, columns in added.items():
            for key, words in columns.items():
                SCHEMAS[role].column(key)  # a mapping to a column that does not exist is a KeyError, not a silence
                headers[role].update({fold(word): key for word in words})
        return evolve(self, headers=headers)


@cache
def _core() -> Vocabulary:
    words = _words("headers.toml")
    sheets: dict[str, str] = {}
    for role in SCHEMAS:
        for language in LANGUAGES:
            for word in words[role]["sheet"][language]:
                sheets.setdefault(fold(word), role)
    headers = {role: _folded(words[role], [c.key for c in schema.columns]) for role, schema in SCHEMAS.items()}
    notices = frozenset(fold(word) for sheet in words["notices"].values() for said in sheet.values() for word in said)
    named = {role: _folded(branch, branch) for role, branch in words["named"].items()}
    return Vocabulary(sheets, headers, _folded(words["fields"], PROGRAMME_FIELDS), notices, named)


@cache
def terms(kind: type[Enum]) -> Mapping[str, Enum]:
    """Folded word → member of a closed vocabulary: its names in the message catalogues and the words users write."""
    known: dict[str, Enum] = {}
    written = _words("words.toml").get(kind.__name__, {})
    for member in kind:
        names = [text(f"terms.{kind.__name__}.{member.value}", language) for language in LANGUAGES]
        for word in (*names, *written.get(member.value, ()), str(member.value)):
            known.setdefault(fold(word), member)
    return known


@cache
def _contained(kind: type[Enum]) -> tuple[tuple[str, Enum], ...]:
    table = _words("words.toml")["contains"][kind.__name__]
    pairs = [(f" {fold(word)} ", kind(value)) for value, words in table.items() for word in words]
    return tuple(pairs)


def term_within(kind: type[Enum], label: str) -> Enum | None:
    """The member whose word stands in a label, the first in the order of ``words.toml``; None when there is none."""
    padded = f" {fold(label)} "
    return next((member for word, member in _contained(kind) if word in padded), None)


@cache
def _set(section: str, key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _words("words.toml")[section][key])


def yes_or_no(word: str) -> bool | None:
    """What a cell answers; None when it is neither yes nor no."""
    folded = fold(word)
    return True if folded in _set("yes_no", "yes") else False if folded in _set("yes_no", "no") else None


def says_nothing(word: str) -> bool:
    """Whether a cell says that its term is not known («Non précisé»): it is then not looked for elsewhere."""
    return fold(word) in _set("unstated", "words")


def bounded(key: str, text: str) -> str:
    """
    A bound with the words before it: of two (``start``, ``end``) or alone (``start_alone``, ``end_alone``).

    >>> bounded("start_alone", "avril 2018")
    "à partir d'avril 2018"
    """
    form = "day" if text[:1].isdigit() else "vowel" if fold(text)[:1] in _VOWELS else "other"
    return f"{_words('words.toml')['bounds'][key][form]}{text}"


def names_no_funder(label: str) -> bool:
    """Whether a resource's label says nothing of who pays («Directe», «Cofinancement»)."""
    return fold(label) in _set("unnamed_funder", "words")


def is_total(label: str) -> bool:
    """Whether a row's label announces a total."""
    if label[:1].isascii() and label[:1].isalpha() and label[:1].lower() not in _initials_of_totals():
        return False  # most labels, at a glance
    folded = fold(label)
    return folded in _set("total_row", "words") or folded.startswith(_parts_of_totals())


def is_subtotal(label: str) -> bool:
    """Whether a total is that of a part of the rows («Sous-total communication»)."""
    return fold(label).startswith(_parts_of_totals())


def names_what_it_sums(label: str) -> bool:
    """Whether a label is that of the total of something: a part of the rows or all («Total personnel»)."""
    if label[:1] not in "tT":
        return False  # most labels, at a glance
    folded = fold(label)
    return folded.startswith("total ") and folded not in _set("total_row", "words")


@cache
def _initials_of_totals() -> frozenset[str]:
    return frozenset(word[0] for word in (*_set("total_row", "words"), *_parts_of_totals()))


@cache
def _parts_of_totals() -> tuple[str, ...]:
    return tuple(_set("total_row", "parts"))
