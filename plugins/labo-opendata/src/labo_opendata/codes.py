"""The findings of this plugin: ``OPD1`` on what is published, ``OPD2`` on lists that are read."""

from __future__ import annotations

import tomllib
from importlib import resources

from labo_partenariats.plugin import Catalogue, Entry, Severity

INCOMPLETE = "OPD101"
NOTHING_GRANTED = "OPD102"
ONLY_ASKED_FOR = "OPD103"
TEXT_CUT = "OPD104"
UNKNOWN_FUNDER = "OPD105"
UNUSABLE_OPTION = "OPD106"
COLUMNS_LEFT_ASIDE = "OPD201"
SHARED_AMOUNT = "OPD202"
NOT_GRANTED = "OPD203"
OTHER_NAME = "OPD204"


def _entries() -> tuple[Entry, ...]:
    source = resources.files("labo_opendata") / "codes.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(
        Entry(
            code, row["name"], Severity(row["severity"]), texts={language: row[language] for language in ("fr", "en")}
        )
        for code, row in table.items()
    )


ENTRIES = _entries()

#: The same codes by name, to make findings of them.
CATALOGUE = Catalogue({entry.code: entry for entry in ENTRIES})
