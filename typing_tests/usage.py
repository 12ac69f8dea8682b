"""What users and plugin authors write, as type checkers see it: this file is checked, not run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import assert_type

import labo_partenariats as labo
from labo_partenariats import Finding, Money, PlanFigures, Programme, Rate, ReadResult, Report, SimulatedPlan, Solution
from labo_partenariats.network import Directory, Member, Network, directory, merged
from labo_partenariats.plugin import Case, Check, Limits, Outcome, Tables, check, hookimpl, satisfied, violated

result = labo.read(Path("programme.xlsx"))
assert_type(result, ReadResult)
report = labo.check(result, on=dt.date(2017, 10, 12))
assert_type(report, Report)
assert_type(report.assessment.amounts["eafrd"], Money | None)
assert_type(labo.export(report, "plan.ics"), tuple[Finding, ...])

figures = PlanFigures(eligible=Money.euros("24682"), aid_rate=Rate("0.8"), eafrd_rate=Rate("0.8"))
assert_type(labo.simulate(figures), SimulatedPlan)
assert_type(labo.solve("counterpart", figures), Solution)

network = Network("Réseau", (Member("Oisans", Programme()),))
assert_type(directory(network), Directory)
assert_type(merged(network), Programme)

# What must not pass; an error that is no longer one is itself an error.
Money(0.5)  # type: ignore[arg-type]
PlanFigures(24682, Rate("0.8"), Rate("0.8"))  # type: ignore[arg-type, call-arg]
labo.solve("nothing", figures)  # type: ignore[arg-type]


@check("ABC101")
def something(case: Case) -> Iterator[Outcome]:
    """A check of a plugin."""
    yield satisfied("$") if case.programme.title else violated("$")


assert_type(something, Check)


class Reader:
    """An importer of a plugin."""

    name = "mine"
    suffixes = (".mine",)

    def recognises(self, path: Path) -> bool:
        """Whether the file is ours."""
        return path.suffix == ".mine"

    def read(self, path: Path, limits: Limits) -> Tables:
        """The tables of the file."""
        return Tables(())


@hookimpl
def labo_importers() -> list[Reader]:
    """The importers of this plugin."""
    return [Reader()]
