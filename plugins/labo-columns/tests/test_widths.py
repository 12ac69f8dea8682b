"""Rows of every size in one block: the large ones alone are computed with Python's integers."""

from __future__ import annotations

import numpy as np
import pytest

from labo_columns.algebra import Column, Reading
from labo_columns.integers import Ints
from labo_columns.widths import in_widths
from labo_partenariats.plugin.formulas import BOOK

CAP = Reading.of(BOOK, "public_aid_cap", given=("eligible",))


def cap(given):
    """The cap of each row, and whether it was computed with Python's integers."""
    values = np.asarray(CAP(given)["public_aid_cap"].numerator.values)
    return {"cap": values, "wide": np.full(values.shape, given["eligible"].numerator.values.dtype == object)}


@pytest.mark.parametrize(
    ("eligible", "wide"),
    [
        ([100, 10**9, 10**12], [False, False, False]),
        ([100, 2**62, 10**9], [False, True, False]),
        ([100, -(2**63), 10**9], [False, True, False]),
        ([2**62, 2**62 + 1, 2**63 - 1], [True, True, True]),
        ([2**62, 1, 2**39], [True, False, False]),
    ],
)
def test_only_large_rows_are_computed_apart(eligible, wide):
    """The cap is exact in every row, and a large amount costs no other row its speed."""
    given = {
        "eligible": Column(Ints.of(np.array(eligible))),
        "in_kind": Column.constant(0),
        "aid_rate": Column(Ints.of(np.array([333_333, 250_000, 999_999])), Ints.one(10**6)),
    }
    made = in_widths(cap, given, len(eligible))
    rates = (333_333, 250_000, 999_999)
    assert [int(value) for value in made["cap"]] == [
        min(amount * rate // 10**6, amount) for amount, rate in zip(eligible, rates, strict=True)
    ]
    assert made["wide"].tolist() == wide
