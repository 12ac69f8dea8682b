"""From the plan of action to what its events say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from attrs import frozen

from labo_ical.cleaning import Publisher
from labo_ical.codes import NOTHING_TO_PUBLISH, PERSONAL_DATA_REMOVED, UNDATED_ACTION, UNKNOWN_END_TIME, notice
from labo_ical.event import Content, Key, Status
from labo_ical.selection import Selection
from labo_ical.settings import Settings
from labo_ical.spans import Span, spans
from labo_ical.texts import word
from labo_partenariats import Action, Programme, Session
from labo_partenariats.plugin import Finding, format_value, text


@frozen
class Plan:
    """
    The events of a programme, before they are compared with an earlier feed.

    ``known`` are the digests of all its sessions, shown or not, and ``actions`` those of its actions.
    """

    contents: tuple[Content, ...]
    known: frozenset[str]
    actions: frozenset[str]
    findings: tuple[Finding, ...]


def digest(*words: str) -> str:
    """A short opaque text that stands for *words*."""
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_plan(programme: Programme, settings: Settings, selection: Selection) -> Plan:
    """What the calendar shows of *programme* and what it cannot show."""
    reader = _Reader(programme, settings, selection)
    contents = tuple(reader.contents())
    if not contents:
        reader.findings.append(notice(NOTHING_TO_PUBLISH, path="$.actions"))
    known = {digest(session.id, part) for action in programme.actions for session in action.sessions for part in _PARTS}
    actions = {digest(action.id, part) for action in programme.actions for part in _PARTS}
    return Plan(contents, frozenset(known), frozenset(actions), tuple(reader.findings))


#: A period shown by its two ends is two events: the second one must never be taken for the first.
_PARTS = ("", "end")


def _key(action: Action, session: Session, span: Span) -> Key:
    part = _PARTS[span.second]
    period = session.period
    day = period.start or period.end
    derived = day is not None and day.isoformat() in session.id
    return Key(digest(action.id, part), digest(session.id, part), digest(period.label or ""), not derived)


class _Reader:
    """Reads the actions one after the other; what is common to the sessions of an action is made once."""

    def __init__(self, programme: Programme, settings: Settings, selection: Selection) -> None:
        self.programme, self.settings, self.selection = programme, settings, selection
        self.language = settings.language
        self.public = Publisher(settings.language, settings.personal_data)
        self.territories = {each.id: self.public.line(each.name) for each in programme.territories}
        self.findings: list[Finding] = []

    def contents(self) -> Iterator[Content]:
        for rank, action in enumerate(self.programme.actions):
            path = f"$.actions[{rank}]"
            if not action.sessions:
                self.findings.append(notice(UNDATED_ACTION, path, action.period_text, action=action.title))
                continue
            self.public.removed = False
            yield from self._action(action, path)
            if self.public.removed:
                self.findings.append(notice(PERSONAL_DATA_REMOVED, path, action=action.title))

    def _action(self, action: Action, path: str) -> Iterator[Content]:
        body = tuple(self._body(action))
        for rank, session in enumerate(action.sessions):
            if not self.selection.keeps(action, session):
                continue
            shown, code = spans(session.period, self.settings.ranges)
            if code is not None:
                at = f"{path}.sessions[{rank}].period"
                self.findings.append(notice(code, at, session.period.text, action=action.title, period=session.period))
            for span in shown:
                opening = self._opening(action, session, span, hour_missing=code == UNKNOWN_END_TIME)
                yield Content(
                    key=_key(action, session, span),
                    summary=self._summary(action, session, span),
                    start=span.start,
                    end=span.end,
                    status=_status(session, span),
                    description="\n".join((*opening, *body)),
                    location=self.public.line(session.place or action.place),
                    categories=tuple(self._categories(action, session)),
                )

    def _summary(self, action: Action, session: Session, span: Span) -> str:
        summary = self.public.line(action.title) or word("untitled", self.language)
        label = self.public.line(session.period.label)
        if label:
            summary = word("labelled", self.language, title=summary, label=label)
        if span.marker is not None:
            summary = word(span.marker.value, self.language, summary=summary)
        return cancelled_summary(summary, self.settings) if session.cancelled else summary

    def _opening(self, action: Action, session: Session, span: Span, *, hour_missing: bool) -> Iterator[str]:
        """The lines of the description that belong to the session."""
        if span.worded:
            said = session.period.text or action.period_text
            words = self.public.line(said or format_value(session.period, self.language))
            yield word("dates", self.language, words=words)
        if hour_missing:
            yield word("end_time_unknown", self.language)
        if topic := self.public.line(session.topic):
            yield word("topic", self.language, topic=topic)

    def _body(self, action: Action) -> Iterator[str]:
        """The lines of the description that all sessions of an action share."""
        yield from filter(None, map(self.public.text, action.description))
        if audience := self.public.line(action.audience):
            yield word("audience", self.language, audience=audience)
        yield from self._list("objectives", action.objectives)
        yield from self._list("expected_results", action.expected_results)

    def _list(self, heading: str, items: Iterable[str]) -> Iterator[str]:
        cleaned = [item for each in items if (item := self.public.line(each))]
        if cleaned:
            yield word(heading, self.language)
            yield from (word("item", self.language, text=item) for item in cleaned)

    def _categories(self, action: Action, session: Session) -> Iterator[str]:
        if action.kind is not None:
            yield text(f"terms.ActionKind.{action.kind.value}", self.language)
        for territory in session.territories or action.territories:
            if name := self.territories.get(territory):
                yield name


def _status(session: Session, span: Span) -> Status:
    if session.cancelled:
        return Status.CANCELLED
    return Status.CONFIRMED if span.exact else Status.TENTATIVE


def cancelled_summary(summary: str, settings: Settings) -> str:
    """*summary* saying that the event is cancelled, for the calendars that do not show the status."""
    return word("cancelled", settings.language, summary=summary)
