"""What a rule answers: satisfied, violated, or cannot tell and what is missing for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from attrs import field, frozen

from labo_partenariats.findings import Severity


class Answer(Enum):
    """The three answers of a rule («respectée», «enfreinte», «impossible à dire»)."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Outcome:
    """
    One answer of one check about one place of the programme.

    ``path`` is where in the programme; ``related`` are the other places of a contradiction; ``data`` are the facts of
    the message. ``missing`` are keys of what would have to be known (texts under ``missing.KEY``).
    """

    answer: Answer
    data: Mapping[str, object] = field(factory=dict)
    path: str | None = None
    related: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    value: str | None = None
    severity: Severity | None = None
    code: str = ""


def satisfied(path: str | None = None, related: tuple[str, ...] = (), **data: object) -> Outcome:
    """The rule is kept."""
    return Outcome(answer=Answer.SATISFIED, path=path, related=related, data=data)


def violated(
    path: str | None = None,
    related: tuple[str, ...] = (),
    value: str | None = None,
    severity: Severity | None = None,
    **data: Any,
) -> Outcome:
    """The rule is broken at *path*."""
    return Outcome(answer=Answer.VIOLATED, path=path, related=related, value=value, severity=severity, data=data)


def unknown(
    *missing: str,
    path: str | None = None,
    related: tuple[str, ...] = (),
    severity: Severity | None = None,
    **data: object,
) -> Outcome:
    """It cannot be told, for want of *missing*."""
    return Outcome(answer=Answer.UNKNOWN, path=path, related=related, missing=missing, severity=severity, data=data)
