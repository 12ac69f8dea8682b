"""From the dates and hours of an event, whatever their zone, to a period as the plan of action has it."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen
from icalendar import Timezone, vDDDTypes, vDuration
from icalendar.timezone import tzp

from labo_ical import codes
from labo_ical.event import ZONE
from labo_ical.reading import Calendar, Event, Property
from labo_partenariats import Period
from labo_partenariats.plugin import Notebook

PARIS = zoneinfo.ZoneInfo(ZONE)

Moment = dt.date | dt.datetime

_DAY = dt.timedelta(days=1)

#: A zone whose rules repeat more often than every year describes no zone, and would be expanded for ever.
_TOO_OFTEN = re.compile(r"FREQ=(?!YEARLY)", re.IGNORECASE)


@frozen
class Timing:
    """
    When an event is, in its own zone: days, or hours without a tzinfo.

    ``end`` is the first day or moment after it, None when only the start is known; ``zone`` is that of the hours, Paris
    when the file names none.
    """

    start: Moment
    end: Moment | None
    zone: dt.tzinfo = PARIS

    def at(self, start: Moment) -> Timing:
        """The same event on another occasion, as long as here."""
        end = None if self.end is None else start + (self.end - self.start)
        return Timing(start, end, self.zone)

    def period(self) -> Period:
        """The period in Paris; raises ValueError or OverflowError for what no calendar shows."""
        start = _in_paris(self.start, self.zone)
        end = None if self.end is None else _in_paris(self.end, self.zone)
        if not isinstance(start, dt.datetime):
            return Period(start, start if end is None else max(start, end - _DAY))
        midnight = dt.time()
        closing = end if isinstance(end, dt.datetime) and end > start else None
        if closing is not None and start.time() == closing.time() == midnight:
            return Period(start.date(), closing.date() - _DAY)
        opened = start.time().replace(second=0)
        if closing is None:
            return Period(start.date(), start.date(), start_time=opened)
        closed = closing.time().replace(second=0)
        return Period(start.date(), closing.date(), start_time=opened, end_time=closed)


def _in_paris(moment: Moment, zone: dt.tzinfo) -> Moment:
    if not isinstance(moment, dt.datetime) or zone is PARIS:
        return moment
    return moment.replace(tzinfo=zone).astimezone(PARIS).replace(tzinfo=None)


def wall(moment: Moment, zone: dt.tzinfo) -> Moment:
    """*moment* as a clock of *zone* shows it; a moment without a zone stays as it is."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(zone).replace(tzinfo=None)
    return moment


@define
class Clock:
    """Reads dates and hours; remembers the zones of each calendar, and counts the hours that name none."""

    notebook: Notebook
    floating: int = 0
    _zones: dict[tuple[int, str], dt.tzinfo | None] = field(factory=dict)

    def timing(self, event: Event) -> Timing | None:
        """When *event* is; None, with a note (ICS404, ICS405), when that cannot be told."""
        opening = event.first("DTSTART")
        if opening is None or not opening.value.strip():
            self.notebook.tell(codes.WITHOUT_DATE, line=event.line)
            return None
        start = self.moment(opening, event.calendar)
        if start is None:
            self.notebook.tell(codes.UNREADABLE_DATE, line=opening.line, value=opening.value[:80])
            return None
        zone = start.tzinfo if isinstance(start, dt.datetime) else None
        if isinstance(start, dt.datetime) and zone is None:
            self.floating += 1
        zone = zone or PARIS
        start = wall(start, zone)
        return Timing(start, self._end(event, start, zone), zone)

    def _end(self, event: Event, start: Moment, zone: dt.tzinfo) -> Moment | None:
        closing, lasting = event.first("DTEND"), event.first("DURATION")
        source = closing or lasting
        if source is None:
            return None
        end: Moment | None
        if closing is not None:
            end = self.moment(closing, event.calendar)
            end = None if end is None else wall(end, zone)
        else:
            end = _after(start, source)
        if end is None or isinstance(end, dt.datetime) != isinstance(start, dt.datetime) or end < start:
            self.notebook.tell(codes.UNUSABLE_END, line=source.line, value=source.value[:80])
            return None
        return None if end == start else end

    def moment(self, source: Property, calendar: Calendar) -> Moment | None:
        """The day, or the hour with its zone if it names one; None when it is neither."""
        read = _parsed(source.value.strip())
        if not isinstance(read, dt.date):
            return None
        if source.parameters.get("VALUE", "").upper() == "DATE" and isinstance(read, dt.datetime):
            return read.date()
        if isinstance(read, dt.datetime) and read.tzinfo is None and (name := source.parameters.get("TZID")):
            return read.replace(tzinfo=self._zone(name, calendar, source.line))
        return read

    def moments(self, sources: list[Property], calendar: Calendar, zone: dt.tzinfo) -> Iterator[Moment]:
        """The dates of lists (RDATE, EXDATE) on a clock of *zone*; of a span, its start."""
        for source in sources:
            for value in filter(str.strip, source.value.split(",")):
                one = Property(value.partition("/")[0], source.parameters, source.line)
                found = self.moment(one, calendar)
                if found is None:
                    self.notebook.tell(codes.UNREADABLE_DATE, line=source.line, value=value[:80])
                else:
                    yield wall(found, zone)

    def _zone(self, name: str, calendar: Calendar, line: int) -> dt.tzinfo | None:
        key = (id(calendar), name)
        if key not in self._zones:
            found = _known_zone(name) or _described_zone(calendar.zones.get(name, ""))
            if found is None:
                self.notebook.tell(codes.UNKNOWN_ZONE, line=line, zone=name[:80])
            self._zones[key] = found or PARIS
        return self._zones[key]


def _parsed(value: str) -> object:
    if not 8 <= len(value) <= 16:  # what is longer or shorter is no day and no hour
        return None
    reader: Any = vDDDTypes
    try:
        found: object = reader.from_ical(value)
    except Exception:  # whatever a parser makes of a value that is none, the answer is the same
        return None
    return found


def _after(start: Moment, lasting: Property) -> Moment | None:
    reader: Any = vDuration
    try:
        duration: dt.timedelta = reader.from_ical(lasting.value.strip())
        return start + duration if isinstance(start, dt.datetime) or not duration % _DAY else None
    except Exception:  # as above
        return None


def _known_zone(name: str) -> dt.tzinfo | None:
    try:
        found: dt.tzinfo | None = tzp.timezone(name)
    except Exception:  # names that are paths, or no text at all
        return None
    return found


def _described_zone(text: str) -> dt.tzinfo | None:
    """The zone that the calendar itself describes, when no one else knows its name."""
    if not text or _TOO_OFTEN.search(text):
        return None
    reader: Any = Timezone
    try:
        zone: dt.tzinfo = reader.from_ical(text).to_tz(lookup_tzid=False)
        dt.datetime(2017, 7, 1, 12, tzinfo=zone).utcoffset()
    except Exception:  # a description that does not hold together is none
        return None
    return zone
