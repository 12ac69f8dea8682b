"""The exporter: the public aid of a plan as a file of subsidies, ready to be published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from labo_opendata.codes import (
    CATALOGUE,
    ENTRIES,
    INCOMPLETE,
    NOTHING_GRANTED,
    ONLY_ASKED_FOR,
    TEXT_CUT,
    UNKNOWN_FUNDER,
    UNUSABLE_OPTION,
)
from labo_opendata.columns import FORMS, LENGTHS, ONE_OF, REQUIRED
from labo_opendata.grants import Grant, grants_of, missing
from labo_partenariats.plugin import Entry, ExportOptions, Finding, PathLocation, Work, finding, fold, guarded

_FIELDS, _FORMULAS, _KEEP = "fields", "formulas", "keep"


class ScdlExporter:
    """
    The subsidies of a programme in the SCDL format «subventions» 2.1, as CSV: UTF-8, commas, decimal points.

    One row for each public funder. ``--only funder=…`` keeps those of one funder, who publishes its own; the option
    ``fields=40`` writes the longer form. Texts that a spreadsheet would compute bear an apostrophe, which the format
    admits in a text; ``formulas=keep`` leaves them bare.
    """

    name = "scdl"
    suffixes: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ENTRIES
    options: Mapping[str, str] = MappingProxyType({_FIELDS: " | ".join(FORMS), _FORMULAS: _KEEP})
    criteria: tuple[str, ...] = ("funder",)

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the subsidies to *out*; where one cannot be published, an error names all that is missing."""
        refused = tuple(_unusable(options.extra))
        if refused:
            return refused
        columns = FORMS[options.extra.get(_FIELDS, next(iter(FORMS)))]
        every = grants_of(work.programme)
        chosen, unknown = _chosen(every, options.only.get("funder", ()))
        if unknown:
            return unknown
        asked = tuple(grant for grant in chosen if grant.is_granted is False)
        kept = tuple(grant for grant in chosen if grant.is_granted is not False)
        told = (_told(ONLY_ASKED_FOR, asked),) if asked else ()
        if not kept:
            return (*told, finding(NOTHING_GRANTED, {}, location=PathLocation("$.financing"), catalogue=CATALOGUE))
        lacking = _lacking(kept, columns)
        if lacking is not None:
            return (*told, lacking)
        texts = _Texts(bare=options.extra.get(_FORMULAS) == _KEEP)
        content = io.StringIO(newline="")
        writer = csv.writer(content, lineterminator="\r\n")
        writer.writerow(columns)
        for grant in kept:
            writer.writerow([texts.field(column, grant.values.get(column, "")) for column in columns])
        out.write(content.getvalue().encode("utf-8"))
        return (*told, *texts.findings())


def _unusable(extra: Mapping[str, str]) -> Iterator[Finding]:
    for name, known in ((_FIELDS, tuple(FORMS)), (_FORMULAS, (_KEEP,))):
        value = extra.get(name)
        if value is not None and value not in known:
            facts = {"name": name, "value": value, "known": known}
            yield finding(UNUSABLE_OPTION, facts, value=value, catalogue=CATALOGUE)


def _chosen(every: tuple[Grant, ...], wanted: tuple[str, ...]) -> tuple[tuple[Grant, ...], tuple[Finding, ...]]:
    """The subsidies of the funders that are asked for, all of them when none is."""
    if not wanted:
        return every, ()
    known = tuple(dict.fromkeys(grant.values.get("nomAttribuant", grant.label) for grant in every)) or None
    unknown = tuple(
        finding(UNKNOWN_FUNDER, {"wanted": name, "known": known}, value=name, catalogue=CATALOGUE)
        for name in wanted
        if not any(_is_of(grant, name) for grant in every)
    )
    return tuple(grant for grant in every if any(_is_of(grant, name) for name in wanted)), unknown


def _is_of(grant: Grant, name: str) -> bool:
    return fold(name) in {fold(each) for each in grant.names}


def _told(code: str, grants: Iterable[Grant], **facts: object) -> Finding:
    """A finding about these subsidies: the first line is its place, the others are related."""
    several = tuple(grants)
    places = tuple(PathLocation(grant.path) for grant in several)
    rows = tuple(grant.label for grant in several)
    return finding(code, {"rows": rows, **facts}, location=places[0], related=places[1:], catalogue=CATALOGUE)


def _lacking(grants: tuple[Grant, ...], columns: tuple[str, ...]) -> Finding | None:
    """One finding for all that is missing: each field, with its lines where it does not lack from all; None if none."""
    by_field: dict[str, list[Grant]] = {}
    for grant in grants:
        for field in missing(grant, columns, REQUIRED, ONE_OF):
            by_field.setdefault(field, []).append(grant)
    if not by_field:
        return None
    concerned = [grant for grant in grants if any(grant in lacking for lacking in by_field.values())]
    order = (*columns, " / ".join(ONE_OF), "statutLabel")
    said = tuple(
        field if len(by_field[field]) == len(concerned) else f"{field} ({' ; '.join(g.label for g in by_field[field])})"
        for field in sorted(by_field, key=order.index)
    )
    return _told(INCOMPLETE, concerned, missing=said)


class _Texts:
    """Writes the fields, and remembers what had to be cut."""

    def __init__(self, *, bare: bool) -> None:
        self._bare = bare
        self._cut: dict[str, int] = {}

    def field(self, column: str, value: str) -> str:
        """The field as the file holds it."""
        text = value if self._bare else guarded(value)
        limit = LENGTHS.get(column, len(text))
        if len(text) <= limit:
            return text
        self._cut[column] = limit
        return f"{text[: limit - 1]}…"

    def findings(self) -> Iterator[Finding]:
        """One finding a column of which a text was cut."""
        for column, limit in self._cut.items():
            place = PathLocation("$.title") if column == "objet" else None
            yield finding(TEXT_CUT, {"field": column, "limit": limit}, location=place, catalogue=CATALOGUE)
