"""The option ``sections``: which parts of the dossier a document has."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from labo_document.codes import CATALOGUE
from labo_partenariats.plugin import Finding, finding, fold
from labo_partenariats.plugin.report import Dossier

#: ``sections=plan,expenses`` keeps those parts; ``claim=ID`` makes the document of a payment claim.
OPTIONS: Mapping[str, str] = {"sections": "NAME,NAME", "claim": "ID"}


def select(report: Dossier, wanted: str | None) -> tuple[Dossier | None, tuple[Finding, ...]]:
    """
    *report* with the sections named in *wanted*, separated by commas, in the order of the dossier; all without it.

    A section goes by the name on its tab or by its key. None and the findings that say so (TXT103) when a name is no
    section's.
    """
    if wanted is None:
        return report, ()
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    keys = {fold(name): section.key for section in report.sections for name in (section.name, section.key)}
    known = tuple(section.name for section in report.sections)
    refused = tuple(
        finding("TXT103", {"wanted": name, "known": known}, catalogue=CATALOGUE)
        for name in names or [wanted]
        if fold(name) not in keys
    )
    if refused:
        return None, refused
    chosen = {keys[fold(name)] for name in names}
    return evolve(report, sections=tuple(section for section in report.sections if section.key in chosen)), ()
