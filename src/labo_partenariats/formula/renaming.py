"""The *renaming* reading: the same formula over other quantities, so that a rule applied twice is written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from labo_partenariats.formula.expression import (
    Add,
    Comparator,
    Constant,
    Divide,
    Expression,
    Greatest,
    Least,
    Multiply,
    Quantity,
    Subtract,
    Total,
    Where,
)


@frozen
class RenamingAlgebra:
    """The building blocks as they are, quantities under the names that ``names`` gives them."""

    names: Mapping[str, str]

    def constant(self, value: Fraction) -> Expression:
        return Constant(value)

    def quantity(self, name: str) -> Expression:
        return Quantity(self.names.get(name, name))

    def total(self, name: str) -> Expression:
        return Total(self.names.get(name, name))

    def add(self, left: Expression, right: Expression) -> Expression:
        return Add(left, right)

    def subtract(self, left: Expression, right: Expression) -> Expression:
        return Subtract(left, right)

    def multiply(self, left: Expression, right: Expression) -> Expression:
        return Multiply(left, right)

    def divide(self, left: Expression, right: Expression) -> Expression:
        return Divide(left, right)

    def least(self, options: Sequence[Expression]) -> Expression:
        return Least(tuple(options))

    def greatest(self, options: Sequence[Expression]) -> Expression:
        return Greatest(tuple(options))

    def where(
        self, left: Expression, comparator: Comparator, right: Expression, then: Expression, otherwise: Expression
    ) -> Expression:
        return Where(left, comparator, right, then, otherwise)


def renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    """
    *expression* with its quantities called as *names* says; those that it does not name keep their names.

    >>> renamed(Quantity("retained") * 2, {"retained": "claimed"}).names()
    frozenset({'claimed'})
    """
    return expression.fold(RenamingAlgebra(names))
