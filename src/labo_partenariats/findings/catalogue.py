"""
The catalogue of finding codes: the single list of what the library can say.

An entry holds what is language-free (severity, rule of the law, references); its texts are in the message catalogues
under ``findings.CODE``. A plugin brings its own entries with their texts. A code is never renumbered and never
reused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.findings.finding import Finding, Severity, Verdict
from labo_partenariats.findings.location import Location
from labo_partenariats.i18n.texts import LANGUAGES, Language, has_text, render, template, text

CODE = re.compile(r"[A-Z]{3}[0-9]{3}")


def _a_code(_instance: object, _attribute: object, value: str) -> None:
    if not CODE.fullmatch(value):
        raise Misuse("MIS020", {"value": value})


@frozen
class Entry:
    """
    One code of the catalogue.

    ``name`` names the problem in English words joined by hyphens. ``rule`` is the id of the rule of law it applies,
    if any. ``texts`` is for plugins: language, then part (``title``, ``message``, ``unknown``, ``why``, ``remedy``),
    then text.
    """

    code: str = field(validator=_a_code)
    name: str
    severity: Severity
    rule: str | None = None
    references: tuple[str, ...] = ()
    replaced_by: str | None = None
    texts: Mapping[str, Mapping[str, str]] | None = None

    def text(self, part: str, language: Language, data: Mapping[str, object] | None = None) -> str | None:
        """One part of the entry's texts, rendered; None when the entry has no such part."""
        if self.texts is not None:
            template = self.texts.get(language, self.texts.get("fr", {})).get(part)
            return None if template is None else render(template, language, data or {})
        key = f"findings.{self.code}.{part}"
        return text(key, language, **(data or {})) if has_text(key, language) else None

    def static(self, part: str, language: Language) -> str | None:
        """One part of the entry's texts as it stands in the catalogue, its placeholders unfilled."""
        if self.texts is not None:
            return self.texts.get(language, self.texts.get("fr", {})).get(part)
        return template(f"findings.{self.code}.{part}", language)


def _entry(code: str, row: Mapping[str, Any]) -> Entry:
    texts: dict[str, Mapping[str, str]] = {language: row[language] for language in LANGUAGES if language in row}
    return Entry(
        code=code,
        name=row["name"],
        severity=Severity(row["severity"]),
        rule=row.get("rule"),
        references=tuple(row.get("references", ())),
        replaced_by=row.get("replaced_by"),
        texts=texts or None,
    )


@frozen
class Catalogue:
    """The codes known to a run: the library's own and those of its plugins."""

    entries: Mapping[str, Entry]

    @classmethod
    def read(cls, words: str) -> Catalogue:
        """
        The codes that a TOML text declares, one table each: ``name``, ``severity``, ``rule`` …, texts by language.

        A plugin keeps such a text beside its modules, as ``codes.toml``.
        """
        return cls({code: _entry(code, row) for code, row in tomllib.loads(words).items()})

    def __getitem__(self, code: str) -> Entry:
        try:
            return self.entries[code]
        except KeyError:
            raise Misuse("MIS021", {"code": code}) from None

    def __contains__(self, code: str) -> bool:
        return code in self.entries

    def with_entries(self, added: Iterable[Entry]) -> Catalogue:
        """The same catalogue and the *added* entries; raises `Misuse` when a code is already taken."""
        merged = dict(self.entries)
        for entry in added:
            if entry.code in merged:
                raise Misuse("MIS022", {"code": entry.code})
            merged[entry.code] = entry
        return Catalogue(merged)

    def message(self, finding: Finding, language: Language = "fr") -> str:
        """What the finding says, in a sentence."""
        entry = self[finding.code]
        part = "unknown" if finding.verdict is Verdict.UNKNOWN else "message"
        rendered = entry.text(part, language, finding.data)
        if rendered is None:
            raise Misuse("MIS010", {"key": f"findings.{finding.code}.{part}", "language": language})
        return rendered

    def remedy(self, finding: Finding, language: Language = "fr") -> str | None:
        """How to put it right."""
        return self[finding.code].text("remedy", language, finding.data)


@cache
def core_catalogue() -> Catalogue:
    """The library's own codes."""
    source = resources.files("labo_partenariats.findings") / "codes.toml"
    return Catalogue.read(source.read_text(encoding="utf-8"))


def finding(
    code: str,
    data: Mapping[str, object] | None = None,
    *,
    location: Location | None = None,
    related: tuple[Location, ...] = (),
    value: str | None = None,
    verdict: Verdict = Verdict.VIOLATED,
    severity: Severity | None = None,
    catalogue: Catalogue | None = None,
) -> Finding:
    """A finding of *code* with the severity of the catalogue; what cannot be told is a note unless said otherwise."""
    if severity is None:
        unknown = verdict is Verdict.UNKNOWN
        severity = Severity.NOTE if unknown else (catalogue or core_catalogue())[code].severity
    return Finding(code, severity, dict(data or {}), location, related, value, verdict)
