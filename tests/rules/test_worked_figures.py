"""
The worked figures hold every formula in place: whatever part of one is changed, some figure is no longer met.

Tools that change source code leave formulas alone, for they are made once, under a decorator; but a formula is data,
and data can be changed piece by piece.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import Expression, Formula, FormulaBook, evaluate
from labo_partenariats.formula.expression import (
    Add,
    Constant,
    Divide,
    Greatest,
    Least,
    Multiply,
    Subtract,
    Where,
)
from labo_partenariats.formula.value import Given
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

FOLDER = Path(__file__).parents[1] / "cases"


def _read(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"])


CASES: dict[str, list[dict[str, Any]]] = {
    book: [case for case in _read("formulas.toml") if case["book"] == book] for book in BOOKS
}
CASES["financing"] += _read("financing.toml")
ASIDE = {"financing": {"ineligible": Money(0), "in_kind": Money(0)}}


def _given(book: FormulaBook, name: str, value: str | list[str]) -> Given:
    if isinstance(value, list):
        return tuple(map(Money.euros, value))
    if book.declarations[name].unit == "EUR":
        return Money.euros(value)
    return Rate(value) if book.declarations[name].unit == "rate" else int(value)


def _expected(book: FormulaBook, name: str, value: str) -> Fraction:
    """Cents for an amount in euros, fractions of a cent included; a rate as a decimal or a quotient."""
    return Fraction(value) * 100 if book.declarations[name].unit == "EUR" else Fraction(value)


def _is_met(name: str, book: FormulaBook, case: dict[str, Any]) -> bool:
    given = ASIDE.get(name, {}) | {key: _given(book, key, value) for key, value in case["given"].items()}
    try:
        values = evaluate(book, given, *case["expected"])
    except Misuse:  # a limit that does not apply, where a number is needed
        return False
    return all(values[key] == _expected(book, key, value) for key, value in case["expected"].items())


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}: {case['title']}") for name, cases in CASES.items() for case in cases],
)
def test_case(name: str, case: dict[str, Any]) -> None:
    """The formulas give the figures worked out by hand."""
    assert _is_met(name, BOOKS[name], case)


_OTHER: dict[type, type] = {
    Add: Subtract,
    Subtract: Add,
    Multiply: Divide,
    Divide: Multiply,
    Least: Greatest,
    Greatest: Least,
}
_EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<"}


def changed(expression: Expression) -> Iterator[Expression]:
    """The expression with one thing in it changed: a sign, an order, an operand left out, a number, an edge."""
    match expression:
        case Constant(value):
            yield Constant(value + 1)
        case Add(left, right) | Subtract(left, right) | Multiply(left, right) | Divide(left, right):
            kind = type(expression)
            yield from (_OTHER[kind](left, right), left, right)
            if kind in (Subtract, Divide):
                yield kind(right, left)
            yield from (kind(each, right) for each in changed(left))
            yield from (kind(left, each) for each in changed(right))
        case Least(options) | Greatest(options):
            kind = type(expression)
            yield _OTHER[kind](options)
            for i, option in enumerate(options):
                before, after = options[:i], options[i + 1 :]
                if len(options) > 1:
                    yield kind((*before, *after))
                yield from (kind((*before, each, *after)) for each in changed(option))
        case Where(left, comparator, right, then, otherwise):
            yield evolve(expression, comparator=_EDGE[comparator])
            yield evolve(expression, then=otherwise, otherwise=then)
            for part in ("left", "right", "then", "otherwise"):
                yield from (evolve(expression, **{part: each}) for each in changed(getattr(expression, part)))


def _parts_cents(expression: Expression) -> bool:
    """Whether the value may be a fraction of a cent: a product or a quotient anywhere but in a comparison."""
    match expression:
        case Multiply() | Divide():
            return True
        case Add(left, right) | Subtract(left, right):
            return _parts_cents(left) or _parts_cents(right)
        case Least(options) | Greatest(options):
            return any(map(_parts_cents, options))
        case Where():
            return _parts_cents(expression.then) or _parts_cents(expression.otherwise)
        case _:
            return False


def _rounded_otherwise(formula: Formula) -> Iterator[Formula]:
    """Other roundings; to the cent they are all one for a sum, a difference or a choice of whole cents."""
    exact = formula.rounding is Rounding.EXACT and formula.unit == "EUR"
    whole_cents = exact and not _parts_cents(formula.expression)
    for rounding in (Rounding.HALF_UP_TO_EURO,) if whole_cents else Rounding:
        if rounding is not formula.rounding:
            yield evolve(formula, rounding=rounding)


@pytest.mark.parametrize(
    ("name", "key"), [pytest.param(name, key, id=f"{name} {key}") for name in BOOKS for key in BOOKS[name].formulas]
)
def test_a_changed_formula_is_noticed(name: str, key: str) -> None:
    """No change of a sign, an operand, an order, a number, an edge or a rounding leaves all figures as they are."""
    book, formula = BOOKS[name], BOOKS[name].formulas[key]
    others = [evolve(formula, expression=each) for each in changed(formula.expression)]
    unnoticed = [
        (str(other.expression), other.rounding)
        for other in (*others, *_rounded_otherwise(formula))
        if all(
            _is_met(name, FormulaBook(book.declarations, book.formulas | {key: other}), case) for case in CASES[name]
        )
    ]

    assert unnoticed == []
