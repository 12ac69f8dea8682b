"""The compiled value reading: the same cents and the same gaps as plain fractions, on whole numbers of any size."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import (
    Compiled,
    Explanations,
    Expression,
    FormulaBook,
    Names,
    NoLimit,
    Unknown,
    Value,
    compile_values,
    evaluate,
    explain,
    greatest,
    least,
    to_value,
    where,
)
from labo_partenariats.formula.expression import Comparator, Constant, Greatest, Least, Quantity
from labo_partenariats.formula.value import Given
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

AMOUNTS, RATES, LIMITS = ("a", "b"), ("r", "people"), ("limit", "other_limit")
COMPARATORS: tuple[Comparator, ...] = ("<", "<=", "=", ">=", ">")

leaves = st.sampled_from([Quantity(name) for name in (*AMOUNTS, *RATES)]) | st.sampled_from(
    [Quantity("limit"), Constant(Fraction(0)), Constant(Fraction(1)), Constant(Fraction(-7, 3))]
)


def _nodes(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(below | st.sampled_from([Quantity(name) for name in LIMITS]), min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda x, y: x + y, below, below),
        st.builds(lambda x, y: x - y, below, below),
        st.builds(lambda x, y: x * y, below, below),
        st.builds(lambda x, y: x / y, below, below),
        some.map(lambda options: least(*options)),
        some.map(lambda options: greatest(*options)),
        st.builds(where, below, st.sampled_from(COMPARATORS), below, below, below),
    )


expressions = st.recursive(leaves, _nodes, max_leaves=10)
cents = st.integers(-300, 300) | st.integers(-(10**30), 10**30)
rates = st.fractions(-3, 3, max_denominator=12) | st.sampled_from([Fraction(10**30, 7), Fraction(1, 10**30)])
doubts = st.frozensets(st.sampled_from(["a", "unread_lines", "source"]), min_size=1).map(Unknown)
figures = st.fixed_dictionaries(
    {
        **dict.fromkeys(AMOUNTS, cents.map(Money) | cents.map(Money) | st.none() | doubts),
        **dict.fromkeys(RATES, rates | rates | st.none() | doubts),
        **dict.fromkeys(LIMITS, cents.map(Money) | st.none() | doubts),
    }
)


def _book(inner: Expression, outer: Expression, rounding: Rounding, other: Rounding) -> FormulaBook:
    """Two formulas, the second of which rests on the first as well."""
    book = FormulaBook()
    book.inputs("EUR", *AMOUNTS)
    book.inputs("rate", "r")
    book.inputs("count", "people")
    book.parameters("EUR", *LIMITS, is_limit=True)
    book.formula("first", rounding=rounding)(lambda _: inner)
    book.formula("second", rounding=other)(lambda x: greatest(outer, x.first / 2) - x.first)
    return book


def numbers_of(values: Mapping[str, Given], inputs: tuple[str, ...]) -> list[int]:
    """What a compiled function takes for these values."""
    numbers: list[int] = []
    for name in inputs:
        match values[name]:
            case Money(cents):
                numbers.append(cents)
            case Rate() as rate:
                numbers += rate.ratio
            case tuple() as lines:
                numbers.append(sum(line.cents for line in lines))
            case Fraction() | int() as number:
                numbers += number.as_integer_ratio()
    return numbers


def compiled_values(book: FormulaBook, values: Mapping[str, Given], *keys: str) -> dict[str, Value]:
    """The values of formulas as the compiled reading gives them."""
    doubtful = {name: value for name, value in values.items() if isinstance(value, Unknown)}
    inputs = tuple(name for name, value in values.items() if value is not None and name not in doubtful)
    compiled = compile_values(book, keys, inputs, doubtful=doubtful)
    return dict(zip(keys, map(to_value, compiled.function(*numbers_of(values, inputs))), strict=True))


Refused = tuple[str, Mapping[str, object]]


def _either(read: object) -> dict[str, Value] | Refused:
    """What a reading gives, or how it refuses to count with a limit that does not apply."""
    try:
        found: dict[str, Value] = read()  # type: ignore[operator]
    except Misuse as refused:
        return refused.code, refused.data
    return found


@given(expressions, expressions, st.sampled_from(Rounding), st.sampled_from(Rounding), figures)
def test_compiled_values_are_those_of_fractions(
    inner: Expression, outer: Expression, rounding: Rounding, other: Rounding, values: Mapping[str, Given]
) -> None:
    """Same cents, same gaps by name, same limits that do not apply, same refusal to count with one."""
    book = _book(inner, outer, rounding, other)

    found = _either(lambda: compiled_values(book, values, "second", "first"))
    expected = _either(lambda: evaluate(book, values, "second", "first"))
    if isinstance(expected, dict):
        expected = {key: expected[key] for key in ("second", "first")}
    assert found == expected


@given(expressions, expressions, st.sampled_from(Rounding), st.sampled_from(Rounding), figures)
def test_explained_values_are_those_of_fractions(
    inner: Expression, outer: Expression, rounding: Rounding, other: Rounding, values: Mapping[str, Given]
) -> None:
    """Explaining from what is given ends at the value of the value reading, as explaining its values does."""
    book = _book(inner, outer, rounding, other)

    def explained() -> dict[str, Value]:
        return {key: explain(book, values, key).value for key in ("second", "first")}

    expected = _either(lambda: evaluate(book, values, "second", "first"))
    if isinstance(expected, dict):
        explanations = Explanations(book, expected)
        expected = {key: expected[key] for key in ("second", "first")}
        assert explain(book, values, "second") == explanations["second"]
    assert _either(explained) == expected


@given(st.lists(expressions, min_size=1, max_size=4), figures, st.booleans())
@example([Quantity("a"), Quantity("b")], {"a": Money(1), "b": Money(1)}, True)
def test_the_retained_option_is_the_first_that_has_the_value(
    options: list[Expression], values: Mapping[str, Given], lowest: bool
) -> None:
    """The index that a compiled choice returns is the one that its explanation names, None when it has no value."""
    choice = Least(tuple(options)) if lowest else Greatest(tuple(options))
    book = _book(choice, Quantity("a"), Rounding.EXACT, Rounding.EXACT)
    doubtful = {name: value for name, value in values.items() if isinstance(value, Unknown)}
    inputs = tuple(name for name, value in values.items() if value is not None and name not in doubtful)
    compiled = compile_values(book, (), inputs, choices=(choice,), doubtful=doubtful)
    try:
        (step,) = explain(book, values, "first").operands
    except Misuse:
        return
    assert compiled.function(*numbers_of(values, inputs)) == (step.chosen,)


figures_of_books = {
    "EUR": st.integers(0, 300) | st.integers(0, 10**9) | st.integers(-(10**30), 10**30),
    "rate": st.integers(-2, 12).map(lambda n: Rate(f"{n}e-1")) | st.integers(1, 9999).map(lambda n: Rate(f"{n}e-4")),
    "count": st.integers(0, 3000),
}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
@given(data=st.data())
def test_every_book_compiles_to_its_values(book: FormulaBook, data: st.DataObject) -> None:
    """On figures in and out of their domains each formula of the law has the value of the value reading."""
    values: dict[str, Given] = {}
    for name, each in book.declarations.items():
        if name not in book.formulas:
            numbers = figures_of_books[each.unit]
            amounts = numbers.map(Money) if each.unit == "EUR" else numbers
            given_values = st.lists(amounts, max_size=3).map(tuple) if each.is_list else amounts
            values[name] = data.draw(st.one_of(given_values, given_values, given_values, st.none()), label=name)
    keys = tuple(book.formulas)

    expected = evaluate(book, values)
    assert compiled_values(book, values, *keys) == {key: expected[key] for key in keys}


@pytest.fixture
def book() -> FormulaBook:
    """A list, a rate, a limit, and a share of what remains."""
    made = FormulaBook()
    made.inputs("EUR", "lines", is_list=True)
    made.inputs("EUR", "paid")
    made.parameters("rate", "rate")
    made.parameters("EUR", "ceiling", is_limit=True)

    @made.formula("total")
    def total(x: Names) -> Expression:
        return x.lines

    @made.formula("share", rounding=Rounding.DOWN_TO_CENT)
    def share(x: Names) -> Expression:
        return least(x.total * x.rate / (1 - x.rate), x.ceiling)

    @made.formula("part", unit="rate")
    def part(x: Names) -> Expression:
        return x.share / x.paid

    return made


def test_a_compiled_function_takes_and_returns_whole_numbers(book: FormulaBook) -> None:
    """Cents in, rates as two numbers, cents out, a quotient as two numbers."""
    compiled = compile_values(book, ("share", "part"), ("lines", "rate", "paid"))

    assert compiled.inputs == ("lines", "rate", "paid")
    assert compiled.function(2700, 55, 100, 6) == (3300, (3300, 6))
    assert compiled.function(0, -1, 2, -4) == (0, (0, 4))


def test_denominators_are_positive_whatever_is_divided_by(book: FormulaBook) -> None:
    """A divisor below zero turns the sign of the dividend: cuts still go down."""
    (share,) = compile_values(book, ("share",), ("lines", "rate")).function(100, 4, 3)

    assert share == -400
    assert compile_values(book, ("share",), ("lines", "rate")).function(10, 7, 4) == (-24,)


def test_a_quotient_by_zero_lacks_its_divisor(book: FormulaBook) -> None:
    """Only what rests on the quotient is unknown, and a gap of the operands comes first."""
    compiled = compile_values(book, ("total", "share", "part"), ("lines", "rate", "paid"))
    no_divisor = Unknown(frozenset({"divisor"}))

    assert compiled.function(100, 1, 1, 5) == (100, no_divisor, no_divisor)
    assert compiled.function(100, 1, 2, 0) == (100, 100, no_divisor)
    assert compile_values(book, ("part",), ("lines", "rate")).function(1, 2, 2) == (
        Unknown(frozenset({"divisor", "paid"})),
    )


def test_a_formula_that_is_given_is_not_computed(book: FormulaBook) -> None:
    """What is given in place of a formula is a number of the function like any other."""
    assert compile_values(book, ("share",), ("total", "rate")).function(1000, 1, 2) == (1000,)


def test_limits_apply_when_they_are_among_the_inputs(book: FormulaBook) -> None:
    """Left out they do not apply; in doubt they make the amount unknown for the reasons given."""
    doubt = Unknown(frozenset({"published without a date"}))
    doubtful = compile_values(book, ("share",), ("lines", "rate"), doubtful={"ceiling": doubt})

    assert compile_values(book, ("share",), ("lines", "rate", "ceiling")).function(100, 1, 2, 99) == (99,)
    assert compile_values(book, ("share", "ceiling"), ("lines", "rate")).function(100, 1, 2) == (100, NoLimit())
    assert doubtful.function(100, 1, 2) == (doubt,)


def test_the_same_question_is_compiled_once(book: FormulaBook) -> None:
    """A book keeps what was compiled of it, within a bound."""
    first = compile_values(book, ("share",), ("lines", "rate"))

    assert compile_values(book, ("share",), ("lines", "rate")) is first
    for number in range(600):
        compile_values(book, ("total",), (), doubtful={"lines": Unknown(frozenset({str(number)}))})
    assert len(book.compiled) <= 256
    assert compile_values(book, ("share",), ("lines", "rate")) == first


def test_an_explanation_is_compiled_once_for_each_set_of_gaps(book: FormulaBook) -> None:
    """A tree is filled in anew for other numbers, and compiled anew, within a bound, for other gaps."""
    steps = [explain(book, {"lines": (Money(n),), "rate": Rate("0.5")}, "share") for n in (1, 2)]
    for number in range(600):
        explain(book, {"lines": Unknown(frozenset({str(number)})), "rate": Rate("0.5")}, "share")
    again = explain(book, {"lines": (Money(1),), "rate": Rate("0.5")}, "share")

    assert [step.value for step in steps] == [1, 2]
    assert steps[0].shape is steps[1].shape
    assert again == steps[0]
    assert all(len(kept.functions) <= 256 for kept in book.compiled.values() if not isinstance(kept, Compiled))


@pytest.mark.parametrize("name", ["if", "a b", "é", "q0", "x); raise SystemExit #", "values", "t1"])
def test_a_name_is_never_code(name: str) -> None:
    """Quantities may bear any name: keywords, spaces and whole statements stay names."""
    book = FormulaBook()
    book.inputs("EUR", name, "t0", "c1")
    book.formula("sum")(lambda x: getattr(x, name) + 2 * x.t0 - x.c1 / 3)

    assert compile_values(book, ("sum",), (name, "t0", "c1")).function(1, 10, 3) == ((60, 3),)
    assert explain(book, {name: Money(1), "t0": Money(10), "c1": Money(3)}, "sum").value == 20


def test_undeclared_names_are_refused(book: FormulaBook) -> None:
    """A misspelt name is the programmer's mistake, wherever it stands."""
    unknown = Unknown(frozenset({"x"}))
    attempts = (
        lambda: compile_values(book, ("shaer",), ()),
        lambda: compile_values(book, ("share",), ("linse",)),
        lambda: compile_values(book, ("share",), (), doubtful={"linse": unknown}),
        lambda: explain(book, {}, "shaer"),
        lambda: explain(book, {"linse": ()}, "share"),
    )
    for attempt in attempts:
        with pytest.raises(Misuse) as refused:
            attempt()
        assert refused.value.code == "MIS032"
