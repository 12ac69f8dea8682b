"""How cells look: a small set of named styles, each made once a workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from labo_partenariats.plugin.report import Kind, Language

_DARK, _GREY, _LINE = "#1F3864", "#595959", "#8497B0"
_INPUT, _MARK, _BROKEN = "#FFF8DC", "#DCE6F2", "#F8D7DA"

#: Amounts with the euro sign where the language puts it; separators are the reader's own.
_MONEY: dict[Language, str] = {"fr": "#,##0.00\\ [$€-40C]", "en": "[$€-809]#,##0.00"}
_RATE: dict[Language, str] = {"fr": "0.00\\ %", "en": "0.00%"}
_DATE = 14  # the short date of the reader's own settings
_CENTRED = (Kind.MARK, Kind.DATE, Kind.VERDICT)

Properties = dict[str, Any]

_WRAPPED: Properties = {"text_wrap": True, "valign": "vcenter"}
_BOXED: Properties = {**_WRAPPED, "border": 1, "border_color": _LINE}
_BASE: dict[str, Properties] = {
    "title": {"bold": True, "font_size": 18, "font_color": _DARK, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": _DARK, "bottom": 1, "bottom_color": _LINE},
    "label": {**_WRAPPED, "bold": True, "font_color": _DARK},
    "text": {**_WRAPPED},
    "note": {**_WRAPPED, "italic": True, "font_color": _GREY},
    "header": {**_BOXED, "bold": True, "font_color": "#FFFFFF", "bg_color": _DARK},
    "cell": {**_BOXED},
    "input": {**_WRAPPED, "border": 4, "border_color": _GREY, "bg_color": _INPUT, "locked": False},
    "total": {"bold": True, "top": 6, "bottom": 1, "top_color": _DARK, "bottom_color": _DARK, "valign": "vcenter"},
    "mark": {**_BOXED, "bg_color": _MARK, "bold": True},
    "fact": {**_WRAPPED, "align": "left"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "vcenter"},
    "broken_note": {"bold": True, "font_color": "#7B1E26"},
    "broken": {"bold": True, "font_color": "#7B1E26", "bg_color": _BROKEN},
}
_IN_TABLES = ("header", "cell", "input", "total", "mark")
_RIGHT = (Kind.MONEY, Kind.RATE, Kind.NUMBER)


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._language = book, language
        self._made: dict[tuple[str, Kind, bool, bool], Format] = {}

    def __call__(self, name: str, kind: Kind = Kind.TEXT, *, is_data: bool = False, at_top: bool = False) -> Format:
        """
        The style *name* for cells of *kind*.

        With *is_data* the text keeps its quote mark: editing the cell never turns it into a formula. A long text stands
        *at_top*, so that its beginning is what is seen of it.
        """
        key = (name, kind, is_data, at_top)
        if key not in self._made:
            placed: Properties = {"valign": "top"} if at_top else {}
            properties = {**_BASE[name], **self._of_kind(kind, name), **_quoted(is_data), **placed}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def _of_kind(self, kind: Kind, name: str) -> Properties:
        """Alignment, which headers share with their cells, and number format."""
        aligned: Properties = {}
        if name in _IN_TABLES:
            aligned = (
                {"align": "right", "indent": 1}
                if kind in _RIGHT
                else {"align": "center"}
                if kind in _CENTRED
                else {"align": "left", "indent": 1}
            )
        return aligned if name == "header" else {**aligned, **self._number_format(kind)}

    def _number_format(self, kind: Kind) -> Properties:
        match kind:
            case Kind.MONEY:
                return {"num_format": _MONEY[self._language]}
            case Kind.RATE:
                return {"num_format": _RATE[self._language]}
            case Kind.DATE:
                return {"num_format": _DATE}
            case Kind.FORMULA:
                return {"font_size": 9}
            case _:
                return {}


def _quoted(is_data: bool) -> Properties:
    return {"quote_prefix": True} if is_data else {}
