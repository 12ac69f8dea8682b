"""From the events of a source to actions and their sessions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import define, evolve, field, frozen

from labo_ical import codes
from labo_ical.cleaning import clean_line
from labo_ical.event import Status
from labo_ical.moments import Clock
from labo_ical.periods import read_period
from labo_ical.reading import Event, Source
from labo_ical.recurrence import Occasion, Series
from labo_ical.texts import LANGUAGES, word
from labo_ical.wording import Texts, kind_of, taken_apart, title_and_label, unescaped, without
from labo_ical.writing import KEY, PERIOD, PRODID
from labo_partenariats import ActionKind, Period
from labo_partenariats.plugin import Notebook, Tally, format_value, text


@frozen(kw_only=True)
class Meeting:
    """
    One occasion as the plan of action has it; ``group`` tells which meetings are one action.

    ``period`` is None when it has no date; ``words`` are those that a source had for it, empty when they are just the
    period written out.
    """

    line: int
    group: str
    title: str
    period: Period | None
    id: str = ""
    label: str = ""
    topic: str = ""
    kind: ActionKind | None = None
    territories: tuple[str, ...] = ()
    place: str = ""
    cancelled: bool = False
    description: tuple[str, ...] = ()
    audience: str = ""
    objectives: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    words: str = ""
    marker: str = ""

    @property
    def order(self) -> tuple[dt.date, dt.date, dt.time, int]:
        """By date, those without one last."""
        if self.period is None:
            return dt.date.max, dt.date.max, dt.time.max, self.line
        return (*self.period.sort_key, self.line)


def meetings(source: Source, tally: Tally, notebook: Notebook) -> list[Meeting]:
    """All meetings of *source*, in the order of the file."""
    reader = _Reader(source, notebook)
    series = Series(Clock(notebook), notebook, tally)
    found: list[Meeting] = []
    for events in _by_uid(source.events, notebook):
        for occasion in series.occasions(events):
            tally.check("rows", len(found) + 1)
            found.append(reader.meeting(occasion))
    if series.clock.floating:
        notebook.tell(codes.FLOATING_HOURS, count=series.clock.floating)
    reader.tell()
    return sorted(_paired(found), key=lambda each: each.line)


def _by_uid(events: Iterable[Event], notebook: Notebook) -> Iterator[list[Event]]:
    """
    The events of each UID; of the versions of one event, the last.

    Events of one UID without a revision between them stay: programs that number badly give one UID to several events.
    """
    groups: dict[str, list[Event]] = {}
    for rank, event in enumerate(events):
        groups.setdefault(event.value("UID").strip() or f"\0{rank}", []).append(event)
    repeated = 0
    for group in groups.values():
        latest: dict[str, list[Event]] = {}
        for event in group:
            at = event.value("RECURRENCE-ID")
            kept = latest.setdefault(at, [event])
            if kept[0] is event:
                continue
            repeated += 1
            newer = _sequence(event) - _sequence(kept[0])
            if newer > 0 or (newer == 0 and _same(event, kept[0])):
                latest[at] = [event]
            elif newer == 0:
                kept.append(event)
        yield [event for kept in latest.values() for event in kept]
    if repeated:
        notebook.tell(codes.REPEATED_UID, count=repeated)


def _sequence(event: Event) -> int:
    value = event.value("SEQUENCE").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def _same(one: Event, other: Event) -> bool:
    return all(one.value(name) == other.value(name) for name in ("DTSTART", "SUMMARY"))


@define
class _Reader:
    """Reads what events say; counts what is told once for the whole file."""

    source: Source
    notebook: Notebook
    texts: Texts = field(factory=Texts)
    untitled: list[int] = field(factory=list)
    uids: dict[str, Event] = field(init=False)

    def __attrs_post_init__(self) -> None:
        plain = (event for event in reversed(self.source.events) if not event.first("RECURRENCE-ID"))
        self.uids = {event.value("UID").strip(): event for event in plain}

    def meeting(self, occasion: Occasion) -> Meeting:
        event = occasion.event
        try:
            period = occasion.timing.period() if occasion.timing else None
        except (ValueError, OverflowError):
            opening = event.first("DTSTART")
            self.notebook.tell(codes.UNREADABLE_DATE, line=event.line, value=opening.value[:80] if opening else "")
            period = None
        read = Meeting(
            line=event.line,
            group="",
            title=self._title(event),
            period=period,
            place=self.texts.line(event.value("LOCATION")),
            cancelled=_is_cancelled(event),
        )
        read = self._ours(event, read) if _is_ours(event) else self._foreign(occasion, read)
        if not read.title:
            self.untitled.append(event.line)
            return evolve(read, title=word("untitled", "fr"))
        return read

    def _title(self, event: Event) -> str:
        summary = self.texts.line(event.value("SUMMARY"))
        return (without("cancelled", summary) or summary) if _is_cancelled(event) else summary

    def _foreign(self, occasion: Occasion, read: Meeting) -> Meeting:
        event = occasion.event
        root = self._root(event)
        summary = self._title(root) or read.title
        told = self.texts.text(event.value("DESCRIPTION"))
        description = self.texts.text(root.value("DESCRIPTION")) if root is not event else told
        words = self._categories(event) or self._categories(root)
        kind = next(filter(None, map(kind_of, self._categories(root))), None)
        topics = [name for name in words if kind is None or kind_of(name) is not kind]
        if told != description and told:
            topics.append(" ".join(told.split()))
        return evolve(
            read,
            group=self._group(event, root, summary, description, kind),
            id=_identity(event, occasion, read.period),
            title=summary,
            label=read.title if read.title != summary else "",
            topic=", ".join(dict.fromkeys(topics)),
            kind=kind,
            description=tuple(filter(None, description.split("\n"))),
        )

    def _root(self, event: Event) -> Event:
        """The event that names the action: the parent of a session, the rule of an occasion that was changed."""
        seen: set[int] = set()
        while id(event) not in seen and len(seen) < _MOST_GENERATIONS:
            seen.add(id(event))
            uid = event.value("UID").strip()
            parent = self.uids.get(_parent(event)) if _parent(event) else None
            if parent is None and uid and event.first("RECURRENCE-ID"):
                parent = self.uids.get(uid)
            if parent is None:
                break
            event = parent
        return event

    @staticmethod
    def _group(event: Event, root: Event, title: str, description: str, kind: ActionKind | None) -> str:
        if (absent := _parent(root)) and root is event:
            return f"parent\0{absent}"
        return f"same\0{title.casefold()}\0{description}\0{kind}"

    def _categories(self, event: Event) -> list[str]:
        sources = event.properties.get("CATEGORIES", [])
        return [name for each in sources for name in self.texts.pieces(each.value)]

    def _ours(self, event: Event, read: Meeting) -> Meeting:
        action, _, label = [*event.value(KEY).split("."), "", "", ""][:3]
        said = taken_apart(self.texts.text(event.value("DESCRIPTION")))
        title, marker = read.title, ""
        for key in ("start", "end"):
            if said.dates and (rest := without(key, title)):
                title, marker = rest, key
                break
        title, named = title_and_label(title, label)
        categories = self._categories(event)
        kind = kind_of(categories[0]) if categories else None
        period, words = read.period, said.dates
        if period is not None:
            told = read_period(unescaped(event.value(PERIOD)))
            period = told if told is not None and _is_shown(told, period, marker) else period
            words = "" if _is_written(period, said.dates, named) else said.dates
        return evolve(
            read,
            group=f"ours\0{action}",
            title=title,
            label=named,
            period=period,
            topic=said.topic,
            kind=kind,
            territories=tuple(categories[1:] if kind else categories),
            description=said.description,
            audience=said.audience,
            objectives=said.objectives,
            expected_results=said.expected_results,
            words=words,
            marker=marker,
        )

    def tell(self) -> None:
        """The notes that hold for the whole file."""
        if self.untitled:
            self.notebook.tell(codes.UNTITLED_EVENT, count=len(self.untitled), line=self.untitled[0])
        if self.source.people or self.texts.removed:
            self.notebook.tell(codes.PEOPLE_NOT_READ, count=self.source.people + len(self.texts.removed))


#: Beyond, what relates events to one another is no longer a plan of action.
_MOST_GENERATIONS = 20


def _is_ours(event: Event) -> bool:
    return event.calendar.values.get("PRODID", "").strip() == PRODID and bool(event.value(KEY))


def _is_cancelled(event: Event) -> bool:
    asked = event.calendar.values.get("METHOD", "").strip().upper()
    return asked == "CANCEL" or event.value("STATUS").strip().upper() == Status.CANCELLED.value


def _parent(event: Event) -> str:
    source = event.first("RELATED-TO")
    if source is None or source.parameters.get("RELTYPE", "PARENT").upper() != "PARENT":
        return ""
    return unescaped(source.value).strip()


def _identity(event: Event, occasion: Occasion, period: Period | None) -> str:
    """An id that stays when the event moves; opaque, for a UID may hold an address."""
    uid = event.value("UID").strip()
    if not uid:
        return ""
    words = [uid]
    if occasion.repeats and period is not None:
        words.append(str(period.start))
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_shown(told: Period, shown: Period, marker: str) -> bool:
    """Whether *shown*, what the dates of an event of ours say, is how it shows *told*: someone may have moved them."""
    if shown.start_time is not None:  # an hour whose end was not known
        return (told.start, told.start_time, told.end_time) == (shown.start, shown.start_time, None)
    if marker:
        return shown.start == shown.end == (told.start if marker == "start" else told.end)
    return (told.start, told.end) == (shown.start, shown.end)


def _is_written(period: Period, words: str, label: str) -> bool:
    """Whether *words* are how the library writes *period*, its name after it or not."""
    named = (period, evolve(period, label=label)) if label else (period,)
    return any(clean_line(format_value(each, language)) == words for each in named for language in LANGUAGES)


def _paired(found: list[Meeting]) -> list[Meeting]:
    """Periods that our feed shows by their two ends, once."""
    starts = Counter((each.title, each.label, each.period) for each in found if each.marker == "start")
    made = []
    for each in found:
        shown = each.title, each.label, each.period
        if each.marker == "end" and starts[shown]:
            starts[shown] -= 1
        else:
            made.append(each)
    return made


def kind_word(kind: ActionKind | None) -> str:
    """The word of a table for a kind of action."""
    return text(f"terms.ActionKind.{kind.value}", "fr") if kind else ""
