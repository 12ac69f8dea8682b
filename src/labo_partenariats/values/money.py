"""Exact amounts in euros and exact rates: integers and decimals only, never a float."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from attrs import Attribute, field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.values.rounding import Rounding


def _exact_decimal(value: int | str | Decimal, what: str) -> Decimal:
    if isinstance(value, (float, bool)):
        raise Misuse("MIS001", {"what": what, "value": repr(value)})
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise Misuse("MIS001", {"what": what, "value": repr(value)}) from None
    if not number.is_finite():
        raise Misuse("MIS001", {"what": what, "value": repr(value)})
    return number


@frozen(order=True, init=False)
class Money:
    """
    An amount in euros («montant»), held as a whole number of cents.

    >>> Money.euros("14745.60") + Money.euros(5000)
    Money.euros('19745.60')
    >>> Money.euros("12603").share(Rate("0.15"), Rounding.DOWN_TO_CENT)
    Money.euros('1890.45')
    """

    cents: int

    def __init__(self, cents: int) -> None:
        if type(cents) is not int:
            raise Misuse("MIS001", {"what": "Money", "value": repr(cents)})
        _set_cents(self, cents)

    @classmethod
    def euros(cls, value: int | str | Decimal) -> Money:
        """Make an amount from euros; raises `Misuse` on a float or on a fraction of a cent."""
        cents = Fraction(_exact_decimal(value, "Money")) * 100
        if cents.denominator != 1:
            raise Misuse("MIS002", {"value": str(value)})
        return cls(int(cents))

    @property
    def amount(self) -> Decimal:
        """The amount in euros, with two decimals, exact whatever its size."""
        sign, digits = int(self.cents < 0), tuple(int(d) for d in str(abs(self.cents)))
        return Decimal((sign, digits, -2))

    def share(self, rate: Rate, rounding: Rounding) -> Money:
        """The part of this amount that *rate* takes, rounded once by the named *rounding*."""
        exact = rounding.apply(self.cents * rate.fraction)
        if exact.denominator != 1:
            raise Misuse("MIS003", {"amount": str(self), "rate": str(rate)})
        return Money(int(exact))

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __str__(self) -> str:
        return f"{self.amount:f}"

    def __repr__(self) -> str:
        return f"Money.euros('{self}')"


def is_money(_: object, attribute: Attribute[Money], value: object) -> None:
    """A validator: an amount that is a bare number would fail far from where it was written."""
    if not isinstance(value, Money):
        raise Misuse("MIS044", {"name": attribute.name, "value": repr(value), "wanted": "Money"})


#: Sets the one field of an amount that is being made: amounts are made by the million, and frozen classes set slowly.
_set_cents = Money.__dict__["cents"].__set__

ZERO = Money(0)


#: Rates are few and used often.
_ratio = lru_cache(maxsize=1024)(Decimal.as_integer_ratio)


def _rate_value(value: int | str | Decimal) -> Decimal:
    return _exact_decimal(value, "Rate")


@frozen(order=True)
class Rate:
    """
    A rate («taux») as an exact decimal number: 0.80 is 80 %.

    >>> Rate("0.80") == Rate.percent(80)
    True
    >>> Rate("0.8").fraction
    Fraction(4, 5)
    """

    value: Decimal = field(converter=_rate_value)

    @classmethod
    def percent(cls, value: int | str | Decimal) -> Rate:
        """Make a rate from a number of hundredths: ``Rate.percent(80)`` is 0.80."""
        sign, digits, exponent = _exact_decimal(value, "Rate").as_tuple()
        assert isinstance(exponent, int)  # the number is finite
        return cls(Decimal((sign, digits, exponent - 2)))  # exact, where scaleb would round to its context

    @property
    def fraction(self) -> Fraction:
        """The rate as an exact quotient of integers."""
        return Fraction(*self.ratio)

    @property
    def ratio(self) -> tuple[int, int]:
        """The rate as a pair of integers in lowest terms, the denominator positive: 0.80 is (4, 5)."""
        return _ratio(self.value)

    def __str__(self) -> str:
        """The exact decimal, with at least two decimals: ``0.80``, ``0.125``."""
        whole, _, decimals = f"{self.value:f}".partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"

    def __repr__(self) -> str:
        return f"Rate('{self}')"


def total(amounts: Iterable[Money]) -> Money:
    """The exact sum of amounts; none at all make zero euros."""
    return Money(sum(amount.cents for amount in amounts))
