"""Checks of the plan of action's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from labo_partenariats.i18n import Term
from labo_partenariats.model import Action, ActionKind
from labo_partenariats.model.agenda import overlaps
from labo_partenariats.model.schedule import first_period, out_of_order, shared_days, slots, undated
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.values.period import Period


@check("CAL101")
def plan_in_order(case: Case) -> Iterator[Outcome]:
    """The rows of the plan of action follow the calendar."""
    actions = case.programme.actions
    for earlier, later in out_of_order(case.programme):
        yield violated(
            f"$.actions[{earlier}]",
            (f"$.actions[{later}]",),
            value=actions[earlier].period_text,
            first=actions[earlier].title,
            first_period=_when(actions[earlier]),
            second=actions[later].title,
            second_period=_when(actions[later]),
        )


def _when(action: Action) -> str | Period | None:
    """When an action is held: the words of its source, else its first period."""
    return action.period_text or first_period(action)


@check("CAL102")
def days_not_shared(case: Case) -> Iterator[Outcome]:
    """Two actions on one day compete for the same people."""
    for day, found in shared_days(case.programme):
        titles = tuple({slot.action_index: slot.action.title for slot in found}.values())
        yield violated(found[0].path, tuple(slot.path for slot in found[1:]), day=day, count=len(titles), titles=titles)


@check("CAL103")
def actions_dated(case: Case) -> Iterator[Outcome]:
    """An action without a date cannot stand in a calendar; none is invented."""
    for i, action in undated(case.programme):
        yield violated(f"$.actions[{i}]", value=action.period_text, action=action.title)


@check("CAL104")
def sessions_in_eligible_period(case: Case) -> Iterator[Outcome]:
    """Sessions are held within the eligible period of the programme, and before the end that the agreement sets."""
    held = [slot for slot in slots(case.programme) if not slot.session.cancelled]
    if not held or case.regime is None or case.plan is None:
        return
    agreement = case.programme.agreement
    first, last = _day(case, "eligible_period_start"), _day(case, "eligible_period_end")
    end = agreement.end if agreement is not None and agreement.end is not None else last
    if first is None and end is None:
        yield unknown("eligible_period", path="$.actions")
        return
    outside = [slot for slot in held if _is_outside(slot.session.period, first, end)]
    for slot in outside:
        yield violated(
            slot.path, value=slot.session.period.text, action=slot.action.title, period=slot.session.period, last=end
        )
    if not outside:
        yield satisfied("$.actions", last=end)


def _day(case: Case, key: str) -> dt.date | None:
    parameter = case.parameter(key)
    return parameter.value if parameter is not None and isinstance(parameter.value, dt.date) else None


def _is_outside(period: Period, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a period surely lies, in part, before or after the eligible one."""
    early = first is not None and period.start is not None and period.start < first
    return early or (last is not None and period.end is not None and period.end > last)


@check("CAL105")
def past_actions_have_results(case: Case) -> Iterator[Outcome]:
    """An action that was over on the day of the dossier says what came of it; the clock plays no part."""
    today = _day_of_dossier(case)
    if today is None:
        return
    for i, action in enumerate(case.programme.actions):
        ends = [session.period.end for session in action.sessions if not session.cancelled]
        known = [end for end in ends if end is not None]
        if action.result is None and known and len(known) == len(ends) and max(known) < today:
            yield violated(f"$.actions[{i}]", action=action.title, end=max(known), today=today)


def _day_of_dossier(case: Case) -> dt.date | None:
    """The day on which the dossier is read: the one that was given, else the last on which it was saved."""
    if case.on.reason == "given":
        return case.on.day
    document = case.programme.document
    return (document.saved or document.created) if document is not None else None


#: The kinds of action to which people come, who need to know where and whether there is room.
_GATHERINGS = (ActionKind.MEETING, ActionKind.SEMINAR, ActionKind.EVENT)


@check("CAL106")
def gatherings_have_place_and_capacity(case: Case) -> Iterator[Outcome]:
    """A dated meeting, seminar or event says where it is held and how many can come."""
    for i, action in enumerate(case.programme.actions):
        held = [session for session in action.sessions if not session.cancelled]
        if action.kind not in _GATHERINGS or not held:
            continue
        place = action.place or all(session.place for session in held)
        capacity = action.capacity is not None or all(session.capacity is not None for session in held)
        lacking = ["place"] * (not place) + ["capacity"] * (not capacity)
        if lacking:
            yield violated(
                f"$.actions[{i}]", action=action.title, lacking=tuple(Term("Lacking", name) for name in lacking)
            )


@check("CAL107")
def nobody_in_two_places(case: Case) -> Iterator[Outcome]:
    """No actor and no audience is asked to be at two actions at the same time."""
    for overlap in overlaps(case.programme):
        if not overlap.competes:
            continue
        people = tuple(actor.name for id_ in overlap.actors if (actor := case.programme.actor(id_)))
        yield violated(
            overlap.one.path,
            (overlap.other.path,),
            day=overlap.first,
            people=(*people, *((overlap.audience,) if overlap.audience else ())),
            titles=(overlap.one.action.title, overlap.other.action.title),
        )


CHECKS = (
    plan_in_order,
    days_not_shared,
    actions_dated,
    sessions_in_eligible_period,
    past_actions_have_results,
    gatherings_have_place_and_capacity,
    nobody_in_two_places,
)
