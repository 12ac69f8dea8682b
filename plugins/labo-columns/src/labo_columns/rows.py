"""The rows that columns cannot hold: each is written as a row of text and given to the library's own reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa

from labo_columns.integers import Array
from labo_partenariats.plugin.formulas import simulate_rows


def as_text(value: Any) -> str | None:
    """
    A cell as a batch of text would write it.

    A decimal with three digits after its mark gets a fourth: it is a number, and no thousands are meant.
    """
    if not isinstance(value, Decimal):
        return None if value is None else str(value)
    plain = f"{value:f}"
    return f"{plain}0" if value.as_tuple().exponent == -3 else plain


def _movable(column: pa.Array) -> pa.Array:
    """The column in a type whose rows Arrow can take."""
    return column.cast(pa.string()) if pa.types.is_string_view(column.type) else column


def simulate_odd_rows(batch: pa.RecordBatch, rows: Array) -> list[dict[str, str]]:
    """The plans of some rows of a batch, as the library writes them in a batch of text."""
    places = pa.array(rows)
    cells = {
        name: map(as_text, _movable(column).take(places).to_pylist())
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name != "id"
    }
    return list(simulate_rows(dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)))
