"""Comparable quotes: different suppliers, counted for sure and at most."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.model import Expense, Quote
from labo_partenariats.rules.quotes import count_suppliers
from labo_partenariats.values.money import Money

DAY = dt.date(2017, 10, 20)
EXPENSE = Expense(id="e", label="E", amount=Money(500000), committed=DAY)

quotes = st.lists(
    st.builds(
        Quote,
        id=st.integers(0, 99).map(str),
        expense=st.just("e"),
        supplier=st.none() | st.sampled_from(["A", "a", "B", "C"]),
        amount=st.none() | st.integers(0, 500).map(Money),
        date=st.none() | st.sampled_from([DAY, DAY + dt.timedelta(1)]),
    ),
    max_size=6,
).map(tuple)


@given(quotes, st.randoms(use_true_random=False))
def test_counts_are_bounds_whatever_the_order(found: tuple[Quote, ...], random: Any) -> None:
    """What is sure is within what is possible, and the order of the quotes plays no part."""
    least, most = count_suppliers(found, EXPENSE)
    shuffled = list(found)
    random.shuffle(shuffled)

    assert 0 <= least <= most <= len(found)
    assert count_suppliers(tuple(shuffled), EXPENSE) == (least, most)


@given(quotes)
def test_a_second_quote_of_one_supplier_adds_nothing(found: tuple[Quote, ...]) -> None:
    """A supplier that has a comparable quote is not counted again, and a late quote never is."""
    one = Quote(id="x", expense="e", supplier="A", amount=Money(1), date=DAY)
    once = count_suppliers((*found, one), EXPENSE)

    assert count_suppliers((*found, one, one), EXPENSE) == once
    assert count_suppliers((*found, one, evolve(one, supplier="Z", date=DAY + dt.timedelta(1))), EXPENSE) == once


@given(quotes)
def test_telling_more_narrows_the_count(found: tuple[Quote, ...]) -> None:
    """With every supplier, amount and day told, the count is one number: that of the different suppliers."""
    told = tuple(evolve(quote, supplier=quote.supplier or "D", amount=Money(1), date=DAY) for quote in found)
    least, most = count_suppliers(told, EXPENSE)

    assert least == most == len({(quote.supplier or "").casefold() for quote in told})
