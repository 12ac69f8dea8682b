"""From values of the model to what a cell holds: the way back of `labo_partenariats.tabular.cells`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

from attrs import evolve

from labo_partenariats.i18n import Language, text
from labo_partenariats.model import Range
from labo_partenariats.tabular.cells import join_names
from labo_partenariats.tabular.guard import apostrophe_kept
from labo_partenariats.tabular.table import CellValue
from labo_partenariats.values.calendar import format_period
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period

#: What a cell of a table to write holds: amounts, rates and days keep their type, so that a workbook can format them.
OutValue = str | int | Decimal | Money | Rate | bool | dt.date | None

PERCENT_FORMAT = "0.00%"

#: Spreadsheets do not agree on the days before this one.
_FIRST_DAY = dt.date(1900, 3, 1)


def text_out(value: str | None) -> str | None:
    """A text or nothing."""
    return apostrophe_kept(value) if value else None


def lines_out(lines: Iterable[str]) -> str | None:
    """Several lines in one cell."""
    return text_out("\n".join(lines))


def names_out(names: Iterable[str]) -> str | None:
    """Several names in one cell."""
    return text_out(join_names(names))


def term_out(member: Enum | None, language: Language) -> str | None:
    """The word of a closed vocabulary."""
    return None if member is None else text(f"terms.{type(member).__name__}.{member.value}", language)


def value_out(value: Any, language: Language) -> OutValue:
    """A value of the model that one cell holds, whatever its type."""
    match value:
        case str():
            return text_out(value)
        case Enum():
            return term_out(value, language)
        case Range():
            return range_out(value, language)
        case _:
            held: OutValue = value
            return held


def range_out(target: Range | None, language: Language) -> OutValue:
    """A number, or «10 à 15»."""
    if target is None or target.minimum == target.maximum:
        return None if target is None else target.minimum
    low, high = spelled(target.minimum, language), spelled(target.maximum, language)
    return text("terms.between", language, low=low, high=high)


def period_out(period: Period, language: Language) -> str | dt.date:
    """A day, or the words of the period and its name."""
    plain = period.is_exact_day and period.label is None and period.start_time is None and period.end_time is None
    if plain and period.start is not None and period.start >= _FIRST_DAY:
        return period.start
    return apostrophe_kept(format_period(period, language))


def unlabelled(period: Period) -> Period:
    """The period without its name, for a table that has a column for names."""
    return evolve(period, label=None)


def spelled(number: int | Decimal, language: Language) -> str:
    """
    A number with all its decimals, without thousands separators.

    Three decimals alone could be read as thousands, so a zero follows them.

    >>> spelled(Decimal("1.234"), "fr")
    '1,2340'
    """
    whole, _, decimals = f"{number:f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) == 3:
        decimals += "0"
    mark = "," if language == "fr" else "."
    return f"{whole}{mark}{decimals}" if decimals else whole


def as_text(value: OutValue, language: Language = "fr") -> str:
    """
    A value as a file of texts holds it, which the reader takes back.

    >>> as_text(Money.euros("14745.60")), as_text(Rate("0.8")), as_text(dt.date(2018, 4, 27))
    ('14745,60', '80 %', '27/04/2018')
    """
    match value:
        case None:
            return ""
        case bool():
            return text("terms.yes" if value else "terms.no", language)
        case str():
            return value
        case Money():
            return str(value).replace(".", ",") if language == "fr" else str(value)
        case Rate():
            return f"{spelled(value.value.scaleb(2), language)} %"
        case dt.date():
            return f"{value:%d/%m/%Y}" if language == "fr" else value.isoformat()
        case _:
            return spelled(value, language)


def as_cell(value: OutValue) -> tuple[CellValue, str | None]:
    """A value as a cell of a workbook holds it, with its number format if that tells its meaning."""
    match value:
        case bool() | str() | None | dt.date():
            return value, None
        case Money():
            return value.amount, None
        case Rate():
            return value.value, PERCENT_FORMAT
        case _:
            return Decimal(value), None
