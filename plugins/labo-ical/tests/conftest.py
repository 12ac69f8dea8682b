"""What the tests of this plugin share: an export in memory, a reader of its events, and a plan of action."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pytest
from attrs import frozen
from icalendar import Calendar

from labo_ical import IcalExporter
from labo_partenariats import (
    Action,
    ActionKind,
    Actor,
    LocalActionGroup,
    Period,
    Precision,
    Programme,
    Project,
    Session,
    Territory,
)
from labo_partenariats.model import DocumentMetadata
from labo_partenariats.plugin import ExportOptions, Finding, Work


@frozen
class Result:
    """A feed, what it holds by UID, and what was said of it."""

    data: bytes
    findings: tuple[Finding, ...]

    @cached_property
    def calendar(self) -> Any:
        return Calendar.from_ical(self.data)

    @cached_property
    def events(self) -> dict[str, Any]:
        return {str(event["UID"]): event for event in self.calendar.walk("VEVENT")}

    @property
    def has_hours(self) -> bool:
        return any(isinstance(event["DTSTART"].dt, dt.datetime) for event in self.events.values())

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.findings]

    def one(self, words: str) -> Any:
        """The only event whose summary holds *words*."""
        (event,) = (event for event in self.events.values() if words in event["SUMMARY"])
        return event


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Result]:
    """Export a programme, after the bytes of an earlier feed if some are given."""
    path = tmp_path_factory.mktemp("feeds") / "plan.ics"

    def run(programme: Programme, previous: bytes | Path | None = None, **options: Any) -> Result:
        if isinstance(previous, bytes):
            path.write_bytes(previous)
            previous = path
        out = io.BytesIO()
        work = Work(programme=programme, assessment=cast("Any", None))
        findings = IcalExporter().export(work, ExportOptions(previous=previous, **options), out)
        return Result(out.getvalue(), findings)

    return run


def _days(
    action: str, label: str | None, *days: tuple[int, int], year: int = 2017, **facts: Any
) -> tuple[Session, ...]:
    """Sessions on single days, with the ids that the library derives."""
    return tuple(
        Session(
            id="-".join(filter(None, (action, (label or "").lower().replace(" ", "-"), f"{year}-{month:02}-{day:02}"))),
            period=Period.day(dt.date(year, month, day), label=label),
            **facts,
        )
        for day, month in days
    )


def _months(action: str, first: int, last: int, end: dt.date, text: str, year: int) -> tuple[Session, ...]:
    start = dt.date(year, first, 1)
    period = Period(start, end, Precision.MONTH, text=text)
    return (Session(id=f"{action}-{start}", period=period),)


@pytest.fixture(scope="session")
def gaia() -> Programme:
    """A plan with exact days, lists of days, days by territory, spans of months and a row without a date."""
    meetings = (("Matheysine", 6, 11), ("Oisans", 13, 11), ("Trièves", 27, 11), ("Interterritoires", 11, 12))
    return Programme(
        title="Labo des partenariats",
        summary=("Relier entreprises, associations et collectivités du Sud Isère.",),
        lag=LocalActionGroup(name="Alpes Sud Isère", acronym="GAL"),
        territories=tuple(Territory(id=name.lower(), name=name) for name in ("Oisans", "Matheysine", "Trièves")),
        actors=(
            Actor(id="edf", name="EDF"),
            Actor(id="gaia", name="GAIA", aliases=("Grenoble Alpes Initiative Active",)),
        ),
        document=DocumentMetadata(created=dt.date(2017, 10, 12), saved=dt.date(2017, 11, 10)),
        projects=(Project(id="p1", title="Légumerie solidaire", origin="Évènement Start up de Territoire"),),
        actions=(
            Action(
                id="lancement",
                title="Lancement de l'opération",
                kind=ActionKind.LAUNCH,
                actors=("edf",),
                sessions=_days("lancement", None, (19, 10)),
            ),
            Action(
                id="prospective",
                title="Prospective",
                kind=ActionKind.PROSPECTING,
                description=("Rendez-vous individuels ou collectifs",),
                expected_results=("Appropriation des diagnostics existants", "Détection de projets"),
                period_text="Sept à déc 2017",
                sessions=_months("prospective", 9, 12, dt.date(2017, 12, 31), "Sept à déc 2017", 2017),
            ),
            Action(
                id="formation",
                title="Formation",
                kind=ActionKind.TRAINING,
                audience="9 associations du Sud Isère",
                sessions=(
                    *_days("formation", "Première session", (4, 9), (2, 10), (6, 11)),
                    *_days("formation", "Deuxième session", (16, 10), (7, 11), (28, 11)),
                ),
            ),
            Action(
                id="rencontres",
                title="Rencontres professionnelles",
                kind=ActionKind.MEETING,
                objectives=("Interconnaissance entre acteurs",),
                sessions=tuple(
                    session
                    for name, day, month in meetings
                    for session in _days(
                        "rencontres",
                        name,
                        (day, month),
                        territories=() if name.startswith("Inter") else (name.lower(),),
                    )
                ),
            ),
            Action(
                id="seminaire",
                title="Séminaire sur l'émergence d'activités",
                kind=ActionKind.SEMINAR,
                sessions=_days("seminaire", None, (5, 2), year=2018),
            ),
            Action(
                id="identification",
                title="Identification de projets",
                kind=ActionKind.PROJECT_WORK,
                sessions=_months("identification", 2, 4, dt.date(2018, 4, 30), "Fév à avril 2018", 2018),
            ),
            Action(id="preparation", title="Préparation", kind=ActionKind.PREPARATION),
            Action(
                id="evenement",
                title="Évènement Start up de Territoire",
                kind=ActionKind.EVENT,
                place="Vizille",
                territories=("oisans", "matheysine", "trièves"),
                sessions=_days("evenement", None, (27, 4), year=2018),
            ),
            Action(
                id="bilan",
                title="Bilan et perspectives",
                kind=ActionKind.REVIEW,
                sessions=_months("bilan", 5, 6, dt.date(2018, 6, 30), "Mai / Juin 2018", 2018),
            ),
        ),
    )
