"""Which event of an earlier feed is which session of today's programme."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from labo_ical.event import Content, Key
from labo_ical.previous import PreviousEvent

Matches = Mapping[int, PreviousEvent]


def match(contents: Sequence[Content], events: Sequence[PreviousEvent]) -> Matches:
    """
    The earlier event of each content, by rank.

    First by id. Ids that are made of a title and a day change with them: what remains is then matched by action and
    day, and last by order within the action, sessions of the same label first. Two ids that someone gave never stand
    for one session, and a cancelled event never comes back on another day.
    """
    found: dict[int, PreviousEvent] = {}
    new = sorted(range(len(contents)), key=lambda rank: contents[rank].first_day)
    old = sorted(events, key=lambda event: (event.day, event.uid))

    def pair(
        of: Callable[[Key, object], Hashable], allowed: Callable[[Content, PreviousEvent], bool] = lambda _c, _e: True
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
            content = contents[rank]
            candidates = waiting.get(of(content.key, content.first_day), [])
            chosen = next((event for event in candidates if allowed(content, event)), None)
            if chosen is not None:
                candidates.remove(chosen)
                found[rank] = chosen

    def same_day(content: Content, event: PreviousEvent) -> bool:
        return not (content.key.given and event.key.given)

    def moved(content: Content, event: PreviousEvent) -> bool:
        return not (content.key.given or event.key.given or event.cancelled)

    pair(lambda key, _day: key.session)
    if len(found) in (len(contents), len(events)):
        return found
    renamed = _renamed_actions(contents, events)

    def action(key: Key) -> str:
        return renamed.get(key.action, key.action)

    pair(lambda key, day: (action(key), key.label, day), same_day)
    pair(lambda key, day: (action(key), day), same_day)
    pair(lambda key, _day: (action(key), key.label), moved)
    pair(lambda key, _day: action(key), moved)
    return found


def _renamed_actions(contents: Sequence[Content], events: Sequence[PreviousEvent]) -> dict[str, str]:
    """From actions that are gone to new ones that have days in common with them: the one that shares most days."""
    days_then: dict[str, set[object]] = {}
    days_now: dict[str, set[object]] = {}
    for event in events:
        days_then.setdefault(event.key.action, set()).add(event.day)
    for content in contents:
        days_now.setdefault(content.key.action, set()).add(content.first_day)
    renamed: dict[str, str] = {}
    for now in (action for action in days_now if action not in days_then):
        gone = [then for then in days_then if then not in days_now and then not in renamed]
        shared = {then: len(days_then[then] & days_now[now]) for then in gone}
        best = max(gone, key=lambda then: (shared[then], then), default=None)
        if best is not None and shared[best]:
            renamed[best] = now
    return renamed
