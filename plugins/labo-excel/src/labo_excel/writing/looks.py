"""How cells look: one format of XlsxWriter for each combination of properties, made when first asked for."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from labo_partenariats import Money, Rate
from labo_partenariats.plugin import Column, Kind, OutValue

#: Without a currency frozen in the user's locale, and as French and English readers both expect it.
_AMOUNT: Final = r"#,##0.00\ [$€-40C]"
_DAY: Final = "dd/mm/yyyy"
_TEXT: Final = "@"

#: Columns that are no text. All others are formatted as text, or a spreadsheet makes a day of «Mai 2018» and of
#: «10-15», and eats the zero of 01000.
_FORMATS: Final = {
    Kind.AMOUNT: _AMOUNT,
    Kind.RATE: "0.00%",
    Kind.COUNT: "0",
    Kind.NUMBER: "General",
    Kind.DATE: _DAY,
}

_DARK, _PALE, _LINE, _GREY = "#1F4E5F", "#E8F1F4", "#B7C9D0", "#595959"


def number_format(column: Column, value: OutValue) -> str:
    """The number format of a cell: that of its value, else that of its column."""
    match value:
        case Money():
            return _AMOUNT
        case Rate():
            return _FORMATS[Kind.RATE]
        case str() | None | bool() | int():
            return _FORMATS.get(column.kind, _TEXT)
        case _ if hasattr(value, "year"):
            return _DAY
        case _:
            return _FORMATS.get(column.kind, "General")


@frozen
class Looks:
    """The formats of one workbook."""

    book: Workbook
    _made: dict[tuple[tuple[str, object], ...], Format] = field(factory=dict)

    def _of(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_name": "Calibri", "font_size": 11, **properties})
        return self._made[key]

    def title(self) -> Format:
        """The title of a sheet."""
        return self._of(bold=True, font_size=16, font_color=_DARK, valign="vcenter")

    def tally(self) -> Format:
        """What is counted under a title."""
        return self._of(bold=True)

    def remark(self) -> Format:
        """What is said under a title."""
        return self._of(italic=True, font_color=_GREY)

    def link(self) -> Format:
        """What leads to a cell; underlined, so that it is not told by its colour alone."""
        return self._of(font_color=_DARK, underline=1, text_wrap=True, valign="top", border=1, border_color=_LINE)

    def heading(self) -> Format:
        """A heading inside the instructions."""
        return self._of(bold=True, font_size=13, font_color=_DARK)

    def paragraph(self, *, bold: bool = False) -> Format:
        """A paragraph of the instructions."""
        return self._of(text_wrap=True, valign="top", bold=bold)

    def header(self, *, required: bool) -> Format:
        """The header of a column; those to fill on every row are bold too, besides their star."""
        return self._of(
            bold=required,
            font_color="#FFFFFF",
            bg_color=_DARK,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=_LINE,
        )

    def label(self) -> Format:
        """The printed name of a row of a form."""
        return self._of(bg_color=_PALE, text_wrap=True, valign="top", border=1, border_color=_LINE, num_format=_TEXT)

    def value(self, shown_as: str, *, quoted: bool = False, left: bool = False) -> Format:
        """
        A cell to fill.

        *quoted* keeps a text that looks like a formula a text when somebody edits it; *left* puts a number where texts
        stand.
        """
        extra: dict[str, object] = {"quote_prefix": True} if quoted else {}
        extra |= {"align": "left"} if left else {}
        return self._of(text_wrap=True, valign="top", border=1, border_color=_LINE, num_format=shown_as, **extra)
