"""Reading an earlier feed of ours: who is in it, in which revision, and what it said of those that are gone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define, field, frozen
from icalendar import Event

from labo_ical.event import Content, Key, Revision, Status
from labo_ical.periods import read_period
from labo_ical.wording import unescaped
from labo_ical.writing import END, KEY, ONLY, PERIOD, PRODID
from labo_partenariats.plugin import Limits

_LINE_END = re.compile(rb"\r?\n")
_BEGIN = b"BEGIN:VEVENT\r\n"
_CLOSE = b"\r\nEND:VEVENT\r\n"
_FOLD = b"\r\n "
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_KEY = re.compile(r"([0-9a-f]{16})\.([0-9a-f]{16})\.([0-9a-f]{16})\.(given|derived)")

#: The lines whose change subscribers must be told of by a new sequence number (RFC 5546 2.1.4).
_SCHEDULE = (b"DTSTART", b"DTEND", b"STATUS")

#: Calendars keep the number in 32 bits.
_LAST_SEQUENCE = 2**31 - 2


class NotOurs(Exception):
    """The file is a calendar, or something else, that this plugin has not written."""


class Unreadable(Exception):
    """The file cannot be read, or was changed since it was written."""


@define(eq=False)
class PreviousEvent:
    """An event as published; its bytes are those of ``_raw`` from ``_start`` to ``_end``."""

    uid: str
    key: Key
    revision: Revision
    day: dt.date
    cancelled: bool
    _raw: bytes = field(repr=False)
    _start: int
    _end: int
    _content: Content | None = field(init=False, default=None, repr=False)

    @property
    def block(self) -> bytes:
        """Its bytes."""
        return self._raw[self._start : self._end]

    def content(self) -> Content:
        """What the event said; raises `Unreadable`."""
        if self._content is None:
            try:
                self._content = _content(self)
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                raise Unreadable(str(error)) from error
        return self._content


@frozen
class Previous:
    """An earlier feed; ``head`` are its bytes up to the first event, ``mark`` what it kept of the plan."""

    name: str
    mark: str
    modified: dt.datetime
    head: bytes
    events: tuple[PreviousEvent, ...]

    def is_written_as(self, raw: bytes) -> bool:
        """Whether *raw* are the bytes of this feed."""
        return raw.startswith(self.head) and raw == b"".join((self.head, *(each.block for each in self.events), END))


def schedule_of(block: bytes) -> frozenset[bytes]:
    """The lines of an event that date it and give its status; they are too short to be folded."""
    return frozenset(line for line in block.split(b"\r\n") if line.startswith(_SCHEDULE))


def read_bytes(path: Path) -> bytes:
    """The bytes at *path*; raises `Unreadable`, for what is no file as well: a pipe would be waited for."""
    limit = Limits().inflated_bytes  # more than a foreign file may have: this one is our own
    try:
        if not path.is_file():
            raise Unreadable("FileNotFoundError")
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error
    if len(raw) > limit:
        raise Unreadable(f"> {limit}")
    return raw


def parse_previous(raw: bytes) -> Previous:
    """The feed that *raw* holds, whatever its line ends; raises `NotOurs` or `Unreadable`."""
    data = raw if raw.count(b"\r\n") == raw.count(b"\n") else _LINE_END.sub(b"\r\n", raw)
    first = data.find(_BEGIN)
    head = data[:first] if first >= 0 else data.removesuffix(END)
    lines = _lines(head)
    if not head.startswith(b"BEGIN:VCALENDAR\r\n") or lines.get("PRODID") != PRODID:
        raise NotOurs
    events = tuple(_events(data, len(head)))
    if len({event.uid for event in events}) != len(events):
        raise Unreadable("UID")
    modified = max((_stamp(lines.get("LAST-MODIFIED", "")), *(event.revision.modified for event in events)))
    return Previous(unescaped(lines.get("NAME", "")), unescaped(lines.get(ONLY, "")), modified, head, events)


def _events(data: bytes, start: int) -> Iterator[PreviousEvent]:
    """The events of *data* from *start* on, which nothing but the end of the calendar may follow."""
    known: dict[str, str] = {}
    revisions: dict[tuple[str, str], Revision] = {}
    while data.startswith(_BEGIN, start):
        close = data.find(_CLOSE, start)
        if close < 0:
            raise Unreadable("END:VEVENT")
        end = close + len(_CLOSE)
        yield _event(data, start, end, known, revisions)
        start = end
    if data[start:] != END:
        raise Unreadable("END:VCALENDAR")


def _lines(block: bytes) -> dict[str, str]:
    """The content lines of a component, name to value, the last one of a name alone."""
    try:
        text = block.replace(_FOLD, b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("UTF-8") from error
    parts = (line.partition(":") for line in text.split("\r\n"))
    return {name.partition(";")[0]: value for name, _, value in parts}


def _stamp(value: str) -> dt.datetime:
    try:
        stamp = dt.datetime.fromisoformat(value if _STAMP.fullmatch(value) else "")
        _ = stamp + dt.timedelta(days=1)  # there must be room for a later one
    except (ValueError, OverflowError) as error:
        raise Unreadable("LAST-MODIFIED") from error
    return stamp


def _revision(lines: dict[str, str]) -> Revision:
    sequence = lines.get("SEQUENCE", "")
    if not re.fullmatch(r"[0-9]{1,10}", sequence) or int(sequence) > _LAST_SEQUENCE:
        raise Unreadable("SEQUENCE")
    return Revision(int(sequence), _stamp(lines.get("LAST-MODIFIED", "")))


def _event(
    data: bytes, start: int, end: int, known: dict[str, str], revisions: dict[tuple[str, str], Revision]
) -> PreviousEvent:
    """One event; words and revisions that many events share are taken from *known* and *revisions*."""
    lines = _lines(data[start:end])
    key = _KEY.fullmatch(lines.get(KEY, ""))
    if not lines.get("UID"):
        raise Unreadable("UID")
    if key is None:
        raise Unreadable(KEY)
    try:
        day = dt.date.fromisoformat(lines.get("DTSTART", "")[:8])
    except ValueError as error:
        raise Unreadable("DTSTART") from error
    said = lines.get("SEQUENCE", ""), lines.get("LAST-MODIFIED", "")
    if said not in revisions:
        revisions[said] = _revision(lines)
    action, label = (known.setdefault(word, word) for word in (key[1], key[3]))
    return PreviousEvent(
        uid=lines["UID"],
        key=Key(action, key[2], label, key[4] == "given"),
        revision=revisions[said],
        day=day,
        cancelled=lines.get("STATUS") == Status.CANCELLED.value,
        raw=data,
        start=start,
        end=end,
    )


def _local(moment: dt.date) -> dt.date:
    return moment.replace(tzinfo=None) if isinstance(moment, dt.datetime) else moment


def _content(event: PreviousEvent) -> Content:
    read: Any = Event.from_ical(event.block)
    start, end = _local(read["DTSTART"].dt), _local(read["DTEND"].dt)
    if type(start) is not type(end) or end <= start:
        raise ValueError("DTEND")
    categories, period = read.get("CATEGORIES"), str(read.get(PERIOD, ""))
    return Content(
        key=event.key,
        summary=str(read["SUMMARY"]),
        start=start,
        end=end,
        status=Status(str(read["STATUS"])),
        description=str(read.get("DESCRIPTION", "")),
        location=str(read.get("LOCATION", "")),
        categories=() if categories is None else tuple(str(each) for each in categories.cats),
        period="" if read_period(period) is None else period,
    )
