"""Checks of eligibility that a dossier in preparation can already answer, and what it lacks for the others."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.model import ExpenseCategory
from labo_partenariats.model.schedule import slots
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.values.text import fold

#: Categories bought from suppliers, for which offers are compared (rule RC-01).
PURCHASES = (
    ExpenseCategory.SERVICES,
    ExpenseCategory.COMMUNICATION,
    ExpenseCategory.EQUIPMENT,
    ExpenseCategory.INVESTMENT,
)


@check("ELG101")
def quotes_given(case: Case) -> Iterator[Outcome]:
    """Purchases above the threshold need comparable quotes; the plan alone does not hold them (rule RC-02)."""
    for i, line in enumerate(case.plan.expenses if case.plan else ()):
        if line.category in PURCHASES:
            missing = ("quotes",) if case.parameter("quotes_required") else ("quotes_required", "quotes")
            yield unknown(*missing, path=f"$.financing.expenses[{i}]", label=line.label, amount=line.amount)


@check("ELG102")
def application_before_sessions(case: Case) -> Iterator[Outcome]:
    """Expenses may not start before the application is received (rule EL-01)."""
    held = (slot for slot in slots(case.programme) if not slot.session.cancelled)
    first = next((slot for slot in held if slot.session.period.is_exact_day), None)
    if first is None or case.plan is None:
        return
    day = first.session.period.start
    application = case.programme.application
    if application is None or application.date is None:
        yield violated("$.application.date", (first.path,), day=day, action=first.action.title)
    else:
        yield satisfied("$.application.date", (first.path,), day=day, date=application.date)


@check("ELG103")
def sessions_after_application(case: Case) -> Iterator[Outcome]:
    """A session held before the application was received has costs that may be refused (rule EL-01)."""
    application = case.programme.application
    if application is None or application.date is None:
        return
    for slot in slots(case.programme):
        end = slot.session.period.end
        if end is not None and end < application.date and not slot.session.cancelled:
            yield violated(slot.path, ("$.application.date",), day=end, date=application.date, action=slot.action.title)


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


CHECKS = (quotes_given, application_before_sessions, sessions_after_application, place_in_territory)
