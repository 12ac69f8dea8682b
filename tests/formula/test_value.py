"""The value reading: exact, rounded where the formula says, and open about what is missing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import (
    Expression,
    FormulaBook,
    Names,
    NoLimit,
    Unknown,
    evaluate,
    from_number,
    greatest,
    least,
    where,
)
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

BOOK = FormulaBook()
BOOK.inputs("EUR", "lines", is_list=True)
BOOK.inputs("EUR", "paid", "asked")
BOOK.inputs("count", "people")
BOOK.parameters("rate", "rate")
BOOK.parameters("EUR", "ceiling", "floor", is_limit=True)


@BOOK.formula("total")
def total(x: Names) -> Expression:
    """A sum of lines."""
    return x.lines


@BOOK.formula("share", rounding=Rounding.DOWN_TO_CENT)
def share(x: Names) -> Expression:
    """A product that is cut to the cent."""
    return x.total * x.rate


@BOOK.formula("limited")
def limited(x: Names) -> Expression:
    """The smaller of an amount and a limit."""
    return least(x.share, x.ceiling)


@BOOK.formula("limits")
def limits(x: Names) -> Expression:
    """Nothing but limits."""
    return least(x.ceiling, x.floor)


@BOOK.formula("each")
def each(x: Names) -> Expression:
    """A quotient."""
    return x.total / x.people


@BOOK.formula("at_least")
def at_least(x: Names) -> Expression:
    """The greater of two amounts."""
    return greatest(x.paid, x.asked)


@BOOK.formula("chosen")
def chosen(x: Names) -> Expression:
    """One of two amounts, after a comparison."""
    return where(x.total, ">", 10000, x.paid, x.asked)


LINES = {"lines": (Money.euros("99.99"), Money.euros("0.01"), Money.euros("23.45"))}


def test_amounts_are_exact_cents_rounded_once_as_said() -> None:
    """Sums are exact, and only the formula that names a rounding rounds: 123.45 × 0.15 is 18.51."""
    values = evaluate(BOOK, {**LINES, "rate": Rate("0.15"), "people": 7})

    assert values["total"] == 12345
    assert values["share"] == 1851
    assert values["each"] == Fraction(12345, 7)


def test_a_limit_that_is_not_given_does_not_apply() -> None:
    """`least` leaves out an absent limit, applies a present one, and of absent limits alone makes no limit."""
    known = {**LINES, "rate": Rate("0.15")}

    assert evaluate(BOOK, known)["limited"] == 1851
    assert evaluate(BOOK, {**known, "ceiling": Money(1850)})["limited"] == 1850
    assert evaluate(BOOK, {**known, "ceiling": Money(1851)})["limited"] == 1851
    assert evaluate(BOOK, known)["limits"] == NoLimit()
    assert evaluate(BOOK, {"floor": Money(3)})["limits"] == 3


def test_a_limit_in_doubt_makes_its_amount_unknown() -> None:
    """A limit of which nobody knows whether it applies is not taken for absent."""
    doubtful = {**LINES, "rate": Rate("0.15"), "ceiling": Unknown(frozenset({"ceiling"}))}

    assert evaluate(BOOK, doubtful)["limited"] == Unknown(frozenset({"ceiling"}))


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("total", {"lines"}),
        ("share", {"lines", "rate"}),
        ("limited", {"lines", "rate"}),
        ("each", {"lines", "people"}),
        ("at_least", {"paid", "asked"}),
        ("chosen", {"lines"}),
    ],
)
def test_unknown_names_all_that_is_missing(key: str, missing: set[str]) -> None:
    """What cannot be computed names the inputs and parameters that it lacks, and no formula in between."""
    assert evaluate(BOOK, {})[key] == Unknown(frozenset(missing))


def test_no_lines_are_not_zero() -> None:
    """A list that nobody gave is unknown; an empty one is a sum of nothing."""
    assert evaluate(BOOK, {"lines": None})["total"] == Unknown(frozenset({"lines"}))
    assert evaluate(BOOK, {"lines": ()})["total"] == 0


def test_a_quotient_by_zero_has_no_value() -> None:
    """Nothing is divided by zero: the result is unknown for want of a divisor."""
    assert evaluate(BOOK, {**LINES, "people": 0})["each"] == Unknown(frozenset({"divisor"}))


@pytest.mark.parametrize(("lines", "retained"), [(10000, "asked"), (10001, "paid")])
def test_where_needs_only_the_branch_it_takes(lines: int, retained: str) -> None:
    """The comparison decides to the cent, and what the other branch lacks does not matter."""
    given = {"lines": (Money(lines),), retained: Money(5)}

    assert evaluate(BOOK, given)["chosen"] == 5


def test_a_given_formula_is_taken_as_it_is_given() -> None:
    """An amount that is given replaces its formula, and what follows rests on it."""
    values = evaluate(BOOK, {"total": Money(1000), "rate": Rate("0.155"), "lines": (Money(1),)})

    assert (values["total"], values["share"]) == (1000, 155)


def test_a_formula_given_as_none_is_unknown() -> None:
    """Giving None for a formula says that it is not known, and names it."""
    assert evaluate(BOOK, {**LINES, "total": None, "people": 1})["each"] == Unknown(frozenset({"total"}))


def test_only_what_is_asked_for_is_computed() -> None:
    """With names, the formulas they need and no others; without, all of the book."""
    asked = evaluate(BOOK, LINES, "share")

    assert {"total", "share"} <= asked.keys()
    assert not {"limited", "each", "at_least", "chosen"} & asked.keys()
    assert BOOK.formulas.keys() <= evaluate(BOOK, LINES).keys()


def test_undeclared_names_are_refused() -> None:
    """A misspelt name, given or asked for, is the programmer's mistake and is told."""
    for attempt in (lambda: evaluate(BOOK, {"linse": ()}), lambda: evaluate(BOOK, {}, "linse")):
        with pytest.raises(Misuse) as refused:
            attempt()
        assert (refused.value.code, refused.value.data) == ("MIS032", {"name": "linse"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("paid", 5),
        ("paid", 5.0),
        ("paid", Rate("0.5")),
        ("paid", (Money(1),)),
        ("rate", 0.15),
        ("rate", Money(15)),
        ("rate", True),
        ("people", "7"),
        ("lines", Money(5)),
        ("lines", (Money(5), 5)),
        ("lines", Rate("0.5")),
    ],
)
def test_a_value_of_another_unit_is_refused(name: str, value: object) -> None:
    """Euros are `Money`, rates are none, lists are lists of `Money`: nothing is converted in silence."""
    with pytest.raises(Misuse) as refused:
        evaluate(BOOK, {name: value})  # type: ignore[dict-item]
    assert (refused.value.code, refused.value.data["name"]) == ("MIS033", name)


@pytest.mark.parametrize("value", [3, Decimal(3), Fraction(3), Rate(3)])
def test_numbers_without_a_currency_are_exact_numbers(value: int | Decimal | Fraction | Rate) -> None:
    """A count or a rate may be given as any exact number."""
    assert evaluate(BOOK, {**LINES, "people": value})["each"] == 4115


def test_arithmetic_on_an_absent_limit_is_refused() -> None:
    """A limit that does not apply has no value to count with: only `least` may see it."""
    book = FormulaBook()
    book.parameters("EUR", "ceiling", is_limit=True)
    book.formula("half")(lambda x: x.ceiling / 2)

    assert evaluate(book, {"ceiling": Money(9)})["half"] == Fraction(9, 2)
    with pytest.raises(Misuse) as refused:
        evaluate(book, {})
    assert refused.value.code == "MIS034"


def test_numbers_come_back_in_the_types_of_users() -> None:
    """Whole cents are `Money`; a fraction of a cent, a rate and a count stay exact numbers."""
    assert from_number(Fraction(1851), "EUR") == Money(1851)
    assert from_number(Fraction(1, 2), "EUR") == Fraction(1, 2)
    assert from_number(Fraction(1), "rate") == Fraction(1)
