"""Findings («constats»): what is wrong, doubtful or unknown in a user's data, as facts rather than prose."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from labo_partenariats.findings.location import Location


class Severity(Enum):
    """How grave a finding is («gravité»)."""

    ERROR = "error"  # the dossier would be refused
    WARNING = "warning"  # to be settled or justified before it is sent
    NOTE = "note"  # worth knowing

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Verdict(Enum):
    """What the finding asserts: that something is wrong, or that it cannot be told («impossible à dire»)."""

    VIOLATED = "violated"
    UNKNOWN = "unknown"


@frozen
class Finding:
    """
    One finding («constat»).

    ``code`` is stable and documented (`labo codes CODE`); ``data`` fills the message of the catalogue; ``value`` is
    the raw text found at ``location``; ``related`` are the other places of a contradiction.
    """

    code: str
    severity: Severity
    data: Mapping[str, object] = field(factory=dict)
    location: Location | None = None
    related: tuple[Location, ...] = ()
    value: str | None = None
    verdict: Verdict = Verdict.VIOLATED
