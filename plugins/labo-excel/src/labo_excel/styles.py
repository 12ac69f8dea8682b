"""What reading needs of the styles: the number format of a cell and whether its font is struck through."""

from __future__ import annotations

from attrs import field, frozen

from labo_excel.archive import Archive
from labo_excel.dates import Shown, what_is_shown
from labo_excel.markup import Attributes, parse
from labo_excel.strings import is_on

#: The formats that a file names by number alone (ECMA-376, 18.8.30).
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}


@frozen
class Style:
    """How a cell is shown, as far as its meaning goes; ``number_format`` is None for the general format."""

    number_format: str | None = None
    struck: bool = False
    shown: Shown = field(init=False)

    @shown.default
    def _shown(self) -> Shown:
        return what_is_shown(self.number_format)


PLAIN = Style()


def read_styles(archive: Archive, part: str) -> list[Style]:
    """The styles of the cells, by rank."""
    formats = dict(_BUILT_IN)
    struck_fonts: list[bool] = []
    cells: list[tuple[int, int]] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        parent = path[-1] if path else ""
        path.append(name)
        if name == "numFmt" and parent == "numFmts":
            formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "font" and parent == "fonts":
            struck_fonts.append(False)
        elif name == "strike" and parent == "font" and struck_fonts and path[-3] == "fonts":
            struck_fonts[-1] = is_on(attributes)
        elif name == "xf" and parent == "cellXfs":
            cells.append((_whole(attributes.get("numFmtId")), _whole(attributes.get("fontId"))))

    parse(part, archive.chunks(part, small=True), start, lambda _name: path.pop(), lambda _text: None)

    known: dict[tuple[str | None, bool], Style] = {}
    styles = []
    for format_id, font_id in cells:
        number_format = formats.get(format_id)
        shown_format = None if number_format in {None, "", "General"} else number_format
        struck = font_id < len(struck_fonts) and struck_fonts[font_id]
        styles.append(known.setdefault((shown_format, struck), Style(shown_format, struck)))
    return styles


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
