"""The plan of action read for a feed: which events it has, and what cannot be shown; what was read before is reused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, evolve, field, frozen

from labo_ical.cleaning import Publisher
from labo_ical.codes import NOTHING_TO_PUBLISH, UNDATED_ACTION, notice
from labo_ical.contents import PARTS, Draft, Frame, Manner
from labo_ical.event import digest
from labo_ical.selection import Selection
from labo_ical.settings import Settings
from labo_ical.spans import spans
from labo_partenariats import Action, Programme, Session
from labo_partenariats.plugin import Finding


@frozen(eq=False)
class Line:
    """What a session gives: its events, the code of what cannot be shown as it is, those of what its texts lost."""

    session: Session
    drafts: tuple[Draft, ...]
    code: str | None
    told: frozenset[str]


@define(eq=False)
class Chapter:
    """What an action gives; ``lines`` are those of the sessions that were chosen, by rank."""

    action: Action
    frame: Frame
    lines: Mapping[int, Line]
    drafts: tuple[Draft, ...] = field(init=False)
    coded: tuple[tuple[int, Line], ...] = field(init=False)
    told: tuple[str, ...] = field(init=False)
    _sessions: frozenset[str] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        self.drafts = tuple(draft for line in self.lines.values() for draft in line.drafts)
        self.coded = tuple((rank, line) for rank, line in self.lines.items() if line.code is not None)
        shown = self.frame.told if self.lines else frozenset()
        self.told = tuple(sorted(shown.union(*(line.told for line in self.lines.values()))))

    def sessions(self) -> frozenset[str]:
        """The digests of all sessions of the action, chosen or not."""
        if self._sessions is None:
            self._sessions = frozenset(digest(each.id, part) for each in self.action.sessions for part in PARTS)
        return self._sessions

    def findings(self, path: str) -> Iterator[Finding]:
        """What of the action cannot be shown as it is."""
        if not self.action.sessions:
            yield notice(UNDATED_ACTION, path, self.action.period_text, action=self.action.title)
        for rank, line in self.coded:
            assert line.code is not None
            period, at = line.session.period, f"{path}.sessions[{rank}].period"
            yield notice(line.code, at, period.text, action=self.action.title, period=period)
        for told in self.told:
            yield notice(told, path, action=self.action.title)


@frozen
class Choice:
    """What the events depend on besides their action: how they are told, and which are chosen."""

    manner: Manner
    selection: Selection


@define(eq=False)
class Shelf:
    """The chapters of the last feed, by the id of their action, for the one that follows."""

    choice: Choice | None = None
    chapters: dict[str, Chapter] = field(factory=dict)


@define(eq=False)
class Plan:
    """The events of a programme, before they are compared with an earlier feed."""

    chapters: tuple[Chapter, ...]
    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]
    _actions: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._actions = frozenset(each for chapter in self.chapters for each in chapter.frame.digests)

    def has_action(self, action: str) -> bool:
        """Whether one of the actions has that digest."""
        return action in self._actions

    def sessions(self) -> frozenset[str]:
        """The digests of all sessions, chosen or not."""
        return frozenset().union(*(chapter.sessions() for chapter in self.chapters))


def read_plan(programme: Programme, settings: Settings, selection: Selection, shelf: Shelf) -> Plan:
    """
    What the calendar shows of *programme* and what it cannot show.

    Actions that stand unchanged on *shelf* are not read again; afterwards it holds those of this programme.
    """
    names = Publisher(settings.language, settings.personal_data)
    territories = {each.id: names.line(each.name) for each in programme.territories}
    choice = Choice(Manner(settings, territories), selection)
    if shelf.choice != choice:
        shelf.choice, shelf.chapters = choice, {}
    chapters = tuple(_chapter(action, choice, shelf.chapters.get(action.id)) for action in programme.actions)
    shelf.chapters = {chapter.action.id: chapter for chapter in chapters}
    drafts = tuple(draft for chapter in chapters for draft in chapter.drafts)
    findings = [finding for rank, chapter in enumerate(chapters) for finding in chapter.findings(f"$.actions[{rank}]")]
    if not drafts:
        findings.append(notice(NOTHING_TO_PUBLISH, path="$.actions"))
    return Plan(chapters, drafts, tuple(findings))


def _chapter(action: Action, choice: Choice, known: Chapter | None) -> Chapter:
    if known is not None and (known.action is action or _is_same(known.action, action)):
        return known
    if known is not None and evolve(known.action, sessions=()) == evolve(action, sessions=()):
        frame, lines = known.frame, {line.session.id: line for line in known.lines.values()}
    else:
        frame, lines = Frame(choice.manner, action), {}
    chosen = choice.selection.keeps
    read = {
        rank: _line(session, frame, lines.get(session.id))
        for rank, session in enumerate(action.sessions)
        if chosen(action, session)
    }
    return Chapter(action, frame, read)


def _is_same(one: Action, other: Action) -> bool:
    """Whether two actions say the same, down to the words of their periods, which take no part in their comparison."""
    return one == other and all(map(_is_same_session, one.sessions, other.sessions))


def _is_same_session(one: Session, other: Session) -> bool:
    return one is other or (one == other and one.period.text == other.period.text)


def _line(session: Session, frame: Frame, known: Line | None) -> Line:
    if known is not None and _is_same_session(known.session, session):
        return known
    shown, code = spans(session.period, frame.manner.settings.ranges)
    drafts = tuple(Draft(frame, session, span, frame.key(session, span)) for span in shown)
    return Line(session, drafts, code, _told(drafts))


def _told(drafts: Iterable[Draft]) -> frozenset[str]:
    told: set[str] = set()
    for draft in drafts:
        public = draft.frame.public()
        draft.frame.content(draft, public)
        told |= public.told
    return frozenset(told)
