"""Which events of an action refer to which: sessions to the bar that spans them, or to one of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labo_ical.contents import Draft
from labo_ical.event import Relation


def relations(events: Iterable[tuple[Draft, str]]) -> Mapping[str, Relation]:
    """
    The relation of each event, by UID.

    The vague span of an action is the parent of its sessions; without exactly one such span, the sessions are siblings
    of the one whose UID comes first, which stays the same when dates move.
    """
    actions: dict[str, list[tuple[Draft, str]]] = {}
    for draft, uid in events:
        actions.setdefault(draft.frame.digests[0], []).append((draft, uid))
    found: dict[str, Relation] = {}
    for members in actions.values():
        spans = [uid for draft, uid in members if not draft.span.exact and draft.span.marker is None]
        kind, anchor = ("PARENT", spans[0]) if len(spans) == 1 else ("SIBLING", min(uid for _, uid in members))
        found |= {uid: Relation(kind, anchor) for _, uid in members if uid != anchor}
    return found
