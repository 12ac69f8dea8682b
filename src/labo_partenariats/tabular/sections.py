"""
Parts of a table: a row that only names the lines below it («1. Frais de personnel»), closed by their subtotal.

Such a row is no different from a line whose amount was forgotten, until a subtotal comes that is the sum of the lines
since; without one, that is what it is.
"""

from __future__ import annotations

from attrs import define


@define
class Section:
    """One part of a table, from the row that names it; ``is_closed`` once a right subtotal has come."""

    row: int
    label: str
    is_closed: bool = False


class Sections:
    """
    The part that is open while the rows of a table are read from top to bottom.

    Only what stands above its first line can name it: a part, or a part of a part. A row without amount between lines
    is a line that lacks it.
    """

    def __init__(self) -> None:
        self._titles: list[Section] = []
        self._between: list[Section] = []
        self._has_lines = False

    def start(self, row: int, label: str) -> None:
        """Note a row that holds a name and nothing else."""
        (self._between if self._has_lines else self._titles).append(Section(row, label))

    def of_line(self) -> Section | None:
        """The part to which the next line belongs, if its subtotal comes."""
        self._has_lines = True
        return self._titles[-1] if self._titles else None

    def end(self, *, is_right: bool) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        """
        End the part, with a subtotal that *is_right* or without: the rows that name it, and those that lack an amount.
        """
        titles, between = tuple(self._titles), tuple(self._between)
        is_part = is_right and self._has_lines
        self._titles, self._between, self._has_lines = [], [], False
        for section in titles:
            section.is_closed = is_part
        return (titles, between) if is_part else ((), (*titles, *between))
