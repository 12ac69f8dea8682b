"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

import datetime as dt

import labo_partenariats as labo
from labo_partenariats.testing import CheckContract


def held_on(day: dt.date) -> labo.Programme:
    """A programme with one session."""
    session = labo.Session(id="s", period=labo.Period.day(day))
    return labo.Programme(actions=(labo.Action(id="a", title="Réunion", sessions=(session,)),))


class TestPublicHolidays(CheckContract):
    """Sessions on public holidays."""

    code = "HOL101"
    kept = held_on(dt.date(2018, 5, 7))
    broken = held_on(dt.date(2018, 5, 8))


class TestSchoolHolidays(CheckContract):
    """Sessions in school holidays."""

    code = "HOL102"
    kept = held_on(dt.date(2018, 4, 6))
    broken = held_on(dt.date(2018, 4, 27))
