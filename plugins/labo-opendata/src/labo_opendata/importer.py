"""The importer: a published list of subsidies becomes its beneficiaries, its funders and the aids they granted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import evolve

from labo_csv import CsvImporter
from labo_opendata.lists import HEADERS, is_header, split
from labo_partenariats.plugin import Entry, Limits, Sheet, Tables

#: How much of a file is looked at to recognise it: titles and notes may stand above the headers.
_BEGINNING = 16_384

_SEPARATORS = re.compile(r"[;,\t|\r\n]")


class ScdlImporter:
    """
    Lists of subsidies in the SCDL format «subventions», any version, as CSV.

    Recognised by its headers alone and asked before those that go by the suffix; every other CSV is left to them.
    Encoding, delimiter and quotes are read by `labo_csv`.
    """

    name = "scdl"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".txt")
    by_content = True
    entries: tuple[Entry, ...] = ()  # the exporter brings those of both
    headers: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(HEADERS)

    def recognises(self, path: Path) -> bool:
        """Whether *path* is a text table whose headers are those of the format."""
        try:
            if path.suffix.lower() not in self.suffixes or not path.is_file():
                return False
            with path.open("rb") as stream:
                beginning = stream.read(_BEGINNING)
        except (OSError, ValueError):
            return False
        # Headers are ASCII: null bytes taken out, they read alike in UTF-8, UTF-16 and the code pages.
        text = beginning.replace(b"\0", b"").decode("ascii", "replace")
        return any(is_header(_SEPARATORS.split(line)) for line in text.splitlines())

    def read(self, path: Path, limits: Limits) -> Tables:
        """The tables of actors and aids in the list at *path*; raises `UnreadableSource` and nothing else."""
        tables = CsvImporter().read(path, limits)
        sheets: list[Sheet] = []
        notes = list(tables.notes)
        for sheet in tables.sheets:
            parts, told = split(evolve(sheet, file=sheet.file or path.name))
            sheets += parts
            notes += told
        return Tables(tuple(sheets), tuple(notes))
