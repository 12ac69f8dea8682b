"""
A network's own words («correspondance»): a TOML file that says what its sheets, headers and words mean.

    [feuilles]
    "Prévisionnel" = "Dépenses"

    [colonnes."Dépenses"]
    "Nature de l'achat" = "Type dépenses"

    [champs]
    "Nom de l'opération" = "Intitulé du projet"

    [mots."Ressources"."Nature"]
    "CD38" = "contrepartie publique nationale"

On the right stand words of the template, in French or English, or the keys of the JSON format. The sections may be
written ``sheets``, ``columns``, ``fields`` and ``words``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from labo_partenariats.errors import UnreadableSource
from labo_partenariats.findings import Finding, LineLocation, finding
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import RoleKind
from labo_partenariats.tabular.near import nearest
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS, SCHEMAS
from labo_partenariats.tabular.vocabulary import Vocabulary, file_name, header, sheet_name, terms
from labo_partenariats.values.reasons import syntax_place
from labo_partenariats.values.term import Term
from labo_partenariats.values.text import fold

T = TypeVar("T")

_SECTIONS = {"feuilles": "sheets", "colonnes": "columns", "champs": "fields", "mots": "words"}
_LARGEST = 2**20
_MOST_NAMED = 12

#: Columns of several words each of which is of a closed vocabulary.
_WORDS_WITHIN: dict[tuple[str, str], type[Enum]] = {("actors", "roles"): RoleKind}


class UnusableMapping(UnreadableSource):
    """A mapping that cannot be used: ``findings`` are all its problems, each with its line."""

    def __init__(self, file: str, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("SRC130", {"file": file, "count": len(self.findings)})


@frozen
class Words:
    """
    What a mapping says, in the keys of the library.

    ``sheets`` is folded name → role, ``headers`` role → column key → headers, ``fields`` folded name → field of the
    programme, ``terms`` vocabulary → folded word → member.
    """

    sheets: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, Mapping[str, tuple[str, ...]]] = field(factory=dict)
    fields: Mapping[str, str] = field(factory=dict)
    terms: Mapping[type[Enum], Mapping[str, Enum]] = field(factory=dict)

    def added_to(self, vocabulary: Vocabulary) -> Vocabulary:
        """The vocabulary with these words, which win over its own."""
        wider = vocabulary.with_headers(self.headers)
        return evolve(
            wider,
            sheets={**wider.sheets, **self.sheets},
            fields={**wider.fields, **self.fields},
            own_terms={**wider.own_terms, **self.terms},
        )


def read_mapping(path: Path) -> Words:
    """
    The words of the mapping at *path*.

    Raises `UnusableMapping` with all its problems (SRC131, SRC132, SRC133), or `UnreadableSource`: SRC001 (no such
    file), SRC002 (cannot be opened), SRC009 (too big), SRC080 (not TOML).
    """
    text, table = _parsed(path)
    reader = _Reader(path.name, text)
    words = reader.words(table)
    if reader.findings:
        raise UnusableMapping(path.name, reader.findings)
    return words


def _parsed(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        if not path.exists():
            raise UnreadableSource("SRC001", {"file": str(path)})
        if not path.is_file():  # a pipe would be waited for without end
            raise UnreadableSource("SRC002", {"file": path.name, "reason": ""})
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or ""}) from None
    if len(content) > _LARGEST:
        facts = {"file": path.name, "limit": "file_bytes", "maximum": _LARGEST, "found": path.stat().st_size}
        raise UnreadableSource("SRC009", facts)
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        facts = {"file": path.name, "format": "TOML", "reason": syntax_place(error)}
        raise UnreadableSource("SRC080", facts) from None


class _Reader:
    """Makes words of the tables of a file, noting every problem at its line."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()
        self.findings: list[Finding] = []

    def words(self, table: Mapping[str, Any]) -> Words:
        sheets: dict[str, str] = {}
        headers: dict[str, dict[str, str]] = {}
        fields: dict[str, str] = {}
        own: dict[type[Enum], dict[str, Enum]] = {}
        for name, section in table.items():
            kind = _SECTIONS.get(fold(name), fold(name))
            if kind == "sheets":
                self._entries(section, name, kind, _ROLES, sheets, sheet_name)
            elif kind == "fields":
                self._entries(section, name, kind, _FIELDS, fields, _field_name)
            elif kind == "columns":
                for role, columns in self._tables(section, name):
                    into = headers.setdefault(role, {})
                    self._entries(columns, name, kind, _columns(role), into, partial(header, role))
            elif kind == "words":
                for role, columns in self._tables(section, name):
                    self._words_of(role, columns, name, own)
            else:
                self._unknown(name, "sections", dict(zip(_SECTIONS, _SECTIONS, strict=True)), str)
        by_key: dict[str, dict[str, tuple[str, ...]]] = {}
        for role, known in headers.items():
            for word, key in known.items():
                keys = by_key.setdefault(role, {})
                keys[key] = (*keys.get(key, ()), word)
        return Words(sheets, by_key, fields, own)

    def _words_of(self, role: str, columns: Any, section: str, own: dict[type[Enum], dict[str, Enum]]) -> None:
        """The words of one table, column by column."""
        if not isinstance(columns, dict):
            self._malformed(section, "words")
            return
        for written, words in columns.items():
            known = _FIELDS if role == "programme" else _columns(role)
            name_of = _field_name if role == "programme" else partial(header, role)
            key = self._known(written, "columns", known, name_of)
            if key is None:
                continue
            kind = _vocabulary_of(role, key)
            if kind is None:  # a column of free texts or of figures has no words to translate
                worded = {word: key for word, key in known.items() if _vocabulary_of(role, key)}
                self._unknown(written, "columns", worded, name_of)
                continue
            self._entries(words, written, "words", {**terms(kind)}, own.setdefault(kind, {}), _itself)

    def _tables(self, section: Any, name: str) -> Iterator[tuple[str, Any]]:
        """The tables that a section names, by role."""
        if not isinstance(section, dict):
            self._malformed(name, "sections")
            return
        for written, entries in section.items():
            role = self._known(written, "sheets", _ROLES, sheet_name)
            if role is not None:
                yield role, entries

    def _entries(
        self,
        entries: Any,
        name: str,
        part: str,
        known: Mapping[str, T],
        into: dict[str, T],
        name_of: Callable[[T], object],
    ) -> None:
        """The entries of one section: a user's word → what it stands for."""
        if not isinstance(entries, dict):
            self._malformed(name, "sections")
            return
        for written, meaning in entries.items():
            if not isinstance(meaning, str) or not fold(written):
                self._malformed(written, part)
                continue
            found = self._known(meaning, part, known, name_of, at=written)
            if found is None:
                continue
            first = into.setdefault(fold(written), found)
            if first != found:
                self._tell("SRC133", {"name": written, "one": name_of(first), "other": name_of(found)}, written)

    def _known(
        self, written: str, part: str, known: Mapping[str, T], name_of: Callable[[T], object], at: str | None = None
    ) -> T | None:
        found = known.get(fold(written))
        if found is None:
            self._unknown(written, part, known, name_of, at=at)
        return found

    def _unknown(
        self, written: str, part: str, known: Mapping[str, T], name_of: Callable[[T], object], at: str | None = None
    ) -> None:
        near = nearest(written, known)
        shown = (known[near],) if near else tuple(dict.fromkeys(known.values()))[:_MOST_NAMED]
        names = tuple(map(name_of, shown))
        self._tell("SRC131", {"name": written, "part": Term("MappingPart", part), "known": names}, at or written)

    def _malformed(self, written: str, part: str) -> None:
        self._tell("SRC132", {"name": written, "part": Term("MappingPart", part)}, written)

    def _tell(self, code: str, facts: dict[str, object], key: str) -> None:
        self.findings.append(finding(code, facts, location=LineLocation(self._file, self._line(key)), value=key))

    def _line(self, key: str) -> int | None:
        """The line of an entry, or else of the section that a name stands in: TOML readers do not tell it."""
        lines = [(number, line.strip()) for number, line in enumerate(self._lines, start=1)]
        entries = (number for number, line in lines if line.lstrip("\"'").startswith(key) and "=" in line)
        sections = (number for number, line in lines if line.startswith("[") and key in line)
        return next(entries, None) or next(sections, None)


def _field_name(key: str) -> str:
    return header("fields", key)


def _itself(member: Enum) -> Enum:
    return member


def _roles() -> dict[str, str]:
    """Every name of a table (key, sheet, file) and its role."""
    known: dict[str, str] = {}
    for role in SCHEMAS:
        for language in LANGUAGES:
            for word in (sheet_name(role, language), file_name(role, language), role):
                known.setdefault(fold(word), role)
    return {**known, **{word: role for word, role in Vocabulary.core().sheets.items() if word not in known}}


def _columns(role: str) -> dict[str, str]:
    """Every name of a column of a table (key, headers) and its key."""
    known = {fold(header(role, column.key)): column.key for column in SCHEMAS[role].columns}
    known |= {fold(column.key): column.key for column in SCHEMAS[role].columns}
    return {**Vocabulary.core().headers[role], **known} if role else known


def _vocabulary_of(role: str, key: str) -> type[Enum] | None:
    if role == "programme":
        return PROGRAMME_FIELDS[key].terms
    return _WORDS_WITHIN.get((role, key)) or SCHEMAS[role].column(key).terms


_ROLES = _roles()
_FIELDS = {**Vocabulary.core().fields, **{fold(key): key for key in PROGRAMME_FIELDS}}
