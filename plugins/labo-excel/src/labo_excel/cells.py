"""From what the XML of a cell says (type, style, text, formula) to a cell of the library."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from attrs import field, frozen

from labo_excel.dates import Moment, Shown, from_iso, from_serial
from labo_excel.numbers import read_number
from labo_excel.strings import RichText, unescape
from labo_excel.styles import PLAIN, Style
from labo_partenariats.plugin import Cell, CellState, Note, Notebook, UnreadableSource

#: What a cell of a workbook can hold.
Value = str | Decimal | bool | Moment

_DATES = frozenset({Shown.DATE, Shown.DATE_AND_TIME, Shown.TIME})


@frozen
class CellReader:
    """What the cells of one sheet have in common: texts, styles, system of dates, and where to note what is odd."""

    part: str
    sheet: str
    texts: Sequence[str | RichText]
    styles: Sequence[Style]
    since_1904: bool
    notebook: Notebook = field(repr=False)

    def read(
        self, row: int, column: int, kind: str, style_rank: str, content: str | None, formula: str | None
    ) -> Cell | None:
        """
        The cell at *row* and *column*; None when it is blank.

        *kind* is the type attribute of the cell, *content* the text of its value, *formula* that of its formula.
        """
        if content is not None and kind in {"str", "inlineStr"}:
            return self.read_text(row, column, style_rank, unescape(content), formula)
        style = self._style(style_rank)
        if content is None or not content.strip():
            if formula is None:
                return None
            return Cell(row, column, None, CellState.FORMULA_WITHOUT_VALUE, formula, style.number_format)
        if kind == "s":
            return self.read_text(row, column, style_rank, self._shared(content.strip()), formula)
        if kind == "e":
            return Cell(row, column, content, CellState.ERROR, formula, style.number_format)
        value = self._scalar(row, column, kind, content, style)
        return Cell(row, column, value, _state(formula, struck=style.struck), formula, style.number_format)

    def read_text(
        self, row: int, column: int, style_rank: str, content: str | RichText, formula: str | None
    ) -> Cell | None:
        """The cell at *row* and *column*, whose text is known; None when it is blank."""
        style = self._style(style_rank)
        value, struck = self._text(row, column, content, style)
        if not value or value.isspace():
            return None
        return Cell(row, column, value, _state(formula, struck=struck), formula, style.number_format)

    def _style(self, rank: str) -> Style:
        if not rank:
            return self.styles[0] if self.styles else PLAIN
        try:
            return self.styles[_rank(rank)]
        except (ValueError, IndexError):
            return PLAIN

    def _shared(self, rank: str) -> str | RichText:
        try:
            return self.texts[_rank(rank)]
        except (ValueError, IndexError):
            raise UnreadableSource("SRC017", {"part": self.part}) from None

    def _text(self, row: int, column: int, content: str | RichText, style: Style) -> tuple[str, bool]:
        """
        The text that is meant, and whether all of it is struck through.

        Of a text partly struck («~~OUI~~ NON») the part that stands is the value; the whole is in a note (SRC025).
        """
        if isinstance(content, str):
            return content, style.struck
        kept, struck = content.split(cell_is_struck=style.struck)
        if not struck.strip():
            return content.whole, False
        if not kept.strip():
            return content.whole, True
        self._note("SRC025", row, column, text=content.whole, kept=kept.strip(), struck=struck.strip())
        return kept.strip(), False

    def _scalar(self, row: int, column: int, kind: str, text: str, style: Style) -> Value:
        if kind == "b":
            return text.strip() in {"1", "true"}
        if kind == "d":
            day = from_iso(text)
            return text if day is None else day
        number = read_number(text)
        if number is None:
            self._note("SRC027", row, column, text=text)
            return text
        if style.shown in _DATES:
            return self._moment(row, column, number, style)
        return number

    def _moment(self, row: int, column: int, number: Decimal, style: Style) -> Value:
        moment = from_serial(number, style.shown, since_1904=self.since_1904)
        if moment is None:
            self._note("SRC026", row, column, number=number, format=style.number_format)
            return number
        return moment

    def _note(self, code: str, row: int, column: int, **data: object) -> None:
        self.notebook.add(Note(code, data, self.sheet, row, column))


def _state(formula: str | None, *, struck: bool) -> CellState:
    """The state of a cell that has a value; of one both struck and computed, the formula tells the second."""
    if struck:
        return CellState.STRUCK
    return CellState.PLAIN if formula is None else CellState.FORMULA


def _rank(text: str) -> int:
    """A rank as XML writes it; `int` alone would take -1 for the last one, and other writings of digits."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)
