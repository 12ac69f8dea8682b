"""What filling a form has to say."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from labo_partenariats.plugin import Catalogue, CellLocation, Finding, Location, finding

#: The codes by name, to make findings of them.
CATALOGUE = Catalogue.read((resources.files("labo_dossier.forms") / "codes.toml").read_text(encoding="utf-8"))

FORM_ENTRIES = tuple(CATALOGUE.entries.values())


def tell(
    code: str, data: Mapping[str, object], location: Location | None = None, *, value: str | None = None
) -> Finding:
    """A finding of one of our codes."""
    return finding(code, data, location=location, value=value, catalogue=CATALOGUE)


def cell(file: str, sheet: str, row: int, column: int) -> CellLocation:
    """A cell of the form, for findings."""
    return CellLocation(sheet=sheet, row=row, column=column, file=file)
