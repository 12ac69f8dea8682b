"""
Expressions: a rule of arithmetic as data, written once with Python's operators and read in several ways.

An expression is a small immutable graph over named quantities. A reading is an `Algebra`: it says what each building
block becomes (an exact number, an explanation, the text of a spreadsheet formula …) and `Expression.fold` walks the
graph.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from attrs import frozen

from labo_partenariats.errors import Misuse

T = TypeVar("T")
Comparator = Literal["<", "<=", "=", ">=", ">"]


class Algebra(Protocol[T]):
    """What a reading must know: one method for each building block, given its operands already read."""

    def constant(self, value: Fraction) -> T: ...
    def quantity(self, name: str) -> T: ...
    def total(self, name: str) -> T: ...
    def add(self, left: T, right: T) -> T: ...
    def subtract(self, left: T, right: T) -> T: ...
    def multiply(self, left: T, right: T) -> T: ...
    def divide(self, left: T, right: T) -> T: ...
    def least(self, options: Sequence[T]) -> T: ...
    def greatest(self, options: Sequence[T]) -> T: ...
    def where(self, left: T, comparator: Comparator, right: T, then: T, otherwise: T) -> T: ...


class Expression(ABC):
    """A node of the graph; its operators build new nodes and compute nothing."""

    @abstractmethod
    def fold(self, algebra: Algebra[T]) -> T:
        """Read this expression with *algebra*."""

    @abstractmethod
    def names(self) -> frozenset[str]:
        """The names of the quantities that the expression uses."""

    def __add__(self, other: Operand) -> Expression:
        return Add(self, operand(other))

    def __radd__(self, other: Operand) -> Expression:
        return Add(operand(other), self)

    def __sub__(self, other: Operand) -> Expression:
        return Subtract(self, operand(other))

    def __rsub__(self, other: Operand) -> Expression:
        return Subtract(operand(other), self)

    def __mul__(self, other: Operand) -> Expression:
        return Multiply(self, operand(other))

    def __rmul__(self, other: Operand) -> Expression:
        return Multiply(operand(other), self)

    def __truediv__(self, other: Operand) -> Expression:
        return Divide(self, operand(other))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Divide(operand(other), self)

    def __bool__(self) -> bool:
        # `if x.a:` would freeze one branch into the graph without a word; `where` is the way to choose.
        raise Misuse("MIS030", {"expression": repr(self)})


Operand = Expression | int | Fraction | Decimal


def operand(value: Operand) -> Expression:
    """*value* as an expression; a float is refused, as everywhere near money."""
    if isinstance(value, Expression):
        return value
    exact = isinstance(value, (int, Fraction, Decimal)) and not isinstance(value, bool)
    if not exact or (isinstance(value, Decimal) and not value.is_finite()):
        raise Misuse("MIS001", {"what": "Expression", "value": repr(value)})
    return Constant(Fraction(value))


@frozen
class Constant(Expression):
    """An exact number of the arithmetic itself, such as the 1 of 1 − r; figures of the law are parameters."""

    value: Fraction

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.constant(self.value)

    def names(self) -> frozenset[str]:
        return frozenset()


@frozen
class Quantity(Expression):
    """A named quantity: an input, a parameter of the law or the result of another formula."""

    name: str

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.quantity(self.name)

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@frozen
class Total(Expression):
    """The sum of an input that is a list of amounts."""

    name: str

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.total(self.name)

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@frozen
class _Binary(Expression):
    left: Expression
    right: Expression

    def names(self) -> frozenset[str]:
        return self.left.names() | self.right.names()


@frozen
class Add(_Binary):
    """left + right."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.add(self.left.fold(algebra), self.right.fold(algebra))


@frozen
class Subtract(_Binary):
    """left − right."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.subtract(self.left.fold(algebra), self.right.fold(algebra))


@frozen
class Multiply(_Binary):
    """left × right."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.multiply(self.left.fold(algebra), self.right.fold(algebra))


@frozen
class Divide(_Binary):
    """left ÷ right, exact."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.divide(self.left.fold(algebra), self.right.fold(algebra))


@frozen
class _Choice(Expression):
    options: tuple[Expression, ...]

    def names(self) -> frozenset[str]:
        return frozenset().union(*(option.names() for option in self.options))


@frozen
class Least(_Choice):
    """The smallest of its options; a limit that does not apply is left out."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.least([option.fold(algebra) for option in self.options])


@frozen
class Greatest(_Choice):
    """The greatest of its options."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.greatest([option.fold(algebra) for option in self.options])


@frozen
class Where(Expression):
    """``then`` when the comparison holds, ``otherwise`` when not."""

    left: Expression
    comparator: Comparator
    right: Expression
    then: Expression
    otherwise: Expression

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.where(
            self.left.fold(algebra),
            self.comparator,
            self.right.fold(algebra),
            self.then.fold(algebra),
            self.otherwise.fold(algebra),
        )

    def names(self) -> frozenset[str]:
        parts = (self.left, self.right, self.then, self.otherwise)
        return frozenset().union(*(part.names() for part in parts))


def least(*options: Operand) -> Expression:
    """The smallest of *options*."""
    return Least(tuple(operand(option) for option in options))


def greatest(*options: Operand) -> Expression:
    """The greatest of *options*."""
    return Greatest(tuple(operand(option) for option in options))


def where(left: Operand, comparator: Comparator, right: Operand, then: Operand, otherwise: Operand) -> Expression:
    """``then`` when ``left comparator right`` holds, else ``otherwise``."""
    return Where(operand(left), comparator, operand(right), operand(then), operand(otherwise))
