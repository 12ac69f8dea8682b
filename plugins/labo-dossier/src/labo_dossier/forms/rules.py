"""What a form lets be typed into a cell: its data validations, judged before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from labo_dossier.forms.book import Form
from labo_dossier.forms.serials import number_of
from labo_dossier.forms.sheet import Rule, SheetXml, places_of
from labo_excel.addresses import Area, read_area
from labo_partenariats.plugin import OutValue

_INLINE = re.compile(r'"((?:[^"]|"")*)"')
_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!\[\]()\"]+))!)?(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
)
_NUMBERS = frozenset({"whole", "decimal", "date", "time"})
_MOST_CHOICES = 20_000


def accepts(form: Form, sheet: SheetXml, rule: Rule, held: OutValue) -> bool | None:
    """Whether *rule* lets *held* be typed; None when that cannot be told without computing the form."""
    if rule.kind == "none":
        return True
    if rule.kind == "list":
        known = choices(form, sheet, rule)
        return None if known is None else _is_among(held, known)
    if rule.kind == "textLength":
        return _compare(form, sheet, rule, Decimal(len(held if isinstance(held, str) else str(held))))
    if rule.kind not in _NUMBERS:
        return None
    number = number_of(held, since_1904=form.since_1904)
    if number is None:
        return False
    if rule.kind == "whole" and number != number.to_integral_value():
        return False
    return _compare(form, sheet, rule, number)


def choices(form: Form, sheet: SheetXml, rule: Rule) -> tuple[str, ...] | None:
    """The words of a list to choose from; None when a formula makes it."""
    inline = _INLINE.fullmatch(rule.first.strip())
    if inline is not None:
        return tuple(word.strip() for word in inline[1].replace('""', '"').split(","))
    found = _area(form, sheet, rule.first)
    if found is None:
        return None
    where, area = found
    if (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > _MOST_CHOICES:
        return None
    if any((cell := where.cells.get(place)) is not None and cell.formula is not None for place in places_of((area,))):
        return None
    return tuple(words for place in places_of((area,)) if (words := form.text_at(where, place)))


def _area(form: Form, sheet: SheetXml, reference: str) -> tuple[SheetXml, Area] | None:
    """The cells that a reference or a name stands for."""
    written = reference.strip().removeprefix("=")
    match = _REFERENCE.fullmatch(written)
    if match is not None:
        named = (match[1] or "").replace("''", "'") or match[2]
        where, area = (form.sheet(named) if named else sheet), read_area(match[3])
        return None if where is None or area is None else (where, area)
    for each in _named(form, sheet, written):
        where = form.sheet(each[0])
        return None if where is None else (where, each[1])
    return None


def _named(form: Form, sheet: SheetXml, name: str) -> Iterator[tuple[str, Area]]:
    """What a name stands for, that of the sheet before that of the workbook."""
    same = [each for each in form.names if each.name.casefold() == name.casefold() and each.sheet in {None, sheet.name}]
    for each in sorted(same, key=lambda found: found.sheet is None):
        if each.area is not None:
            yield each.area


def _is_among(held: OutValue, known: tuple[str, ...]) -> bool:
    if isinstance(held, str):
        return held.casefold() in {word.casefold() for word in known}
    number = number_of(held, since_1904=False)
    return number is not None and number in {value for word in known if (value := _decimal(word)) is not None}


def _decimal(words: str) -> Decimal | None:
    try:
        number = Decimal(words.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _bound(form: Form, sheet: SheetXml, written: str) -> Decimal | None:
    """The number that a bound is, written as such or standing in a cell without a formula."""
    number = _decimal(written)
    if number is not None:
        return number
    found = _area(form, sheet, written)
    if found is None or found[1][:2] != found[1][2:]:
        return None
    return _decimal(form.text_at(found[0], found[1][:2]) or "")


def _compare(form: Form, sheet: SheetXml, rule: Rule, number: Decimal) -> bool | None:
    first = _bound(form, sheet, rule.first)
    if rule.operator in {"between", "notBetween"}:
        second = _bound(form, sheet, rule.second)
        if first is None or second is None:
            return None
        return (first <= number <= second) is (rule.operator == "between")
    if first is None:
        return None
    match rule.operator:
        case "equal":
            return number == first
        case "notEqual":
            return number != first
        case "greaterThan":
            return number > first
        case "lessThan":
            return number < first
        case "greaterThanOrEqual":
            return number >= first
        case _:
            return number <= first


def limits_of(form: Form, sheet: SheetXml, rule: Rule) -> tuple[str, ...] | None:
    """What a rule lets be typed, for a finding: the words of its list, or its bounds."""
    if rule.kind == "list":
        return (choices(form, sheet, rule) or ())[:20] or None
    return tuple(each for each in (rule.first, rule.second) if each) or None
