"""The occasions of an event that repeats: its rule, the dates added and taken out, the ones that were changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from attrs import frozen
from dateutil.rrule import rrulestr

from labo_ical import codes
from labo_ical.moments import Clock, Moment, Timing, wall
from labo_ical.reading import Event
from labo_partenariats.plugin import Notebook, Tally

#: Beyond either, a rule says that something goes on, and no longer when people meet.
MOST_OCCASIONS = 1000
MOST_YEARS = 10

#: A rule of every hour plans no session.
_SUPPORTED = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)")
_REFUSED = re.compile(r"BYHOUR|BYMINUTE|BYSECOND|BYEASTER|RSCALE|SKIP|(?:INTERVAL|COUNT)=0*(?:;|$)")

#: Rules that may fit no day: to find out, all days until the year 9999 are tried one by one.
_SEARCH = re.compile(r"(?=.*FREQ=(?:DAILY|WEEKLY)).*(?:BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS)")
_UNTIL = re.compile(r"UNTIL=([0-9]{8}(?:T[0-9]{6})?)(Z?)")
_LONGEST_RULE = 300


@frozen
class Occasion:
    """Once: the event that says what happens, and when it is; ``timing`` is None when that cannot be told."""

    event: Event
    timing: Timing | None
    repeats: bool = False


@frozen
class Series:
    """Reads the occasions of all events of a source."""

    clock: Clock
    notebook: Notebook
    tally: Tally

    def occasions(self, events: Sequence[Event]) -> Iterator[Occasion]:
        """Those of the events that share a UID: the ones that stand for themselves, and changes of one occasion."""
        changes = [event for event in events if event.first("RECURRENCE-ID")]
        masters = [event for event in events if not event.first("RECURRENCE-ID")]
        for rank, master in enumerate(masters):
            timing = self.clock.timing(master)
            is_last = rank == len(masters) - 1
            if timing is None:
                yield Occasion(master, None)
            else:
                yield from self._expanded(master, timing, changes if is_last else [])
        if not masters or timing is None:
            yield from (Occasion(change, self.clock.timing(change), repeats=True) for change in changes)

    def _expanded(self, master: Event, timing: Timing, changes: list[Event]) -> Iterator[Occasion]:
        starts = self._starts(master, timing)
        repeats = len(starts) > 1 or bool(changes)
        if not starts:
            self.notebook.tell(codes.WITHOUT_DATE, line=master.line)
            yield Occasion(master, None)
        changed: dict[Moment, Event] = {}
        lasting: list[tuple[Moment, Event]] = []
        for change in changes:
            source = change.first("RECURRENCE-ID")
            at = self.clock.moment(source, change.calendar) if source else None
            if source is None or at is None:
                self.notebook.tell(codes.UNREADABLE_DATE, line=change.line, value=source.value[:80] if source else "")
                yield Occasion(change, self.clock.timing(change), repeats=True)
                continue
            at = _like(wall(at, timing.zone), timing.start)
            changed[at] = change
            if source.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
                lasting.append((at, change))
        lasting.sort(key=lambda pair: _stamp(pair[0]))
        timings = {id(change): self.clock.timing(change) for change in changed.values()}
        for start in starts:
            self.tally.check_time()
            if start in changed:
                change = changed.pop(start)
                yield Occasion(change, timings[id(change)], repeats)
                continue
            since = [pair for pair in lasting if _stamp(pair[0]) < _stamp(start)]
            moved = timings[id(since[-1][1])] if since else None
            if moved is None:
                yield Occasion(master, timing.at(start), repeats)
            else:
                at, change = since[-1]
                yield Occasion(
                    change, moved.at(_like(start + (_stamp(moved.start) - _stamp(at)), moved.start)), repeats
                )
        for change in changed.values():  # of an occasion that the rule does not have
            yield Occasion(change, timings[id(change)], repeats)

    def _starts(self, event: Event, timing: Timing) -> list[Moment]:
        """The starts of all occasions in their order; the dates taken out are left out."""
        added = list(self.clock.moments(event.properties.get("RDATE", []), event.calendar, timing.zone))
        removed = self.clock.moments(event.properties.get("EXDATE", []), event.calendar, timing.zone)
        starts: list[Moment] = [timing.start, *(_like(each, timing.start) for each in added)]
        for rule in event.properties.get("RRULE", []):
            starts += self._ruled(rule.value, rule.line, timing)
        for rule in event.properties.get("EXRULE", []):
            self.notebook.tell(codes.RULE_NOT_UNDERSTOOD, line=rule.line, rule=f"EXRULE:{rule.value[:80]}")
        hours, days = _taken_out(removed, with_hours=isinstance(timing.start, dt.datetime))
        kept = {_stamp(each): each for each in starts}
        ordered = [kept[stamp] for stamp in sorted(kept) if stamp not in hours and stamp.date() not in days]
        if len(ordered) > MOST_OCCASIONS:
            self._say_cut(event.line, ordered[MOST_OCCASIONS - 1])
        return ordered[:MOST_OCCASIONS]

    def _ruled(self, rule: str, line: int, timing: Timing) -> list[Moment]:
        """The starts that a rule gives, as far as they are followed."""
        self.tally.check_time()
        written = rule.strip().upper()
        first = _stamp(timing.start)
        horizon = dt.datetime(min(first.year + MOST_YEARS, dt.MAXYEAR), 12, 31)
        refused = not _SUPPORTED.search(written) or _REFUSED.search(written) or _SEARCH.match(written)
        if len(written) > _LONGEST_RULE or refused:
            self.notebook.tell(codes.RULE_NOT_UNDERSTOOD, line=line, rule=rule[:80])
            return []
        try:
            dates = rrulestr(_local_until(written, timing), dtstart=first)
            found = list(islice(dates, MOST_OCCASIONS + 1))
        except Exception:  # dateutil raises many kinds of errors on what is no rule
            self.notebook.tell(codes.RULE_NOT_UNDERSTOOD, line=line, rule=rule[:80])
            return []
        kept = [each for each in found if each <= horizon]
        if len(kept) < len(found) and len(kept) <= MOST_OCCASIONS:
            self._say_cut(line, kept[-1] if kept else first)
        return [_like(each, timing.start) for each in kept]

    def _say_cut(self, line: int, last: Moment) -> None:
        day = last.date() if isinstance(last, dt.datetime) else last
        self.notebook.tell(codes.RULE_CUT, line=line, most=MOST_OCCASIONS, years=MOST_YEARS, day=day)


def _taken_out(removed: Iterable[Moment], *, with_hours: bool) -> tuple[set[Moment], set[dt.date]]:
    """The hours and the days that do not take place; where there are no hours, only days."""
    hours: set[Moment] = set()
    days: set[dt.date] = set()
    for each in removed:
        if isinstance(each, dt.datetime) and with_hours:
            hours.add(each)
        else:
            days.add(_stamp(each).date())
    return hours, days


def _stamp(moment: Moment) -> dt.datetime:
    """A day as its midnight, so that days and hours compare."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _like(moment: Moment, model: Moment) -> Moment:
    """*moment* as a day or as an hour, as *model* is; a day takes the hour of the model."""
    if not isinstance(model, dt.datetime):
        return moment.date() if isinstance(moment, dt.datetime) else moment
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, model.time())


def _local_until(rule: str, timing: Timing) -> str:
    """The rule with its end on the same clock as its start, for hours without a zone are what is counted with."""
    found = _UNTIL.search(rule)
    if found is None:
        return rule
    until = dt.datetime.fromisoformat(found[1])
    if found[2]:
        until = until.replace(tzinfo=dt.UTC).astimezone(timing.zone).replace(tzinfo=None)
    elif "T" not in found[1]:
        until = dt.datetime.combine(until, dt.time(23, 59, 59))
    return rule.replace(found[0], f"UNTIL={until:%Y%m%dT%H%M%S}")
