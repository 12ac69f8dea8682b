"""
Bytes: one event or the head of the calendar at a time, by icalendar.

The bytes of an event are a pure function of what it says, of its revision and of its relation.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen
from icalendar import Calendar, Event
from icalendar.prop import vCategory, vText, vUri

from labo_ical.event import ZONE, Content, Relation, Revision, Status

PRODID = "-//labo_partenariats//labo-ical//FR"

#: How often calendars are asked to look again. Said twice: RFC 7986 for most, the X- property for Outlook.
REFRESH = dt.timedelta(hours=12)

#: A CSS3 name, the only kind that RFC 7986 allows.
COLOUR = "darkgreen"

KEY = "X-LABO-KEY"
PERIOD = "X-LABO-PERIOD"
ONLY = "X-LABO-ONLY"

END = b"END:VCALENDAR\r\n"

#: The rules of Europe/Paris since 1996, as recurrences: several calendars misread a zone written as a list of dates.
VTIMEZONE = b"\r\n".join(
    (
        b"BEGIN:VTIMEZONE",
        b"TZID:Europe/Paris",
        b"BEGIN:DAYLIGHT",
        b"TZNAME:CEST",
        b"TZOFFSETFROM:+0100",
        b"TZOFFSETTO:+0200",
        b"DTSTART:19960331T020000",
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        b"END:DAYLIGHT",
        b"BEGIN:STANDARD",
        b"TZNAME:CET",
        b"TZOFFSETFROM:+0200",
        b"TZOFFSETTO:+0100",
        b"DTSTART:19961027T030000",
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    )
)


class Text(vText):
    """A text value; icalendar's own turns a backslash followed by N into a line break."""

    def to_ical(self) -> bytes:
        """The value escaped as RFC 5545 3.3.11 asks; its only line end is LF."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode("utf-8")


@frozen(kw_only=True)
class Head:
    """What the calendar says of itself; ``mark`` is that of its selection (`labo_ical.selection`)."""

    name: str
    description: str
    source: str | None
    mark: str
    modified: dt.datetime
    has_zone: bool


def event_bytes(uid: str, content: Content, revision: Revision, relation: Relation | None = None) -> bytes:
    """One VEVENT, folded, ending in CRLF."""
    event = Event()
    event.add("UID", Text(uid))
    event.add("DTSTAMP", revision.modified)
    event.add("LAST-MODIFIED", revision.modified)
    event.add("SEQUENCE", revision.sequence)
    zone: dict[str, str] = {"TZID": ZONE} if content.is_timed else {}
    event.add("DTSTART", content.start, parameters=zone)
    event.add("DTEND", content.end, parameters=zone)
    event.add("SUMMARY", Text(content.summary))
    if content.description:
        event.add("DESCRIPTION", Text(content.description))
    if content.location:
        event.add("LOCATION", Text(content.location))
    if content.categories:
        categories = vCategory([])
        categories.cats = [Text(each) for each in content.categories]
        event.add("CATEGORIES", categories)
    if relation is not None:
        event.add("RELATED-TO", Text(relation.uid), parameters={"RELTYPE": relation.kind})
    event.add("STATUS", Text(content.status.value))
    if content.is_timed and content.status is not Status.CANCELLED:
        event.add("TRANSP", Text("OPAQUE"))
    else:
        # A season of prospecting must not mark its subscribers as busy for months.
        event.add("TRANSP", Text("TRANSPARENT"))
        event.add("X-MICROSOFT-CDO-BUSYSTATUS", Text("FREE"))
    if content.period:
        event.add(PERIOD, Text(content.period))
    event.add(KEY, Text(str(content.key)))
    written: bytes = event.to_ical(sorted=False)
    return written


def head_bytes(head: Head) -> bytes:
    """The calendar up to its first event."""
    # Calendar.new() would give the calendar a random UID, which some clients take for that of every event.
    calendar = Calendar()
    calendar.add("VERSION", Text("2.0"))
    calendar.add("PRODID", Text(PRODID))
    calendar.add("CALSCALE", Text("GREGORIAN"))
    calendar.add("NAME", Text(head.name))
    calendar.add("X-WR-CALNAME", Text(head.name))
    if head.description:
        calendar.add("DESCRIPTION", Text(head.description))
        calendar.add("X-WR-CALDESC", Text(head.description))
    calendar.add("X-WR-TIMEZONE", Text(ZONE))
    calendar.add("LAST-MODIFIED", head.modified)
    calendar.add("COLOR", Text(COLOUR))
    if head.source is not None:
        calendar.add("SOURCE", vUri(head.source), parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", Text(f"PT{REFRESH // dt.timedelta(hours=1)}H"))
    if head.mark:
        calendar.add(ONLY, Text(head.mark))
    written: bytes = calendar.to_ical(sorted=False)
    return written.removesuffix(END) + (VTIMEZONE if head.has_zone else b"")
