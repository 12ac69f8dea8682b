"""One row an operation: its expenses as a list, added up to what a plan needs of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from labo_partenariats.plugin import UnreadableSource

_IN_KIND: Final = "in_kind"
#: Digits that an amount may have before its mark, so that millions of them cannot pass the 38 of their sum.
_DIGITS: Final = 28


def eligible_from_expenses(batch: pa.RecordBatch, categories: Collection[str] | None = None) -> pa.RecordBatch:
    """
    *batch* with ``eligible`` and ``in_kind`` in the place of its column ``expenses``.

    ``expenses`` is ``list<struct<category: string, amount: decimal>>``, amounts in euros. ``eligible`` is the sum of
    the lines of *categories* (all of them when None), ``in_kind`` that of those whose category is ``in_kind``. An
    operation without expenses, or with one whose amount or category is null, has no eligible expenditure that can be
    told: null.

    Raises `UnreadableSource` for a batch without such a column (SRC083) or whose amounts are no decimals (SRC084).
    """
    names = batch.schema.names
    if "expenses" not in names or {"eligible", _IN_KIND} & set(names):
        unknown = tuple(sorted({"eligible", _IN_KIND} & set(names)))
        missing = () if "expenses" in names else ("expenses",)
        raise UnreadableSource("SRC083", {"file": "RecordBatch", "missing": missing, "unknown": unknown})
    column = batch.column("expenses")
    if not _is_exact(column.type):
        raise UnreadableSource("SRC084", {"column": "expenses", "type": str(column.type)})
    rows, lines = pc.list_parent_indices(column), pc.list_flatten(column)
    category, amount = pc.struct_field(lines, "category"), pc.struct_field(lines, "amount")
    scale = max(amount.type.scale, 2)
    wide = amount.cast(pa.decimal128(min(_DIGITS + scale, 38), scale))  # Arrow refuses what would not fit
    counts = _counted(category, categories)
    untold = pc.or_(pc.is_null(category), pc.is_null(amount))
    known = pc.and_(pc.is_valid(column), pc.greater(pc.list_value_length(column), 0))
    known = pc.and_(known, pc.invert(pc.is_in(_ranks(len(batch)), rows.filter(untold))))
    summed = {
        "eligible": _sums(rows, wide, counts, len(batch)),
        _IN_KIND: _sums(rows, wide, pc.and_(counts, pc.equal(category, _IN_KIND)), len(batch)),
    }
    kept = {name: batch.column(name) for name in names if name != "expenses"}
    nothing = pa.scalar(None, wide.type)
    return pa.RecordBatch.from_pydict(
        {**kept, **{name: pc.if_else(known, each, nothing) for name, each in summed.items()}}
    )


def _is_exact(kind: pa.DataType) -> bool:
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)) or not pa.types.is_struct(kind.value_type):
        return False
    fields = {field.name: field.type for field in kind.value_type}
    return "category" in fields and pa.types.is_decimal(fields.get("amount", pa.null()))


def _counted(category: pa.Array, categories: Collection[str] | None) -> pa.Array:
    if categories is None:
        return pc.fill_null(pc.is_valid(category), fill_value=True)
    return pc.is_in(category, pa.array(list(categories), category.type))


def _ranks(rows: int) -> pa.Array:
    return pa.array(range(rows), pa.int64())


def _sums(rows: pa.Array, amounts: pa.Array, counted: pa.Array, length: int) -> pa.Array:
    """The exact sum of the amounts of each row, zero for a row without any."""
    lines = pa.table({"row": rows.cast(pa.int64()).filter(counted), "amount": amounts.filter(counted)})
    sums = lines.group_by("row").aggregate([("amount", "sum")])
    found = sums["amount_sum"].combine_chunks().cast(amounts.type)
    places = pc.index_in(_ranks(length), sums["row"].combine_chunks())
    return pc.fill_null(found.take(places), pa.scalar(0, pa.int64()).cast(amounts.type))
