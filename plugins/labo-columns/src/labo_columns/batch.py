"""The plans of a record batch: columns in, columns out, nothing kept in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen

from labo_columns import cells, plans
from labo_columns.algebra import Column
from labo_columns.cells import AMOUNT, RATE, Numbers
from labo_columns.integers import Array, Ints, Mask
from labo_columns.rows import simulate_odd_rows
from labo_columns.widths import in_widths
from labo_partenariats.plugin.formulas import LIMITS, MONEY_FIGURES, RATE_FIGURES, REQUIRED, Status, check_columns

AMOUNT_SCALE: Final = AMOUNT.scale
_MODE: Final = "aid_rate_mode"
#: The amounts that are zero where they are not given; the others are limits, which then do not apply.
_ZERO_WHEN_ABSENT: Final = ("counterpart", "in_kind")

#: Rows of a block: few enough for its columns to stay in the processor's cache from one operation to the next.
BLOCK: Final = 65_536

_STATUSES: Final = tuple(status.value for status in Status)
_OK, _REFUSED, _INVALID = (_STATUSES.index(status.value) for status in (Status.OK, Status.REFUSED, Status.INVALID))
_REASONS: Final = tuple(
    " ".join(code for rank, code in enumerate(plans.CODES) if bits >> rank & 1) for bits in range(1 << len(plans.CODES))
)
#: The rank of the status that each set of bits makes.
_STATUS_OF: Final = np.array(
    [_INVALID if bits & plans.FAULTY else _REFUSED if bits else _OK for bits in range(len(_REASONS))], dtype=np.int8
)


@frozen
class _Inputs:
    """The columns of a batch as exact numbers, and the rows that are odd in one of them."""

    amounts: Mapping[str, Numbers]
    rates: Mapping[str, Numbers]
    fixed: Mask | None
    odd: Mask

    @classmethod
    def of(cls, batch: pa.RecordBatch) -> _Inputs:
        names = frozenset(batch.schema.names)
        amounts = {name: cells.numbers(batch.column(name), AMOUNT) for name in MONEY_FIGURES if name in names}
        rates = {name: cells.numbers(batch.column(name), RATE) for name in RATE_FIGURES if name in names}
        odd = np.zeros(batch.num_rows, dtype=np.bool_)
        fixed = None
        if _MODE in names:
            fixed, no_mode = cells.modes(batch.column(_MODE))
            odd |= no_mode
        for name, column in {**amounts, **rates}.items():
            if column.odd is not None:
                odd |= column.odd
            if name in REQUIRED and column.decimals.null_count:
                odd |= ~column.given
        return cls(amounts, rates, fixed, odd)

    def block(self, start: int, stop: int) -> dict[str, Column]:
        """
        The columns of some rows, without those that none of the rows gives; marks the rows that turn out odd.

        Odd rows hold harmless numbers.
        """
        given: dict[str, Column] = {}
        for name, column in (*self.amounts.items(), *self.rates.items()):
            part = column.block(start, stop)
            if name in self.amounts:
                found, strange = Column(Ints.of(part.values), absent=part.absent), None
            else:
                found, strange = cells.shares(part.values, column.scale, part.absent)
            for rows in (part.beyond, strange):
                if rows is not None:
                    self.odd[start:stop] |= rows
            if name in REQUIRED or name in _ZERO_WHEN_ABSENT:
                given[name] = evolve(found, absent=None)
            elif part.absent is None or not part.absent.all():
                given[name] = found
        if self.fixed is not None and self.fixed[start:stop].any():
            given[plans.FIXED] = Column(Ints.of(self.fixed[start:stop].astype(np.int64)))
        return given


@frozen
class _Made:
    """The plans of a batch, filled block by block: amounts as the two halves of 128-bit decimals."""

    rows: int
    amounts: dict[str, Array] = field(factory=dict)
    binding: Array = field()
    bits: Array = field()

    @binding.default
    def _binding(self) -> Array:
        return np.empty(self.rows, dtype=np.int8)

    @bits.default
    def _bits(self) -> Array:
        return np.empty(self.rows, dtype=np.int16)

    def __attrs_post_init__(self) -> None:
        for name in plans.AMOUNTS:
            memory = pa.allocate_buffer(16 * self.rows)  # Arrow's pool gives again what an earlier batch used
            self.amounts[name] = np.frombuffer(memory, dtype=np.int64).reshape(-1, 2)

    def fill(self, start: int, stop: int, made: Mapping[str, Array]) -> None:
        """Take over the plans of some rows."""
        for name, limbs in self.amounts.items():
            cents = made[name]
            limbs[start:stop, 0] = cents
            limbs[start:stop, 1] = np.negative(cents < 0, dtype=np.int8) if cents.min() < 0 else 0
        self.binding[start:stop] = made["binding"]
        self.bits[start:stop] = made["bits"]


def output_type(schema: pa.Schema) -> pa.DataType:
    """The type of the amounts made of a batch: text for text, else decimals with as many digits as the given ones."""
    kinds = [schema.field(name).type for name in ("eligible", "counterpart") if name in schema.names]
    if any(cells.is_text(kind) for kind in kinds):
        return pa.string()
    kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in kinds]
    digits = [kind.precision - kind.scale for kind in kinds if pa.types.is_decimal(kind)]
    return pa.decimal128(max([*digits, 1]) + AMOUNT.scale, AMOUNT.scale)


def output_schema(schema: pa.Schema) -> pa.Schema:
    """The schema of the plans that batches of *schema* make; raises `UnreadableSource` for columns of none."""
    check_columns(schema.names, "RecordBatch")
    for column in schema:
        if column.name == _MODE and not (cells.is_text(column.type) or pa.types.is_null(column.type)):
            raise cells.inexact(column)
        if column.name not in {"id", _MODE} and not cells.is_exact(column.type):
            raise cells.inexact(column)
    amount = output_type(schema)
    identifier = schema.field("id").type if "id" in schema.names else pa.string()
    texts = ((name, pa.string()) for name in ("binding", "status", "reasons"))
    return pa.schema([("id", identifier), *((name, amount) for name in plans.AMOUNTS), *texts])


def blocks(batch: pa.RecordBatch) -> Iterator[tuple[dict[str, Column], int]]:
    """The columns that formulas are computed with, a block at a time, and the rows of each block."""
    inputs = _Inputs.of(batch)
    for start, stop in _spans(batch.num_rows):
        yield inputs.block(start, stop), stop - start


def _spans(rows: int) -> Iterator[tuple[int, int]]:
    return ((start, min(start + BLOCK, rows)) for start in range(0, rows, BLOCK))


def simulate_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """
    The plan of each row of *batch*, in order: what `labo simulate` says of it, to the cent.

    *batch* has the columns of `labo simulate --batch`. Amounts in euros and rates are decimals of any precision, or
    texts as in a CSV file; null is «not given». The amounts of the result are decimals with two decimals, or texts for
    texts, null for a plan that is invalid; ``id`` comes back as it was. Nothing is kept between two calls.

    Raises `UnreadableSource` for a missing or unknown column (SRC083) and for one whose type is not exact, such as
    floating-point numbers, or does not tell euros from cents, as integers (SRC084).
    """
    schema = output_schema(batch.schema)
    inputs, made = _Inputs.of(batch), _Made(batch.num_rows)

    for start, stop in _spans(batch.num_rows):
        made.fill(start, stop, in_widths(plans.compute, inputs.block(start, stop), stop - start))
    odd = np.flatnonzero(inputs.odd)
    told = simulate_odd_rows(batch, odd) if odd.size else []
    status = _STATUS_OF[made.bits]
    status[odd] = [_STATUSES.index(row["status"]) for row in told]
    invalid = status == _INVALID
    identifiers = batch.column("id") if "id" in batch.schema.names else pa.nulls(batch.num_rows, pa.string())
    return pa.RecordBatch.from_arrays(
        [
            identifiers,
            *(
                _amounts(schema.field(name).type, limbs, invalid, odd, [row[name] for row in told])
                for name, limbs in made.amounts.items()
            ),
            _binding(made.binding, invalid, odd, told),
            pa.array(_STATUSES).take(pa.array(status)),
            _reasons(made.bits, odd, told),
        ],
        schema=schema,
    )


def _validity(invalid: Mask) -> pa.Buffer | None:
    return pa.py_buffer(np.packbits(~invalid, bitorder="little")) if invalid.any() else None


def _amounts(kind: pa.DataType, limbs: Array, invalid: Mask, odd: Array, told: Sequence[str]) -> pa.Array:
    """The amounts of one column; *told* are those of the odd rows, in text."""
    is_text = pa.types.is_string(kind)
    if not is_text:
        limbs[odd] = [_limbs(text) for text in told] if told else limbs[odd]
    decimals = pa.decimal128(21, AMOUNT.scale) if is_text else kind
    buffers = [_validity(invalid), pa.py_buffer(limbs)]
    amounts = pa.Array.from_buffers(decimals, len(limbs), buffers)
    if not is_text:
        return amounts
    texts = amounts.cast(pa.string())
    if not told:
        return texts
    mask = np.zeros(len(limbs), dtype=np.bool_)
    mask[odd] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array([text or None for text in told], pa.string()))


def _limbs(text: str) -> tuple[int, int]:
    """An amount in text as the two halves of a 128-bit number of cents, both read as signed."""
    cents = int(text.replace(".", "") or 0)
    low = cents & (2**64 - 1)
    return (low - 2**64 if low >> 63 else low), cents >> 64


def _binding(ranks: Array, invalid: Mask, odd: Array, told: Sequence[Mapping[str, str]]) -> pa.Array:
    ranks[odd] = [LIMITS.index(row["binding"]) if row["binding"] else 0 for row in told]
    return pa.array(LIMITS).take(pa.array(ranks, mask=invalid if invalid.any() else None))


def _reasons(bits: Array, odd: Array, told: Sequence[Mapping[str, str]]) -> pa.Array:
    """The codes of each row; those of odd rows may be others than the columns know."""
    others = list(dict.fromkeys(row["reasons"] for row in told))
    ranks = bits.astype(np.int32)
    ranks[odd] = [len(_REASONS) + others.index(row["reasons"]) for row in told]
    return pa.array([*_REASONS, *others], pa.string()).take(pa.array(ranks))
