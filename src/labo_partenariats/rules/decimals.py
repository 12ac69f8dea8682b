"""The decimal rates of an interval of exact numbers: those that someone can write in an agreement."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import Final

from labo_partenariats.formula import Interval
from labo_partenariats.values.money import Rate

#: Rates are published in whole percent, at the finest in hundredths of a percent: four decimals.
USUAL_DECIMALS: Final = 4


def decimals_in(interval: Interval) -> tuple[Rate, Rate]:
    """
    The smallest and the largest decimal rate in an interval, with four decimals or, where none of these lies in it,
    with the fewest more that it takes.

    An exact end may have no decimal writing at all (16 332 ÷ 24 682), or lie just outside of a half-open interval: what
    a person can use is a rate inside that can be written.

    >>> from fractions import Fraction
    >>> decimals_in(Interval(Fraction(1, 3), Fraction(2, 3)))
    (Rate('0.3334'), Rate('0.6666'))
    """
    assert interval.low is not None
    assert interval.high is not None
    decimals = USUAL_DECIMALS
    while True:
        low, high = interval.low * 10**decimals, interval.high * 10**decimals
        first = ceil(low) if interval.low_included else floor(low) + 1
        last = floor(high) if interval.high_included else ceil(high) - 1
        if first <= last:
            return _rate(first, decimals), _rate(last, decimals)
        assert interval.low < interval.high  # roundings make intervals of rates, and each holds a decimal
        decimals += 1


def _rate(number: int, decimals: int) -> Rate:
    return Rate(Decimal((0, tuple(int(digit) for digit in str(number)), -decimals)))
