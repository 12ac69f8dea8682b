"""Random formulas read as values and as explanations, against plain arithmetic on fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.formula import (
    Explanations,
    Expression,
    FormulaBook,
    Step,
    Unknown,
    Value,
    evaluate,
    greatest,
    least,
    recompute,
    where,
)
from labo_partenariats.formula.expression import Comparator, Quantity, operand
from labo_partenariats.values.money import Money
from labo_partenariats.values.rounding import Rounding

NAMES = ("a", "b", "c", "limit")
Given = Mapping[str, Money | None]


class Missing(Exception):
    """The oracle has no value."""


@frozen
class Pair:
    """An expression and what it should give, written without the library."""

    expression: Expression
    oracle: Callable[[Given], Fraction]


def _amount(name: str) -> Callable[[Given], Fraction]:
    def read(values: Given) -> Fraction:
        value = values[name]
        if value is None:
            raise Missing
        return Fraction(value.cents)

    return read


def _divided(left: Pair, right: Pair) -> Pair:
    def quotient(values: Given) -> Fraction:
        dividend, divisor = left.oracle(values), right.oracle(values)
        if divisor == 0:
            raise Missing
        return dividend / divisor

    return Pair(left.expression / right.expression, quotient)


def _least(pairs: list[Pair]) -> Pair:
    """The least of some values and of the limit, which may be absent."""
    limit = Pair(Quantity("limit"), _amount("limit"))

    def oracle(values: Given) -> Fraction:
        applying = pairs if values["limit"] is None else [*pairs, limit]
        return min([pair.oracle(values) for pair in applying])

    return Pair(least(*(pair.expression for pair in pairs), limit.expression), oracle)


def _greatest(pairs: list[Pair]) -> Pair:
    return Pair(
        greatest(*(pair.expression for pair in pairs)),
        lambda values: max([pair.oracle(values) for pair in pairs]),
    )


HOLDS: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    "<": Fraction.__lt__,
    "<=": Fraction.__le__,
    "=": Fraction.__eq__,
    ">=": Fraction.__ge__,
    ">": Fraction.__gt__,
}


def _where(comparator: Comparator, left: Pair, right: Pair, then: Pair, otherwise: Pair) -> Pair:
    def oracle(values: Given) -> Fraction:
        holds = HOLDS[comparator](left.oracle(values), right.oracle(values))
        return then.oracle(values) if holds else otherwise.oracle(values)

    expression = where(left.expression, comparator, right.expression, then.expression, otherwise.expression)
    return Pair(expression, oracle)


def _book() -> FormulaBook:
    book = FormulaBook()
    book.inputs("EUR", "a", "b", "c")
    book.parameters("EUR", "limit", is_limit=True)
    return book


def _leaves() -> st.SearchStrategy[Pair]:
    quantities = st.sampled_from([Pair(Quantity(name), _amount(name)) for name in ("a", "b", "c")])
    constants = st.fractions(-3, 3, max_denominator=8).map(lambda number: Pair(operand(number), lambda _: number))
    return quantities | quantities | constants


def _nodes(pairs: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    some = st.lists(pairs, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda x, y: Pair(x.expression + y.expression, lambda v: x.oracle(v) + y.oracle(v)), pairs, pairs),
        st.builds(lambda x, y: Pair(x.expression - y.expression, lambda v: x.oracle(v) - y.oracle(v)), pairs, pairs),
        st.builds(lambda x, y: Pair(x.expression * y.expression, lambda v: x.oracle(v) * y.oracle(v)), pairs, pairs),
        st.builds(_divided, pairs, pairs),
        some.map(_least),
        some.map(_greatest),
        st.builds(_where, st.sampled_from(list(HOLDS)), pairs, pairs, pairs, pairs),
    )


PAIRS = st.recursive(_leaves(), _nodes, max_leaves=8)
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, st.none() | st.integers(-500, 500).map(Money)))
ROUNDINGS = st.sampled_from(Rounding)


def _two_formulas(inner: Pair, outer: Pair, rounding: Rounding) -> FormulaBook:
    """A book whose second formula uses the first twice."""
    book = _book()
    book.formula("first", rounding=rounding)(lambda _: inner.expression)
    book.formula("second")(lambda x: outer.expression + x.first - x.first / 2)
    return book


def _steps(step: Step) -> Iterator[Step]:
    yield step
    for below in step.operands:
        yield from _steps(below)


@given(PAIRS, VALUES, ROUNDINGS)
def test_value_is_plain_arithmetic(pair: Pair, values: Given, rounding: Rounding) -> None:
    """The value is that of fractions, rounded once; unknown when, and only when, something is missing."""
    book = _book()
    book.formula("result", rounding=rounding)(lambda _: pair.expression)
    found = evaluate(book, values)["result"]
    try:
        expected: Value = rounding.apply(pair.oracle(values))
    except Missing:
        assert isinstance(found, Unknown)
        assert found.missing
        assert found.missing <= {name for name in ("a", "b", "c") if values[name] is None} | {"divisor"}
    else:
        assert found == expected


@given(PAIRS, PAIRS, VALUES, ROUNDINGS)
def test_an_explanation_proves_its_amount(inner: Pair, outer: Pair, values: Given, rounding: Rounding) -> None:
    """Each step has the value of the value reading, and computing it again from its leaves gives it again."""
    book = _two_formulas(inner, outer, rounding)
    numbers = evaluate(book, values)
    explanations = Explanations(book, numbers)

    for key in ("first", "second"):
        assert explanations[key].value == numbers[key]
        for step in _steps(explanations[key]):
            assert recompute(step) == step.value
            if step.key is not None:
                assert step.value == numbers[step.key]


@given(PAIRS, PAIRS, VALUES)
def test_every_leaf_is_named_or_a_constant(inner: Pair, outer: Pair, values: Given) -> None:
    """A leaf is a declared quantity or a number of the formula itself, and all names of the formula are there."""
    book = _two_formulas(inner, outer, Rounding.EXACT)
    step = Explanations(book, evaluate(book, values))["second"]
    named = {leaf.key for leaf in step.leaves() if leaf.key is not None}

    assert named == (inner.expression.names() | outer.expression.names())
    assert all(isinstance(leaf.value, Fraction) for leaf in step.leaves() if leaf.key is None)


@given(PAIRS, VALUES)
def test_the_chosen_operand_has_the_value(pair: Pair, values: Given) -> None:
    """A choice with a value names the first operand that has it, the branch taken for a comparison."""
    book = _book()
    book.formula("result")(lambda _: pair.expression)
    for step in _steps(Explanations(book, evaluate(book, values))["result"]):
        if step.operation not in ("least", "greatest", "where"):
            assert step.chosen is None
        elif isinstance(step.value, Fraction):
            assert step.chosen is not None
            assert step.operands[step.chosen].value == step.value
            if step.operation == "where":
                left, right = (below.value for below in step.operands[:2])
                assert step.comparator is not None
                assert isinstance(left, Fraction)
                assert isinstance(right, Fraction)
                assert step.chosen == (2 if HOLDS[step.comparator](left, right) else 3)
            else:
                assert step.value not in [below.value for below in step.operands[: step.chosen]]
        elif step.operation != "where":
            assert step.chosen is None
