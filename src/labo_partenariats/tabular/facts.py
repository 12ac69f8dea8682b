"""The programme's own table: one fact a row, read by the kind of the field it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, field, frozen

from labo_partenariats.findings import Finding, Location, finding
from labo_partenariats.model import (
    Application,
    DocumentMetadata,
    Impact,
    ImpactKind,
    LocalActionGroup,
    PlanVersion,
    StateAid,
    StatedFigure,
    StatedSubject,
    StrategyLink,
)
from labo_partenariats.tabular.cells import read_cell, text_of
from labo_partenariats.tabular.records import Record, place
from labo_partenariats.tabular.schema import REPEATED, field_column
from labo_partenariats.tabular.vocabulary import Vocabulary, header
from labo_partenariats.values.money import Money
from labo_partenariats.values.text import fold

STATED_FIELDS = {
    "stated_eafrd": StatedSubject.EAFRD,
    "stated_total_cost": StatedSubject.TOTAL_COST,
    "stated_example_projects": StatedSubject.EXAMPLE_PROJECTS,
}
IMPACT_FIELDS = {f"impact_{kind.value}": kind for kind in ImpactKind}


@frozen
class Fact:
    """One field and its value, with the place of the value and the remark beside it."""

    key: str
    value: Any
    location: Location
    note: str | None = None


@frozen
class Facts:
    """The facts of the programme's table, in the order of its rows."""

    rows: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = field(factory=tuple)

    def one(self, key: str) -> Any:
        """The value of a field that comes once; None when it is not given."""
        return next((fact.value for fact in self.rows if fact.key == key), None)

    def several(self, key: str) -> tuple[Any, ...]:
        """The values of a field that may come several times."""
        return tuple(fact.value for fact in self.rows if fact.key == key)

    def any_of(self, *keys: str) -> bool:
        """Whether one of these fields is given."""
        return any(fact.key in keys for fact in self.rows)


def read_facts(records: Iterable[Record], vocabulary: Vocabulary) -> Facts:
    """The facts of the rows of the programme's table; unknown, repeated and unreadable ones are reported."""
    facts: list[Fact] = []
    findings: list[Finding] = []
    for record in records:
        name = record.get("field")
        key = vocabulary.fields.get(fold(name))
        if key is None:
            findings.append(finding("SRC115", {"field": name}, location=record.place("field"), value=name))
            continue
        cell = record.cells.get("value")
        if cell is None:
            continue
        location = place(record.sheet, cell.row, cell.column)
        reading = read_cell(cell, field_column(key))
        for doubt in reading.doubts:
            data = {"text": doubt.text, "header": header("fields", key), **doubt.data}
            findings.append(finding(doubt.code, data, location=location, value=text_of(cell)))
        if reading.value is None:
            continue
        if key not in REPEATED and any(fact.key == key for fact in facts):
            first = next(fact for fact in facts if fact.key == key)
            repeated = finding(
                "SRC116", {"field": name}, location=location, related=(first.location,), value=text_of(cell)
            )
            findings.append(repeated)
            continue
        facts.append(Fact(key, reading.value, location, record.get("note")))
    return Facts(tuple(facts), tuple(findings))


def strategy_of(facts: Facts) -> StrategyLink | None:
    """How the programme answers the strategy, as its table says."""
    link = StrategyLink(
        fiche_action=facts.one("fiche_action"),
        fiche_action_title=facts.one("fiche_action_title"),
        sub_action=facts.one("sub_action"),
        sub_action_title=facts.one("sub_action_title"),
        contributions=facts.several("contribution"),
        coherence=facts.several("coherence"),
    )
    return None if link == StrategyLink() else link


def lag_of(facts: Facts) -> LocalActionGroup | None:
    """The local action group; one without a name is known by its region or regime alone."""
    name, region, regime = facts.one("lag_name"), facts.one("lag_region"), facts.one("lag_regime")
    if not (name or region or regime):
        return None
    return LocalActionGroup(
        name=name or region or regime, acronym=facts.one("lag_acronym"), region=region, regime=regime
    )


def impacts_of(facts: Facts) -> tuple[Impact, ...]:
    """The expected impacts, in the order of the rows."""
    rows = (fact for fact in facts.rows if fact.key in IMPACT_FIELDS)
    return tuple(Impact(kind=IMPACT_FIELDS[fact.key], text=fact.value) for fact in rows)


def stated_of(facts: Facts) -> tuple[tuple[StatedFigure, Location], ...]:
    """The figures stated in the prose, with their places."""
    return tuple((_stated(fact), fact.location) for fact in facts.rows if fact.key in STATED_FIELDS)


def _stated(fact: Fact) -> StatedFigure:
    figure = StatedFigure(subject=STATED_FIELDS[fact.key], wording=fact.note)
    if isinstance(fact.value, Money):
        return evolve(figure, amount=fact.value)
    return evolve(figure, count=fact.value)


def application_of(facts: Facts) -> Application | None:
    """The application for aid."""
    made = Application(date=facts.one("application_date"), reference=facts.one("application_reference"))
    return None if made == Application() else made


def document_of(facts: Facts) -> DocumentMetadata | None:
    """What the document says of itself."""
    made = DocumentMetadata(
        title=facts.one("document_title"),
        revision=facts.one("document_revision"),
        created=facts.one("document_created"),
        saved=facts.one("document_saved"),
    )
    return None if made == DocumentMetadata() else made


def state_aid_of(facts: Facts) -> StateAid | None:
    """The answer on state aid."""
    made = StateAid(
        applies=facts.one("state_aid_applies"),
        regime=facts.one("state_aid_regime"),
        justification=facts.one("state_aid_justification"),
    )
    return None if made == StateAid() else made


def plan_version_of(facts: Facts) -> PlanVersion:
    """The version of the financing plan; a forecast unless the table says otherwise."""
    version = facts.one("plan_version")
    return version if isinstance(version, PlanVersion) else PlanVersion.FORECAST


#: Fields whose presence makes a financing plan even without a line.
PLAN_FIELDS = (
    "plan_version",
    "plan_date",
    "aid_rate",
    "requested",
    "state_aid_applies",
    "state_aid_regime",
    "state_aid_justification",
    "plan_remark",
)

#: Where the value of a field ends up in the programme, for the findings of the rules.
PATHS = {
    "title": "$.title",
    "lag_name": "$.lag.name",
    "lag_region": "$.lag.region",
    "lag_regime": "$.lag.regime",
    "fiche_action": "$.strategy.fiche_action",
    "sub_action": "$.strategy.sub_action",
    "aid_rate": "$.financing.aid_rate",
    "requested": "$.financing.requested",
    "plan_date": "$.financing.date",
    "state_aid_applies": "$.financing.state_aid",
    "application_date": "$.application.date",
    "document_created": "$.document.created",
    "document_saved": "$.document.saved",
}

__all__ = [
    "IMPACT_FIELDS",
    "PATHS",
    "PLAN_FIELDS",
    "STATED_FIELDS",
    "Fact",
    "Facts",
    "application_of",
    "document_of",
    "impacts_of",
    "lag_of",
    "plan_version_of",
    "read_facts",
    "state_aid_of",
    "stated_of",
    "strategy_of",
]
