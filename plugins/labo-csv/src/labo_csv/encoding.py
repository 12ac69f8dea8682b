"""From bytes to text: by the byte order mark, else UTF-8 if it holds, else the code page of French Windows."""

from __future__ import annotations

import codecs

from attrs import frozen

from labo_partenariats.plugin import Note, UnreadableSource

#: The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Files that are no text at all, whatever their suffix says.
_BINARY = {
    b"PK\x03\x04": "xlsx",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"\x1f\x8b": "gz",
}

_SAMPLE = 4096
_REPLACEMENT = "\ufffd"


@frozen
class Text:
    """A decoded file, and what had to be supposed to decode it."""

    content: str
    notes: tuple[Note, ...] = ()


def binary_format(start: bytes) -> str | None:
    """The suffix that a file should bear when its first bytes say that it is no text."""
    return next((name for mark, name in _BINARY.items() if start.startswith(mark)), None)


def decode(content: bytes) -> Text:
    """
    The text of a file.

    Raises `UnreadableSource` SRC049 for what is no text. Notes: SRC040 (code page 1252 supposed), SRC041 (UTF-16
    without its mark), SRC042 (null characters removed), SRC047 (bytes unknown to the encoding, replaced by U+FFFD).
    """
    known = binary_format(content)
    if known is not None:
        raise UnreadableSource("SRC049", {"format": known})
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    sample = content[:_SAMPLE]
    supposed = _unmarked_utf16(sample)
    if supposed is not None:
        return _decoded(content, supposed, Note("SRC041", {"encoding": supposed}))
    if _is_binary(sample):
        raise UnreadableSource("SRC049", {"format": "bin"})
    if _is_utf8(content):
        return _decoded(content, "utf-8")
    return _decoded(content, "cp1252", Note("SRC040", {"encoding": "Windows-1252"}))


def _is_utf8(content: bytes) -> bool:
    """
    Whether *content* is UTF-8, damaged or not.

    Accented letters of another encoding almost never fall into the sequences of UTF-8: where most of them do, the file
    is UTF-8 with a few bytes spoilt, and reading all of it as something else would spoil every accent.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        spoilt = text.count(_REPLACEMENT)
        return sum(character > "\x7f" for character in text) - spoilt > spoilt
    return True


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 of a western text shows as one null byte out of two, always on the same side."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_binary(sample: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample)
    return controls > 0.1 * len(sample)


def _decoded(content: bytes, encoding: str, *notes: Note) -> Text:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = content.decode(encoding, "replace")
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        notes = (*notes, Note("SRC047", {"count": text.count(_REPLACEMENT), "line": line, "encoding": encoding}))
    nulls = text.count("\0")
    if nulls:
        notes = (*notes, Note("SRC042", {"count": nulls, "line": text.count("\n", 0, text.index("\0")) + 1}))
        text = text.replace("\0", "")
    return Text(text, notes)
