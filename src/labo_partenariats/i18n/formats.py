"""
Values as a French or English reader writes them; Babel does the work and is imported when used.

Only what the locale decides stands here. The words of the domain are in the message catalogues.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation, localcontext
from enum import Enum
from fractions import Fraction

from labo_partenariats.values.bilingual import Bilingual
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period
from labo_partenariats.values.range import Range
from labo_partenariats.values.term import Place, Term

#: Significant digits that any number of a dossier fits in.
_DIGITS = 1000

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def format_money(amount: Money, language: str) -> str:
    """An amount with two decimals and the euro sign, as the locale writes it."""
    from babel.numbers import format_currency

    return format_currency(amount.amount, "EUR", locale=_LOCALES[language])


def format_rate(rate: Rate, language: str) -> str:
    """A rate as a percentage, with all its decimals and no more: « 80 % », « 12,5 % »."""
    from babel.numbers import format_percent

    return format_percent(rate.value, locale=_LOCALES[language], decimal_quantization=False)


def format_number(number: int | Decimal, language: str) -> str:
    """A number with the locale's separators, with all its decimals."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_LOCALES[language], decimal_quantization=False)


def format_date(day: dt.date, language: str) -> str:
    """A day in full: « 27 avril 2018 », and « 1er » for the first of a month in French."""
    from babel.dates import format_date as babel_format

    written = babel_format(day, format="long", locale=_LOCALES[language])
    return f"1er{written[1:]}" if language == "fr" and day.day == 1 else written


def format_list(items: Iterable[object], language: str) -> str:
    """Items joined by commas and « et » / "and"."""
    from babel.lists import format_list as babel_format

    return babel_format([format_value(item, language) for item in items], locale=_LOCALES[language])


def _format_fraction(value: Fraction, language: str) -> str:
    if value.denominator == 1:
        return format_number(int(value), language)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format_number(exact.quantize(Decimal("0.0001")).normalize(), language)


def format_value(value: object, language: str) -> str:
    """
    Any value of the library as text: money, rates, dates, numbers, periods, terms (enums) and lists of them.

    Texts of the user are taken as they are; an unknown type is a programmer's mistake and shows as `repr`.
    """
    try:
        with localcontext(prec=_DIGITS):  # the default context has too few digits for absurd amounts
            return _written(value, language)
    except InvalidOperation:  # a number longer than any dossier's: its beginning tells enough
        return f"{str(value)[:24]}…"


def _written(value: object, language: str) -> str:
    match value:
        case None:
            return "—"
        case bool():
            from labo_partenariats.i18n.texts import text

            return text("terms.yes" if value else "terms.no", language)  # type: ignore[arg-type]
        case str():
            return value
        case Bilingual():
            return value(language)
        case Enum():
            return format_value(Term(type(value).__name__, value.value), language)
        case Term():
            from labo_partenariats.i18n.texts import text

            return text(f"terms.{value.group}.{value.name}", language)  # type: ignore[arg-type]
        case Place(line, column):
            from labo_partenariats.i18n.texts import text

            key = "line" if column is None else "line_and_column"
            return text(f"terms.TextPlace.{key}", language, line=str(line), column=str(column))  # type: ignore[arg-type]
        case Money():
            return format_money(value, language)
        case Rate():
            return format_rate(value, language)
        case Period():
            from labo_partenariats.values.calendar import format_period

            return format_period(value, language)  # type: ignore[arg-type]
        case Range() if value.minimum == value.maximum:
            return format_value(value.minimum, language)
        case Range():
            from labo_partenariats.i18n.texts import text

            return text("terms.range", language, minimum=value.minimum, maximum=value.maximum)  # type: ignore[arg-type]
        case dt.datetime():
            return f"{format_date(value.date(), language)} {value:%H:%M}"
        case dt.date():
            return format_date(value, language)
        case int() | Decimal():
            return format_number(value, language)
        case Fraction():
            return _format_fraction(value, language)
        case tuple() | list() | frozenset():
            return format_list(value, language)
        case _:
            return repr(value)
