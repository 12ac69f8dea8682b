"""Texts as a workbook can hold them: no control characters, no more than a cell's length."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import frozen

#: What a cell of Excel holds, counted as Excel counts: in UTF-16 units.
CELL_LENGTH = 32_767
_CUT = " […]"
#: What a formula may give as a text without a spreadsheet cutting it.
_PLAIN = 8_000
#: What a spreadsheet reads as a character by its number, beside a formula at least: «_x0041_» is an A.
_CHARACTER = re.compile(r"_x[0-9A-Fa-f]{4}_")

# XML 1.0 has no place for these; a lone surrogate has none in UTF-8 either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Tell = Callable[[str, Mapping[str, object]], None]


def units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def is_plain(text: str) -> bool:
    """Whether a text is the same in every cell and beside every formula: one line, nothing to clean, trim or cut."""
    told = text.isprintable() and text == text.strip() and not text.startswith("#") and units(text) <= _PLAIN
    return told and _CHARACTER.search(text) is None


@frozen
class Cleaner:
    """Makes texts fit for cells and says what it had to change, through ``tell`` (code, facts)."""

    tell: Tell

    def __call__(self, text: str) -> str:
        """*text* without what XML forbids, cut to what a cell holds."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        clean, removed = _FORBIDDEN.subn("", lines)
        if removed:
            self.tell("XLS102", {"count": removed})
        length = units(clean)
        if length <= CELL_LENGTH:
            return clean
        self.tell("XLS103", {"length": length, "limit": CELL_LENGTH})
        kept = clean[: CELL_LENGTH - len(_CUT)]
        while units(kept) > CELL_LENGTH - len(_CUT):
            kept = kept[: len(kept) - (units(kept) - CELL_LENGTH + len(_CUT) + 1) // 2]
        return kept + _CUT
