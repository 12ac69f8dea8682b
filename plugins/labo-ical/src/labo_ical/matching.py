"""Which event of an earlier feed is which session of today's programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from labo_ical.contents import Draft
from labo_ical.event import Key
from labo_ical.previous import PreviousEvent

Matches = Mapping[int, PreviousEvent]


def match(drafts: Sequence[Draft], events: Sequence[PreviousEvent]) -> Matches:
    """
    The earlier event of each draft, by rank.

    First by id. Ids that are made of a title and a day change with them: what remains is then matched by action and
    day, and last by order within the action, sessions of the same label first. Two ids that someone gave never stand
    for one session, and a cancelled event never comes back on another day.
    """
    found = _by_session(drafts, events)
    if len(found) in (len(drafts), len(events)):
        return found
    taken = {event.uid for event in found.values()}
    new = sorted((rank for rank in range(len(drafts)) if rank not in found), key=lambda rank: drafts[rank].first_day)
    old = sorted((event for event in events if event.uid not in taken), key=lambda event: (event.day, event.uid))
    renamed = _renamed_actions(drafts, events)

    def action(key: Key) -> str:
        return renamed.get(key.action, key.action)

    def same_day(draft: Draft, event: PreviousEvent) -> bool:
        return not (draft.key.given and event.key.given)

    def moved(draft: Draft, event: PreviousEvent) -> bool:
        return not (draft.key.given or event.key.given or event.cancelled)

    _pair(found, drafts, new, old, lambda key, day: (action(key), key.label, day), same_day)
    _pair(found, drafts, new, old, lambda key, day: (action(key), day), same_day)
    _pair(found, drafts, new, old, lambda key, _day: (action(key), key.label), moved)
    _pair(found, drafts, new, old, lambda key, _day: action(key), moved)
    return found


def _by_session(drafts: Sequence[Draft], events: Sequence[PreviousEvent]) -> dict[int, PreviousEvent]:
    """Those whose sessions have the same id; the ids that several bear stand for them in the order of their days."""
    known = {event.key.session: event for event in events}
    if len(known) == len(events) and len({draft.key.session for draft in drafts}) == len(drafts):
        paired = ((rank, known.get(draft.key.session)) for rank, draft in enumerate(drafts))
        return {rank: event for rank, event in paired if event is not None}
    found: dict[int, PreviousEvent] = {}
    new = sorted(range(len(drafts)), key=lambda rank: drafts[rank].first_day)
    old = sorted(events, key=lambda event: (event.day, event.uid))
    _pair(found, drafts, new, old, lambda key, _day: key.session, lambda _draft, _event: True)
    return found


def _pair(
    found: dict[int, PreviousEvent],
    drafts: Sequence[Draft],
    new: Sequence[int],
    old: Sequence[PreviousEvent],
    of: Callable[[Key, object], Hashable],
    allowed: Callable[[Draft, PreviousEvent], bool],
) -> None:
    """Match what is left and alike, in order."""
    taken = {event.uid for event in found.values()}
    waiting: dict[Hashable, list[PreviousEvent]] = {}
    for event in old:
        if event.uid not in taken:
            waiting.setdefault(of(event.key, event.day), []).append(event)
    for rank in new:
        if rank in found:
            continue
        draft = drafts[rank]
        candidates = waiting.get(of(draft.key, draft.first_day), [])
        chosen = next((event for event in candidates if allowed(draft, event)), None)
        if chosen is not None:
            candidates.remove(chosen)
            found[rank] = chosen


def _renamed_actions(drafts: Sequence[Draft], events: Sequence[PreviousEvent]) -> dict[str, str]:
    """From actions that are gone to new ones that have days in common with them: the one that shares most days."""
    then, now = {event.key.action for event in events}, {draft.key.action for draft in drafts}
    days_then = _days((event.key.action, event.day) for event in events if event.key.action not in now)
    days_now = _days((draft.key.action, draft.first_day) for draft in drafts if draft.key.action not in then)
    gone_on: dict[object, list[str]] = {}
    for action, days in days_then.items():
        for day in days:
            gone_on.setdefault(day, []).append(action)
    renamed: dict[str, str] = {}
    for action, days in days_now.items():
        shared = Counter(each for day in days for each in gone_on.get(day, ()) if each not in renamed)
        best = max(shared, key=lambda each: (shared[each], each), default=None)
        if best is not None:
            renamed[best] = action
    return renamed


def _days(dated: Iterable[tuple[str, object]]) -> dict[str, set[object]]:
    days: dict[str, set[object]] = {}
    for action, day in dated:
        days.setdefault(action, set()).add(day)
    return days
