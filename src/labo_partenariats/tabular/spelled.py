"""The sessions that the words of an action's period spell out, when no table of sessions has any for it."""

from __future__ import annotations

from collections.abc import Iterable

from labo_partenariats.model import Session
from labo_partenariats.tabular.references import Directory, Ids
from labo_partenariats.values.period import Period


def session_words(action: str, period: Period) -> tuple[str, ...]:
    """What the id of a session is made of when its table gives none."""
    day = period.start or period.end
    return (action, period.label or "", day.isoformat() if day else "")


def spelled_sessions(action: str, periods: Iterable[Period], territories: Directory, ids: Ids) -> tuple[Session, ...]:
    """One session a period; a period that bears the name of a territory is held there."""
    return tuple(_spelled(action, period, territories, ids) for period in periods)


def _spelled(action: str, period: Period, territories: Directory, ids: Ids) -> Session:
    territory = territories.find(period.label)
    return Session(
        id=ids.give(None, *session_words(action, period)),
        period=period,
        territories=(territory,) if territory else (),
    )
