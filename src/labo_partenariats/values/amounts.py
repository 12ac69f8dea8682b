"""
Amounts, rates and numbers in French and English spellings; every doubt is said, nothing is guessed silently.

«12 603 €», «4 936.40 €», «1.234,56», «1,234.56», «(150,00)», «12 k€» are read. A single mark before exactly three
digits («1.234») is read as thousands *with a doubt*, for it may be a decimal mark.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.reading import Doubt, Reading

UNREADABLE_AMOUNT: Final = "SRC201"
AMBIGUOUS_MARK: Final = "SRC202"
FRACTION_OF_CENT: Final = "SRC203"
UNREADABLE_RATE: Final = "SRC204"
RATE_WITHOUT_PERCENT: Final = "SRC205"
UNREADABLE_NUMBER: Final = "SRC206"
TAX_BASIS_NAMED: Final = "SRC207"
UNREADABLE_RANGE: Final = "SRC208"

_LONGEST = 60  # a longer text is no amount; it also keeps hostile digits away from the arithmetic
_EURO = r"(?:€|(?<![a-z])eur(?:os?)?(?![a-z]))"
_CENTS_AFTER_EURO = re.compile(rf"(?<=\d)\s?{_EURO}\s?(?=\d\d$)", re.IGNORECASE)  # «12 € 50»
_CURRENCY = re.compile(rf"{_EURO}(?!\s?\d)|(?<!\d)(?<!\d\s){_EURO}", re.IGNORECASE)  # not between two digits
_TAX_BASIS = re.compile(r"(?<![^\W\d])(?:h\.?t|t\.?t\.?c|hors taxes?|toutes taxes comprises)(?!\w)\.?", re.IGNORECASE)
_FACTOR = re.compile(r"(?<=[\d\s])([kKM])\s*$")
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-"})
_SIGNED = re.compile(r"(?P<minus>\()\s?(?P<inner>[^()]+)\)|(?P<sign>[+-]?)\s?(?P<body>[^()]+)")
_NUMBER = re.compile(r"\d[\d.,'’ ]*")
_PLAIN = re.compile(r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,2}))?")  # what nearly all amounts are: nothing to doubt


def _single_spaced(text: str) -> str:
    return " ".join(text.replace("\N{NARROW NO-BREAK SPACE}", " ").split()).translate(_SIGNS)


def _grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)


def _number(text: str) -> tuple[Decimal | None, bool]:
    """The number a text spells and whether its mark is ambiguous; None when it spells none."""
    signed = _SIGNED.fullmatch(text) if len(text) <= _LONGEST else None
    if signed is None:
        return None, False
    negative, body = bool(signed["minus"]) or signed["sign"] == "-", (signed["inner"] or signed["body"]).strip()
    if not _NUMBER.fullmatch(body):
        return None, False
    body = body.replace("’", "'")
    marks = [char for char in body if char in ".,"]
    decimal_mark, ambiguous = None, False
    if marks and (len(marks) == 1 or marks[-1] != marks[-2]):
        decimal_mark = marks[-1]
        whole, _, decimals = body.rpartition(decimal_mark)
        if len(marks) == 1 and len(decimals) == 3 and len(whole) <= 3 and whole.strip("0"):
            decimal_mark, ambiguous = None, True
    whole, _, decimals = body.rpartition(decimal_mark) if decimal_mark else (body, "", "")
    if not decimals.isdigit() and decimals:
        return None, False
    for mark in (" ", "'", ".", ","):
        if mark in whole:
            if not _grouped(whole.replace(" ", mark), mark):
                return None, False
            whole = whole.replace(mark, "").replace(" ", "")
    if not whole.isdigit() or (decimal_mark and not decimals):
        return None, False
    number = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return (number.copy_negate() if negative else number), ambiguous  # unary minus would round to the context


def read_number(source: str | Decimal) -> Reading[Decimal]:
    """A plain number, such as a count or a target."""
    if isinstance(source, Decimal):
        known = source.is_finite()
        return Reading(str(source), source if known else None, () if known else (_unread_number(source),))
    number, ambiguous = _number(_single_spaced(source))
    if number is None:
        return Reading(source, None, (Doubt(UNREADABLE_NUMBER, source),))
    doubts = (Doubt(AMBIGUOUS_MARK, source, {"understood": number}),) if ambiguous else ()
    return Reading(source, number, doubts)


def _unread_number(source: Decimal) -> Doubt:
    return Doubt(UNREADABLE_NUMBER, str(source))


def read_amount(source: str | Decimal) -> Reading[Money]:
    """
    An amount in euros.

    >>> read_amount("4 936.40 €").value
    Money.euros('4936.40')
    """
    written = str(source)
    if plain := _PLAIN.fullmatch(written):
        euros, decimals = plain.groups("00")
        return Reading(written, Money(int(euros + decimals.ljust(2, "0"))))
    if isinstance(source, Decimal):
        return _to_cents(written, source, [])
    text, doubts = _single_spaced(source), list[Doubt]()
    if _TAX_BASIS.search(text):
        text = _TAX_BASIS.sub("", text).strip()
        doubts.append(Doubt(TAX_BASIS_NAMED, source))
    text = _CURRENCY.sub("", _CENTS_AFTER_EURO.sub(",", text)).strip()
    factor = 1
    if found := _FACTOR.search(text):
        factor = 1_000_000 if found[1] == "M" else 1_000
        text = text[: found.start()].strip()
    number, ambiguous = _number(text)
    if number is None:
        return Reading(source, None, (Doubt(UNREADABLE_AMOUNT, source),))
    if ambiguous:
        doubts.append(Doubt(AMBIGUOUS_MARK, source, {"understood": number * factor}))
    return _to_cents(source, number, doubts, factor)


def _to_cents(text: str, number: Decimal, doubts: list[Doubt], factor: int = 1) -> Reading[Money]:
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return Reading(text, None, (Doubt(UNREADABLE_AMOUNT, text),))
    exact = Fraction(number) * factor * 100  # Decimal would round to the 28 digits of its context
    cents = math.floor(abs(exact) + Fraction(1, 2))
    money = Money(-cents if exact < 0 else cents)
    if money.cents != exact:
        doubts.append(Doubt(FRACTION_OF_CENT, text, {"understood": money}))
    return Reading(text, money, tuple(doubts))


def read_rate(source: str | Decimal, *, shown_as_percent: bool = False) -> Reading[Rate]:
    """
    A rate: «80 %», «0,8», or a number shown as a percentage.

    A bare number above 1 («80») is read as a percentage with a doubt.
    """
    text = str(source) if isinstance(source, Decimal) else _single_spaced(source)
    percent = text.endswith("%")
    number, ambiguous = (source, False) if isinstance(source, Decimal) else _number(text.removesuffix("%").strip())
    if number is not None and ambiguous:  # a rate has no thousands: «33,333 %» is a decimal mark
        number = number.scaleb(-3)
    if number is None or not number.is_finite() or number < 0:
        return Reading(text, None, (Doubt(UNREADABLE_RATE, text),))
    if percent:
        rate = Rate.percent(number)
    elif number > 1 and not shown_as_percent:
        rate = Rate.percent(number)
        return _checked(text, rate, (Doubt(RATE_WITHOUT_PERCENT, text, {"understood": rate}),))
    else:
        rate = Rate(number)
    return _checked(text, rate, ())


def _checked(text: str, rate: Rate, doubts: tuple[Doubt, ...]) -> Reading[Rate]:
    if rate > Rate(1):
        return Reading(text, None, (Doubt(UNREADABLE_RATE, text),))
    return Reading(text, rate, doubts)


_BETWEEN = re.compile(r"^(?:entre|de|between|from)?\s*(\S[^-à]*?)\s*(?:-|à|et|to|and)\s*(\S.*)$", re.IGNORECASE)


def read_range(source: str | Decimal) -> Reading[tuple[Decimal, Decimal]]:
    """
    A target: one number, or two bounds («10 à 15», «100-150»).

    >>> read_range("10 à 15").value
    (Decimal('10'), Decimal('15'))
    """
    if isinstance(source, Decimal):
        number = read_number(source)
        return Reading(number.text, None if number.value is None else (number.value, number.value), number.doubts)
    text = _single_spaced(source)
    bounds = _BETWEEN.match(text) if len(text) <= _LONGEST and _number(text)[0] is None else None
    (low, low_doubt), (high, high_doubt) = (
        _number(part.strip()) for part in (bounds.groups() if bounds else (text, text))
    )
    if low is None or high is None or high < low:
        return Reading(source, None, (Doubt(UNREADABLE_RANGE, source),))
    doubts = (
        (Doubt(AMBIGUOUS_MARK, source, {"understood": high if high_doubt else low}),) if low_doubt or high_doubt else ()
    )
    return Reading(source, (low, high), doubts)
