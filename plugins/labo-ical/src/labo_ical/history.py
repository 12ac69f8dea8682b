"""Revisions: what changed since the earlier feed, what is new, and what is gone and must be said to be cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from attrs import evolve, field, frozen

from labo_ical.codes import SESSION_GONE, UNREADABLE_PREVIOUS, notice
from labo_ical.contents import Plan, cancelled_summary
from labo_ical.event import Content, Revision, Status
from labo_ical.matching import match
from labo_ical.previous import Previous, PreviousEvent, Unreadable, schedule_of
from labo_ical.settings import Settings
from labo_ical.writing import event_bytes
from labo_partenariats.plugin import Finding

_NAMESPACE = uuid.UUID("6a0f4d5e-8f0c-5f6b-9d43-1c1f4c1f2a77")


@frozen
class Published:
    """An event as this feed publishes it."""

    uid: str
    content: Content
    revision: Revision

    def to_ical(self) -> bytes:
        """Its bytes."""
        return event_bytes(self.uid, self.content, self.revision)


@frozen
class Issue:
    """The events of a feed in the order of their UIDs, and whether they differ from those of the earlier one."""

    events: tuple[Published, ...]
    changed: bool
    findings: tuple[Finding, ...] = field(default=())


def first_issue(plan: Plan, scope: str, stamp: dt.datetime) -> Issue:
    """The events of a feed without a past."""
    return _Editor(scope, stamp).issue(plan, ())


def next_issue(
    plan: Plan, scope: str, stamp: dt.datetime, previous: Previous, now: dt.date, settings: Settings
) -> Issue:
    """The events of a feed that follows *previous*; what is gone stays, cancelled, until it is past on *now*."""
    editor = _Editor(scope, stamp)
    issue = editor.issue(plan, previous.events)
    kept = {event.uid for event in issue.events}
    gone = [event for event in previous.events if event.uid not in kept and event.key.session not in plan.known]
    cancelled = tuple(editor.cancelled(gone, now, settings))
    events = tuple(sorted((*issue.events, *cancelled), key=lambda event: event.uid))
    dropped = {event.uid for event in previous.events} - {event.uid for event in events}
    changed = bool(dropped) or any(event.revision.modified == stamp for event in events)
    return Issue(events, changed, tuple(editor.findings))


class _Editor:
    def __init__(self, scope: str, stamp: dt.datetime) -> None:
        self.scope, self.stamp = scope, stamp
        self.findings: list[Finding] = []

    def issue(self, plan: Plan, events: Sequence[PreviousEvent]) -> Issue:
        matches = match(plan.contents, events) if events else {}
        taken = {event.uid for event in events}
        published = []
        for rank, content in enumerate(plan.contents):
            before = matches.get(rank)
            if before is None:
                uid = self._new_uid(content, taken)
                taken.add(uid)
                published.append(Published(uid, content, Revision(0, self.stamp)))
            else:
                published.append(Published(before.uid, content, self._revision(content, before)))
        return Issue(tuple(sorted(published, key=lambda event: event.uid)), changed=True)

    def _new_uid(self, content: Content, taken: set[str]) -> str:
        """A UID that says nothing; another one when a session that moved since still bears the first."""
        name = f"{self.scope}/{content.key.action}/{content.key.session}"
        while (uid := str(uuid.uuid5(_NAMESPACE, name))) in taken:
            name += "+"
        return uid

    def _revision(self, content: Content, before: PreviousEvent) -> Revision:
        same = event_bytes(before.uid, content, before.revision)
        if same == before.block:
            return before.revision
        rescheduled = schedule_of(same) != before.schedule
        return Revision(before.revision.sequence + rescheduled, self.stamp)

    def cancelled(self, gone: Sequence[PreviousEvent], now: dt.date, settings: Settings) -> Iterator[Published]:
        for event in gone:
            try:
                content = event.content()
            except Unreadable as error:
                self.findings.append(notice(UNREADABLE_PREVIOUS, file=event.uid, reason=str(error)))
                continue
            if _is_past(content, now):
                continue
            if not event.cancelled:
                self.findings.append(notice(SESSION_GONE, summary=content.summary, day=content.first_day))
                summary = cancelled_summary(content.summary, settings)
                content = evolve(content, status=Status.CANCELLED, summary=summary)
            yield Published(event.uid, content, self._revision(content, event))


def _is_past(content: Content, now: dt.date) -> bool:
    if isinstance(content.end, dt.datetime):
        return content.end.date() < now
    return content.end <= now
