"""XML read as a stream of events: no tree, no document type declaration, names freed of their namespace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from labo_partenariats.plugin import UnreadableSource

#: Transitional namespaces, which Excel writes by default, then those of the strict variant.
_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
}

#: No part of a workbook nests anywhere near this deep.
_DEEPEST = 200

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], object]
OnEnd = Callable[[str], object]
OnText = Callable[[str], object]


class Cursor:
    """Where the parser stands: the place, in the bytes of the part, of the tag that a handler is told of."""

    def __init__(self) -> None:
        self.parser: Any = None

    @property
    def index(self) -> int:
        """The first byte of the tag; for the end of an element written as one tag, the byte after it."""
        return int(self.parser.CurrentByteIndex)


class _Names(dict[str, str]):
    """Names as expat gives them (namespace, space, local name) to short names; foreign names stay long."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        prefix = _NAMESPACES.get(namespace)
        short = local if not namespace else name if prefix is None else prefix + local
        if len(self) < 10_000:  # a hostile file may invent names without end
            self[name] = short
        return short


def parse(
    part: str,
    chunks: Iterable[bytes],
    on_start: OnStart,
    on_end: OnEnd,
    on_text: OnText,
    cursor: Cursor | None = None,
) -> None:
    """
    Feed the bytes of *part* to the three handlers; *cursor* tells those who ask where they are.

    Raises `UnreadableSource`: SRC016 for a document type declaration, SRC017 for XML that is not well formed.
    """
    names = _Names()
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableSource("SRC017", {"part": part})
        on_start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(names[name])

    def refuse_declaration(*_declaration: object) -> None:
        raise UnreadableSource("SRC016", {"part": part})

    parser: Any = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = on_text
    parser.StartDoctypeDeclHandler = refuse_declaration
    if cursor is not None:
        cursor.parser = parser
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that does not exist
        raise UnreadableSource("SRC017", {"part": part}) from error


def relationship_id(attributes: Attributes) -> str | None:
    """The ``r:id`` of an element, whichever variant of the namespace it is written in."""
    for name, value in attributes.items():
        if name.endswith(" id") and _NAMESPACES.get(name[:-3]) == "r:":
            return value
    return None
