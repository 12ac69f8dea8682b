"""Addresses of a grid: B4 is row 4, column 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

Area = tuple[int, int, int, int]


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


#: Who reads of more runs of rows than that has understood.
_MOST_RUNS = 20


def runs(numbers: Iterable[int], shown: Callable[[int], str]) -> tuple[str, ...]:
    """
    Rows or columns as people name them, in runs; what is beyond some twenty runs is an ellipsis.

    >>> runs({4, 3, 7}, str)
    ('3–4', '7')
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    told = [shown(first) if first == last else f"{shown(first)}–{shown(last)}" for first, last in found[:_MOST_RUNS]]
    return (*told, "…") if len(found) > _MOST_RUNS else tuple(told)


def read_cell(reference: str) -> tuple[int, int] | None:
    """The row and column of ``B4``; None when it is no address of the grid."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def read_area(reference: str) -> Area | None:
    """First row, first column, last row and last column of ``A1:C5``, or of one cell; None when it is no area."""
    match = _AREA.fullmatch(reference)
    if match is None:
        return None
    first, _, last = reference.partition(":")
    one, other = read_cell(first), read_cell(last or first)
    if one is None or other is None:
        return None
    rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return rows[0], columns[0], rows[1], columns[1]
