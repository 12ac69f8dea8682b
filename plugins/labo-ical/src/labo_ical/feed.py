"""A feed from beginning to end: options, plan, earlier feed, revisions, head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from attrs import define, evolve, field, frozen

from labo_ical.codes import (
    FOREIGN_PREVIOUS,
    NAME_GONE,
    PREVIOUS_OF_ANOTHER_PROGRAMME,
    UNKNOWN_NAME,
    UNREADABLE_PREVIOUS,
    notice,
)
from labo_ical.head import feed_head
from labo_ical.history import Issue, first_issue, next_issue
from labo_ical.plan import Plan, Shelf, read_plan
from labo_ical.previous import NotOurs, Previous, Unreadable, parse_previous, read_bytes
from labo_ical.selection import fold, read_selection
from labo_ical.settings import read_settings
from labo_ical.writing import END, Head, head_bytes
from labo_partenariats import Programme
from labo_partenariats.plugin import ExportOptions, Finding, Severity

_SECOND = dt.timedelta(seconds=1)


@define(eq=False)
class Memory:
    """
    What the export of a feed leaves for the next one of the same caller: the plan as it was read, with the bytes of its
    events, and the feed as it was written. Nothing in it changes a byte; it holds one feed, and texts of users.
    """

    shelf: Shelf = field(factory=Shelf)
    last: Previous | None = None

    @classmethod
    def of(cls, options: ExportOptions) -> Memory | None:
        """That of the caller for a feed with these options; None where the caller has no cache."""
        cache: MutableMapping[str, object] | None = options.cache
        if cache is None:
            return None
        name = f"ical {options.language} {sorted(options.only.items())}"
        found = cache.get(name)
        if not isinstance(found, cls):
            found = cache[name] = cls()
        return found


@frozen
class Feed:
    """A feed ready to be written."""

    head: Head
    issue: Issue
    findings: tuple[Finding, ...]
    memory: Memory | None = None

    def parts(self) -> Iterator[bytes]:
        """Its bytes, piece by piece; remembered, where there is a memory, once the last one was taken."""
        head = head_bytes(self.head)
        yield head
        if self.memory is None:
            for event in self.issue.events:
                yield event.to_ical()
            yield END
            return
        events = []
        for event in self.issue.events:
            written = event.before if event.before is not None else event.written()
            events.append(written)
            yield written.block
        yield END
        self.memory.last = Previous(self.head.name, self.head.mark, self.head.modified, head, tuple(events))


@frozen
class Refusal:
    """No feed, for the errors in ``findings``: an empty or an unwanted one would empty the calendars of subscribers."""

    findings: tuple[Finding, ...]

    def parts(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())


def make_feed(programme: Programme, options: ExportOptions) -> Feed | Refusal:
    """The feed of *programme*, following the previous one that *options* name."""
    settings, found = read_settings(options)
    selection, unknown = read_selection(programme, options.only, settings.language)
    memory = Memory.of(options)
    head = feed_head(programme, settings, selection)
    findings: list[Finding] = []
    last = None if memory is None else memory.last
    previous = None if options.previous is None else _read(options.previous, last, findings)
    if unknown and previous is not None and selection.is_marked(previous.mark):
        head = evolve(head, name=previous.name, mark=previous.mark)
        unknown = tuple(map(_gone, unknown))
    wrong = tuple(each for each in (*found, *unknown) if each.severity is Severity.ERROR)
    if wrong:
        return Refusal(wrong)
    plan = read_plan(programme, settings, selection, Shelf() if memory is None else memory.shelf)
    findings = [*found, *unknown, *plan.findings, *findings]
    if options.previous is not None and previous is not None and not _is_of(previous, plan, head.name):
        findings.append(notice(PREVIOUS_OF_ANOTHER_PROGRAMME, file=options.previous.name, name=previous.name))
        previous = None
    scope = fold(f"{programme.title or ''} {programme.lag.name if programme.lag else ''}")
    if previous is None:
        issue = first_issue(plan, scope, head.modified, settings)
        return Feed(_with_zone(head, issue), issue, tuple(findings), memory)
    stamp = max(head.modified, previous.modified + _SECOND)
    now = options.now or previous.modified.date()
    issue = next_issue(plan, scope, stamp, previous, now, settings)
    same = evolve(_with_zone(head, issue), modified=previous.modified)
    unchanged = not issue.changed and head_bytes(same) == previous.head
    chosen = same if unchanged else evolve(same, modified=stamp)
    return Feed(chosen, issue, (*findings, *issue.findings), memory)


def _with_zone(head: Head, issue: Issue) -> Head:
    """A calendar needs a zone when it has hours; one without events needs it because a calendar may not be empty."""
    has_zone = not issue.events or any(event.source.is_timed for event in issue.events)
    return evolve(head, has_zone=has_zone)


def _gone(unknown: Finding) -> Finding:
    """A name that was known when the previous feed was made, rather than one that was misspelt."""
    if unknown.code != UNKNOWN_NAME:
        return unknown
    return notice(NAME_GONE, value=unknown.value, name=unknown.data["name"], criterion=unknown.data["criterion"])


def _read(path: Path, last: Previous | None, findings: list[Finding]) -> Previous | None:
    """The earlier feed at *path*, if it is one of ours; else what is wrong with it goes to *findings*."""
    try:
        raw = read_bytes(path)
        return last if last is not None and last.is_written_as(raw) else parse_previous(raw)
    except NotOurs:
        findings.append(notice(FOREIGN_PREVIOUS, file=path.name))
    except Unreadable as error:
        findings.append(notice(UNREADABLE_PREVIOUS, file=path.name, reason=str(error)))
    return None


def _is_of(previous: Previous, plan: Plan, name: str) -> bool:
    """Whether the earlier feed is one of this programme."""
    if (
        not previous.events
        or previous.name == name
        or any(plan.has_action(each.key.action) for each in previous.events)
    ):
        return True
    known = plan.sessions()
    return any(event.key.session in known for event in previous.events)
