"""The text of formulas: read to be shown and to know where their values come from, never to be computed."""

from __future__ import annotations

import re

from labo_excel.addresses import LAST_COLUMN, LAST_ROW, column_number
from labo_partenariats.plugin import column_letters

#: A text, a quoted sheet name, a structured reference, or a cell; only the last one moves.
_TOKEN = re.compile(
    r"""("[^"]*"|'[^']*'|\[[^\]]*\])|(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Za-z0-9_.(!])"""
)
_TEXT = re.compile(r'"[^"]*"')

#: ``[1]Budget!B2`` or ``'[1]Plan 2017'!B2`` (another workbook), ``prog|'topic'!item`` (another program), the web.
_ELSEWHERE = re.compile(r"(?<![\w\]\[.])\[\d+\][^\[\]!]*!|\w\|'|\b(?:WEBSERVICE|RTD)\(", re.IGNORECASE)


def comes_from_elsewhere(formula: str) -> bool:
    """Whether the value of *formula* depends on another workbook, on another program or on the web."""
    return _ELSEWHERE.search(_TEXT.sub('""', formula)) is not None


def shift(formula: str, rows: int, columns: int) -> str:
    """
    *formula* as it reads *rows* below and *columns* to the right: relative references move, those with ``$`` stay.

    A file writes a formula that was filled down once, on its first cell.
    """

    def moved(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[0]
        column = column_number(match[3]) + (0 if match[2] else columns)
        row = int(match[5]) + (0 if match[4] else rows)
        if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
            return "#REF!"
        return f"{match[2]}{column_letters(column)}{match[4]}{row}"

    return _TOKEN.sub(moved, formula)
