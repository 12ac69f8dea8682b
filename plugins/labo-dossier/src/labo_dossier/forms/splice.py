"""
Changes to a part of a form, made on its bytes: what is not changed stays as it was, to the byte.

A tree parsed and written again (lxml, ElementTree, openpyxl) would keep the meaning and lose the spelling: quotes,
prefixes, order of attributes, whatever it does not know. Here the parser only tells where an element begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from labo_partenariats.plugin import UnreadableSource

#: From one byte to another, and what stands there instead.
Change = tuple[int, int, bytes]

_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"</?([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"""([^\s=/<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def spliced(data: bytes, changes: Iterable[Change]) -> bytes:
    """*data* with the changes made; they may not overlap, those at one place are made in the order given."""
    pieces: list[bytes] = []
    at = 0
    for start, end, made in sorted(changes, key=lambda change: (change[0], change[1])):
        assert start >= at, "changes overlap"
        pieces += (data[at:start], made)
        at = end
    return b"".join((*pieces, data[at:]))


def refuse_other_encodings(part: str, data: bytes) -> None:
    """Raise `UnreadableSource` (SRC017) for a part that is not written in UTF-8: its bytes are not ours to change."""
    declared = _ENCODING.match(data.removeprefix(_BYTE_ORDER_MARK))
    is_wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if is_wide or (declared is not None and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise UnreadableSource("SRC017", {"part": part})


def tag_end(data: bytes, start: int) -> int:
    """The byte after the tag that begins at *start*."""
    match = _TAG.match(data, start)
    assert match is not None, "no tag here"
    return match.end()


def is_whole(data: bytes, start: int) -> bool:
    """Whether the tag at *start* is an element by itself, ``<c/>``."""
    return data[tag_end(data, start) - 2 : tag_end(data, start)] == b"/>"


def element_end(data: bytes, start: int, index: int) -> int:
    """The byte after the element that began at *start*, told by a `Cursor` that stands at *index* when it ends."""
    return index if is_whole(data, start) else tag_end(data, index)


def tag_name(data: bytes, start: int) -> bytes:
    """The name of the tag at *start* with its prefix, as it is spelled."""
    match = _NAME.match(data, start)
    assert match is not None, "no tag here"
    return match[1]


def beside(data: bytes, start: int, name: str) -> bytes:
    """The spelling of *name* beside the tag at *start*: with the same prefix, if any."""
    prefix, colon, _ = tag_name(data, start).rpartition(b":")
    return prefix + colon + name.encode()


def retagged(data: bytes, start: int, *, without: Iterable[bytes] = (), plus: Mapping[str, str] | None = None) -> bytes:
    """
    The start tag at *start*, never closed by itself, without some attributes and with others, the rest as spelled.
    """
    tag = data[start : tag_end(data, start)]
    name = tag_name(data, start)
    added = plus or {}
    left_out = {*without, *(key.encode() for key in added)}
    kept = [match[0] for match in _ATTRIBUTE.finditer(tag) if match[1] not in left_out]
    made = [f'{key}="{value}"'.encode() for key, value in added.items()]
    return b"<" + b" ".join((name, *kept, *made)) + b">"
