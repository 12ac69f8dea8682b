"""
The few shapes that a document is made of: what is left of a dossier when every value is text.

A renderer knows these and nothing of the dossier; its blocks become shapes in one place, `labo_document.layout`.

Texts are clean: they hold no character that XML or HTML forbids.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from attrs import frozen

from labo_partenariats.plugin.report import Language


class Align(Enum):
    """Where the text of a cell stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@frozen
class Heading:
    """The title of what follows; ``level`` 1 for a part of the dossier, 2 within."""

    words: str
    level: int


@frozen
class Text:
    """A paragraph, its lines kept; ``is_note`` for a remark on what stands around it."""

    lines: tuple[str, ...]
    is_note: bool = False


@frozen
class Listing:
    """A list with a mark before each item, each of one or more lines."""

    items: tuple[tuple[str, ...], ...]


@frozen
class Cell:
    """A cell of a grid: its lines, as a list when ``is_list``; ``is_marked`` for a mark in a matrix."""

    lines: tuple[str, ...]
    align: Align = Align.START
    is_list: bool = False
    is_marked: bool = False

    @property
    def words(self) -> str:
        """The cell as one text."""
        return "\n".join(self.lines)


@frozen(kw_only=True)
class Grid:
    """
    A table.

    ``heads`` is empty for labelled values. ``widths`` are the shares of the columns, in hundredths of the width that
    add up to 100. With ``is_named`` the first cell of a row names it; ``is_matrix`` marks a grid of marks, to be looked
    at as a whole.
    """

    caption: str
    number: int
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    widths: tuple[int, ...]
    is_named: bool = False
    is_matrix: bool = False


@frozen
class Bar:
    """A bar of a chart: its label, its value as text, and its length in thousandths of the longest."""

    label: str
    value: str
    length: int


@frozen(kw_only=True)
class Chart:
    """A bar chart, and in ``alt`` what it shows in words."""

    title: str
    number: int
    alt: str
    bars: tuple[Bar, ...]


Shape = Heading | Text | Listing | Grid | Chart


@frozen(kw_only=True)
class Part:
    """A section of the dossier; its title is not among the shapes. ``is_wide`` asks for a page on its side."""

    key: str
    title: str
    shapes: tuple[Shape, ...]
    is_wide: bool = False


@frozen(kw_only=True)
class Pages:
    """
    The whole document.

    ``opening`` is what stands under the title, before the table of contents.
    """

    language: Language
    title: str
    subject: str
    author: str
    date: dt.date | None
    opening: Part | None
    parts: tuple[Part, ...]
