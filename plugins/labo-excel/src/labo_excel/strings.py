"""Texts of a workbook: runs of rich text, struck or not, and the shared table of texts."""

from __future__ import annotations

import re

from attrs import frozen

from labo_excel.archive import Archive
from labo_excel.markup import Attributes, parse
from labo_partenariats.plugin import Limits, UnreadableSource

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FALSE = frozenset({"0", "false", "off"})


def unescape(text: str) -> str:
    r"""*text* with its ``_x000D_`` escapes decoded and its line ends made ``\\n``; control characters stay escaped."""
    if "_x" in text:
        text = _ESCAPE.sub(_decoded, text)
        # Two escapes may be the halves of one character; a lone half cannot be kept.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character >= " " or character in "\t\n\r" else match[0]


def is_on(attributes: Attributes) -> bool:
    """Whether an on/off element such as ``<strike/>`` is on."""
    return attributes.get("val", "1").lower() not in _FALSE


@frozen
class Run:
    """A stretch of text; ``struck`` is None when it follows the font of its cell."""

    text: str
    struck: bool | None = None


@frozen
class RichText:
    """A text in runs."""

    runs: tuple[Run, ...]

    @property
    def whole(self) -> str:
        """The text, struck or not."""
        return "".join(run.text for run in self.runs)

    def split(self, *, cell_is_struck: bool) -> tuple[str, str]:
        """The text kept and the text struck through, in a cell whose font is struck or not."""
        kept: list[str] = []
        struck: list[str] = []
        for run in self.runs:
            is_struck = cell_is_struck if run.struck is None else run.struck
            (struck if is_struck else kept).append(run.text)
        return "".join(kept), "".join(struck)


class TextCollector:
    """Gathers the runs of one ``<si>`` or ``<is>`` from parser events; phonetic guides are left out."""

    def __init__(self, limits: Limits) -> None:
        self._maximum = limits.cell_characters
        self.clear()

    def clear(self) -> None:
        """Forget everything: a new text begins."""
        self._runs: list[Run] = []
        self._pieces: list[str] = []
        self._length = 0
        self._struck: bool | None = None
        self._in_run_properties = False
        self._in_text = False
        self._in_guide = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == "t":
            self._in_text = not self._in_guide
        elif name == "rPh":
            self._in_guide = True
        elif name == "r":
            self._struck = None
        elif name == "rPr":
            self._in_run_properties = True
            self._struck = False
        elif name == "strike" and self._in_run_properties:
            self._struck = is_on(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t" and self._in_text:
            self._in_text = False
            self._runs.append(Run(unescape("".join(self._pieces)), self._struck))
            self._pieces.clear()
        elif name == "rPh":
            self._in_guide = False
        elif name == "rPr":
            self._in_run_properties = False
        elif name == "r":
            self._struck = None

    def text(self, data: str) -> None:
        """Character data."""
        if self._in_text:
            self._length += len(data)
            if self._length > self._maximum:
                raise too_long(self._maximum, self._length)
            self._pieces.append(data)

    def result(self) -> str | RichText:
        """The text: plain when no run says anything of its own about being struck."""
        if all(run.struck is not True for run in self._runs) and not any(run.struck is False for run in self._runs):
            return "".join(run.text for run in self._runs)
        return RichText(tuple(self._runs))


def too_long(maximum: int, found: int) -> UnreadableSource:
    """The refusal of a cell whose text is beyond the limit."""
    return UnreadableSource("SRC009", {"limit": "cell_characters", "maximum": maximum, "found": found})


def read_shared_strings(archive: Archive, part: str, limits: Limits) -> list[str | RichText]:
    """The texts that the cells of type ``s`` refer to by rank."""
    texts: list[str | RichText] = []
    collector = TextCollector(limits)

    def end(name: str) -> None:
        collector.end(name)
        if name == "si":
            if len(texts) >= limits.cells:
                raise UnreadableSource("SRC009", {"limit": "cells", "maximum": limits.cells, "found": len(texts) + 1})
            texts.append(collector.result())
            collector.clear()

    parse(part, archive.chunks(part), collector.start, end, collector.text)
    return texts
