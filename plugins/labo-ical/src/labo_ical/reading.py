"""
From the bytes of a calendar to its events, as properties that know their line; nothing is interpreted.

One pass over the lines, so that a broken line or a component without its end costs no more than itself, which a parser
of whole calendars cannot promise.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from labo_partenariats.plugin import Notebook, Tally, UnreadableSource

_LINE_END = re.compile(rb"\r\n|\n|\r")
_VALUE = r'(?:"[^"]*+"|[^";:,]*+)'
_LINE = re.compile(
    rf"([A-Za-z0-9-]++)((?:;[A-Za-z0-9-]++={_VALUE}(?:,{_VALUE})*+)*+):(.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')

#: The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Files that are no text at all, whatever their suffix says.
_BINARY = {b"PK\x03\x04": "zip", b"\xd0\xcf\x11\xe0": "xls", b"%PDF": "pdf", b"\x89PNG": "png", b"\x1f\x8b": "gz"}

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

#: What is read of an event; the rest (alarms, attachments, what programs keep for themselves) is passed over.
_READ = frozenset(
    {
        "UID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "CATEGORIES",
        "STATUS",
        "SEQUENCE",
        "RELATED-TO",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "EXRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "X-LABO-KEY",
        "X-LABO-PERIOD",
    }
)
_OF_CALENDAR = frozenset({"PRODID", "METHOD", "VERSION", "X-WR-CALNAME", "NAME", "DESCRIPTION"})

#: Who comes and who organises: personal data that no table needs.
_PEOPLE = frozenset({"ATTENDEE", "ORGANIZER", "CONTACT"})

#: Components that belong to another one, and those that only tell hours apart.
_PARTS = frozenset({"STANDARD", "DAYLIGHT"})

#: No calendar nests components deeper.
_DEEPEST = 20

#: A time zone of more lines is no description of a time zone.
_MOST_ZONE_LINES = 2000


@frozen
class Property:
    """One property: its value as it stands in the file, its parameters by upper-case name, and its line."""

    value: str
    parameters: Mapping[str, str]
    line: int


@define
class Event:
    """One VEVENT: the line on which it begins, the calendar it stands in, its properties by upper-case name."""

    line: int
    calendar: Calendar
    properties: dict[str, list[Property]] = field(factory=dict)

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        """The value of the first property of that name, empty when there is none."""
        found = self.first(name)
        return found.value if found else ""


@define(eq=False)
class Calendar:
    """One VCALENDAR: what it says of itself, and its time zones as text by id."""

    values: dict[str, str] = field(factory=dict)
    zones: dict[str, str] = field(factory=dict)


@define
class Source:
    """All that a file holds: calendars, events in their order, and counts of what is not read."""

    calendars: list[Calendar] = field(factory=list)
    events: list[Event] = field(factory=list)
    others: Counter[str] = field(factory=Counter)
    people: int = 0
    broken: list[int] = field(factory=list)
    cut_at: int | None = None


def read_source(data: bytes, tally: Tally, notebook: Notebook) -> Source:
    """
    The events of the file whose bytes are *data*.

    Raises `UnreadableSource`: SRC049 (no text), SRC051 (no calendar), SRC009. Notes: SRC040, SRC042 and SRC047 (the
    encoding).
    """
    scanner = _Scanner(tally)
    for number, text in _logical_lines(data, notebook):
        scanner.line(number, text)
        if number % 1000 == 0:
            tally.check_time()
    scanner.finish()
    if not scanner.source.calendars:
        raise UnreadableSource("SRC051")
    return scanner.source


def _logical_lines(data: bytes, notebook: Notebook) -> Iterator[tuple[int, str]]:
    """The unfolded lines with their numbers; unfolded before decoding, for some programs fold inside a character."""
    folded = list(enumerate(_LINE_END.split(_utf8(data)), start=1))
    numbers: list[int] = []
    parts: list[list[bytes]] = []
    for number, raw in folded:
        if raw[:1] in (b" ", b"\t") and parts:
            parts[-1].append(raw[1:])
        elif raw.strip():
            numbers.append(number)
            parts.append([raw])
    texts = _decoded(b"\n".join(b"".join(each) for each in parts), numbers, notebook).split("\n")
    return zip(numbers, texts, strict=False)


def _utf8(data: bytes) -> bytes:
    """The same text in an encoding whose line ends are single bytes, its mark taken off."""
    known = next((name for mark, name in _BINARY.items() if data.startswith(mark)), None)
    if known is not None:
        raise UnreadableSource("SRC049", {"format": known})
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            return rest if encoding == "utf-8" else rest.decode(encoding, "replace").encode()
    sample = data[:4096]
    if sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample) > 0.1 * len(sample):
        raise UnreadableSource("SRC049", {"format": "bin"})
    return data


def _decoded(data: bytes, numbers: list[int], notebook: Notebook) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = numbers[data.count(b"\n", 0, error.start)]
        text = data.decode("utf-8", "replace")
        spoilt = text.count(_REPLACEMENT)
        if sum(character > "\x7f" for character in text) - spoilt > spoilt:
            notebook.tell("SRC047", count=spoilt, line=line, encoding="utf-8")
        else:
            text = data.decode("cp1252", "replace")
            notebook.tell("SRC040", encoding="Windows-1252")
    if nulls := text.count("\0"):
        line = numbers[text.count("\n", 0, text.index("\0"))]
        notebook.tell("SRC042", count=nulls, line=line)
        text = text.replace("\0", "")
    return text


class _Scanner:
    """Follows the BEGIN and END lines; only names are kept of what is not read."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.source = Source()
        self.open: list[str] = []
        self.event: Event | None = None
        self.zone: list[str] | None = None
        self.last = 1

    def line(self, number: int, text: str) -> None:
        """One unfolded line of the file."""
        self.last = number
        found = _LINE.fullmatch(text)
        name = found[1].upper() if found else ""
        if found is None:
            if self.open:
                self.source.broken.append(number)
        elif name == "BEGIN":
            self._begin(found[3].strip().upper(), number)
        elif name == "END":
            self._end(found[3].strip().upper(), number)
        elif self.open:
            self._property(name, found[2], found[3], number)
        if self.zone is not None and found is not None and len(self.zone) <= _MOST_ZONE_LINES:
            self.zone.append(text)

    def _begin(self, name: str, number: int) -> None:
        if name in ("VCALENDAR", "VEVENT") and name in self.open:  # the one before has no end
            self.source.broken.append(number)
            self._close(name)
        if name == "VCALENDAR":
            self.source.calendars.append(Calendar())
        elif not self.open:
            return  # outside any calendar
        elif len(self.open) >= _DEEPEST:
            self.source.broken.append(number)
            return
        elif name == "VEVENT":
            self.event = Event(number, self.source.calendars[-1])
            self.source.events.append(self.event)
            self.tally.check("rows", len(self.source.events))
        elif name == "VTIMEZONE":
            self.zone = []
        elif name not in _PARTS:
            self.source.others[name[:40]] += 1
        self.open.append(name)

    def _end(self, name: str, number: int) -> None:
        if name not in self.open:
            self.source.broken.append(number)
            return
        if self.open[-1] != name:
            self.source.broken.append(number)
        self._close(name, with_line=f"END:{name}")

    def _close(self, name: str, with_line: str = "") -> None:
        while self.open:
            closed = self.open.pop()
            if closed == "VEVENT":
                self.event = None
            elif closed == "VTIMEZONE" and self.zone is not None:
                self._keep_zone([*self.zone, with_line] if with_line else self.zone)
                self.zone = None
            if closed == name:
                return

    def _keep_zone(self, lines: list[str]) -> None:
        ids = (line.partition(":")[2].strip() for line in lines if line[:5].upper() == "TZID:")
        if (tzid := next(ids, "")) and len(lines) <= _MOST_ZONE_LINES:
            self.source.calendars[-1].zones[tzid] = "\r\n".join(lines)

    def _property(self, name: str, parameters: str, value: str, number: int) -> None:
        inside = self.open[-1]
        if inside == "VCALENDAR" and name in _OF_CALENDAR:
            self.source.calendars[-1].values.setdefault(name, value)
        elif inside == "VEVENT" and self.event is not None:
            if name in _PEOPLE:
                self.source.people += 1
            elif name in _READ:
                self.tally.check("cell_characters", len(value))
                given = {key.upper(): said.strip('"') for key, said in _PARAMETER.findall(parameters)}
                self.event.properties.setdefault(name, []).append(Property(value, given, number))

    def finish(self) -> None:
        """The end of the file."""
        if self.open:
            self.source.cut_at = self.last
