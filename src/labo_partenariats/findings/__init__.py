"""Findings: what the library tells a user about their data, with stable codes, places and remedies."""

from labo_partenariats.findings.catalogue import Catalogue, Entry, core_catalogue, finding
from labo_partenariats.findings.finding import Finding, Severity, Verdict
from labo_partenariats.findings.location import CellLocation, LineLocation, Location, PathLocation
from labo_partenariats.findings.origins import Origins
from labo_partenariats.findings.selection import has_errors, in_order, select, strict

__all__ = [
    "Catalogue",
    "CellLocation",
    "Entry",
    "Finding",
    "LineLocation",
    "Location",
    "Origins",
    "PathLocation",
    "Severity",
    "Verdict",
    "core_catalogue",
    "finding",
    "has_errors",
    "in_order",
    "select",
    "strict",
]
