"""How cells look: a small set of named styles, each made once a workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from labo_partenariats.i18n import Language
from labo_partenariats.report import Kind

_DARK, _GREY, _LINE = "#1F3864", "#595959", "#8497B0"
_HEADER, _INPUT, _MARK, _BROKEN = "#1F3864", "#FFF8DC", "#DCE6F2", "#F8D7DA"

#: Amounts with the euro sign where the language puts it; separators are the reader's own.
_MONEY: dict[Language, str] = {"fr": "#,##0.00\\ [$€-40C]", "en": "[$€-809]#,##0.00"}
_DATE = 14  # the short date of the reader's own settings
_CENTRED = (Kind.MARK, Kind.DATE, Kind.VERDICT)

Properties = dict[str, Any]

_BASE: dict[str, Properties] = {
    "title": {"bold": True, "font_size": 16, "font_color": _DARK},
    "heading": {"bold": True, "font_size": 12, "font_color": _DARK, "bottom": 1, "bottom_color": _LINE},
    "label": {"bold": True, "font_color": _DARK, "valign": "top", "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
    "note": {"text_wrap": True, "valign": "top", "italic": True, "font_color": _GREY},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _HEADER,
        "border": 1,
        "border_color": _LINE,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "cell": {"border": 1, "border_color": _LINE, "text_wrap": True, "valign": "top"},
    "input": {
        "border": 4,
        "border_color": _GREY,
        "bg_color": _INPUT,
        "text_wrap": True,
        "valign": "top",
        "locked": False,
    },
    "total": {"bold": True, "top": 6, "bottom": 1, "top_color": _DARK, "bottom_color": _DARK, "valign": "top"},
    "mark": {"border": 1, "border_color": _LINE, "bg_color": _MARK, "align": "center", "valign": "top", "bold": True},
    "fact": {"text_wrap": True, "valign": "top", "align": "left"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "broken": {"bold": True, "font_color": "#7B1E26", "bg_color": _BROKEN},
}


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._language = book, language
        self._made: dict[tuple[str, Kind, bool], Format] = {}

    def __call__(self, name: str, kind: Kind = Kind.TEXT, *, is_data: bool = False) -> Format:
        """
        The style *name* for cells of *kind*.

        With *is_data* the text keeps its quote mark: editing the cell never turns it into a formula.
        """
        key = (name, kind, is_data)
        if key not in self._made:
            self._made[key] = self._book.add_format({**_BASE[name], **self._of_kind(kind, name), **_quoted(is_data)})
        return self._made[key]

    def _of_kind(self, kind: Kind, name: str) -> Properties:
        if name in ("header", "title", "heading", "note"):
            return {"align": "center"} if name == "header" and kind is not Kind.TEXT and kind is not Kind.LINES else {}
        match kind:
            case Kind.MONEY:
                return {"num_format": _MONEY[self._language], **_right(name)}
            case Kind.RATE:
                return {"num_format": "0.00%", **_right(name)}
            case Kind.NUMBER:
                return {"num_format": "#,##0.##########" if name == "exact" else "General", **_right(name)}
            case Kind.DATE:
                return {"num_format": _DATE, **({} if name == "fact" else {"align": "center"})}
            case Kind.FORMULA:
                return {"font_name": "Consolas", "font_size": 9}
            case _:
                return {"align": "center"} if kind in _CENTRED else {}


def _right(name: str) -> Properties:
    return {} if name == "fact" else {"align": "right"}


def _quoted(is_data: bool) -> Properties:
    return {"quote_prefix": True} if is_data else {}
