"""
From text to records: fields, the line on which each record starts, and quotes that go wrong.

The standard library's reader takes the rest of the file for one field when a quote is not closed. Here the quote is
then taken as an ordinary character, the rest is read as it should be, and the record says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from labo_partenariats.plugin import UnreadableSource

_NEWLINE = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\r|\n|\Z)")

#: A record of more fields than a spreadsheet has columns is no record.
_MOST_FIELDS = 16_384


@frozen
class Record:
    """
    One record: the line on which it starts, its fields, and whether one of them opens a quote never closed.

    ``lines`` gives the line on which each field starts, where a field of several lines pushes others down.
    """

    line: int
    fields: tuple[str, ...]
    is_misquoted: bool = False
    lines: tuple[int, ...] = ()


@lru_cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A field in quotes with what follows it, a bare field, the end of a field; possessive, so that time is linear."""
    bare = rf"[^{re.escape(delimiter)}\r\n]*+"
    quoted = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"({bare})')
    return quoted, re.compile(bare), re.compile(rf"{re.escape(delimiter)}|\r\n|\r|\n|\Z")


def split_records(text: str, delimiter: str, *, first_line: int = 1) -> Iterator[Record]:
    r"""
    The records of *text*, empty lines included (as records of one empty field).

    A field in quotes may hold the delimiter, line ends (which become ``\\n``) and doubled quotes. What follows its
    closing quote is kept. Raises `UnreadableSource` SRC009 for a record of more fields than a spreadsheet has columns.
    """
    quoted, bare, end_of_field = _patterns(delimiter)
    position, end = 0, len(text)
    line = start_line = first_line
    fields: list[str] = []
    starts: list[int] = []
    is_misquoted = False
    while position < end or fields:
        if not fields and (whole := _LINE.match(text, position)) is not None and '"' not in whole[1]:
            cut = tuple(whole[1].split(delimiter, _MOST_FIELDS))
            if len(cut) <= _MOST_FIELDS:
                yield Record(line, cut)
                line = start_line = line + 1
                position = whole.end()
                continue
        starts.append(line)
        match = quoted.match(text, position) if text.startswith('"', position) else None
        if match is not None and _closes(match):
            fields.append(_NEWLINE.sub("\n", match[1]).replace('""', '"') + match[2])
            line += len(_NEWLINE.findall(match[1]))
        else:
            is_misquoted = is_misquoted or text.startswith('"', position)
            match = bare.match(text, position)
            fields.append(match[0] if match is not None else "")
        position = position if match is None else match.end()
        if len(fields) > _MOST_FIELDS:
            raise UnreadableSource("SRC009", {"limit": "columns", "maximum": _MOST_FIELDS, "found": len(fields)})
        mark = end_of_field.match(text, position)
        position = end if mark is None else mark.end()
        if mark is None or mark[0] != delimiter:
            yield Record(start_line, tuple(fields), is_misquoted, tuple(starts) if line > start_line else ())
            line += 1
            start_line, fields, starts, is_misquoted = line, [], [], False


def _closes(match: re.Match[str]) -> bool:
    """Whether the quote that ends a field is its own: one lines below, followed by text, opens another field."""
    return not match[2].strip() or _NEWLINE.search(match[1]) is None
