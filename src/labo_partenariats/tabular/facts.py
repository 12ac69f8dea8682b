"""The programme's own table: one fact a row, read by the kind of the field it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, field, frozen

from labo_partenariats.findings import Finding, Location, finding
from labo_partenariats.model import FinancingPlan, Impact, ImpactKind, LocalActionGroup, StatedFigure, StatedSubject
from labo_partenariats.tabular.cells import read_cell, text_of
from labo_partenariats.tabular.fact_groups import GROUPS, LAG, PLAN, STATE_AID, FactGroup
from labo_partenariats.tabular.near import nearest
from labo_partenariats.tabular.record import Record, place
from labo_partenariats.tabular.schema import REPEATED, field_column
from labo_partenariats.tabular.struck import unstruck
from labo_partenariats.tabular.suggestions import doubts_of
from labo_partenariats.tabular.vocabulary import Vocabulary, header
from labo_partenariats.values.money import Money
from labo_partenariats.values.reading import Reading
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


def read_facts(records: Iterable[Record], vocabulary: Vocabulary) -> Facts:
    """The facts of the rows of the programme's table; unknown, repeated and unreadable ones are reported."""
    facts: list[Fact] = []
    findings: list[Finding] = []
    known: dict[str, Fact] = {}
    for record in records:
        name = record.get("field")
        key = vocabulary.fields.get(fold(name))
        if key is None:
            findings.append(_unknown_field(record, name, vocabulary))
            continue
        cell = record.cells.get("value")
        if cell is None or record.get("value") is None:  # nothing, or what was told already: an error, a struck text
            continue
        location = place(record.sheet, cell.row, cell.column)
        column = field_column(key)
        struck = unstruck(cell, column.kind)
        if struck is not None:
            kept, code, data = struck
            findings.append(finding(code, data, location=location, value=text_of(cell)))
            if kept is None:
                continue
            cell = kept
        member = vocabulary.own_term(column.terms, cell.value) if column.terms is not None else None
        reading = read_cell(cell, column) if member is None else Reading(text_of(cell), member)
        for code, data in doubts_of(reading, cell, column, header("fields", key)):
            findings.append(finding(code, data, location=location, value=text_of(cell)))
        if reading.value is None:
            continue
        fact = Fact(key, reading.value, location, record.get("note"))
        first = known.setdefault(key, fact)
        if key not in REPEATED and first is not fact:
            repeated = finding(
                "SRC116", {"field": name}, location=location, related=(first.location,), value=text_of(cell)
            )
            findings.append(repeated)
            continue
        facts.append(fact)
    return Facts(tuple(facts), tuple(findings))


def _unknown_field(record: Record, name: str, vocabulary: Vocabulary) -> Finding:
    """A field that is not known: SRC124 when its name is near that of one, else SRC115."""
    near = nearest(name, vocabulary.fields)
    facts = {"field": name} if near is None else {"field": name, "near": header("fields", vocabulary.fields[near])}
    return finding("SRC115" if near is None else "SRC124", facts, location=record.place("field"), value=name)


def part_of(group: FactGroup, facts: Facts) -> Any:
    """The part of the programme that the facts of *group* make; None when none is given."""
    values = {
        name: facts.several(key) if name in group.repeated else facts.one(key) for name, key in group.keys.items()
    }
    given = {name: value for name, value in values.items() if value not in (None, ())}
    return group.of(**given) if given else None


def lag_of(facts: Facts) -> tuple[LocalActionGroup | None, tuple[Finding, ...]]:
    """
    The local action group; one without a name is known by its acronym, region or regime alone. What is said of one of
    which none of these is known is reported (SRC107).
    """
    name = next((found for key in LAG_NAMES if (found := facts.one(key)) is not None), None)
    given = [fact for fact in facts.rows if fact.key in LAG.keys.values()]
    if name is None:
        told = (
            finding("SRC107", {"headers": (header("fields", "lag_name"),)}, location=given[0].location)
            if given
            else None
        )
        return None, (told,) if told else ()
    values = {attribute: facts.one(key) for attribute, key in LAG.keys.items()}
    return LocalActionGroup(**{**values, "name": name}), ()


def plan_of(facts: Facts) -> FinancingPlan | None:
    """What the facts say of the financing plan, without its lines; None when they say nothing."""
    plan: FinancingPlan | None = part_of(PLAN, facts)
    state_aid = part_of(STATE_AID, facts)
    return plan if state_aid is None else evolve(plan or FinancingPlan(), state_aid=state_aid)


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


#: The fields that can name a local action group, the first given counting.
LAG_NAMES = ("lag_name", "lag_region", "lag_regime", "lag_acronym")

#: Where the value of a field ends up in the programme, for the findings of the rules.
PATHS = {
    "title": "$.title",
    **{
        key: f"{group.path}.{name}"
        for group in GROUPS
        for name, key in group.keys.items()
        if name not in group.repeated
    },
}
