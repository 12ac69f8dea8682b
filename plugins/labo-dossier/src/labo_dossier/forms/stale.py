"""The formulas whose cached values a filling makes stale: those that rest on a filled cell, however indirectly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from labo_dossier.forms.book import Form
from labo_dossier.forms.sheet import Place, within
from labo_excel.addresses import LAST_COLUMN, LAST_ROW, Area, column_number, read_area

#: Beyond these, a form is not looked into: every formula counts as stale, which costs a recalculation and no error.
_MOST_FORMULAS, _MOST_PASSES, _DEEPEST_NAME = 20_000, 60, 8
#: No spreadsheet takes a longer formula.
_LONGEST = 8_192

_TEXT = re.compile(r'"[^"]*"')
_TOKEN = re.compile(
    r"""
    (?:'(?P<quoted>(?:[^']|'')+)'!|(?P<sheet>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
    (?:
      (?P<cells>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w.(]))
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(]))
    | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.]))
    | (?P<function>[^\W\d][\w.]*)(?=\()
    | (?P<name>[^\W\d]\w*(?:[.\\?]\w+)*)
    | (?P<other>[\[\]#])
    )
    """,
    re.VERBOSE,
)
#: Functions whose value rests on cells that their text does not name.
_HIDDEN = frozenset({"indirect", "offset", "cell", "info", "getpivotdata", "decaler"})
_CONSTANTS = frozenset({"true", "false"})


@frozen
class Roots:
    """What a formula rests on: areas of sheets; everything when ``is_hidden``."""

    areas: tuple[tuple[str, Area], ...] = ()
    is_hidden: bool = False


def _area(match: re.Match[str]) -> Area | None:
    if match["cells"]:
        return read_area(match["cells"])
    if match["columns"]:
        first, last = (column_number(each) for each in match["columns"].replace("$", "").split(":"))
        return (1, min(first, last), LAST_ROW, max(first, last))
    if match["rows"]:
        top, bottom = (int(each) for each in match["rows"].replace("$", "").split(":"))
        return (min(top, bottom), 1, max(top, bottom), LAST_COLUMN)
    return None


def roots(formula: str, sheet: str, names: Mapping[tuple[str | None, str], str], depth: int = 0) -> Roots:
    """What *formula*, which stands on *sheet*, rests on; *names* are those of the form by sheet and folded name."""
    areas: list[tuple[str, Area]] = []
    if len(formula) > _LONGEST:
        return Roots(is_hidden=True)
    for match in _TOKEN.finditer(_TEXT.sub('""', formula)):
        where = (match["quoted"] or "").replace("''", "'") or match["sheet"] or sheet
        if ":" in where or "[" in where or match["other"]:  # several sheets, another workbook, a table, a spilled area
            return Roots(is_hidden=True)
        if match["function"]:
            if match["function"].casefold() in _HIDDEN:
                return Roots(is_hidden=True)
            continue
        if match["name"]:
            name = match["name"].casefold()
            if name in _CONSTANTS:
                continue
            text = names.get((where, name), names.get((None, name)))
            below = (
                Roots(is_hidden=True)
                if text is None or depth >= _DEEPEST_NAME
                else roots(text, where, names, depth + 1)
            )
            if below.is_hidden:
                return below
            areas += below.areas
        elif (area := _area(match)) is not None:
            areas.append((where.casefold(), area))
        else:
            return Roots(is_hidden=True)
    return Roots(tuple(areas))


def _touches(found: Roots, changed: Mapping[str, set[Place]]) -> bool:
    if found.is_hidden:
        return True
    for sheet, area in found.areas:
        places = changed.get(sheet)
        if places is None:
            continue
        if area[:2] == area[2:]:
            if area[:2] in places:
                return True
        elif any(within(place, area) for place in places):
            return True
    return False


def stale(form: Form, filled: Iterable[tuple[str, Place]]) -> dict[str, set[Place]]:
    """The places, by sheet, of the formulas whose value rests on one of the *filled* cells."""
    changed: dict[str, set[Place]] = {}
    for sheet, place in filled:
        changed.setdefault(sheet.casefold(), set()).add(place)
    found: dict[str, set[Place]] = {}
    if not changed:
        return found
    names = {(each.sheet, each.name.casefold()): each.text for each in form.names}
    pending = [
        (sheet.name, place, formula, cell.reach)
        for sheet in form.sheets.values()
        for place, formula in sheet.formulas
        if (cell := sheet.cells[place]) is not None
    ]
    if len(pending) > _MOST_FORMULAS:
        for sheet, place, _formula, _reach in pending:
            found.setdefault(sheet, set()).add(place)
        return found
    waiting = []
    for sheet, place, formula, reach in pending:
        form.archive.tally.check_time()
        waiting.append((sheet, place, roots(formula, sheet, names), reach))
    for turn in range(_MOST_PASSES + 1):
        touched = [each for each in waiting if turn == _MOST_PASSES or _touches(each[2], changed)]
        if not touched:
            break
        for sheet, place, _roots, reach in touched:
            found.setdefault(sheet, set()).add(place)
            places = changed.setdefault(sheet.casefold(), set())
            places.add(place)
            if reach is not None and (reach[2] - reach[0] + 1) * (reach[3] - reach[1] + 1) <= _MOST_FORMULAS:
                spread = {each for each in form.sheets[sheet].cells if within(each, reach)}
                places |= spread
                found[sheet] |= spread
        gone = {(sheet, place) for sheet, place, *_ in touched}
        waiting = [each for each in waiting if (each[0], each[1]) not in gone]
    return found
