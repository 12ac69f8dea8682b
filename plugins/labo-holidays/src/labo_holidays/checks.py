"""The checks of this plugin: sessions on public holidays and in school holidays."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from labo_holidays.days import public_holiday, school_holidays
from labo_partenariats.plugin import Case, Check, Entry, Outcome, Severity, check, violated

LANGUAGES = ("fr", "en")


def _texts(code: str) -> Mapping[str, Mapping[str, str]]:
    folder = resources.files("labo_holidays") / "messages"
    every = {language: tomllib.loads((folder / f"{language}.toml").read_text("utf-8")) for language in LANGUAGES}
    return {language: texts[code] for language, texts in every.items()}


def _days(case: Case) -> Iterator[tuple[str, str, dt.date]]:
    """Path, title of the action and day of each session that is held on one known day."""
    for i, action in enumerate(case.programme.actions):
        for j, session in enumerate(action.sessions):
            day = session.period.start
            if day is not None and session.period.is_exact_day and not session.cancelled:
                yield f"$.actions[{i}].sessions[{j}]", action.title, day


@check("HOL101", entry=Entry("HOL101", "session-on-public-holiday", Severity.WARNING, texts=_texts("HOL101")))
def not_on_public_holidays(case: Case) -> Iterator[Outcome]:
    """No session is held on a public holiday."""
    for path, title, day in _days(case):
        if (name := public_holiday(day)) is not None:
            yield violated(path, value=day.isoformat(), action=title, day=day, holiday=name)


@check("HOL102", entry=Entry("HOL102", "session-in-school-holidays", Severity.NOTE, texts=_texts("HOL102")))
def not_in_school_holidays(case: Case) -> Iterator[Outcome]:
    """A session in the school holidays of a zone may miss a part of its public."""
    for path, title, day in _days(case):
        if found := school_holidays(day):
            facts: dict[str, Any] = {"zones": tuple(zone for zone, _ in found), "holidays": found[0][1]}
            yield violated(path, value=day.isoformat(), action=title, day=day, **facts)


CHECKS: tuple[Check, ...] = (not_on_public_holidays, not_in_school_holidays)
