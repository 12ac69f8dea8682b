"""What filling a form has to say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

from labo_partenariats.plugin import Catalogue, CellLocation, Entry, Finding, Location, Severity, finding
from labo_partenariats.plugin.report import LANGUAGES


def _entries() -> tuple[Entry, ...]:
    source = resources.files("labo_dossier.forms") / "codes.toml"
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


FORM_ENTRIES = _entries()

#: The same codes by name, to make findings of them.
CATALOGUE = Catalogue({entry.code: entry for entry in FORM_ENTRIES})


def tell(
    code: str, data: Mapping[str, object], location: Location | None = None, *, value: str | None = None
) -> Finding:
    """A finding of one of our codes."""
    return finding(code, data, location=location, value=value, catalogue=CATALOGUE)


def cell(file: str, sheet: str, row: int, column: int) -> CellLocation:
    """A cell of the form, for findings."""
    return CellLocation(sheet=sheet, row=row, column=column, file=file)
