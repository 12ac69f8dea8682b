"""From a value of a TOML file to an exact value of its unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from labo_partenariats.law.bands import Band, Bands, is_grid
from labo_partenariats.law.parameter import Declaration, Scalar, Value
from labo_partenariats.law.problems import (
    MISSING_KEY,
    NOT_A_GRID,
    NOT_IN_LIST,
    OUT_OF_BOUNDS,
    WRONG_TYPE,
    Problem,
    TableReader,
    kind_of,
)
from labo_partenariats.law.terms import Bilingual, Unit
from labo_partenariats.values.money import Money, Rate

#: Units of plain numbers: the ones that cells and bounds of a table may have.
NUMERIC: Final = frozenset(Unit) - {Unit.DATE, Unit.BOOLEAN, Unit.TEXT, Unit.CHOICE, Unit.CHOICES}

_DECIMAL: Final = frozenset({Unit.RATE, Unit.EUR, Unit.EUR_PER_KM, Unit.EUR_PER_HOUR})
_TYPES: Final[Mapping[Unit, type]] = {
    Unit.DATE: dt.date,
    Unit.BOOLEAN: bool,
    Unit.TEXT: str,
    Unit.CHOICE: str,
    Unit.CHOICES: list,
}
_HIGHEST: Final = 10**12  # more than the budget of the Union; keeps hostile exponents out of the arithmetic
_DECIMALS: Final = 6
_LONGEST: Final = 30


def read_value(declaration: Declaration, raw: object, path: str, problems: list[Problem]) -> Value | None:
    """The value that *raw* spells for a parameter so declared; None, with the problems noted, when it spells none."""
    if declaration.bands:
        return _bands(declaration, raw, path, problems)
    return _scalar(declaration.unit, declaration.options, raw, path, problems)


def _scalar(
    unit: Unit, options: Mapping[str, Bilingual], raw: object, path: str, problems: list[Problem]
) -> Scalar | None:
    if unit in NUMERIC:
        return _number(unit, raw, path, problems)
    if type(raw) is not _TYPES[unit]:
        problems.append(Problem(WRONG_TYPE, path, {"expected": unit.value, "found": kind_of(raw)}))
        return None
    if unit is Unit.CHOICES:
        return _choices(options, raw, path, problems)
    if unit is Unit.CHOICE and raw not in options:
        problems.append(Problem(NOT_IN_LIST, path, {"value": raw, "allowed": ", ".join(options)}))
        return None
    if unit is Unit.TEXT and not str(raw).strip():
        problems.append(Problem(MISSING_KEY, path, {"key": "value"}))
        return None
    assert isinstance(raw, (dt.date, bool, str))
    return raw


def _choices(
    options: Mapping[str, Bilingual], raw: object, path: str, problems: list[Problem]
) -> tuple[str, ...] | None:
    assert isinstance(raw, list)
    wrong = [
        Problem(NOT_IN_LIST, f"{path}[{i}]", {"value": item, "allowed": ", ".join(options)})
        if isinstance(item, str)
        else Problem(WRONG_TYPE, f"{path}[{i}]", {"expected": "string", "found": kind_of(item)})
        for i, item in enumerate(raw)
        if not isinstance(item, str) or item not in options or item in raw[:i]
    ]
    problems.extend(wrong)
    return None if wrong else tuple(raw)


def _number(unit: Unit, raw: object, path: str, problems: list[Problem]) -> Money | Rate | Decimal | int | None:
    kinds = (int, Decimal) if unit in _DECIMAL else (int,)
    if type(raw) not in kinds:
        expected = "number" if unit in _DECIMAL else "integer"
        problems.append(Problem(WRONG_TYPE, path, {"expected": expected, "found": kind_of(raw)}))
        return None
    assert isinstance(raw, (int, Decimal))
    highest = 1 if unit is Unit.RATE else _HIGHEST
    decimals = 2 if unit is Unit.EUR else _DECIMALS
    if not _plain(raw) or not 0 <= raw <= highest or _places(raw) > decimals:
        facts = {"value": _shown(raw), "unit": unit.value, "highest": str(highest), "decimals": decimals}
        problems.append(Problem(OUT_OF_BOUNDS, path, facts))
        return None
    match unit:
        case Unit.RATE:
            return Rate(Decimal(raw))
        case Unit.EUR:
            return Money.euros(raw)
        case Unit.EUR_PER_KM | Unit.EUR_PER_HOUR:
            return Decimal(raw)
        case _:
            return int(raw)


def _plain(number: int | Decimal) -> bool:
    return isinstance(number, int) or (number.is_finite() and not number.is_signed())


def _places(number: int | Decimal) -> int:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return -exponent if isinstance(exponent, int) else 0


def _shown(number: int | Decimal) -> str:
    # a whole number of thousands of digits has no decimal spelling in Python
    if isinstance(number, int) and abs(number) > _HIGHEST**2:
        return "…"
    return str(number)[:_LONGEST]


def _bands(declaration: Declaration, raw: object, path: str, problems: list[Problem]) -> Bands | None:
    if not isinstance(raw, list):
        problems.append(Problem(WRONG_TYPE, path, {"expected": "array", "found": kind_of(raw)}))
        return None
    before = len(problems)
    rows: list[Band] = []
    for i, item in enumerate(raw):
        where = f"{path}[{i}]"
        if not isinstance(item, dict):
            problems.append(Problem(WRONG_TYPE, where, {"expected": "table", "found": kind_of(item)}))
            continue
        reader = TableReader(item, where, problems)
        bounds = tuple(
            _number(unit, reader.any(axis), reader.at(axis), problems) if axis in item else None
            for axis, unit in declaration.bands.items()
        )
        gives = reader.any("gives")
        number = None if gives is None else _number(declaration.unit, gives, reader.at("gives"), problems)
        reader.finish()
        if number is not None:
            rows.append(Band(bounds, number))
    if len(problems) > before:
        return None
    if not is_grid([row.up_to for row in rows]):
        problems.append(Problem(NOT_A_GRID, path, {"axes": ", ".join(declaration.bands)}))
        return None
    return Bands(tuple(declaration.bands), tuple(rows))
