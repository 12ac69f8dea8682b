"""The values of a dossier in words: what a document shows where a workbook holds a number or a formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from labo_partenariats.plugin.report import (
    CellValue,
    Difference,
    FormulaOf,
    Gap,
    Language,
    Lines,
    NamedAmount,
    Periods,
    Rate,
    Selected,
    Share,
    Verdict,
    Within,
    format_periods,
    format_value,
    text,
)


def in_words(value: CellValue, language: Language) -> tuple[str, ...]:
    """The texts that *value* is told in, one for most values and none for what is not known."""
    match value:
        case None | "":
            return ()
        case Lines(items):
            return tuple(item for item in items if item)
        case Periods(items):
            return (format_periods(items, language),)
        case NamedAmount() | Selected() | Share() | Within() | Difference() | Gap():
            return _exact(value.value, language)
        case Verdict():
            if value.holds is None:
                return ()
            return (text(f"report.calculation.{'holds' if value.holds else 'broken'}", language),)
        case FormulaOf():
            return (value.words,)
        case _:
            return (format_value(value, language),)


def _exact(value: object, language: Language) -> tuple[str, ...]:
    if value is None:
        return ()
    return (format_value(_percentage(value) if isinstance(value, Fraction) else value, language),)


def _percentage(part: Fraction) -> Rate:
    """A quotient as a rate of two decimals at most, for reading only."""
    return Rate(Decimal(round(part * 10_000)) / 10_000)
