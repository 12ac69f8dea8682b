"""
The *value* reading: exact numbers, for one case as it comes.

Money is an exact number of cents, rates and counts are exact fractions; each formula rounds once, as it says. A
quantity that nobody gave is *unknown* and makes unknown what depends on it, naming what is missing; it is never taken
for zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.book import Declaration, FormulaBook, Unit
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.values.money import Money, Rate


@frozen
class Unknown:
    """A value that cannot be computed, and the names of what is missing for it («impossible à dire»)."""

    missing: frozenset[str]


@frozen
class NoLimit:
    """The value of a limit that does not apply: `least` leaves it out."""


Known = Fraction
Value = Known | Unknown | NoLimit
Given = Money | Rate | int | Decimal | Fraction | Sequence[Money] | Unknown | None

COMPARISONS: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    "=": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
}


def to_number(given: Given, declaration: Declaration) -> Value:
    """
    What was given for a declared quantity as an exact number; None is unknown, or no limit for a limit.

    A limit of which it is not known whether it applies is given as `Unknown`.
    """
    match given:
        case None:
            return NoLimit() if declaration.is_limit else Unknown(frozenset({declaration.name}))
        case Unknown():
            return given
        case Money() if declaration.unit == "EUR" and not declaration.is_list:
            return Fraction(given.cents)
        case Rate() if declaration.unit != "EUR":
            return given.fraction
        case int() | Decimal() | Fraction() if not isinstance(given, bool) and declaration.unit != "EUR":
            return Fraction(given)
        case list() | tuple() if declaration.is_list and all(isinstance(item, Money) for item in given):
            return Fraction(sum(item.cents for item in given))
        case _:
            raise Misuse("MIS033", {"name": declaration.name, "unit": declaration.unit, "value": repr(given)})


def from_number(number: Fraction, unit: Unit) -> Money | Fraction:
    """An exact number as the user's type: whole cents become `Money`, rates and fractions of a cent stay exact."""
    return Money(int(number)) if unit == "EUR" and number.denominator == 1 else number


def _unknown(*values: Value) -> Unknown | None:
    missing = [value.missing for value in values if isinstance(value, Unknown)]
    return Unknown(frozenset().union(*missing)) if missing else None


def _known(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise Misuse("MIS034", {"value": repr(value)})


@frozen
class ValueAlgebra:
    """The building blocks on exact numbers."""

    values: Mapping[str, Value]

    def constant(self, value: Fraction) -> Value:
        return value

    def quantity(self, name: str) -> Value:
        return self.values[name]

    total = quantity

    def add(self, left: Value, right: Value) -> Value:
        return _unknown(left, right) or _known(left) + _known(right)

    def subtract(self, left: Value, right: Value) -> Value:
        return _unknown(left, right) or _known(left) - _known(right)

    def multiply(self, left: Value, right: Value) -> Value:
        return _unknown(left, right) or _known(left) * _known(right)

    def divide(self, left: Value, right: Value) -> Value:
        if (unknown := _unknown(left, right)) is not None:
            return unknown
        dividend, divisor = _known(left), _known(right)
        # A quotient by zero has no value; saying which one is the task of the checks on domains.
        return Unknown(frozenset({"divisor"})) if divisor == 0 else dividend / divisor

    def least(self, options: Sequence[Value]) -> Value:
        applying = [option for option in options if not isinstance(option, NoLimit)]
        if not applying:
            return NoLimit()
        return _unknown(*applying) or min(_known(option) for option in applying)

    def greatest(self, options: Sequence[Value]) -> Value:
        return _unknown(*options) or max(_known(option) for option in options)

    def where(self, left: Value, comparator: Comparator, right: Value, then: Value, otherwise: Value) -> Value:
        if (unknown := _unknown(left, right)) is not None:
            return unknown
        return then if COMPARISONS[comparator](_known(left), _known(right)) else otherwise


def evaluate(book: FormulaBook, given: Mapping[str, Given], *keys: str) -> dict[str, Value]:
    """
    The values of the formulas *keys* (all of the book when none is named) and of everything they need.

    *given* maps inputs and parameters to what is known of them; a formula that is given is taken as it is given, not
    computed. Raises `Misuse` on an undeclared name or a wrong type.
    """
    for name in (*given, *keys):
        if name not in book.declarations:
            raise Misuse("MIS032", {"name": name})
    values = {
        name: to_number(given.get(name), declaration)
        for name, declaration in book.declarations.items()
        if name in given or name not in book.formulas
    }
    algebra = ValueAlgebra(values)
    for key in book.needed_for(*keys) if keys else book.formulas:
        if key in given:
            continue
        formula = book.formulas[key]
        exact = formula.expression.fold(algebra)
        values[key] = formula.rounding.apply(exact) if isinstance(exact, Fraction) else exact
    return values
