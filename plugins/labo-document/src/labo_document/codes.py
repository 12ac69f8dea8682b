"""What these exporters have to say of a dossier that a document cannot hold as it is."""

from __future__ import annotations

import tomllib
from importlib import resources

from labo_partenariats.plugin import Catalogue, Entry, Severity
from labo_partenariats.plugin.report import LANGUAGES


def _entries() -> tuple[Entry, ...]:
    source = resources.files("labo_document") / "codes.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(
        Entry(
            code=code,
            name=row["name"],
            severity=Severity(row["severity"]),
            texts={language: row[language] for language in LANGUAGES},
        )
        for code, row in table.items()
    )


ENTRIES = _entries()

#: The same codes by name, to make findings of them.
CATALOGUE = Catalogue({entry.code: entry for entry in ENTRIES})
