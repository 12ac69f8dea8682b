"""Checks of the plan of action's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from labo_partenariats.model.schedule import out_of_order, shared_days, undated
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Outcome, violated


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
            first_period=actions[earlier].period_text or "",
            second=actions[later].title,
            second_period=actions[later].period_text or "",
        )


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


CHECKS = (plan_in_order, days_not_shared, actions_dated)
