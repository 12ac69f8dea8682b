"""The renaming reading: the same formula over other quantities."""

from fractions import Fraction

import pytest

from labo_partenariats.formula import evaluate, renamed
from labo_partenariats.formula.book import FormulaBook
from labo_partenariats.formula.expression import Quantity, Total
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.values.money import Money

EVERY = [(name, key) for name, book in BOOKS.items() for key in book.formulas]


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_new_names_reach_every_quantity(name: str, key: str) -> None:
    """Every quantity of every formula takes its new name, and back again it is the same formula."""
    expression = BOOKS[name].formulas[key].expression
    names = {each: f"{each}_other" for each in expression.names()}
    other = renamed(expression, names)
    assert other.names() == set(names.values())
    assert renamed(other, {new: old for old, new in names.items()}) == expression


def test_unnamed_quantities_keep_their_names() -> None:
    """What the table of names leaves out stays."""
    assert renamed(Quantity("a") + Total("b"), {"a": "c"}) == Quantity("c") + Total("b")


def test_the_value_is_that_of_the_other_quantities() -> None:
    """A formula over other quantities computes with them."""
    book = FormulaBook()
    book.inputs("EUR", "kept", "declared")
    book.formula("double")(lambda x: x.kept * 2)
    book.formula("double_declared")(lambda _: renamed(book.formulas["double"].expression, {"kept": "declared"}))
    assert evaluate(book, {"declared": Money(3), "kept": Money(5)})["double_declared"] == Fraction(6)
