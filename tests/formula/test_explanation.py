"""The explanation reading: a tree from an amount down to what the user gave and the law says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labo_partenariats.formula import (
    Explanations,
    Expression,
    FormulaBook,
    Names,
    NoLimit,
    Source,
    Unknown,
    evaluate,
    greatest,
    least,
    recompute,
    where,
)
from labo_partenariats.formula.value import Given
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

BOOK = FormulaBook()
BOOK.inputs("EUR", "lines", is_list=True)
BOOK.inputs("EUR", "paid")
BOOK.parameters("rate", "rate")
BOOK.parameters("EUR", "ceiling", is_limit=True)


@BOOK.formula("total")
def total(x: Names) -> Expression:
    """A sum of lines."""
    return x.lines


@BOOK.formula("aid", rounding=Rounding.DOWN_TO_CENT, rule="FIN-07", references=("an act",))
def aid(x: Names) -> Expression:
    """A share within limits."""
    return greatest(0, least(x.ceiling, x.total * x.rate, x.total - x.paid))


@BOOK.formula("ratio", unit="rate")
def ratio(x: Names) -> Expression:
    """A share of the whole."""
    return x.aid / x.total


@BOOK.formula("kept")
def kept(x: Names) -> Expression:
    """What remains, when something was paid."""
    return where(x.paid, ">", 0, x.total - x.aid, x.total)


GIVEN: dict[str, Given] = {"lines": (Money(100), Money(33)), "paid": Money(10), "rate": Rate("0.5")}
EVIDENCE = {"lines": "B2", "rate": "the act"}


def explanations(**changes: Given) -> Explanations:
    """The explanations of the book for the usual values and these changes."""
    given = GIVEN | changes
    return Explanations(BOOK, evaluate(BOOK, given), EVIDENCE, frozenset(changes.keys() & BOOK.formulas))


def test_a_step_says_what_its_formula_says() -> None:
    """Key, value, unit, rounding, rule and references stand on the node of the formula."""
    step = explanations()["aid"]

    assert (step.key, step.value, step.unit, step.source) == ("aid", 66, "EUR", Source.FORMULA)
    assert (step.operation, step.rounding) == ("round", Rounding.DOWN_TO_CENT)
    assert (step.rule, step.references) == ("FIN-07", ("an act",))
    (exact,) = step.operands
    assert exact.value == 66.5


def test_leaves_are_what_was_given_with_its_evidence() -> None:
    """Inputs carry their place in the source and parameters their text; a list is one leaf, its sum."""
    leaves = {leaf.key: leaf for leaf in explanations()["aid"].leaves() if leaf.key}

    assert leaves.keys() == {"lines", "paid", "rate", "ceiling"}
    assert (leaves["lines"].value, leaves["lines"].operation, leaves["lines"].evidence) == (133, "sum", "B2")
    assert (leaves["rate"].source, leaves["rate"].unit, leaves["rate"].evidence) == (
        Source.PARAMETER,
        "rate",
        "the act",
    )
    assert (leaves["paid"].source, leaves["paid"].evidence) == (Source.INPUT, None)
    assert leaves["ceiling"].value == NoLimit()


@pytest.mark.parametrize(
    ("changes", "limit", "outer"),
    [
        ({}, 1, 1),
        ({"paid": Money(100)}, 2, 1),
        ({"ceiling": Money(5)}, 0, 1),
        ({"ceiling": Money(33), "paid": Money(100)}, 0, 1),
        ({"paid": Money(200)}, 2, 0),
        ({"paid": Money(133)}, 2, 0),
        ({"paid": None}, None, None),
    ],
)
def test_the_retained_operand_is_named(changes: dict[str, Given], limit: int | None, outer: int | None) -> None:
    """The first of equal operands binds; what is unknown retains none."""
    (highest,) = explanations(**changes)["aid"].operands

    assert highest.operation == "greatest"
    assert (highest.chosen, highest.operands[1].chosen) == (outer, limit)


@pytest.mark.parametrize(("paid", "branch"), [(Money(1), 2), (Money(0), 3), (None, None)])
def test_the_branch_taken_is_named(paid: Money | None, branch: int | None) -> None:
    """A comparison shows both sides, both branches, and which was taken."""
    (choice,) = explanations(paid=paid)["kept"].operands

    assert (choice.operation, choice.comparator, choice.chosen, choice.unit) == ("where", ">", branch, "EUR")
    assert branch is None or choice.value == choice.operands[branch].value
    assert len(choice.operands) == 4


def test_units_follow_the_arithmetic() -> None:
    """Money times a rate is money, money over money is a rate."""
    (product,) = (
        step for step in explanations()["aid"].operands[0].operands[1].operands if step.operation == "multiply"
    )
    (quotient,) = explanations()["ratio"].operands

    assert (product.unit, quotient.unit) == ("EUR", "rate")


@pytest.mark.parametrize(
    "write", [lambda x: where(x.paid, ">", 0, 0, x.paid), lambda x: where(x.paid, ">", 0, x.paid, 0)]
)
def test_a_branch_that_is_a_number_takes_the_unit_of_the_other(write: Callable[[Names], Expression]) -> None:
    """Nought on one side does not make a plain number of an amount on the other."""
    book = FormulaBook()
    book.inputs("EUR", "paid")
    book.formula("kept")(write)
    (choice,) = Explanations(book, evaluate(book, {"paid": Money(1)}))["kept"].operands

    assert choice.unit == "EUR"


def test_absent_limits_alone_retain_nothing() -> None:
    """Where no limit applies there is none to name."""
    book = FormulaBook()
    book.parameters("EUR", "one", "other", is_limit=True)
    book.formula("lowest")(lambda x: least(x.one, x.other))
    (lowest,) = Explanations(book, evaluate(book, {}))["lowest"].operands

    assert (lowest.value, lowest.chosen) == (NoLimit(), None)


def test_a_given_formula_is_a_leaf() -> None:
    """An amount that was given is explained by nothing below it."""
    step = explanations(total=Money(1000))["aid"]
    leaf = next(leaf for leaf in step.leaves() if leaf.key == "total")

    assert (step.value, leaf.value, leaf.source, leaf.operands) == (500, 1000, Source.INPUT, ())
    assert recompute(step) == 500


def test_unknown_is_explained_too() -> None:
    """The tree of what cannot be told still shows every part that is known."""
    step = explanations(rate=None)["aid"]

    assert step.value == recompute(step) == Unknown(frozenset({"rate"}))
    assert 133 in {leaf.value for leaf in step.leaves()}


def test_a_quantity_that_does_not_exist() -> None:
    """Asking for the explanation of nothing is a KeyError."""
    with pytest.raises(KeyError):
        explanations()["nothing"]
