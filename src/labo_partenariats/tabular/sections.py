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
        self.current: Section | None = None  # of the next line, if its subtotal comes

    def start(self, row: int, label: str, *, after_lines: bool) -> None:
        """Note a row that holds a name and nothing else, before the first line of a part or *after_lines* of it."""
        section = Section(row, label)
        if after_lines:
            self._between.append(section)
        else:
            self._titles.append(section)
            self.current = section

    def end(self, *, is_right: bool) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        """
        End the part, with a subtotal that *is_right* or without: the rows that name it, and those that lack an amount.
        """
        titles, between = tuple(self._titles), tuple(self._between)
        self._titles, self._between, self.current = [], [], None
        for section in titles:
            section.is_closed = is_right
        return (titles, between) if is_right else ((), (*titles, *between))
