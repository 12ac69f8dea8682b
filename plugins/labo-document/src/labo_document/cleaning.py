"""Texts as documents can hold them: no characters that XML or HTML forbids, no more than anyone reads."""

from __future__ import annotations

import re

from attrs import define, field

from labo_document.codes import CATALOGUE
from labo_partenariats.plugin import Finding, finding

#: About thirty pages in one paragraph or cell.
TEXT_LENGTH = 100_000
_CUT = " […]"

# What XML 1.0 has no place for, and what HTML calls an error beside it: C1 controls and noncharacters.
_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_PLANES}]")


@define
class Cleaner:
    """Makes the texts of one section fit for documents and keeps count of what it had to change."""

    section: str
    removed: int = 0
    cut: list[int] = field(factory=list)

    def __call__(self, text: str) -> str:
        """*text* without what is forbidden, every line end a line feed, cut to `TEXT_LENGTH`."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        clean, removed = _FORBIDDEN.subn("", lines)
        self.removed += removed
        if len(clean) <= TEXT_LENGTH:
            return clean
        self.cut.append(len(clean))
        return clean[: TEXT_LENGTH - len(_CUT)] + _CUT

    def lines(self, text: str) -> tuple[str, ...]:
        """The lines of *text*, clean."""
        return tuple(self(text).split("\n"))

    def findings(self) -> tuple[Finding, ...]:
        """What was changed, told once for the section."""
        section = self.section
        told = [
            finding("TXT102", {"section": section, "length": length, "limit": TEXT_LENGTH}, catalogue=CATALOGUE)
            for length in dict.fromkeys(self.cut)
        ]
        if self.removed:
            told.insert(0, finding("TXT101", {"section": section, "count": self.removed}, catalogue=CATALOGUE))
        return tuple(told)
