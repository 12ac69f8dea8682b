"""Checks of eligibility that rest on the calendar and on places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from labo_partenariats.model.schedule import Slot, slots
from labo_partenariats.rules.base_checks import certainty_of
from labo_partenariats.rules.case import Case, first_session
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.values.text import fold

_DATE = "$.application.date"


@check("ELG102")
def application_before_sessions(case: Case) -> Iterator[Outcome]:
    """The application is dated, and received before anything of the operation is held (rule EL-01)."""
    first = first_session(case.programme)
    if first is None or case.plan is None:
        return
    period = first.session.period
    application = case.programme.application
    if application is None or application.date is None:
        yield violated(_DATE, (first.path,), period=period, action=first.action.title)
    elif period.start is not None and application.date <= period.start:
        facts: dict[str, Any] = {"period": period, "date": application.date}
        if case.law.parameter("expense_start_condition") is None:
            yield unknown(*case.law.lacking("expense_start_condition"), path=_DATE, related=(first.path,), **facts)
        else:
            yield satisfied(_DATE, (first.path,), **facts)


@check("ELG103")
def sessions_after_application(case: Case) -> Iterator[Outcome]:
    """Sessions held before the application have costs that may be refused: one finding an action (rule EL-01)."""
    application = case.programme.application
    date = application.date if application is not None else None
    early = _begun_before(case, date) if date is not None else {}
    condition = case.law.parameter("expense_start_condition")
    if date is None or not early:
        return
    if condition is None:
        found = [slot for each in early.values() for slot in each]
        titles = tuple(each[0].action.title for each in early.values())
        yield unknown(
            *case.law.lacking("expense_start_condition"),
            path=found[0].path,
            related=(*(slot.path for slot in found[1:]), _DATE),
            date=date,
            actions=titles,
        )
    elif condition.value == "after_application":
        for action, found in early.items():
            yield violated(
                f"$.actions[{action}]",
                (*(slot.path for slot in found), _DATE),
                action=found[0].action.title,
                count=len(found),
                sessions=tuple(slot.session.period for slot in found),
                date=date,
                certainty=certainty_of(condition),
            )


def _begun_before(case: Case, date: dt.date) -> dict[int, list[Slot]]:
    """The sessions that surely began before *date*, by the rank of their action."""
    found: dict[int, list[Slot]] = {}
    for slot in slots(case.programme):
        begun = slot.session.period.latest_start
        if begun is not None and begun < date and not slot.session.cancelled:
            found.setdefault(slot.action_index, []).append(slot)
    return found


@check("ELG104")
def place_in_territory(case: Case) -> Iterator[Outcome]:
    """A place outside the local action group's area needs a justification of the benefit to it (rule FIN-13)."""
    known = {fold(territory.name) for territory in case.programme.territories}
    if not known:
        return
    for i, action in enumerate(case.programme.actions):
        places = [(f"$.actions[{i}].place", action.place)]
        places += [(f"$.actions[{i}].sessions[{j}].place", session.place) for j, session in enumerate(action.sessions)]
        for path, place in places:
            if place and fold(place) not in known:
                yield unknown("municipalities", path=path, place=place, action=action.title)


CHECKS = (application_before_sessions, sessions_after_application, place_in_territory)
