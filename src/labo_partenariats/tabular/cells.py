"""One cell as one value of the model, by the kind of its column; what cannot be read comes back as doubts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from attrs import evolve

from labo_partenariats.model import Range
from labo_partenariats.tabular.guard import unguarded
from labo_partenariats.tabular.number_formats import ShownUnit, shown_by
from labo_partenariats.tabular.schema import Column, Kind
from labo_partenariats.tabular.table import Cell
from labo_partenariats.tabular.vocabulary import says_nothing, terms, yes_or_no
from labo_partenariats.values import identifiers
from labo_partenariats.values.amounts import UNREADABLE_NUMBER, read_amount, read_number, read_range, read_rate
from labo_partenariats.values.calendar import read_periods
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period
from labo_partenariats.values.reading import Doubt, Reading
from labo_partenariats.values.text import fold

UNKNOWN_TERM = "SRC501"
NEITHER_YES_NOR_NO = "SRC505"
NOT_ONE_DAY = "SRC507"
SHOWN_AS_PERCENTAGE = "SRC209"
NOT_IN_EUROS = "SRC210"
SHOWN_IN_THOUSANDS = "SRC211"
OTHER_WORDS = "SRC212"

_BULLET = re.compile(r"^(?:\s*[-–—•*·]\s+)+")
_NAME = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n|]|\Z)|([^;\n|]*))(?:[;\n|]|\Z)')
_SEPARATOR = re.compile(r'[;|]|^"')
_PERCENT = re.compile(r"%")


def text_of(cell: Cell) -> str:
    """What a reader sees in the cell, as text: numbers without noise, days as 27/04/2018."""
    value = cell.value
    if isinstance(value, str):  # first, for most cells are texts
        text = " ".join(value.split()) if "\n" not in value else value.strip()
        return unguarded(text) if text[:1] == "'" else text
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case Decimal():
            digits = f"{value:f}"
            return digits if "." not in digits else digits.rstrip("0").rstrip(".")
        case dt.datetime() if value.time() != dt.time():
            return f"{value:%d/%m/%Y %H:%M}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case dt.time():
            return f"{value:%H:%M}"


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a cell, bullets taken off."""
    return tuple(line for raw in text.splitlines() if (line := " ".join(_BULLET.sub("", raw).split())))


def split_names(text: str) -> tuple[str, ...]:
    """
    The names of a cell, separated by semicolons or line breaks; one in double quotes may hold them.

    >>> split_names('Oisans ; "Trièves ; Matheysine"')
    ('Oisans', 'Trièves ; Matheysine')
    """
    parts = (quoted.replace('""', '"') or bare for quoted, bare in _NAME.findall(text))
    return tuple(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))


def join_names(names: Iterable[str]) -> str:
    """Several names in one cell, as `split_names` takes them apart."""
    return " ; ".join(_quoted(name) if _SEPARATOR.search(name) else name for name in names)


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _source(cell: Cell) -> str | Decimal:
    return cell.value if isinstance(cell.value, Decimal) else text_of(cell)


def _text(cell: Cell, _: Column) -> Reading[str]:
    value = text_of(cell)
    if "\n" in value or value[:1].isspace():
        value = " ".join(value.split())
    return Reading(value, value)


def _lines(cell: Cell, _: Column) -> Reading[tuple[str, ...]]:
    value = text_of(cell)
    return Reading(value, split_lines(value))


def _names(cell: Cell, _: Column) -> Reading[tuple[str, ...]]:
    value = text_of(cell)
    return Reading(value, split_names(value))


def _rate(cell: Cell, _: Column) -> Reading[Any]:
    return read_rate(_source(cell), shown_as_percent=bool(_PERCENT.search(cell.number_format or "")))


def _count(cell: Cell, _: Column) -> Reading[int]:
    read = read_number(_source(cell))
    if read.value is None or read.value != read.value.to_integral_value() or read.value < 0:
        return Reading(read.text, None, (Doubt(UNREADABLE_NUMBER, read.text),))
    return Reading(read.text, int(read.value), read.doubts)


def _amount(cell: Cell, _: Column) -> Reading[Money]:
    """An amount as its cell shows it: a number format may say that the number is no amount in euros."""
    if not isinstance(cell.value, Decimal):
        return read_amount(text_of(cell))
    if cell.number_format is None:
        return read_amount(cell.value)
    shown, number = shown_by(cell.number_format, cell.value), cell.value
    text = text_of(cell)
    if shown.unit is ShownUnit.PERCENT:
        return Reading(
            text, None, (Doubt(SHOWN_AS_PERCENTAGE, text, {"shown": text_of(evolve(cell, value=number.scaleb(2)))}),)
        )
    if shown.unit in {ShownUnit.OTHER_CURRENCY, ShownUnit.DURATION}:
        return Reading(text, None, (Doubt(NOT_IN_EUROS, text, {"unit": shown.words or cell.number_format}),))
    if shown.unit_factor == shown.scale == 1:
        read = read_amount(number)
        if shown.unit is ShownUnit.EUROS or read.value is None:
            return read
        told = Doubt(OTHER_WORDS, text, {"unit": shown.words, "understood": read.value})
        return Reading(text, read.value, (*read.doubts, told))
    # «k€» shown without dividing: the number counts thousands; divided, or thousands only hidden, it counts euros.
    factor = shown.unit_factor if shown.scale == 1 else 1
    read = read_amount(number * factor if number.is_finite() else number)
    if read.value is None:
        return read
    told = Doubt(SHOWN_IN_THOUSANDS, text, {"format": shown.words or cell.number_format, "understood": read.value})
    return Reading(text, read.value, (*read.doubts, told))


def _range(cell: Cell, _: Column) -> Reading[Range]:
    read = read_range(_source(cell))
    return Reading(read.text, Range(*read.value) if read.value else None, read.doubts)


def _periods(cell: Cell, _: Column) -> Reading[tuple[Period, ...]]:
    shown = text_of(cell)
    if isinstance(cell.value, dt.date):
        time = cell.value.time() if isinstance(cell.value, dt.datetime) and cell.value.time() != dt.time() else None
        day = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
        return Reading(shown, (Period(day, day, start_time=time, text=shown),))
    return read_periods(shown)


def _date(cell: Cell, column: Column) -> Reading[dt.date]:
    read = _periods(cell, column)
    if read.value is not None and len(read.value) == 1 and read.value[0].is_exact_day:
        return Reading(read.text, read.value[0].start, read.doubts)
    doubts = read.doubts or (Doubt(NOT_ONE_DAY, read.text),)
    return Reading(read.text, None, doubts)


def _yes_no(cell: Cell, _: Column) -> Reading[bool]:
    shown = text_of(cell)
    answer = cell.value if isinstance(cell.value, bool) else yes_or_no(shown)
    return Reading(shown, answer, () if answer is not None else (Doubt(NEITHER_YES_NOR_NO, shown),))


def _term(cell: Cell, column: Column) -> Reading[Any]:
    shown = text_of(cell)
    assert column.terms is not None
    member = terms(column.terms).get(fold(shown))
    if member is not None:
        return Reading(shown, member)
    if says_nothing(shown):
        return Reading(shown, None)
    return Reading(shown, None, (Doubt(UNKNOWN_TERM, shown, {"vocabulary": column.terms.__name__}),))


def _coded(read: Callable[[str | Decimal], Reading[str]]) -> Callable[[Cell, Column], Reading[str]]:
    return lambda cell, _: read(_source(cell))


#: Takes a non-blank cell and its column.
CellReader = Callable[[Cell, Column], Reading[Any]]

_READERS: dict[Kind, CellReader] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.NAMES: _names,
    Kind.AMOUNT: _amount,
    Kind.RATE: _rate,
    Kind.COUNT: _count,
    Kind.NUMBER: lambda cell, _: read_number(_source(cell)),
    Kind.RANGE: _range,
    Kind.DATE: _date,
    Kind.PERIODS: _periods,
    Kind.YES_NO: _yes_no,
    Kind.TERM: _term,
    Kind.SIREN: _coded(identifiers.read_siren),
    Kind.SIRET: _coded(identifiers.read_siret),
    Kind.RNA: _coded(identifiers.read_rna),
    Kind.INSEE: _coded(identifiers.read_insee),
    Kind.POSTCODE: _coded(identifiers.read_postcode),
    Kind.EMAIL: _coded(identifiers.read_email),
    Kind.PHONE: _coded(identifiers.read_phone),
}


def reader_of(kind: Kind) -> CellReader:
    """What reads the cells of a column of this kind: looked up once a column, for there are many cells."""
    return _READERS[kind]


def read_cell(cell: Cell, column: Column) -> Reading[Any]:
    """The value of a non-blank cell for its column, with every doubt."""
    return reader_of(column.kind)(cell, column)
