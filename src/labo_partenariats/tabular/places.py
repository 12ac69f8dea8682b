"""
Where something is, in the words of the people who fill in the tables.

A file of a programme spells a place as a path (``$.financing.expenses[4].amount``); nobody who reads a dossier should
have to. What comes from a cell or a line keeps that address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from labo_partenariats.findings import Location, PathLocation
from labo_partenariats.i18n import Language, text
from labo_partenariats.tabular.facts import PATHS
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.vocabulary import header, sheet_name

_STEP = re.compile(r"\.([a-z_0-9]+)(?:\[([0-9]+)\])?")
_FIELDS = {path: key for key, path in PATHS.items()}

#: Lists that have another name as a table.
_ROLES = {"other_plans": "plans"}


def place_words(location: Location, language: Language = "fr") -> str:
    """
    A place as people name it.

    >>> place_words(PathLocation("$.financing.expenses[4].amount"))
    'Dépenses n° 5, Montant'
    """
    if not isinstance(location, PathLocation) or not location.path.startswith("$"):  # an option of a command is a path
        return str(location)
    return ", ".join(_words(location.path, language)) or sheet_name("programme", language)


def _words(path: str, language: Language) -> Iterator[str]:
    if path in _FIELDS:
        yield sheet_name("programme", language)
        yield header("fields", _FIELDS[path], language)
        return
    if path == "$.financing":
        yield text("report.section.financing.name", language)
        return
    role: str | None = None
    for name, rank in _STEP.findall(path):
        named = _ROLES.get(name, name)
        if named in SCHEMAS:
            role, table = named, sheet_name(named, language)
            yield text("report.findings.nth", language, table=table, rank=int(rank) + 1) if rank else table
        elif role is not None and any(column.key == name for column in SCHEMAS[role].columns):
            yield header(role, name, language)
