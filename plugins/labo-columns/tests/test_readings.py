"""The columns reading against the value reading: every formula of every book, row by row, in every width."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_columns.algebra import Column, Reading
from labo_columns.integers import HIGHEST, Ints
from labo_columns.widths import in_widths
from labo_partenariats.formula import Declaration, FormulaBook, NoLimit, Source, Unknown, evaluate, where
from labo_partenariats.formula import greatest as greatest_of
from labo_partenariats.formula import least as least_of
from labo_partenariats.plugin.formulas import Rounding
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.values.money import Money

#: A book with what those of the law may lack: every operation, unrounded extremes, negative and zero divisors.
ODD = FormulaBook()
ODD.inputs("EUR", "a", "b", "c")
ODD.inputs("EUR", "lines", is_list=True)
ODD.inputs("EUR", "limit", "other", is_limit=True)
ODD.parameters("rate", "r", "s")
for _rounding in Rounding:
    ODD.formula(f"share_{_rounding.value}", rounding=_rounding)(lambda x: (x.a - x.b) * x.r / (1 - x.s))
ODD.formula("quotient", unit="rate")(lambda x: x.a / (x.b - x.c))
ODD.formula("capped", rounding=Rounding.DOWN_TO_CENT)(lambda x: least_of(x.a * x.r, x.limit, x.b * x.s, x.other))
ODD.formula("limits")(lambda x: least_of(x.limit, x.other))
ODD.formula("unrounded")(lambda x: greatest_of(x.a * x.r, least_of(x.b * x.s, x.c), 0) + x.lines)
ODD.formula("chosen")(lambda x: where(x.a * x.r, ">=", x.b * x.s, x.a / x.c, x.limit))
ODD.formula("mean")(lambda x: (x.a + x.b * x.r) / 2 - x.c / (x.a + 1))
ODD.formula("after", rounding=Rounding.HALF_UP_TO_CENT)(lambda x: x.unrounded * x.quotient)

EVERY = {**BOOKS, "odd": ODD}

sizes = st.sampled_from([0, 1, 100, 10**6, 10**9, 2**40, 2**62, 2**63 - 1])
cents = sizes.flatmap(lambda size: st.integers(-size // 3, size))
shares = st.integers(0, 100).map(lambda value: Fraction(value, 100)) | st.fractions(-2, 3, max_denominator=10**6)
counts = st.integers(-3, 50).map(Fraction)


def values_of(declaration: Declaration):
    """What may be known of a quantity in one row."""
    if declaration.unit == "EUR":
        known = cents.map(Money)
        known = st.lists(st.integers(0, 10**9).map(Money), min_size=1, max_size=3) if declaration.is_list else known
    else:
        known = shares if declaration.unit == "rate" else counts
    none = st.none() if declaration.is_limit else st.just(Unknown(frozenset({declaration.name})))
    return st.one_of(known, known, known, known, none)


def rows_of(book: FormulaBook):
    """Some rows of everything that a book is given."""
    given_ = {n: values_of(each) for n, each in book.declarations.items() if each.source is not Source.FORMULA}
    return st.lists(st.fixed_dictionaries(given_), min_size=1, max_size=5)


def exact(value) -> Fraction:
    """The number that stands in a column: a harmless one where there is none."""
    if isinstance(value, Money):
        return Fraction(value.cents)
    if isinstance(value, list):
        return Fraction(sum(each.cents for each in value))
    return value if isinstance(value, Fraction) else Fraction(0)


def column(values) -> Column:
    """Values of rows as a column."""
    numbers = [exact(value) for value in values]
    common = np.lcm.reduce([number.denominator for number in numbers], dtype=object)
    numerators = np.array([int(number * common) for number in numbers], dtype=object)
    absent, unknown = (np.array([isinstance(value, kind) for value in values]) for kind in (type(None), Unknown))
    fits = max(map(abs, numerators)) <= HIGHEST
    return Column(
        Ints.of(numerators.astype(np.int64) if fits else numerators),
        Ints.one(int(common)),
        absent if absent.any() else None,
        unknown if unknown.any() else None,
    )


def arrays_of(column_: Column) -> dict[str, np.ndarray]:
    """A column as arrays: numerator, denominator, whether there is no limit, whether it is not known."""
    numbers = {"above": column_.numerator.values, "below": column_.denominator.values}
    arrays = {name: np.array([each], dtype=object) if isinstance(each, int) else each for name, each in numbers.items()}
    masks = {"absent": column_.absent, "unknown": column_.unknown}
    return {**arrays, **{name: np.array([False]) if mask is None else mask for name, mask in masks.items()}}


def computed(reading: Reading, given_: Mapping[str, Column]) -> dict[tuple[str, str], np.ndarray]:
    """Every formula of a reading as arrays."""
    made = reading(given_)
    return {(key, name): array for key in reading.formulas for name, array in arrays_of(made[key]).items()}


@pytest.mark.parametrize("book", EVERY.values(), ids=EVERY)
@given(st.data())
def test_the_formulas_in_columns_give_the_values(book, data):
    """Each row of each formula has the exact value, or is unknown or no limit, as the value reading says."""
    rows = data.draw(rows_of(book))
    given_ = {name: column([row[name] for row in rows]) for name in rows[0]}
    found = in_widths(partial(computed, Reading.of(book, *book.formulas)), given_, len(rows))
    made = {name: np.broadcast_to(array, (len(rows),)) for name, array in found.items()}
    for rank, row in enumerate(rows):
        for key, value in evaluate(book, row).items():
            if key not in book.formulas:
                continue
            if made[key, "unknown"][rank]:
                assert isinstance(value, Unknown)
            elif made[key, "absent"][rank]:
                assert isinstance(value, NoLimit)
            else:
                assert value == Fraction(int(made[key, "above"][rank]), int(made[key, "below"][rank]))
