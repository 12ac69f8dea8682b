"""Expressions: built with Python's operators, computing nothing, refusing what is not exact."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import Expression, FormulaBook, Names, greatest, least, where
from labo_partenariats.formula.expression import (
    Add,
    Constant,
    Divide,
    Greatest,
    Least,
    Multiply,
    Quantity,
    Subtract,
    Total,
    Where,
    operand,
)

A, B = Quantity("a"), Quantity("b")
TWO = Constant(Fraction(2))
OPERATIONS: list[tuple[Callable[[object, object], object], type[Expression]]] = [
    (operator.add, Add),
    (operator.sub, Subtract),
    (operator.mul, Multiply),
    (operator.truediv, Divide),
]


@pytest.mark.parametrize(("apply", "node"), OPERATIONS)
def test_operators_build_nodes(apply: Callable[[object, object], object], node: Callable[..., Expression]) -> None:
    """Each operator makes its node, operands in their order, with an expression or a number on either side."""
    assert apply(A, B) == node(A, B)
    assert apply(A, 2) == node(A, TWO)
    assert apply(2, A) == node(TWO, A)


@pytest.mark.parametrize("number", [2, Fraction(2), Decimal("2.0")])
def test_exact_numbers_are_constants(number: int | Fraction | Decimal) -> None:
    """Whole numbers, fractions and decimals are taken with their exact value."""
    assert operand(number) == TWO


@pytest.mark.parametrize(
    "number", [0.5, True, "2", None, 2j, Decimal("NaN"), Decimal("Infinity"), -Decimal("Infinity")]
)
def test_inexact_numbers_are_refused(number: object) -> None:
    """A float, a truth value, a text or a number that is none never enters an expression, on whichever side."""
    builds: tuple[Callable[[Any], Expression], ...] = (
        lambda given: A + given,
        lambda given: given * A,
        lambda given: least(A, given),
        lambda given: where(A, "<", given, 1, 2),
    )
    for build in builds:
        with pytest.raises(Misuse) as refused:
            build(number)
        assert refused.value.code == "MIS001"


@pytest.mark.parametrize("expression", [A, A + B, least(A, 0), operand(0)])
def test_an_expression_is_neither_true_nor_false(expression: Expression) -> None:
    """`if` on an expression would freeze one branch into the formula: it is refused, constants included."""
    with pytest.raises(Misuse) as refused:
        bool(expression)
    assert (refused.value.code, refused.value.data) == ("MIS030", {"expression": repr(expression)})


def test_choices_take_numbers_too() -> None:
    """`least`, `greatest` and `where` keep their operands in order and make constants of numbers."""
    assert least(A, 2, B) == Least((A, TWO, B))
    assert greatest(2, A) == Greatest((TWO, A))
    assert where(A, "<=", 2, B, 2) == Where(A, "<=", TWO, B, TWO)


def test_an_expression_knows_the_names_it_uses() -> None:
    """Every quantity of every branch is named once; constants have no name."""
    lines = Total("lines")
    expression = where(A, ">", 1, least(B, lines / 2), greatest(A - Quantity("c"), 3))

    assert expression.names() == {"a", "b", "c", "lines"}
    assert TWO.names() == frozenset()


def test_same_formula_same_expression() -> None:
    """Expressions are values: equal when written alike, usable in sets, and not to be changed."""
    book = FormulaBook()
    book.inputs("EUR", "a", "b")
    names = Names(book.declarations)

    assert names.a * 2 - names.b == A * 2 - B
    assert len({A + B, names.a + names.b, B + A}) == 2
    with pytest.raises(AttributeError):
        A.name = "b"  # type: ignore[misc]
