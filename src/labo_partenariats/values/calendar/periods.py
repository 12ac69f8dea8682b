"""From an element with its year to a `Period`, or to the doubt that says why there is none."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Atom
from labo_partenariats.values.calendar.completion import place
from labo_partenariats.values.calendar.cursor import YEARS
from labo_partenariats.values.calendar.spans import Element
from labo_partenariats.values.calendar.units import FULL_YEAR, common_precision
from labo_partenariats.values.period import Period, Precision
from labo_partenariats.values.reading import Doubt

Times = tuple[dt.time | None, dt.time | None]


def build_period(text: str, element: Element) -> tuple[Period | None, list[Doubt]]:
    """The period of *element*, None when its words make none, and all its doubts with their words."""
    words = text[element.start : element.end]
    doubts = [*element.doubts, *_atom_doubts(element)]
    if element.excluded:
        return None, [Doubt(codes.EXCLUSION, words)]
    if element.year is None:
        atoms = [atom for atom in (element.first, element.last) if atom is not None and not atom.is_complete]
        if any(atom.bounds(FULL_YEAR) is None for atom in atoms):  # no year would help
            return None, _worded([*doubts, Doubt(codes.IMPOSSIBLE)], words, None, None)
        return None, _worded([*doubts, Doubt(codes.NO_YEAR)], words, None, None)
    bounds = place(element, element.year)
    if bounds is None or not all(bound is None or bound.year in YEARS for bound in bounds):
        return None, _worded([*doubts, Doubt(codes.IMPOSSIBLE, "", {"year": str(element.year)})], words, None, None)
    start, end = bounds
    if start is not None and end is not None and end < start:
        reversed_ends = Doubt(codes.END_BEFORE_START, "", {"start": start, "end": end})
        return None, _worded([*doubts, reversed_ends], words, None, None)
    ends = {atom.effective_precision for atom in (element.first, element.last) if atom is not None}
    precision, mixed = common_precision(ends)
    (start_time, end_time), over_days = _times(element) if precision is Precision.DAY else ((None, None), False)
    doubts += [Doubt(codes.MIXED_PRECISION, "", {"start": start, "end": end})] * mixed
    doubts += [Doubt(codes.HOURS_OVER_DAYS)] * over_days
    doubts += _weekday_doubts(element) + _heading_doubts(text, element, start, end)
    period = Period(start, end, precision, element.label, start_time, end_time, words)
    return period, _worded(doubts, words, start, end)


def _atom_doubts(element: Element) -> list[Doubt]:
    atoms = {id(atom): atom for atom in (element.first, element.last) if atom is not None}
    return [doubt for atom in atoms.values() for doubt in atom.doubts]


def _worded(doubts: list[Doubt], words: str, start: dt.date | None, end: dt.date | None) -> list[Doubt]:
    """Each doubt with the words it is about; what is approximate says how it was read."""
    worded: list[Doubt] = []
    for doubt in doubts:
        data = {"start": start, "end": end} if doubt.code == codes.APPROXIMATE and not doubt.data else doubt.data
        said = evolve(doubt, text=doubt.text or words, data=data)
        if said not in worded:
            worded.append(said)
    return worded


def _times(element: Element) -> tuple[Times, bool]:
    """The hours at which the span begins and ends, and whether they may be those of each of its days."""
    first, last = element.first, element.last
    if first is None or last is None or first is last:
        only = element.atom
        if first is None:
            return (None, only.end_time or only.start_time), False
        return (only.start_time, None if last is None else only.end_time), False
    if first.elliptic:
        return (last.start_time, last.end_time), last.start_time is not None
    if last.start_time is not None and last.end_time is not None:
        return (last.start_time, last.end_time), True
    return (first.start_time, last.end_time or last.start_time), first.end_time is not None


def _weekday_doubts(element: Element) -> list[Doubt]:
    atoms = {id(atom): atom for atom in (element.first, element.last) if atom is not None}
    return [doubt for atom in atoms.values() for doubt in _weekday_doubt(element, atom)]


def _weekday_doubt(element: Element, atom: Atom) -> list[Doubt]:
    bounds = atom.bounds(element.year or 0)
    if atom.weekday is None or bounds is None or atom.of_week or bounds[0].weekday() == atom.weekday:
        return []
    return [Doubt(codes.WEEKDAY, "", {"date": bounds[0]})]


def _heading_doubts(text: str, element: Element, start: dt.date | None, end: dt.date | None) -> list[Doubt]:
    heading = element.heading
    if heading is None or heading.year is None:
        return []
    span = place(heading, heading.year)
    if span is None:
        return []
    opening, closing = span
    too_early = opening is not None and start is not None and start < opening
    too_late = closing is not None and end is not None and end > closing
    return [Doubt(codes.OUTSIDE_HEADING, "", {"heading": text[heading.start : heading.end]})] * (too_early or too_late)
