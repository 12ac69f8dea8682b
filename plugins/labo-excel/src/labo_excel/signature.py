"""What a file really is, told from its first bytes: suffixes lie, and each lie has its own explanation."""

from __future__ import annotations

import codecs
from pathlib import Path

from labo_partenariats.plugin import Limits, UnreadableSource

ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Documents that people take for a workbook, by their first bytes.
_OTHERS = {
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"\x1f\x8b": "gz",
    b"Rar!": "rar",
}

#: How the application that made an older or a protected document names its stream.
_STREAMS = {"EncryptedPackage": "SRC005", "Workbook": "SRC004", "Book": "SRC004"}
_OTHER_STREAMS = {"WordDocument": "doc", "PowerPoint Document": "ppt"}

_TEXT_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")


def read_bytes(path: Path, limits: Limits) -> bytes:
    """
    The whole of a file.

    Raises `UnreadableSource`: SRC001 (absent), SRC002 (not a file, or closed to us), SRC003 (empty), SRC009 (too big).
    """
    try:
        if not path.exists():
            raise UnreadableSource("SRC001", {"file": path.name})
        if not path.is_file():
            raise UnreadableSource("SRC002", {"file": path.name, "reason": "not a file"})
        with path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": str(error)}) from error
    if len(content) > limits.file_bytes:
        raise UnreadableSource("SRC009", {"limit": "file_bytes", "maximum": limits.file_bytes, "found": size})
    if not content:
        raise UnreadableSource("SRC003", {"file": path.name})
    return content


def refuse_other_formats(content: bytes) -> None:
    """Raise `UnreadableSource` with the code that explains what *content* is, unless it is a zip archive."""
    if content.startswith(ZIP):
        return
    if content.startswith(_OLE2):
        _refuse_compound(content)
    for mark, name in _OTHERS.items():
        if content.startswith(mark):
            raise UnreadableSource("SRC008", {"format": name})
    start = content[:4096].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        raise UnreadableSource("SRC006")
    if content.startswith(_EMPTY_ZIP):
        raise UnreadableSource("SRC012")
    if content.startswith(_TEXT_MARKS) or _is_text(content[:4096]):
        raise UnreadableSource("SRC007")
    raise UnreadableSource("SRC013")


def _refuse_compound(content: bytes) -> None:
    """An OLE2 document: its directory gives the names of its streams, in UTF-16."""
    for stream, code in _STREAMS.items():
        if (stream + "\0").encode("utf-16-le") in content:
            raise UnreadableSource(code)
    for stream, name in _OTHER_STREAMS.items():
        if (stream + "\0").encode("utf-16-le") in content:
            raise UnreadableSource("SRC008", {"format": name})
    raise UnreadableSource("SRC013")


def _is_text(start: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start)


def refuse_other_archive(names: tuple[str, ...]) -> None:
    """Raise `UnreadableSource` with the code that tells what else the parts of an archive show, if anything."""
    if "xl/workbook.bin" in names:
        raise UnreadableSource("SRC011")
    if "word/document.xml" in names:
        raise UnreadableSource("SRC008", {"format": "docx"})
    if "ppt/presentation.xml" in names:
        raise UnreadableSource("SRC008", {"format": "pptx"})
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableSource("SRC010")
