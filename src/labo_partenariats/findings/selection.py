"""Choosing and ordering findings."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from labo_partenariats.findings.finding import Finding, Severity
from labo_partenariats.findings.location import location_order


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then in the order of the source, then by code; equal findings are kept once."""
    unique = {repr(found): found for found in findings}
    return tuple(
        sorted(
            unique.values(),
            key=lambda found: (found.severity.rank, location_order(found.location), found.code, repr(found.data)),
        )
    )


def select(findings: Iterable[Finding], chosen: Iterable[str] = (), ignored: Iterable[str] = ()) -> tuple[Finding, ...]:
    """
    The findings whose code starts with one of *chosen* (all when empty) and with none of *ignored*.

    ``FIN`` takes a family, ``FIN1`` a part of it, ``FIN101`` one code.
    """
    wanted, unwanted = tuple(chosen), tuple(ignored)
    return tuple(
        found
        for found in findings
        if (not wanted or found.code.startswith(wanted)) and not (unwanted and found.code.startswith(unwanted))
    )


def strict(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings with warnings raised to errors."""
    return tuple(
        evolve(found, severity=Severity.ERROR) if found.severity is Severity.WARNING else found for found in findings
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings would have the dossier refused."""
    return any(found.severity is Severity.ERROR for found in findings)
