"""What one event of the feed says, apart from who wrote it when: plain values that compare and hash."""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import Enum

from attrs import frozen

#: The zone of every hour of the model.
ZONE = "Europe/Paris"


def digest(*words: str) -> str:
    """A short opaque text that stands for *words*."""
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Status(Enum):
    """How sure an event is; names of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@frozen
class Key:
    """
    What follows a session from one feed to the next: digests of the ids of its action and of itself, and of its label.

    ``given`` says that the id of the session was chosen by someone; the others are made of their day, so that a session
    that moves takes a new one.
    """

    action: str
    session: str
    label: str
    given: bool

    def __str__(self) -> str:
        return f"{self.action}.{self.session}.{self.label}.{'given' if self.given else 'derived'}"


@frozen(kw_only=True)
class Content:
    """
    What an event says.

    ``start`` and ``end`` are both days, or both hours of `ZONE` without a tzinfo; ``end`` is the first day or
    moment after the event; ``period`` is what they do not say of its period, as `labo_ical.periods` writes it. Texts
    are clean (`labo_ical.cleaning`) and not escaped.
    """

    key: Key
    summary: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime
    status: Status
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    period: str = ""

    @property
    def is_timed(self) -> bool:
        """Whether the event has hours."""
        return isinstance(self.start, dt.datetime)

    @property
    def first_day(self) -> dt.date:
        """The day on which the event starts."""
        return self.start.date() if isinstance(self.start, dt.datetime) else self.start

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status is Status.CANCELLED


@frozen
class Revision:
    """A version of an event: ``sequence`` counts changes of date or status, ``modified`` (UTC) the last change."""

    sequence: int
    modified: dt.datetime


@frozen
class Relation:
    """To which other event of the feed an event belongs: the RELTYPE of RFC 5545, and the UID of the other."""

    kind: str
    uid: str
