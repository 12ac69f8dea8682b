"""The findings of this plugin: ``OPD1`` on what is published, ``OPD2`` on lists that are read."""

from __future__ import annotations

from importlib import resources

from labo_partenariats.plugin import Catalogue

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

#: The codes by name, to make findings of them.
CATALOGUE = Catalogue.read((resources.files("labo_opendata") / "codes.toml").read_text(encoding="utf-8"))

ENTRIES = tuple(CATALOGUE.entries.values())
