"""How tall a row has to be: only Excel fits rows to wrapped text by itself, and not in every case."""

from __future__ import annotations

import math
from collections.abc import Iterable

_LINE, _PADDING, _TALLEST = 15.0, 3.0, 409.0

#: Letters of French words are narrower than the digit in which widths of columns are counted.
_LETTERS_PER_UNIT = 1.15


def height_for(cells: Iterable[tuple[str, float]]) -> float:
    """The height, in points, of a row that shows each of these texts wrapped in a column of that width."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(_TALLEST, _PADDING + _LINE * lines)


def _lines(text: str, width: float) -> int:
    room = max(1.0, (width - 1) * _LETTERS_PER_UNIT)
    return sum(max(1, math.ceil(len(line) / room)) for line in text.split("\n"))
