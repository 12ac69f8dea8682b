"""Reading an earlier feed of ours: who is in it, in which revision, and what it said of those that are gone."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import frozen
from icalendar import Event

from labo_ical.event import Content, Key, Revision, Status
from labo_ical.writing import END, KEY, PRODID
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


@frozen
class PreviousEvent:
    """An event as published: ``block`` are its bytes and ``schedule`` the lines that date it and give its status."""

    uid: str
    key: Key
    revision: Revision
    day: dt.date
    cancelled: bool
    schedule: frozenset[bytes]
    block: bytes

    def content(self) -> Content:
        """What the event said; raises `Unreadable`."""
        try:
            return _content(self)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise Unreadable(str(error)) from error


@frozen
class Previous:
    """An earlier feed; ``head`` are its bytes up to the first event."""

    name: str
    modified: dt.datetime
    head: bytes
    events: tuple[PreviousEvent, ...]


def schedule_of(block: bytes) -> frozenset[bytes]:
    """The lines of an event that date it and give its status; they are too short to be folded."""
    return frozenset(line for line in block.split(b"\r\n") if line.startswith(_SCHEDULE))


def read_previous(path: Path) -> Previous:
    """The feed at *path*; raises `NotOurs` or `Unreadable`."""
    limit = Limits().file_bytes
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error
    if len(raw) > limit:
        raise Unreadable(f"> {limit}")
    return parse_previous(raw)


def parse_previous(raw: bytes) -> Previous:
    """The feed that *raw* holds, whatever its line ends; raises `NotOurs` or `Unreadable`."""
    data = _LINE_END.sub(b"\r\n", raw)
    head = data.partition(_BEGIN)[0].removesuffix(END)
    lines = _lines(head)
    if not head.startswith(b"BEGIN:VCALENDAR\r\n") or lines.get("PRODID") != PRODID:
        raise NotOurs
    *bodies, end = data[len(head) :].split(_CLOSE)
    if end != END or not all(body.startswith(_BEGIN) for body in bodies):
        raise Unreadable("END:VCALENDAR")
    events = tuple(_event(body + _CLOSE) for body in bodies)
    if len({event.uid for event in events}) != len(events):
        raise Unreadable("UID")
    modified = max((_stamp(lines), *(event.revision.modified for event in events)))
    return Previous(_unescaped(lines.get("NAME", "")), modified, head, events)


def _lines(block: bytes) -> dict[str, str]:
    """The content lines of a component, name to value, the last one of a name alone."""
    try:
        text = block.replace(_FOLD, b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("UTF-8") from error
    parts = (line.partition(":") for line in text.split("\r\n"))
    return {name.partition(";")[0]: value for name, _, value in parts}


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)


def _stamp(lines: dict[str, str]) -> dt.datetime:
    value = lines.get("LAST-MODIFIED", "")
    try:
        stamp = dt.datetime.fromisoformat(value if _STAMP.fullmatch(value) else "")
        _ = stamp + dt.timedelta(days=1)  # there must be room for a later one
    except (ValueError, OverflowError) as error:
        raise Unreadable("LAST-MODIFIED") from error
    return stamp


@lru_cache(maxsize=32_768)
def _event(block: bytes) -> PreviousEvent:
    lines = _lines(block)
    key, sequence = _KEY.fullmatch(lines.get(KEY, "")), lines.get("SEQUENCE", "")
    if not lines.get("UID"):
        raise Unreadable("UID")
    if key is None:
        raise Unreadable(KEY)
    if not re.fullmatch(r"[0-9]{1,10}", sequence) or int(sequence) > _LAST_SEQUENCE:
        raise Unreadable("SEQUENCE")
    try:
        day = dt.date.fromisoformat(lines.get("DTSTART", "")[:8])
    except ValueError as error:
        raise Unreadable("DTSTART") from error
    return PreviousEvent(
        uid=lines["UID"],
        key=Key(key[1], key[2], key[3], key[4] == "given"),
        revision=Revision(int(sequence), _stamp(lines)),
        day=day,
        cancelled=lines.get("STATUS") == Status.CANCELLED.value,
        schedule=schedule_of(block),
        block=block,
    )


def _local(moment: dt.date) -> dt.date:
    return moment.replace(tzinfo=None) if isinstance(moment, dt.datetime) else moment


def _content(event: PreviousEvent) -> Content:
    read: Any = Event.from_ical(event.block)
    start, end = _local(read["DTSTART"].dt), _local(read["DTEND"].dt)
    if type(start) is not type(end) or end <= start:
        raise ValueError("DTEND")
    categories = read.get("CATEGORIES")
    return Content(
        key=event.key,
        summary=str(read["SUMMARY"]),
        start=start,
        end=end,
        status=Status(str(read["STATUS"])),
        description=str(read.get("DESCRIPTION", "")),
        location=str(read.get("LOCATION", "")),
        categories=() if categories is None else tuple(str(each) for each in categories.cats),
    )
