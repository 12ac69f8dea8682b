"""What these exporters have to say of a dossier that a document cannot hold as it is."""

from __future__ import annotations

from importlib import resources

from labo_partenariats.plugin import Catalogue

#: The codes by name, to make findings of them.
CATALOGUE = Catalogue.read((resources.files("labo_document") / "codes.toml").read_text(encoding="utf-8"))

ENTRIES = tuple(CATALOGUE.entries.values())
