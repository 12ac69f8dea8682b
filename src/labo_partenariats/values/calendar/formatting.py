"""
Periods as a French or English reader writes them, and as `read_periods` reads them back.

Month names, the order of a date and lists come from Babel, imported when used; the turns of phrase from ``words.toml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, Final

from attrs import evolve

from labo_partenariats.values.calendar.lexicon import Language, wording
from labo_partenariats.values.calendar.units import is_whole, unit_at
from labo_partenariats.values.period import Period, Precision

_LOCALES: Final = {"fr": "fr_FR", "en": "en_GB"}
_VOWELS: Final = "aeiouyàâéèêô"
_WINTER: Final = 4


def format_period(period: Period, language: Language = "fr") -> str:
    """
    One period in words, its name after it: «du 4 au 6 novembre 2017», «mars 2018», «6 novembre 2017 (Matheysine)».

    A period whose bounds are no whole units of its precision is written with its days.
    """
    written = _span(period, language)
    if period.label is None:
        return written
    return _pattern(language, "label_after").format(period=written, label=period.label)


def format_periods(periods: Iterable[Period], language: Language = "fr") -> str:
    """
    Several periods in their order: «6, 13 et 27 novembre 2017», «Première session : … ; Deuxième session : …».

    Names stand before their lists, or after each period when an unnamed one follows a named one.
    """
    listed = tuple(periods)
    between = _pattern(language, "between_groups")
    named = [period.label is not None for period in listed]
    if any(before and not after for before, after in pairwise(named)):
        return between.join(format_period(period, language) for period in listed)
    groups = []
    for label, group in groupby(listed, key=lambda period: period.label):
        written = _listed([evolve(period, label=None) for period in group], language)
        groups.append(_pattern(language, "label_before").format(label=label, periods=written) if label else written)
    return between.join(groups)


def _pattern(language: Language, name: str) -> str:
    return str(wording(language)[name])


def _listed(periods: Sequence[Period], language: Language) -> str:
    """A list; plain days of one month share its name, and commas alone part what then holds lists."""
    pieces, shared = [], False
    for _, group in groupby(periods, key=_month_of_plain_day):
        days = list(group)
        if _month_of_plain_day(days[0]) is None or len(days) == 1:
            pieces += [_span(period, language) for period in days]
            continue
        numbers = [_day_number(period.start, language) for period in days[:-1] if period.start is not None]
        pieces.append(_joined([*numbers, _span(days[-1], language)], language))
        shared = True
    return ", ".join(pieces) if shared else _joined(pieces, language)


def _month_of_plain_day(period: Period) -> tuple[int, int] | None:
    plain = period.is_exact_day and period.start_time is None and period.end_time is None
    return (period.start.year, period.start.month) if plain and period.start is not None else None


def _joined(pieces: Sequence[str], language: Language) -> str:
    from babel.lists import format_list

    return format_list(pieces, locale=_LOCALES[language])


def _span(period: Period, language: Language) -> str:
    precision = period.precision if is_whole(period.precision, period.start, period.end) else Precision.DAY
    if period.start is None or period.end is None:
        return _open_span(period, precision, language)
    if precision is Precision.DAY:
        return _day_span(period, period.start, period.end, language)
    return _unit_span(precision, period.start, period.end, language)


def _open_span(period: Period, precision: Precision, language: Language) -> str:
    day = period.start or period.end
    assert day is not None
    if precision is Precision.DAY:
        unit = _timed_day(day, period.start_time or period.end_time, language)
    else:
        unit = _unit(precision, *unit_at(precision, day), language)
    patterns: dict[str, str] = wording(language)["since" if period.end is None else "until"]
    vowel = unit[0].lower() in _VOWELS or unit.startswith("h")
    return patterns[precision.value].format(unit, **_articles(vowel and not unit[0].isdigit()))


def _articles(elided: bool) -> dict[str, str]:
    """What French puts before a word, as its first letter asks."""
    return {"de": "d'", "du": "de l'", "au": "à l'"} if elided else {"de": "de ", "du": "du ", "au": "au "}


def _day_number(day: dt.date, language: Language) -> str:
    return _pattern(language, "first_day") if day.day == 1 else str(day.day)


def _babel(day: dt.date, pattern: str, language: Language) -> str:
    from babel.dates import format_date

    return str(format_date(day, format=pattern, locale=_LOCALES[language]))


def _day(day: dt.date, language: Language, pattern: str = "long") -> str:
    """The day in full, or by *pattern*, with French «1er»."""
    written = _babel(day, pattern, language)
    return f"{_day_number(day, language)}{written[1:]}" if day.day == 1 else written


def _time(time: dt.time, language: Language) -> str:
    from babel.dates import format_time

    pattern = _pattern(language, "time_pattern" if time.minute else "hour_pattern")
    return str(format_time(time, format=pattern, locale=_LOCALES[language]))


def _timed_day(day: dt.date, time: dt.time | None, language: Language) -> str:
    written = _day(day, language)
    if time is None:
        return written
    return _pattern(language, "time_at").format(day=written, start=_time(time, language))


def _day_span(period: Period, first: dt.date, last: dt.date, language: Language) -> str:
    opening, closing = period.start_time, period.end_time
    if first == last:
        if closing is None:
            return _timed_day(first, opening, language)
        name = "time_until" if opening is None else "time_range"
        start = "" if opening is None else _time(opening, language)
        return _pattern(language, name).format(day=_day(first, language), start=start, end=_time(closing, language))
    if opening is not None or closing is not None or first.year != last.year:
        start = _timed_day(first, opening, language)
    else:
        start = _day_number(first, language) if first.month == last.month else _day(first, language, "d MMMM")
    return _pattern(language, "day_range").format(first=start, last=_timed_day(last, closing, language))


def _unit_span(precision: Precision, start: dt.date, end: dt.date, language: Language) -> str:
    (first_year, first), (last_year, last) = unit_at(precision, start), unit_at(precision, end)
    if (first_year, first) == (last_year, last):
        return _unit(precision, first_year, first, language)
    same_year = first_year == last_year
    if same_year and precision is Precision.WEEK:
        return _pattern(language, "week_range").format(first=first, last=last, year=last_year)
    if same_year and precision in (Precision.QUARTER, Precision.SEMESTER):
        ordinals = wording(language)["ordinals"]
        unit = _pattern(language, precision.value)
        return _pattern(language, "ordinal_range").format(
            first=ordinals[first - 1], last=ordinals[last - 1], unit=unit, year=last_year
        )
    shared = same_year and precision in (Precision.MONTH, Precision.HALF_MONTH, Precision.SEASON)
    shared = shared and not (precision is Precision.SEASON and last == _WINTER)
    return _pattern(language, "unit_range").format(
        first=_unit(precision, first_year, first, language, with_year=not shared),
        last=_unit(precision, last_year, last, language),
    )


def _unit(precision: Precision, year: int, number: int, language: Language, *, with_year: bool = True) -> str:
    """One unit wider than a day, with its year or without."""
    patterns: Any = wording(language)
    tail = f" {year}" if with_year else ""
    match precision:
        case Precision.WEEK:
            return str(patterns["week"].format(number=number, year=year))
        case Precision.HALF_MONTH:
            month = _babel(dt.date(year, (number + 1) // 2, 1), "MMMM", language)
            half = patterns["half_month"][(number + 1) % 2]
            return f"{half.format(month=month, **_articles(month[0] in _VOWELS))}{tail}"
        case Precision.MONTH:
            return f"{_babel(dt.date(year, number, 1), 'MMMM', language)}{tail}"
        case Precision.QUARTER | Precision.SEMESTER:
            return f"{patterns['ordinals'][number - 1]} {patterns[precision.value]}{tail}"
        case Precision.SEASON:
            return (
                f"{patterns['season'][number - 1]} {year}-{year + 1}"
                if number == _WINTER
                else (f"{patterns['season'][number - 1]}{tail}")
            )
        case _:
            return str(year)
