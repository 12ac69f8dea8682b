"""What a programme has to say to a form: facts, amounts and lines, by name."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
from attrs import define, field, frozen

from labo_dossier.forms.names import ColumnName, Names, key_of, names
from labo_partenariats.plugin import ExportOptions, FilledTable, Finding, Kind, OutValue, Work, filled_tables
from labo_partenariats.plugin.report import (
    BOOK,
    Language,
    Money,
    Rate,
    format_periods,
    format_value,
    text,
)

#: A step of a JSON path: ``expenses[1]``.
_STEP = re.compile(r"([a-z_]+)(?:\[(\d{1,6})\])?")
PERSONAL = frozenset({"email", "phone"})
_PERSONAL_PATHS = frozenset({*PERSONAL, "participants"})
_APOSTROPHES = re.compile(r"''+[=+\-@＝＋－＠]")
#: Decimals of a rate that has no end of them; a cell keeps fifteen digits.
_RATE_PLACES = Decimal(1).scaleb(-15)


@frozen
class Said:
    """
    What a programme says under a name; ``held`` is None when it says nothing.

    ``is_word`` marks words of a closed vocabulary, which a form may call otherwise; ``missing`` is what an amount that
    cannot be told lacks; ``is_private`` tells that it is personal data and stays out.
    """

    held: OutValue = None
    is_word: bool = False
    missing: tuple[str, ...] = ()
    is_private: bool = False


@frozen
class Line:
    """One line of a table: what it says, column by column, and the words by which it may be chosen."""

    title: str
    cells: Mapping[str, Said]
    kinds: frozenset[str]


@define
class Facts:
    """All that a programme has to say, in the language of the export; forms' own words replace ours."""

    work: Work
    options: ExportOptions
    names: Names
    fields: Mapping[str, Said]
    lines: Mapping[str, tuple[Line, ...]]
    vocabulary: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = field(factory=dict)

    @property
    def language(self) -> Language:
        """The language of the texts."""
        return self.options.language

    def word(self, said: Said) -> OutValue:
        """What a cell is to hold: words of ours in the form's own words."""
        held = said.held
        if isinstance(held, bool):
            held = text("terms.yes" if held else "terms.no", self.language)
        if said.is_word or isinstance(said.held, bool):
            return self.replaced.get(key_of(str(held)), held)
        return held

    def scalar(self, name: str) -> Said | None:
        """What the programme says under *name*, a French name or a JSON path; None when nobody knows the name."""
        key = key_of(name)
        if found := self.names.facts.get(key):
            return self.fields.get(found, Said())
        if (amount := self.names.amounts.get(key)) is not None:
            return self._amount(amount)
        column = self.names.column(name)
        if column is not None and column.is_sum and self.knows_kind(column):
            return self._sum(column)
        return self._at_path(name)

    def knows_kind(self, column: ColumnName) -> bool:
        """Whether the kinds to which a name limits the lines are some."""
        return all(kind in self.vocabulary for kind in column.kinds)

    def chosen(self, column: ColumnName) -> tuple[Line, ...]:
        """The lines that a name stands for."""
        lines = self.lines.get(column.role, ())
        return tuple(line for line in lines if not column.kinds or line.kinds & set(column.kinds))

    def _amount(self, key: str) -> Said:
        amounts = self.work.assessment.case.amounts
        value, unit = amounts.values[key], BOOK.declarations[key].unit
        if isinstance(value, Fraction):
            return Said(_number(value, unit))
        return Said(missing=tuple(text(f"terms.missing.{each}", self.language) for each in amounts.missing(key)))

    def _sum(self, column: ColumnName) -> Said:
        held = [line.cells["amount"].held for line in self.chosen(column)]
        return Said(Money(sum(amount.cents for amount in held if isinstance(amount, Money))))

    def _at_path(self, name: str) -> Said | None:
        """What stands at a path of the programme's JSON, or an amount of its plan; None when there is no such place."""
        head, _, last = name.rpartition(".")
        plan_fields = (
            {each.name for each in attrs.fields(type(self.work.programme.financing))}
            if self.work.programme.financing
            else set()
        )
        if head == "financing" and last in BOOK.declarations and last not in plan_fields:
            return self._amount(last)
        here: Any = self.work.programme
        steps = name.split(".")
        for step in steps:
            match = _STEP.fullmatch(step)
            if match is None or (here is not None and match[1] not in _fields(here)):
                return None
            here = None if here is None else getattr(here, match[1])
            if match[2] is not None:
                if here is not None and not isinstance(here, tuple):
                    return None
                here = here[int(match[2])] if here and int(match[2]) < len(here) else None
        if _PERSONAL_PATHS & {_STEP.fullmatch(step)[1] for step in steps} and not self.options.personal_data:  # type: ignore[index]
            return Said(is_private=True)
        return _said(here, self.language)


def _fields(thing: Any) -> frozenset[str]:
    return frozenset(each.name for each in attrs.fields(type(thing))) if attrs.has(type(thing)) else frozenset()


def _said(thing: Any, language: Language) -> Said | None:
    """A value of the model as a cell holds it; None for what is no value but a part of a programme."""
    match thing:
        case None | bool() | str() | int() | Decimal() | Money() | Rate() | dt.date():
            return Said(thing)
        case Enum():
            return Said(str(format_value(thing, language)), is_word=True)
        case tuple() if all(isinstance(each, str) for each in thing):
            return Said("\n".join(thing) or None)
        case _ if attrs.has(type(thing)) and type(thing).__name__ not in {"Period", "Range"}:
            return None
        case tuple():
            return None
        case _:
            return Said(str(format_value(thing, language)))


def _number(value: Fraction, unit: str) -> Money | Rate:
    if unit == "EUR":
        return Money(int(value))
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Rate(exact if Fraction(exact) == value else exact.quantize(_RATE_PLACES))


def gather(work: Work, options: ExportOptions) -> tuple[Facts, tuple[Finding, ...]]:
    """What the programme of *work* says, its personal data only when asked for; and the finding that tells of those."""
    tables, told = filled_tables(work, options)
    by_role = {table.role: table for table in tables}
    lines = {role: _lines(by_role[role]) for role in names().columns if role in by_role}
    lines["sessions"] = _sessions(work, options.language)
    facts = Facts(
        work=work,
        options=options,
        names=names(),
        fields={**_fields_of(by_role["programme"]), **_lead(work, by_role, options), **_operation(work, options)},
        lines=lines,
        vocabulary=frozenset(key_of(word) for word in _words(tables, options.language)),
    )
    return facts, tuple(found for found in told if found.code == "SRC061")


def _words(tables: Iterable[FilledTable], language: Language) -> Iterator[str]:
    """Every word of the closed vocabularies of the tables."""
    yield from (text("terms.yes", language), text("terms.no", language))
    for table in tables:
        for column in table.schema.columns:
            if column.terms is not None:
                yield from (str(format_value(term, language)) for term in column.terms)


def _plain(held: OutValue) -> OutValue:
    """A value of a table to be read back, as people read it: without the apostrophe that a reader would take off."""
    return held[1:] if isinstance(held, str) and _APOSTROPHES.match(held) else held


def _fields_of(table: FilledTable) -> dict[str, Said]:
    """The facts of the programme; several texts under one name are the lines of one."""
    found: dict[str, list[OutValue]] = {}
    for key, row in zip(table.fields, table.rows, strict=True):
        found.setdefault(key, []).append(_plain(row[table.keys.index("value")]))
    kinds = {key: table.column_at(rank, table.keys.index("value")).kind for rank, key in enumerate(table.fields)}
    return {key: Said(_joined(values), is_word=kinds[key] in {Kind.TERM, Kind.YES_NO}) for key, values in found.items()}


def _joined(values: Sequence[OutValue]) -> OutValue:
    given = [value for value in values if value is not None]
    return "\n".join(str(value) for value in given) if len(given) > 1 else given[0] if given else None


def _lines(table: FilledTable) -> tuple[Line, ...]:
    words = [rank for rank, column in enumerate(table.columns) if column.kind in {Kind.TERM, Kind.YES_NO}]
    terms = [rank for rank, column in enumerate(table.columns) if column.kind is Kind.TERM]
    return tuple(
        Line(
            title=str(row[0]),
            cells={
                key: Said(_plain(held), is_word=rank in words)
                for rank, (key, held) in enumerate(zip(table.keys, row, strict=True))
            },
            kinds=frozenset(key_of(str(row[rank])) for rank in terms if row[rank] is not None),
        )
        for row in table.rows
    )


def _lead(work: Work, tables: Mapping[str, FilledTable], options: ExportOptions) -> dict[str, Said]:
    """The lead partner, column by column."""
    lead, table = work.programme.lead, tables.get("actors")
    if lead is None or table is None:
        return {}
    rank = work.programme.actors.index(lead)
    cells = dict(_lines(table)[rank].cells)
    if not options.personal_data:
        private = {key: Said(is_private=getattr(lead, key) is not None) for key in PERSONAL}
        cells |= private
    return {f"lead.{key}": said for key, said in cells.items()}


def _operation(work: Work, options: ExportOptions) -> dict[str, Said]:
    """The operation as a whole: its first and last sessions, where it takes place."""
    held = [session.period for action in work.programme.actions for session in action.sessions if not session.cancelled]
    territories = ", ".join(territory.name for territory in work.programme.territories)
    found = {"operation.territories": Said(territories or None)}
    firsts = [period for period in held if period.start is not None]
    lasts = [period for period in held if period.end is not None]
    if firsts:
        first = min(firsts, key=lambda period: period.start or dt.date.max)
        found["operation.start"] = Said(_edge(first, first.start, options.language))
    if lasts:
        last = max(lasts, key=lambda period: period.end or dt.date.min)
        found["operation.end"] = Said(_edge(last, last.end, options.language))
    return found


def _edge(period: Any, day: dt.date | None, language: Language) -> OutValue:
    """The day on which a period begins or ends; its month or its words when no day was ever told."""
    if period.precision.value == "day" or day is None:
        return day
    if period.precision.value != "month":
        return str(format_periods((attrs.evolve(period, label=None),), language))
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return str(format_periods((attrs.evolve(period, start=first, end=last, label=None),), language))


def _sessions(work: Work, language: Language) -> tuple[Line, ...]:
    """Every session in the order of days, with the action that it belongs to."""
    programme = work.programme
    named = {territory.id: territory.name for territory in programme.territories}
    held = [(action, session) for action in programme.actions for session in action.sessions]
    held.sort(key=lambda each: each[1].period.sort_key)
    lines = []
    for action, session in held:
        period = session.period
        day = period.start if period.is_exact_day else format_periods((attrs.evolve(period, label=None),), language)
        where = ", ".join(named.get(each, each) for each in session.territories)
        cells = {
            "action": action.title,
            "period": day,
            "label": period.label,
            "topic": session.topic,
            "territories": where or None,
            "place": session.place or action.place,
            "capacity": session.capacity,
            "attendance": session.attendance,
        }
        kinds = frozenset({key_of(str(format_value(action.kind, language)))} if action.kind else ())
        lines.append(Line(f"{action.title}, {day}", {key: Said(value) for key, value in cells.items()}, kinds))
    return tuple(lines)
