"""Revisions: what changed since the earlier feed, what is new, and what is gone and must be said to be cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from attrs import define, evolve, field, frozen

from labo_ical.cleaning import Publisher
from labo_ical.codes import SESSION_GONE, UNREADABLE_PREVIOUS, notice
from labo_ical.contents import Draft, cancelled_summary
from labo_ical.event import Content, Key, Relation, Revision, Status
from labo_ical.matching import match
from labo_ical.plan import Plan
from labo_ical.previous import Previous, PreviousEvent, Unreadable, schedule_of
from labo_ical.relations import relations
from labo_ical.settings import Settings
from labo_ical.writing import event_bytes
from labo_partenariats.plugin import Finding

_NAMESPACE = uuid.UUID("6a0f4d5e-8f0c-5f6b-9d43-1c1f4c1f2a77")


@define(eq=False)
class Published:
    """
    An event as this feed publishes it; ``source`` says what, when that has to be written.

    ``before`` is the event of the earlier feed whose bytes it has, if it did not change; once written, the event that
    the next feed will find.
    """

    uid: str
    source: Draft | Content
    revision: Revision
    relation: Relation | None = None
    before: PreviousEvent | None = None

    def to_ical(self) -> bytes:
        """Its bytes."""
        if self.before is not None:
            return self.before.block
        return _bytes(self.source, self.uid, self.revision, self.relation)

    def written(self) -> PreviousEvent:
        """The event as the next feed will find it, kept for it."""
        if self.before is None:
            source, block = self.source, self.to_ical()
            at, cancelled = source.first_day, source.is_cancelled
            self.before = PreviousEvent(self.uid, source.key, self.revision, at, cancelled, block, 0, len(block))
            _keep(self)
        return self.before


@frozen
class Issue:
    """The events of a feed in the order of their UIDs, and whether they differ from those of the earlier one."""

    events: tuple[Published, ...]
    changed: bool
    findings: tuple[Finding, ...] = field(default=())


def first_issue(plan: Plan, scope: str, stamp: dt.datetime, settings: Settings) -> Issue:
    """The events of a feed without a past."""
    editor = _Editor(scope, stamp, settings)
    return Issue(_in_order(editor.events(plan, ())), changed=True)


def next_issue(
    plan: Plan, scope: str, stamp: dt.datetime, previous: Previous, now: dt.date, settings: Settings
) -> Issue:
    """The events of a feed that follows *previous*; what is gone stays, cancelled, until it is past on *now*."""
    editor = _Editor(scope, stamp, settings)
    events = editor.events(plan, previous.events)
    kept = {event.uid for event in events}
    missing = [event for event in previous.events if event.uid not in kept]
    known = plan.sessions() if missing else frozenset()
    gone = [event for event in missing if event.key.session not in known]
    cancelled = [*editor.cancelled(gone, now)]
    every = _in_order([*events, *cancelled])
    changed = len(cancelled) < len(missing) or any(event.before is None for event in every)
    return Issue(every, changed, tuple(editor.findings))


def _in_order(events: list[Published]) -> tuple[Published, ...]:
    return tuple(sorted(events, key=lambda event: event.uid))


def _bytes(source: Draft | Content, uid: str, revision: Revision, relation: Relation | None) -> bytes:
    """The bytes of an event; those that it was last given are not made again."""
    if isinstance(source, Content):
        return event_bytes(uid, source, revision, relation)
    kept = source.kept
    if (
        kept is not None
        and kept.before is not None
        and (uid, revision, relation) == (kept.uid, kept.revision, kept.relation)
    ):
        return kept.before.block
    return event_bytes(uid, source.content(), revision, relation)


def _keep(event: Published) -> Published:
    if isinstance(event.source, Draft):
        event.source.kept = event
    return event


class _Editor:
    def __init__(self, scope: str, stamp: dt.datetime, settings: Settings) -> None:
        self.scope, self.stamp, self.settings = scope, stamp, settings
        self.findings: list[Finding] = []
        self._first = Revision(0, stamp)
        self._tried: dict[str, str] = {}

    def events(self, plan: Plan, earlier: Sequence[PreviousEvent]) -> list[Published]:
        """The events of the plan, each as it was if nothing of it changed."""
        matches = match(plan.drafts, earlier)
        befores = [matches.get(rank) for rank in range(len(plan.drafts))]
        taken: set[str] = set() if None not in befores else {event.uid for event in earlier}
        uids = [
            self._new_uid(draft.key, taken) if before is None else before.uid
            for draft, before in zip(plan.drafts, befores, strict=True)
        ]
        related = relations(zip(plan.drafts, uids, strict=True)) if self.settings.related else {}
        return [
            self._published(uid, draft, related.get(uid), before)
            for uid, draft, before in zip(uids, plan.drafts, befores, strict=True)
        ]

    def _new_uid(self, key: Key, taken: set[str]) -> str:
        """A UID that says nothing; another one when a session that moved since still bears the first."""
        # A lone surrogate, which a program may have put into a title, has no UTF-8 form to be hashed.
        name = f"{self.scope}/{key.action}/{key.session}".encode("utf-8", "replace").decode()
        tried = self._tried.get(name, name)
        while (uid := str(uuid.uuid5(_NAMESPACE, tried))) in taken:
            tried += "+"
        self._tried[name] = tried
        taken.add(uid)
        return uid

    def _published(
        self, uid: str, source: Draft | Content, relation: Relation | None, before: PreviousEvent | None
    ) -> Published:
        if before is None:
            return Published(uid, source, self._first, relation)
        kept = source.kept if isinstance(source, Draft) else None
        if kept is not None and kept.before is before and kept.relation == relation:
            return kept
        same = _bytes(source, uid, before.revision, relation)
        if same == before.block:
            return _keep(Published(uid, source, before.revision, relation, before))
        rescheduled = schedule_of(same) != schedule_of(before.block)
        return Published(uid, source, Revision(before.revision.sequence + rescheduled, self.stamp), relation)

    def cancelled(self, gone: Sequence[PreviousEvent], now: dt.date) -> Iterator[Published]:
        """Those of the events that are gone and not past, said to be cancelled."""
        for event in gone:
            try:
                content = event.content()
            except Unreadable as error:
                self.findings.append(notice(UNREADABLE_PREVIOUS, file=event.uid, reason=str(error)))
                continue
            if _is_past(content, now):
                continue
            content = _redacted(content, self.settings)
            if not event.cancelled:
                self.findings.append(notice(SESSION_GONE, summary=content.summary, day=content.first_day))
                summary = cancelled_summary(content.summary, self.settings)
                content = evolve(content, status=Status.CANCELLED, summary=summary)
            yield self._published(event.uid, content, None, event)


def _redacted(content: Content, settings: Settings) -> Content:
    """What an earlier feed said, without the personal data that may have been asked for then and is not now."""
    public = Publisher(settings.language, settings.personal_data)
    return evolve(
        content,
        summary=public.line(content.summary),
        description=public.text(content.description),
        location=public.line(content.location),
        categories=tuple(map(public.line, content.categories)),
    )


def _is_past(content: Content, now: dt.date) -> bool:
    if isinstance(content.end, dt.datetime):
        return content.end.date() < now
    return content.end <= now
