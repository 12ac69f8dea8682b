"""Values as numbers of a spreadsheet: days as serial numbers of its calendar, amounts and rates as they are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from labo_partenariats.plugin import OutValue
from labo_partenariats.plugin.report import Money, Rate

_ZERO_1900 = dt.date(1899, 12, 30)
_ZERO_1904 = dt.date(1904, 1, 1)
#: Before it, spreadsheets of the 1900 calendar disagree: one of them knows a 29 February 1900.
_FIRST_1900 = dt.date(1900, 3, 1)


def serial(day: dt.date, *, since_1904: bool) -> int | None:
    """
    The number of a day; None for one that the calendar of the workbook does not have.

    >>> import datetime as dt
    >>> serial(dt.date(2018, 4, 27), since_1904=False), serial(dt.date(2018, 4, 27), since_1904=True)
    (43217, 41755)
    """
    day = day.date() if isinstance(day, dt.datetime) else day
    zero, first = (_ZERO_1904, _ZERO_1904) if since_1904 else (_ZERO_1900, _FIRST_1900)
    return (day - zero).days if day >= first else None


def number_of(held: OutValue, *, since_1904: bool) -> Decimal | None:
    """The number that a cell holds for *held*; None for a text and for a day that has none."""
    match held:
        case None | bool() | str():
            return None
        case Money():
            return held.amount
        case Rate():
            return held.value
        case dt.date():
            found = serial(held, since_1904=since_1904)
            return None if found is None else Decimal(found)
        case _:
            return Decimal(held)


def spelled(number: Decimal) -> str:
    """
    A number as a part of a workbook spells it, exactly.

    >>> spelled(Decimal("14745.60")), spelled(Decimal("1E+3")), spelled(Decimal("-0.00"))
    ('14745.6', '1000', '0')
    """
    plain = f"{number:f}"
    trimmed = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if trimmed in {"-0", ""} else trimmed
