"""
From Arrow columns to integers: amounts as cents, rates as numerators of one denominator, exact or set aside.

A column is decimal or text. Rows that hold anything but a plain exact number are *odd*: they are told by a mask, and
the library's own reader of rows looks at them.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen

from labo_columns.algebra import Column
from labo_columns.integers import Array, Ints, Mask
from labo_partenariats.plugin import UnreadableSource

#: Digits that a decimal amount may have before its mark, so that cents and their differences fit in 38 digits.
MOST_DIGITS: Final = 36


@frozen(kw_only=True)
class Kind:
    """
    What is read from a column: with how many decimals, and up to what number.

    ``plain`` are the texts that the library's own reader takes for the same number as Arrow does, without a doubt, and
    ``spelled`` the type that holds them all.
    """

    scale: int
    largest: Decimal
    plain: str
    spelled: pa.DataType


AMOUNT: Final = Kind(
    scale=2,
    largest=Decimal(10) ** MOST_DIGITS,
    plain=r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$",
    spelled=pa.decimal128(17, 2),
)
RATE: Final = Kind(
    scale=12,  # finer rates are read row by row
    largest=Decimal(1),
    plain=r"^(0(\.[0-9]{1,9})?|1(\.0{1,2})?)$",
    spelled=pa.decimal128(10, 9),
)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text, whatever its encoding in memory."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def is_exact(kind: pa.DataType) -> bool:
    """Whether a column holds exact numbers, or text, or nothing at all."""
    if pa.types.is_dictionary(kind):
        return is_exact(kind.value_type)
    if pa.types.is_decimal(kind):
        return bool(kind.scale >= 0 and kind.precision - kind.scale <= MOST_DIGITS)
    return is_text(kind) or pa.types.is_null(kind)


@frozen
class Block:
    """
    Some rows of a column: numerators over ten to the scale, the rows that are not given, and those beyond 64 bits
    (None when there are none); both hold zero.
    """

    values: Array
    absent: Mask | None
    beyond: Mask | None


@frozen
class Numbers:
    """
    A column of exact numbers: 128-bit decimals, and the rows that are odd (None when there is none).

    Odd rows hold null here.
    """

    decimals: pa.Array
    odd: Mask | None

    def block(self, start: int, stop: int) -> Block:
        """The rows from *start* to *stop*."""
        part = self.decimals.slice(start, stop - start)
        limbs = np.frombuffer(part.buffers()[1], dtype=np.int64, count=2 * len(part), offset=16 * part.offset)
        low, high = limbs[0::2], limbs[1::2]
        absent = _absent(part)
        values = np.array(low)
        if absent is not None:
            values *= ~absent  # what lies under a null is anything
        beyond = None
        if high.any() or values.min(initial=0) < 0:  # seldom: amounts are neither negative nor that large
            beyond = (low >> 63) != high
            if absent is not None:
                beyond &= ~absent
            if beyond.any():
                values *= ~beyond
        return Block(values, absent, beyond)

    @property
    def given(self) -> Mask:
        """The rows that hold a number."""
        absent = _absent(self.decimals)
        return np.ones(len(self.decimals), dtype=np.bool_) if absent is None else ~absent

    @property
    def scale(self) -> int:
        """The number of decimals."""
        return int(self.decimals.type.scale)


def _mask(values: pa.Array) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _absent(column: pa.Array) -> Mask | None:
    """The rows that hold nothing, None when all hold something."""
    if not column.null_count:
        return None
    first, valid = column.offset // 8, np.frombuffer(column.buffers()[0], dtype=np.uint8)
    skipped = column.offset - 8 * first
    bits = np.unpackbits(valid[first:], count=skipped + len(column), bitorder="little")
    return ~bits[skipped:].view(np.bool_)


def numbers(column: pa.Array, kind: Kind) -> Numbers:
    """The exact numbers of a column whose type `is_exact`."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if is_text(column.type):
        return _spelled(column.cast(pa.string()), kind)
    if pa.types.is_null(column.type):
        return Numbers(column.cast(kind.spelled), None)
    scale = column.type.scale
    is_ready = scale == kind.scale or (kind is RATE and scale < kind.scale)
    return Numbers(column, None) if is_ready and pa.types.is_decimal128(column.type) else _rescaled(column, kind)


def _spelled(column: pa.Array, kind: Kind) -> Numbers:
    """Texts as decimals; an empty text is no number, another spelling than the plain one is odd."""
    is_plain = pc.match_substring_regex(column, kind.plain)
    is_odd = pc.and_(pc.invert(is_plain), pc.not_equal(column, ""))
    return Numbers(pc.if_else(is_plain, column, pa.scalar(None, pa.string())).cast(kind.spelled), _rows(is_odd))


def _rescaled(column: pa.Array, kind: Kind) -> Numbers:
    """The same numbers with the decimals of *kind*; what does not fit in them is odd."""
    wide = column.cast(pa.decimal256(76, column.type.scale))
    cut = wide.cast(pa.decimal256(76, kind.scale), safe=False)
    largest = pa.scalar(kind.largest, cut.type)
    is_plain = pc.and_(pc.equal(cut.cast(wide.type), wide), pc.less_equal(pc.abs(cut), largest))
    decimals = pc.if_else(is_plain, cut, pa.scalar(None, cut.type)).cast(pa.decimal128(38, kind.scale))
    return Numbers(decimals, _rows(pc.invert(is_plain)))


def modes(column: pa.Array) -> tuple[Mask, Mask]:
    """The rows whose aid rate is fixed, and those that say neither «maximum» nor «fixed» nor nothing."""
    words = column.cast(pa.string())
    known = pc.is_in(words, pa.array(["maximum", "fixed", "", None], pa.string()))
    return _mask(pc.fill_null(pc.equal(words, "fixed"), fill_value=False)), ~_mask(known)


def _rows(where: pa.Array) -> Mask | None:
    rows = _mask(pc.fill_null(where, fill_value=False))
    return rows if rows.any() else None


#: How many rates tell that most have more decimals, before all are looked at.
_SAMPLE: Final = 64


def shares(values: Array, scale: int, absent: Mask | None) -> tuple[Column, Mask | None]:
    """
    Rates, given by their numerators over ten to the *scale*, and the rows that are no share of a whole: they are read
    as zero; None when there are none.

    One rate for the whole block becomes one fraction; several keep the smallest usual denominator that fits them.
    """
    whole = 10**scale
    numerators, strange = Ints.of(values), None
    if numerators.low < 0 or numerators.high > whole:
        strange = (values < 0) | (values > whole)
        values = values * ~strange
        numerators = Ints.of(values)
    if (one := numerators.scalar) is not None:
        return evolve(Column.constant(Fraction(one, whole)), absent=absent), strange
    for coarse in range(2, scale, 2):
        step = 10 ** (scale - coarse)
        if not (values[:_SAMPLE] % step).any() and not (values % step).any():
            return Column(Ints.of(values // step), Ints.one(10**coarse), absent), strange
    return Column(numerators, Ints.one(whole), absent), strange


def inexact(column: pa.Field) -> UnreadableSource:
    """What to raise for a column whose type cannot hold exact numbers, or leaves a doubt on what they count."""
    return UnreadableSource("SRC084", {"column": column.name, "type": str(column.type)})
