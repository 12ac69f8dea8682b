"""
What a number format shows beside the number: a percentage, thousands, another currency, a unit.

A workbook keeps 12.6 where its reader sees «12,6 k€»: an amount read without its format would be another amount.
Formats are written in the English notation of the file format (ECMA-376, 18.8.31), whatever the language of the user.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from attrs import frozen

from labo_partenariats.values.text import plain

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(%)|([0#?][0#?., ]*)|([$£¥€])|(?:E[+-]|General)|(.)', re.IGNORECASE | re.DOTALL
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[_*].|\[[^\]]*\]|[^;])+|(?<=;)(?=;|\Z)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_DURATION = re.compile(r"h+|m+|s+", re.IGNORECASE)
_EUROS = frozenset({"", "€", "eur", "euro", "euros", "e"})
_TAXES = re.compile(r"\b(?:h\.?t|t\.?t\.?c)\b\.?")
_THOUSANDS = frozenset({"k", "ke", "k€", "keur", "k euros", "milliers", "milliers d'euros", "milliers €"})
_MILLIONS = frozenset({"m", "m€", "meur", "m euros", "millions", "millions d'euros", "million", "million d'euros"})
_OTHERS = frozenset({"$", "£", "¥", "usd", "us$", "gbp", "chf", "jpy", "cad", "dollars", "dollar", "frf", "fs", "f"})


class ShownUnit(Enum):
    """What the number of an amount is shown in."""

    EUROS = "euros"
    PERCENT = "percent"
    DURATION = "duration"
    OTHER_CURRENCY = "other-currency"
    UNKNOWN = "unknown"


@frozen
class Shown:
    """
    How a number is shown: in which unit, under which words.

    ``unit_factor`` is how many euros the unit is worth (1 000 for k€), ``scale`` by how much the format divides the
    number before it shows it: the amount is the number × ``unit_factor`` ÷ ``scale`` where the unit is named, and the
    number itself where the format only hides thousands.
    """

    unit: ShownUnit = ShownUnit.EUROS
    words: str = ""
    unit_factor: int = 1
    scale: int = 1


_PLAIN = Shown()


def shown_by(number_format: str | None, number: Decimal) -> Shown:
    """
    What *number_format* shows of *number*.

    >>> shown_by('0.0" k€"', Decimal("12.6")).unit_factor
    1000
    """
    if not number_format or number_format.lower() in {"general", "standard", "@"}:
        return _PLAIN
    sections = _sections(number_format)
    return _shown(_chosen(sections, number)) if sections else _PLAIN


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[str, ...]:
    return tuple(_SECTION.findall(number_format))


def _chosen(sections: tuple[str, ...], number: Decimal) -> str:
    """The section that shows *number*: by its condition when it has one, else by its sign."""
    conditions = [_CONDITION.search("".join(re.findall(r"\[([^\]]*)\]", section))) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(number, condition[1], Decimal(condition[2])):
                return section
        return sections[-1]
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        ">": number > bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]


@lru_cache(maxsize=512)
def _shown(section: str) -> Shown:
    literal: list[str] = []
    digits: list[str] = []
    is_percent = is_duration = False
    for quoted, escaped, bracket, percent, placeholder, sign, other in _TOKEN.findall(section):
        is_percent = is_percent or bool(percent)
        if placeholder:
            digits.append(placeholder)
        elif bracket:
            is_duration = is_duration or _DURATION.fullmatch(bracket) is not None
            currency = _CURRENCY.fullmatch(bracket)
            literal.append(currency[1] if currency else "")
        else:
            literal.append(quoted or escaped or sign or (other if other not in "()+-,./:" else ""))
    scale = 1000 ** (len(digits[-1].rstrip()) - len(digits[-1].rstrip().rstrip(","))) if digits else 1
    words = " ".join("".join(literal).split())
    if is_percent:
        return Shown(ShownUnit.PERCENT, "%")
    if is_duration:
        return Shown(ShownUnit.DURATION)
    unit, factor = _unit(words) if digits else (ShownUnit.EUROS, 1)
    return Shown(unit, words, factor, scale)


def _unit(words: str) -> tuple[ShownUnit, int]:
    """What the words around a number mean, and how many euros it is worth."""
    bare = " ".join(_TAXES.sub(" ", plain(words).replace("’", "'")).split()).strip(" -.:")
    if bare in _EUROS:
        return ShownUnit.EUROS, 1
    if bare in _THOUSANDS:
        return ShownUnit.EUROS, 1_000
    if bare in _MILLIONS:
        return ShownUnit.EUROS, 1_000_000
    return (ShownUnit.OTHER_CURRENCY if bare in _OTHERS else ShownUnit.UNKNOWN), 1
