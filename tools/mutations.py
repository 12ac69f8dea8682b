"""
Spoilt copies of real files, as Hypothesis draws them: of their bytes, of the parts of an archive, of XML, of text.

Every choice is drawn, so that a file that breaks a reader shrinks to the few changes that matter.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
Mutator = Callable[[Draw, bytes], bytes]
Part = tuple[str, bytes]

#: What readers of numbers, dates, addresses, names and markup have stumbled on.
VALUES = (
    *("", " ", "0", "-1", "-0", "1e999", "1E-400", "NaN", "inf", "9" * 400, "0x10", "1_000", "٣", "½", "²", "1,5,5"),
    *("2958466", "-657435", "60", "0.5", "12 603 €", "1.234.567,89", "80 %", "4294967296", "18446744073709551616"),
    *("A0", "XFD1048576", "XFE1", "A1048577", "$A$1:$XFD$1048576", "B2:A1", "AAAA1", "1A", "R1C1", "#REF!", "A1:A1:A1"),
    *("=1+1", "'=A1", "@SUM(A1)", "\ufeff", "\u202e", "\u2028", "\x85", "\ud83d\ude00", "e\u0301", "\x0b", "\x7f"),
    *("31/02/2018", "29 février", "00/00/0000", "9999-12-31", "0001-01-01", "de mars à", "6/11 : x 13/11 :", "T25:61"),
    *(
        "Montant",
        "Total",
        "Type dépenses",
        "Nom",
        "id",
        "W381009999",
        "552 100 554 00013",
        "1,23457E+13",
        "a@b",
        "~~x~~",
    ),
    *(
        "s",
        "str",
        "inlineStr",
        "e",
        "b",
        "d",
        "n",
        "true",
        "../x",
        "/etc",
        "C:\\x",
        "_x0000_",
        "_xD800_",
        "&#0;",
        "&a;",
    ),
    *(
        "20179999",
        "20170229T250000Z",
        "FREQ=SECONDLY",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
    ),
    *("P1Y", "-PT1S", "Europe/Nowhere", "TZID=", "BEGIN:VEVENT", "END:VCALENDAR", "VALUE=PERIOD", "RRULE:FREQ=DAILY"),
    *("x" * 40_000, "é" * 33_000, ";" * 300, '"', '""', "\n", "\r", "\t", "sep=|\n", "\0", "<", "]]>", "--"),
)
MARKUP = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    "<!-- -->",
    "<?xml version='1.0' encoding='utf-7'?>",
    "<?xml version='1.0' encoding='utf-16'?>",
    "<![CDATA[x]]>",
    '<c r="A1" t="s"><v>99999999</v></c>',
    '<c r="XFD1048576"><f t="shared" si="0"/><v>1</v></c>',
    '<c><f t="shared" ref="A1:XFD1048576" si="0">A1+$B$2</f></c>',
    '<mergeCell ref="A1:XFD1048576"/>',
    '<row r="1048577"/>',
    '<row r="0" hidden="1">',
    "</row>",
    "<is><r><rPr><strike/></rPr><t>x</t></r></is>",
    '<dimension ref="A1"/>',
)
NAMES = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "../../x", "/x", "C:/x", "xl\\styles.xml", "", "x" * 300, "é")

_PIECE = re.compile(rb"<[^<>]*>|[^<>]+")
_ATTRIBUTE = re.compile(rb'"[^"]*"')
_FIELD = re.compile(rb"[^;,:=\t\r\n]+")


def _index(draw: Draw, length: int) -> int:
    return int(draw(st.integers(0, max(length - 1, 0))))


def _value(draw: Draw) -> bytes:
    return str(draw(st.sampled_from(VALUES))).encode("utf-8", "surrogatepass")


def spoilt_bytes(draw: Draw, content: bytes) -> bytes:
    """One change that knows nothing of the format."""
    at, length = _index(draw, len(content) + 1), draw(st.sampled_from((1, 2, 4, 30, 500, 20_000)))
    match draw(st.sampled_from(("set", "drop", "insert", "repeat", "cut", "zero"))):
        case "set":
            return content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :]
        case "drop":
            return content[:at] + content[at + length :]
        case "insert":
            return content[:at] + (draw(st.binary(min_size=1, max_size=8)) or _value(draw)) + content[at:]
        case "repeat":
            return content[:at] + content[at : at + length] * draw(st.sampled_from((2, 3, 50))) + content[at + length :]
        case "cut":
            return content[:at]
        case _:
            return content[:at] + bytes(min(length, len(content) - at)) + content[at + length :]


def spoilt_text(draw: Draw, content: bytes) -> bytes:
    """One change of a field or a line of a text; or another encoding of the whole."""
    lines = content.split(b"\n")
    at = _index(draw, len(lines))
    match draw(st.sampled_from(("field", "field", "field", "line", "swap", "separator", "encoding", "bytes"))):
        case "field":
            fields = list(_FIELD.finditer(lines[at]))
            if fields:
                found = fields[_index(draw, len(fields))]
                lines[at] = lines[at][: found.start()] + _value(draw) + lines[at][found.end() :]
        case "line":
            lines[at : at + 1] = (
                [_value(draw)] if draw(st.booleans()) else [lines[at]] * draw(st.sampled_from((0, 2, 300)))
            )
        case "swap":
            other = _index(draw, len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case "separator":
            mark = draw(st.sampled_from((b";", b",", b"\t", b"|", b":", b'"', b"=")))
            lines[at] = lines[at].replace(mark, draw(st.sampled_from((b";", b",", b"\t", b"", b'"', b"\r"))))
        case "encoding":
            text = content.decode("utf-8", "replace")
            encoding = draw(
                st.sampled_from(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "cp037"))
            )
            return text.encode(encoding, "replace")
        case _:
            return spoilt_bytes(draw, content)
    return b"\n".join(lines)


def spoilt_xml(draw: Draw, content: bytes) -> bytes:
    """One change of a tag, an attribute or a text of an XML part."""
    pieces = _PIECE.findall(content)
    if not pieces:
        return _value(draw)
    at = _index(draw, len(pieces))
    match draw(st.sampled_from(("attribute", "attribute", "text", "drop", "repeat", "insert", "swap", "bytes"))):
        case "attribute":
            tags = [rank for rank, piece in enumerate(pieces) if _ATTRIBUTE.search(piece)]
            if tags:
                at = tags[_index(draw, len(tags))]
                found = list(_ATTRIBUTE.finditer(pieces[at]))
                chosen = found[_index(draw, len(found))]
                pieces[at] = pieces[at][: chosen.start() + 1] + _value(draw) + pieces[at][chosen.end() - 1 :]
        case "text":
            texts = [rank for rank, piece in enumerate(pieces) if not piece.startswith(b"<")]
            if texts:
                pieces[texts[_index(draw, len(texts))]] = _value(draw)
        case "drop":
            del pieces[at : at + draw(st.sampled_from((1, 2, 10)))]
        case "repeat":
            pieces[at : at + 3] = pieces[at : at + 3] * draw(st.sampled_from((2, 100)))
        case "insert":
            pieces.insert(at, draw(st.sampled_from(MARKUP)).encode())
        case "swap":
            other = _index(draw, len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case _:
            return spoilt_bytes(draw, content)
    return b"".join(pieces)


def spoilt_archive(draw: Draw, content: bytes) -> bytes:
    """One change of the parts of a zip archive, or of the archive's own bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:  # spoilt before: its bytes remain
        return spoilt_bytes(draw, content)
    if not parts:
        return spoilt_bytes(draw, content)
    at = _index(draw, len(parts))
    name, part = parts[at]
    match draw(st.sampled_from(("xml", "xml", "xml", "xml", "xml", "drop", "repeat", "rename", "swap", "bytes"))):
        case "xml":
            parts[at] = (name, spoilt_xml(draw, part))
        case "drop":
            del parts[at]
        case "repeat":
            parts.append((name, draw(st.sampled_from(parts))[1]))
        case "rename":
            parts[at] = (draw(st.sampled_from(NAMES)), part)
        case "swap":
            other = _index(draw, len(parts))
            parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], part)
        case _:
            return spoilt_bytes(draw, content)
    return _zipped(parts, draw(st.sampled_from((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))))


def _zipped(parts: list[Part], method: int) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # the same name twice is what some of these files are about
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name or "x"), part, method)
    return out.getvalue()


MUTATORS: dict[str, Mutator] = {".xlsx": spoilt_archive, ".csv": spoilt_text, ".ics": spoilt_text}


@frozen
class Case:
    """The name of a seed and its content after a few changes; shown without the content."""

    name: str
    content: bytes = field(repr=len)


@frozen
class _Seeds:
    """The seeds, which Hypothesis would print whole."""

    contents: Mapping[str, bytes] = field(repr=False)


#: Bytes; beyond, only the bounds of the reader would be tried, over and over.
_LARGE_ENOUGH = 2_000_000


@st.composite
def _cases(draw: Any, seeds: _Seeds, most_changes: int) -> Case:
    suffix = draw(st.sampled_from(sorted({each[each.rindex(".") :] for each in seeds.contents})))
    name = draw(st.sampled_from(sorted(each for each in seeds.contents if each.endswith(suffix))))
    content = seeds.contents[name]
    for _ in range(draw(st.integers(1, most_changes))):
        if len(content) > _LARGE_ENOUGH:  # one change may repeat what another repeated
            break
        content = MUTATORS[suffix](draw, content)
    return Case(name, content)


def cases(seeds: Mapping[str, bytes], most_changes: int = 6) -> st.SearchStrategy[Case]:
    """Spoilt copies of these files."""
    return _cases(_Seeds(seeds), most_changes)
