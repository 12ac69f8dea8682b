"""Books of formulas: each quantity declared once, used only after that."""

from __future__ import annotations

import pytest

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import Declaration, Expression, FormulaBook, Names, Source
from labo_partenariats.formula.expression import Quantity, Total
from labo_partenariats.values.rounding import Rounding


@pytest.fixture
def book() -> FormulaBook:
    """A book with a list, an input, a limit, a rate, and three formulas in a chain."""
    made = FormulaBook()
    made.inputs("EUR", "lines", is_list=True)
    made.inputs("EUR", "other")
    made.parameters("rate", "rate")
    made.parameters("EUR", "limit", is_limit=True)

    @made.formula("total")
    def total(x: Names) -> Expression:
        return x.lines + x.other

    @made.formula("share", rounding=Rounding.DOWN_TO_CENT, rule="FIN-07", references=("an act",))
    def share(x: Names) -> Expression:
        return x.total * x.rate

    @made.formula("aside")
    def aside(x: Names) -> Expression:
        return x.other - x.limit

    @made.formula("rest")
    def rest(x: Names) -> Expression:
        return x.total - x.share

    return made


def test_declarations_say_what_a_quantity_is(book: FormulaBook) -> None:
    """Unit, source, list and limit are as declared, formulas included, in the order of declaration."""
    assert list(book.declarations) == ["lines", "other", "rate", "limit", "total", "share", "aside", "rest"]
    assert book.declarations["limit"] == Declaration(name="limit", unit="EUR", source=Source.PARAMETER, is_limit=True)
    assert book.declarations["lines"].is_list
    assert book.declarations["share"].source is Source.FORMULA


def test_formula_keeps_what_was_said_of_it(book: FormulaBook) -> None:
    """The decorated function is replaced by its formula: key, unit, rounding, rule and references."""
    share = book.formulas["share"]

    assert (share.key, share.unit, share.rounding) == ("share", "EUR", Rounding.DOWN_TO_CENT)
    assert (share.rule, share.references) == ("FIN-07", ("an act",))
    assert share.expression == Quantity("total") * Quantity("rate")


def test_names_of_lists_are_sums(book: FormulaBook) -> None:
    """A list of amounts enters a formula as its total."""
    names = Names(book.declarations)

    assert (names.lines, names.other) == (Total("lines"), Quantity("other"))


@pytest.mark.parametrize("name", ["other", "limit", "share"])
def test_a_name_is_declared_once(book: FormulaBook, name: str) -> None:
    """Input, parameter or formula: a taken name is refused and nothing of the book changes."""
    before = dict(book.declarations), dict(book.formulas)
    attempts = (
        lambda: book.inputs("EUR", name),
        lambda: book.parameters("rate", name),
        lambda: book.formula(name)(lambda x: x.other + 0),
    )
    for attempt in attempts:
        with pytest.raises(Misuse) as refused:
            attempt()
        assert (refused.value.code, refused.value.data) == ("MIS031", {"name": name})
    assert (book.declarations, book.formulas) == before


@pytest.mark.parametrize("name", ["nothing", "new"])
def test_a_formula_uses_only_what_is_declared(book: FormulaBook, name: str) -> None:
    """An unknown name, or the formula's own, is refused when the book is written: a circle cannot be made."""
    with pytest.raises(Misuse) as refused:
        book.formula("new")(lambda x: getattr(x, name) + 1)
    assert (refused.value.code, refused.value.data) == ("MIS032", {"name": name})
    assert "new" not in book.declarations


@pytest.mark.parametrize(
    ("wanted", "needed"),
    [
        (("total",), ("total",)),
        (("share",), ("total", "share")),
        (("rest", "aside"), ("total", "share", "aside", "rest")),
        (("other",), ()),
    ],
)
def test_needed_formulas_come_in_an_order_of_computation(
    book: FormulaBook, wanted: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    """Only what is needed, each after what it rests on, whatever the order of the question."""
    assert book.needed_for(*wanted) == needed
    assert book.needed_for(*reversed(wanted)) == needed
