"""A feed from beginning to end: options, plan, earlier feed, revisions, head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, frozen

from labo_ical.cleaning import Publisher
from labo_ical.codes import FOREIGN_PREVIOUS, PREVIOUS_OF_ANOTHER_PROGRAMME, UNREADABLE_PREVIOUS, notice
from labo_ical.contents import Plan, read_plan
from labo_ical.history import Issue, first_issue, next_issue
from labo_ical.previous import NotOurs, Previous, Unreadable, read_previous
from labo_ical.selection import Selection, fold, read_selection
from labo_ical.settings import Settings, read_settings
from labo_ical.texts import word
from labo_ical.writing import END, Head, head_bytes
from labo_partenariats import Programme
from labo_partenariats.plugin import ExportOptions, Finding

#: What dates a first feed whose programme has no date: any day would do, as long as it stays the same.
_NO_DATE = dt.date(2000, 1, 1)

_SECOND = dt.timedelta(seconds=1)


@frozen
class Feed:
    """A feed ready to be written."""

    head: Head
    issue: Issue
    findings: tuple[Finding, ...]

    def parts(self) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        yield head_bytes(self.head)
        for event in self.issue.events:
            yield event.to_ical()
        yield END


def make_feed(programme: Programme, options: ExportOptions) -> Feed:
    """The feed of *programme*, following the previous one that *options* name."""
    settings, found = read_settings(options)
    selection, unknown = read_selection(programme, options.only)
    plan = read_plan(programme, settings, selection)
    head = _head(programme, settings, selection)
    findings = [*found, *unknown, *plan.findings]
    scope = fold(f"{programme.title or ''} {programme.lag.name if programme.lag else ''}")
    previous = None if options.previous is None else _previous(options.previous, plan, head.name, findings)
    if previous is None:
        issue = first_issue(plan, scope, head.modified)
        return Feed(_with_zone(head, issue), issue, tuple(findings))
    stamp = max(head.modified, previous.modified + _SECOND)
    now = options.now or previous.modified.date()
    issue = next_issue(plan, scope, stamp, previous, now, settings)
    same = evolve(_with_zone(head, issue), modified=previous.modified)
    unchanged = not issue.changed and head_bytes(same) == previous.head
    return Feed(same if unchanged else evolve(same, modified=stamp), issue, (*findings, *issue.findings))


def _with_zone(head: Head, issue: Issue) -> Head:
    """A calendar needs a zone when it has hours; one without events needs it because a calendar may not be empty."""
    has_zone = not issue.events or any(event.content.is_timed for event in issue.events)
    return evolve(head, has_zone=has_zone)


def _head(programme: Programme, settings: Settings, selection: Selection) -> Head:
    public = Publisher(settings.language, settings.personal_data)
    name = public.line(programme.title) or word("calendar", settings.language)
    if selection.names:
        chosen = ", ".join(public.line(each) for each in selection.names)
        name = word("calendar_selection", settings.language, name=name, selection=chosen)
    document = programme.document
    day = (document.saved or document.created if document else None) or _NO_DATE
    return Head(
        name=name,
        description=public.text(programme.summary[0]) if programme.summary else "",
        source=settings.source,
        modified=dt.datetime.combine(day, dt.time(), dt.UTC),
        has_zone=False,
    )


def _previous(path: Path, plan: Plan, name: str, findings: list[Finding]) -> Previous | None:
    """The earlier feed at *path*, if it is one of this programme; else what is wrong with it goes to *findings*."""
    try:
        previous = read_previous(path)
    except NotOurs:
        findings.append(notice(FOREIGN_PREVIOUS, file=path.name))
        return None
    except Unreadable as error:
        findings.append(notice(UNREADABLE_PREVIOUS, file=path.name, reason=str(error)))
        return None
    strangers = all(
        event.key.action not in plan.actions and event.key.session not in plan.known for event in previous.events
    )
    if previous.events and strangers and previous.name != name:
        findings.append(notice(PREVIOUS_OF_ANOTHER_PROGRAMME, file=path.name, name=previous.name))
        return None
    return previous
