"""
Sixth pass: the years that the words leave out.

A year written once serves its list («4/09 - 02/10 - 06/11 2017»), a heading the days under it («Nov / Dec 2017 :»).
What the text does not say comes from the caller's context, with a doubt, and only when it allows one single year.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Final

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Atom
from labo_partenariats.values.calendar.cursor import YEARS
from labo_partenariats.values.calendar.spans import Element
from labo_partenariats.values.calendar.units import ONE_DAY
from labo_partenariats.values.calendar.unitwords import is_bare_year
from labo_partenariats.values.period import Period
from labo_partenariats.values.reading import Doubt

_HALF_A_YEAR: Final = dt.timedelta(days=183)
_MOST_YEARS: Final = 12
_YEAR_DIGITS: Final = 4

Bounds = tuple[dt.date | None, dt.date | None]


def place(element: Element, year: int) -> Bounds | None:
    """
    First and last day of an element whose first atom lies in *year* unless it has its own; None for an impossible day.

    A span with one year may cross its end: «nov. à janv. 2018» begins in 2017, «oct. 2017 à janv.» ends in 2018.
    """
    first, last = element.first, element.last
    if first is None or last is None or first is last:
        bounds = element.atom.bounds(year)
        if bounds is None:
            return None
        if element.is_exclusive:
            return _beyond(bounds, after=last is None)
        return (None if first is None else bounds[0]), (None if last is None else bounds[1])
    first_year, last_year = _years_of_span(first, last, year)
    opening, closing = first.bounds(first_year), last.bounds(last_year)
    return None if opening is None or closing is None else (opening[0], closing[1])


def _beyond(bounds: tuple[dt.date, dt.date], *, after: bool) -> Bounds | None:
    """The open side beyond a unit that is not part of it: «avant juin», «après le 30 juin»."""
    if bounds[0] == dt.date.min or bounds[1] == dt.date.max:
        return None
    return (bounds[1] + ONE_DAY, None) if after else (None, bounds[0] - ONE_DAY)


def _years_of_span(first: Atom, last: Atom, year: int) -> tuple[int, int]:
    crosses = int(first.months()[0] > last.months()[1])
    if first.year is not None:
        return first.year, first.year + crosses
    if last.year is not None:
        return last.year - crosses, last.year
    if last.fixed is not None:
        return last.fixed[0].year - crosses, last.fixed[1].year
    if first.fixed is not None:
        return first.fixed[0].year, first.fixed[1].year + int(first.fixed[1].month > last.months()[0])
    return year, year + crosses


def _anchor(bounds: Bounds) -> dt.date:
    return bounds[0] or bounds[1] or dt.date.min


def complete_years(elements: list[Element], within: Period | None) -> None:
    """Give every element its year, or a doubt; a year that serves its neighbours is marked as context."""
    _serve_neighbours(elements)
    for element in elements:
        if element.has_year:
            element.year = _own_year(element)
    _from_the_right(elements)
    _from_heading_or_left(elements)
    _from_other_groups(elements)
    for element in elements:
        if element.year is None:
            _from_context(element, within)


def _own_year(element: Element) -> int:
    bounds = place(element, 0)
    if bounds is not None:
        return _anchor(bounds).year
    return next((atom.year for atom in (element.first, element.last) if atom is not None and atom.year is not None), 0)


def _serve_neighbours(elements: list[Element]) -> None:
    """A year alone beside periods that lack one is theirs, and no period of its own."""
    for before, element in pairwise(elements):
        if _is_lone_year(element) and not before.has_year:
            element.is_context = True
        elif _is_lone_year(before) and not element.has_year:
            before.is_context = True


def _is_lone_year(element: Element) -> bool:
    lone = element.is_single and is_bare_year(element.atom) and not element.label
    return lone and element.end - element.start == _YEAR_DIGITS


def _from_the_right(elements: list[Element]) -> None:
    """The year given at the end of a list serves the whole list."""
    explicit: Element | None = None
    before = _explicit_before(elements)
    for element in reversed(elements):
        if explicit is not None and explicit.group != element.group:
            explicit = None
        if element.year is None and explicit is not None and explicit.year is not None:
            element.year = _listed_year(element, explicit, before.get(id(element)))
        if element.year is not None:
            explicit = element


def _explicit_before(elements: list[Element]) -> dict[int, Element]:
    """For each element without a year, the last one with a year before it in its group."""
    found: dict[int, Element] = {}
    last: Element | None = None
    for element in elements:
        if last is not None and last.group != element.group:
            last = None
        if element.has_year:
            last = element
        elif last is not None:
            found[id(element)] = last
    return found


def _listed_year(element: Element, following: Element, preceding: Element | None) -> int | None:
    """The year of an element between dated neighbours of its list; the order of the list must bear it."""
    year = following.year or 0
    if following.is_context and is_bare_year(following.atom):
        return year
    if preceding is not None and preceding.year is not None and preceding.year != year:
        return _year_between(element, preceding, following)
    here, there = place(element, year), place(following, year)
    if here is None or there is None or _anchor(here) <= _anchor(there):
        return year
    chosen = year - 1 if _anchor(here) - _anchor(there) > _HALF_A_YEAR else year
    element.doubts.append(Doubt(codes.YEAR_FROM_ORDER, "", {"year": str(chosen), "given": str(year)}))
    return chosen


def _year_between(element: Element, preceding: Element, following: Element) -> int | None:
    low, high = preceding.year or 0, following.year or 0
    first, last = place(preceding, low), place(following, high)
    if first is None or last is None or not 0 < high - low < _MOST_YEARS:
        return None
    fitting = [
        year
        for year in range(low, high + 1)
        if (here := place(element, year)) is not None and _anchor(first) <= _anchor(here) <= _anchor(last)
    ]
    if len(fitting) == 1:
        element.doubts.append(Doubt(codes.YEAR_INFERRED, "", {"year": str(fitting[0])}))
        return fitting[0]
    return None


def _from_heading_or_left(elements: list[Element]) -> None:
    """What the end of the list does not tell, the heading does, else the year said before."""
    last: Element | None = None
    for element in elements:
        if last is not None and last.group != element.group:
            last = None
        if element.year is None:
            element.year = _headed_year(element)
        if element.year is None and last is not None and last.year is not None:
            element.year = _year_after(element, last)
        if element.year is not None:
            last = element


def _headed_year(element: Element) -> int | None:
    heading = element.heading
    if heading is None or heading.year is None:
        return None
    span = place(heading, heading.year)
    if span is None:
        return None
    opening, closing = span[0] or span[1], span[1] or span[0]
    if opening is None or closing is None:
        return None
    if closing.year - opening.year > _MOST_YEARS:
        return None
    fitting = [
        year for year in range(opening.year, closing.year + 1) if _lies_in(place(element, year), opening, closing)
    ]
    if len(fitting) == 1:
        return fitting[0]
    return opening.year if opening.year == closing.year else None


def _lies_in(bounds: Bounds | None, opening: dt.date, closing: dt.date) -> bool:
    return bounds is not None and opening <= _anchor(bounds) <= closing


def _year_after(element: Element, last: Element) -> int | None:
    year = last.year or 0
    here, there = place(element, year), place(last, year)
    if here is None or there is None or _anchor(here) >= _anchor(there):
        return year
    chosen = year + 1 if _anchor(there) - _anchor(here) > _HALF_A_YEAR else year
    element.doubts.append(Doubt(codes.YEAR_FROM_ORDER, "", {"year": str(chosen), "given": str(year)}))
    return chosen


def _from_other_groups(elements: list[Element]) -> None:
    """A year said once for several sessions, if the whole text says only that one."""
    said = {element.year for element in elements if element.has_year and element.year is not None}
    if len(said) != 1:
        return
    (year,) = said
    for element in elements:
        if element.year is None:
            element.year = year
            element.doubts.append(Doubt(codes.YEAR_INFERRED, "", {"year": str(year)}))


def _from_context(element: Element, within: Period | None) -> None:
    """The only year that puts the element inside the caller's period; its weekday decides between several."""
    if within is None or within.start is None or within.end is None:
        return
    years = range(within.start.year, min(within.end.year, within.start.year + len(YEARS)) + 1)
    inside = [year for year in years if _lies_in(place(element, year), within.start, within.end)]
    agreeing = [year for year in inside if _weekday_agrees(element, year)]
    candidates = agreeing if len(inside) > 1 else inside
    if len(candidates) == 1:
        element.year = candidates[0]
        element.doubts.append(Doubt(codes.YEAR_INFERRED, "", {"year": str(candidates[0])}))


def _weekday_agrees(element: Element, year: int) -> bool:
    atom = element.atom
    if atom.weekday is None:
        return True
    bounds = atom.bounds(year)
    return bounds is not None and bounds[0].weekday() == atom.weekday
