"""Operations with their list of expenses."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_columns import eligible_from_expenses, simulate_batch
from labo_partenariats.plugin import UnreadableSource

KIND = pa.list_(pa.struct([("category", pa.string()), ("amount", pa.decimal128(14, 2))]))

lines = st.lists(
    st.fixed_dictionaries(
        {
            "category": st.sampled_from(["staff", "in_kind", "travel", None]),
            "amount": st.none() | st.integers(-500, 10**9).map(lambda cents: Decimal(cents).scaleb(-2)),
        }
    ),
    max_size=4,
)


def operations(expenses):
    """Operations with these expenses and a column that is kept."""
    return pa.RecordBatch.from_pydict({"id": list(range(len(expenses))), "expenses": pa.array(expenses, KIND)})


@given(st.lists(st.none() | lines, max_size=6), st.sampled_from([None, ("staff", "in_kind"), ("travel",)]), st.data())
def test_sums_are_exact_or_not_told(expenses, categories, data):
    """Each operation has the sum of its eligible lines; a line that is not known makes it unknown."""
    start = data.draw(st.integers(0, len(expenses)))
    made = eligible_from_expenses(operations(expenses).slice(start), categories)
    assert made.schema.names == ["id", "eligible", "in_kind"]
    for row, found in zip(expenses[start:], made.to_pylist(), strict=True):
        if not row or any(None in line.values() for line in row):
            assert (found["eligible"], found["in_kind"]) == (None, None)
            continue
        counted = [line for line in row if categories is None or line["category"] in categories]
        assert found["eligible"] == sum((line["amount"] for line in counted), Decimal(0))
        assert found["in_kind"] == sum(
            (line["amount"] for line in counted if line["category"] == "in_kind"), Decimal(0)
        )


def test_it_is_what_a_plan_needs():
    """The result is a batch of plans once rates and counterpart stand beside it."""
    batch = operations([[{"category": "staff", "amount": Decimal("24682.00")}]]).drop_columns("id")
    for name, value in (("aid_rate", "0.80"), ("eafrd_rate", "0.80"), ("counterpart", "5000.00")):
        batch = batch.append_column(name, pa.array([Decimal(value)]))
    assert simulate_batch(eligible_from_expenses(batch)).column("eafrd").to_pylist() == [Decimal("14745.60")]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"id": pa.array([1])}, "SRC083"),
        ({"expenses": pa.array([[]], KIND), "eligible": pa.array(["1"])}, "SRC083"),
        ({"expenses": pa.array([[1]])}, "SRC084"),
        ({"expenses": pa.array([[{"category": "staff", "amount": 1.5}]])}, "SRC084"),
        ({"expenses": pa.array([[{"amount": Decimal("1.5")}]])}, "SRC084"),
    ],
)
def test_other_columns_are_refused(columns, code):
    """A batch without expenses, or whose expenses are not exact, is refused."""
    with pytest.raises(UnreadableSource) as refused:
        eligible_from_expenses(pa.RecordBatch.from_pydict(columns))
    assert refused.value.code == code
