"""From the plan of action to what its events say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from labo_ical.cleaning import Publisher
from labo_ical.event import Content, Key, Status, digest
from labo_ical.periods import written_period
from labo_ical.settings import Settings
from labo_ical.spans import Span
from labo_ical.texts import word
from labo_partenariats import Action, Period, Session
from labo_partenariats.plugin import format_value, text

if TYPE_CHECKING:
    from labo_ical.history import Published

#: A period shown by its two ends is two events: the second one must never be taken for the first.
PARTS = ("", "end")


@frozen
class Manner:
    """How all events of a feed are told; ``territories`` are the names that may be shown, by id."""

    settings: Settings
    territories: Mapping[str, str]


@define(eq=False)
class Frame:
    """What is common to the sessions of an action, made once."""

    manner: Manner
    action: Action
    title: str = field(init=False)
    place: str = field(init=False)
    body: str = field(init=False)
    told: frozenset[str] = field(init=False)
    digests: tuple[str, ...] = field(init=False)
    _labels: dict[str, str] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        public = self.public()
        self.title = public.line(self.action.title) or word("untitled", self.manner.settings.language)
        self.place = public.line(self.action.place)
        self.body = public.joined(self._body(public))
        self.told = frozenset(public.told)
        self.digests = tuple(digest(self.action.id, part) for part in PARTS)

    def public(self) -> Publisher:
        """What makes the texts of this feed fit to be shown."""
        return Publisher(self.manner.settings.language, self.manner.settings.personal_data)

    def key(self, session: Session, span: Span) -> Key:
        """What follows a session from one feed to the next."""
        period = session.period
        day, label = period.start or period.end, period.label or ""
        derived = day is not None and day.isoformat() in session.id
        if label not in self._labels:
            self._labels[label] = digest(label)
        named = self._labels[label]
        return Key(self.digests[span.second], digest(session.id, PARTS[span.second]), named, not derived)

    def content(self, draft: Draft, public: Publisher) -> Content:
        """What the event of *draft* says."""
        session, span = draft.session, draft.span
        opening = self._opening(session, span, public)
        return Content(
            key=draft.key,
            summary=self._summary(session, span, public),
            start=span.start,
            end=span.end,
            status=_status(session, span),
            description=public.joined(filter(None, (*opening, self.body))),
            location=public.line(session.place) if session.place else self.place,
            categories=tuple(self._categories(session)),
            period=written_period(session.period) if span.worded or span.hour_assumed else "",
        )

    def _summary(self, session: Session, span: Span, public: Publisher) -> str:
        language, summary = self.manner.settings.language, self.title
        label = public.line(session.period.label)
        if label:
            summary = word("labelled", language, title=summary, label=label)
        if span.marker is not None:
            summary = word(span.marker.value, language, summary=summary)
        return cancelled_summary(summary, self.manner.settings) if session.cancelled else summary

    def _opening(self, session: Session, span: Span, public: Publisher) -> Iterator[str]:
        """The lines of the description that belong to the session."""
        language = self.manner.settings.language
        if span.worded:
            yield word("dates", language, words=self._words(session.period, public))
        if span.hour_assumed:
            yield word("end_time_unknown", language)
        if topic := public.line(session.topic):
            yield word("topic", language, topic=topic)

    def _words(self, period: Period, public: Publisher) -> str:
        said = period.text or self.action.period_text
        return public.line(said or format_value(period, self.manner.settings.language))

    def _body(self, public: Publisher) -> Iterator[str]:
        """The lines of the description that all sessions of an action share."""
        yield from filter(None, map(public.text, self.action.description))
        if audience := public.line(self.action.audience):
            yield word("audience", self.manner.settings.language, audience=audience)
        yield from self._list("objectives", self.action.objectives, public)
        yield from self._list("expected_results", self.action.expected_results, public)

    def _list(self, heading: str, items: Iterable[str], public: Publisher) -> Iterator[str]:
        cleaned = [item for each in items if (item := public.line(each))]
        if cleaned:
            yield word(heading, self.manner.settings.language)
            yield from (word("item", self.manner.settings.language, text=item) for item in cleaned)

    def _categories(self, session: Session) -> Iterator[str]:
        if self.action.kind is not None:
            yield text(f"terms.ActionKind.{self.action.kind.value}", self.manner.settings.language)
        for territory in session.territories or self.action.territories:
            if name := self.manner.territories.get(territory):
                yield name


@define(eq=False)
class Draft:
    """
    One event to be: what follows it and dates it. What it says is made when asked for, so that a feed of any length
    holds one text at a time; ``kept`` is what was last published of it, where the caller has a cache.
    """

    frame: Frame
    session: Session
    span: Span
    key: Key
    kept: Published | None = None

    @property
    def first_day(self) -> dt.date:
        """The day on which the event starts."""
        start = self.span.start
        return start.date() if isinstance(start, dt.datetime) else start

    @property
    def is_cancelled(self) -> bool:
        """Whether the programme says that it does not take place."""
        return self.session.cancelled

    @property
    def is_timed(self) -> bool:
        """Whether the event has hours."""
        return isinstance(self.span.start, dt.datetime)

    def content(self) -> Content:
        """What the event says."""
        return self.frame.content(self, self.frame.public())


def _status(session: Session, span: Span) -> Status:
    if session.cancelled:
        return Status.CANCELLED
    return Status.CONFIRMED if span.exact else Status.TENTATIVE


def cancelled_summary(summary: str, settings: Settings) -> str:
    """*summary* saying that the event is cancelled, for the calendars that do not show the status."""
    return word("cancelled", settings.language, summary=summary)
