"""Every formula of every book has all its readings, and those that compute agree to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.formula import (
    Declaration,
    Explanations,
    Formula,
    FormulaBook,
    Source,
    Value,
    evaluate,
    recompute,
    to_prose,
    to_spreadsheet,
)
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.prose import in_sentence
from labo_partenariats.formula.value import Given
from labo_partenariats.i18n import LANGUAGES, Language, has_text, text
from labo_partenariats.law import classification, common_declarations
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.testing.sheet import Cell, Sheet
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

FORMULAS = [pytest.param(book, formula, id=key) for book in BOOKS.values() for key, formula in book.formulas.items()]
QUANTITIES = [
    pytest.param(declaration, id=f"{name} {declaration.name}")
    for name, book in BOOKS.items()
    for declaration in book.declarations.values()
]

# --- what every reading needs: names, sentences, rules ----------------------------------------------------------------


@pytest.mark.parametrize("declaration", QUANTITIES)
def test_every_quantity_has_its_names(declaration: Declaration) -> None:
    """A quantity has a label in each language and one name for its cells, which a spreadsheet takes for no address."""
    assert all(has_text(f"amounts.{declaration.name}.label", language) for language in LANGUAGES)
    assert len({text(f"amounts.{declaration.name}.cell", language) for language in LANGUAGES}) == 1
    assert re.fullmatch(r"[A-Z][A-Za-z]{4,}", text(f"amounts.{declaration.name}.cell"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("book", "formula"), FORMULAS)
def test_every_formula_has_a_meaning_and_a_prose(book: FormulaBook, formula: Formula, language: Language) -> None:
    """A formula says what its amount is; its prose names every quantity it uses and how it rounds."""
    assert text(f"amounts.{formula.key}.meaning", language).endswith(".")
    prose = to_prose(book, formula, language)
    for name in formula.expression.names():
        assert in_sentence(text(f"amounts.{name}.label", language)) in prose
    rounding = text(f"explain.rounding_{formula.rounding.value}", language) if _rounds(formula) else ""
    assert prose.endswith(rounding)
    assert _rounds(formula) or not any(
        text(f"explain.rounding_{other.value}", language) in prose for other in Rounding if other is not Rounding.EXACT
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_labels_of_a_book_tell_its_quantities_apart(book: FormulaBook, language: Language) -> None:
    """Two quantities of one book never bear one name, nor one cell: a formula could not be read."""
    for part in ("label", "cell"):
        names = [text(f"amounts.{name}.{part}", language).casefold() for name in book.declarations]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("book", "formula"), FORMULAS)
def test_every_rule_named_exists(book: FormulaBook, formula: Formula) -> None:
    """The rules that a formula applies are rules of the law, each named once."""
    assert set(formula.rules) <= classification().keys()
    assert len(set(formula.rules)) == len(formula.rules)


@pytest.mark.parametrize("book", BOOKS)
def test_every_book_has_a_title(book: str) -> None:
    """A book bears a name for its readers."""
    assert all(has_text(f"terms.Book.{book}", language) for language in LANGUAGES)


@pytest.mark.parametrize("declaration", QUANTITIES)
def test_every_parameter_is_a_parameter_of_the_law(declaration: Declaration) -> None:
    """A parameter of a book is a common key of the law, counted in the same unit."""
    if declaration.source is Source.PARAMETER:
        known = common_declarations()[declaration.name]
        assert (known.unit.value in ("EUR", "rate")) is (declaration.unit in ("EUR", "rate"))
        assert declaration.unit in ("count", known.unit.value)


def _rounds(formula: Formula) -> bool:
    return formula.rounding is not Rounding.EXACT


# --- the readings that compute ----------------------------------------------------------------------------------------

Exact = Fraction | None


class Unanswered(Exception):
    """The oracle has no value: a division by zero."""


@frozen
class Oracle:
    """The building blocks as plain fractions, written without the library; None is a limit that does not apply."""

    values: Mapping[str, Exact]

    def constant(self, value: Fraction) -> Exact:
        return value

    def quantity(self, name: str) -> Exact:
        return self.values[name]

    total = quantity

    def add(self, left: Exact, right: Exact) -> Exact:
        assert left is not None
        assert right is not None
        return left + right

    def subtract(self, left: Exact, right: Exact) -> Exact:
        assert left is not None
        assert right is not None
        return left - right

    def multiply(self, left: Exact, right: Exact) -> Exact:
        assert left is not None
        assert right is not None
        return left * right

    def divide(self, left: Exact, right: Exact) -> Exact:
        assert left is not None
        assert right is not None
        if right == 0:
            raise Unanswered
        return left / right

    def least(self, options: Sequence[Exact]) -> Exact:
        return min((option for option in options if option is not None), default=None)

    def greatest(self, options: Sequence[Exact]) -> Exact:
        return max(option for option in options if option is not None)

    def where(self, left: Exact, comparator: Comparator, right: Exact, then: Exact, otherwise: Exact) -> Exact:
        assert left is not None
        assert right is not None
        holds = {"<": left < right, "<=": left <= right, "=": left == right, ">=": left >= right, ">": left > right}
        return then if holds[comparator] else otherwise


ROUNDED = {
    Rounding.EXACT: lambda cents: cents,
    Rounding.DOWN_TO_CENT: floor,
    Rounding.UP_TO_CENT: ceil,
    Rounding.HALF_UP_TO_CENT: lambda cents: floor(cents + Fraction(1, 2)),
    Rounding.HALF_UP_TO_EURO: lambda cents: 100 * floor((cents + 50) / 100),
}
CENTS = st.integers(0, 300) | st.integers(0, 10**6) | st.integers(0, 10**9)


def _given(declaration: Declaration) -> st.SearchStrategy[Given]:
    if declaration.is_list:
        return st.lists(CENTS.map(Money), min_size=1, max_size=3).map(tuple)
    if declaration.unit == "EUR":
        return CENTS.map(Money) | st.none() if declaration.is_limit else CENTS.map(Money)
    if declaration.unit == "rate":
        return st.integers(1, 9999).map(lambda number: Rate(f"{number}e-4"))
    return st.integers(1, 3000)


def _exact(value: Given) -> Exact:
    match value:
        case None:
            return None
        case Money():
            return Fraction(value.cents)
        case Rate():
            return value.fraction
        case tuple():
            return Fraction(sum(item.cents for item in value))
        case _:
            return Fraction(value)  # type: ignore[arg-type]


def _by_hand(book: FormulaBook, given_values: Mapping[str, Given]) -> dict[str, Exact]:
    """Every value of the book that can be told, by the oracle."""
    values = {name: _exact(given_values[name]) for name in book.declarations if name in given_values}
    for key, formula in book.formulas.items():
        try:
            exact = formula.expression.fold(Oracle(values))
        except (Unanswered, KeyError):
            continue
        values[key] = None if exact is None else Fraction(ROUNDED[formula.rounding](exact))
    return values


def _cell(value: Given | Value, unit: str) -> Cell:
    """What a sheet holds: euros, rates and counts in binary floating point, nothing for what is not known."""
    if isinstance(value, tuple):
        return tuple(float(item.amount) for item in value)
    if not isinstance(value, Fraction):
        return ""
    return float(value / 100) if unit == "EUR" else float(value)


@pytest.mark.parametrize(("book", "formula"), FORMULAS)
def test_every_formula_is_exact_in_a_sheet(book: FormulaBook, formula: Formula) -> None:
    """Up to ten thousand euros, no formula passes through a number that a spreadsheet does not hold exactly."""
    cells = {name: text(f"amounts.{name}.cell") for name in book.declarations}
    sizes = {name: Fraction(10**6 if each.unit == "EUR" else 1) for name, each in book.declarations.items()}

    assert to_spreadsheet(book, formula, cells, magnitudes=sizes).is_exact


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
@given(data=st.data())
def test_readings_agree(book: FormulaBook, data: st.DataObject) -> None:
    """On any inputs: value is the oracle's, the explanation proves it, the sheet's cell shows it."""
    inputs = {name: each for name, each in book.declarations.items() if each.source is not Source.FORMULA}
    given_values = {name: data.draw(_given(each), label=name) for name, each in inputs.items()}
    values, expected = evaluate(book, given_values), _by_hand(book, given_values)
    explanations = Explanations(book, values)
    cells = {name: text(f"amounts.{name}.cell") for name in book.declarations}
    shown = {
        cells[name]: _cell(given_values[name] if each.is_list else values[name], each.unit)
        for name, each in book.declarations.items()
    }
    absent = frozenset(name for name, value in given_values.items() if value is None)
    sizes = {name: abs(value) for name, value in values.items() if isinstance(value, Fraction)}

    for key, formula in book.formulas.items():
        value = values[key] if isinstance(values[key], Fraction) else None
        assert value == expected.get(key), key
        assert recompute(explanations[key]) == values[key], key
        if value is None and key in expected:
            continue  # a limit that does not apply: a sheet has no cell for it
        made = to_spreadsheet(
            book,
            formula,
            cells,
            absent=absent | {name for name, found in expected.items() if found is None},
            magnitudes=sizes,
        )
        if not made.is_exact:
            continue  # an amount so large that a sheet could not hold the product: the dossier says so instead
        in_sheet = Sheet(shown)(made.text)
        if value is None:
            assert in_sheet == "", key
        elif formula.unit == "EUR" and value.denominator == 1:
            assert round(float(in_sheet) * 100) == value, key
        else:
            assert float(in_sheet) == pytest.approx(float(value / 100 if formula.unit == "EUR" else value)), key
