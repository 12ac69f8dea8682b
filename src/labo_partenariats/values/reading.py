"""What reading a text gives back: the values understood, and every doubt, never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import field, frozen

T = TypeVar("T")


@frozen
class Doubt:
    """
    One thing that a reader of text could not take for granted.

    ``code`` is the code of the finding that tells the user (its severity and texts are in the
    catalogue of `labo_partenariats.findings`), ``data`` its facts, ``text`` the words concerned.
    """

    code: str
    text: str = ""
    data: Mapping[str, object] = field(factory=dict)


@frozen
class Reading(Generic[T]):
    """
    The outcome of reading ``text``: ``value`` is None when nothing could be understood.

    A doubt does not void the value: `1.234` read as an amount is 1 234 euros *with* a doubt.
    """

    text: str
    value: T | None = None
    doubts: tuple[Doubt, ...] = ()
