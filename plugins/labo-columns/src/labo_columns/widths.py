"""The rows of a block in the narrowest integers that are proved to hold what is computed of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from labo_columns.algebra import Column
from labo_columns.integers import Array, Mask, Unproved

Computation = Callable[[Mapping[str, Column]], Mapping[str, Array]]

#: Sizes of amounts, in bits of cents, at which a block is cut when the whole of it cannot be proved.
_CUTS: Final = (48, 40, 32, 24)


def in_widths(compute: Computation, given: Mapping[str, Column], rows: int) -> Mapping[str, Array]:
    """
    What *compute* makes of the columns *given*, an array of *rows* values by name.

    64 bits where the bounds of the block prove them wide enough; else its large amounts are set apart, and they alone
    are computed with Python's integers. The values are the same either way.
    """
    try:
        return compute(given)
    except Unproved:
        size = _sizes(given, rows)
    for bits in _CUTS:
        small = size < 2**bits
        if small.all() or not small.any():
            continue
        try:
            narrow = compute({name: column.of_rows(small) for name, column in given.items()})
        except Unproved:
            continue
        wide = compute({name: column.of_rows(~small).wide() for name, column in given.items()})
        return {name: _merged(small, narrow[name], wide[name]) for name in narrow}
    return compute({name: column.wide() for name, column in given.items()})


def _sizes(given: Mapping[str, Column], rows: int) -> Array:
    """The largest amount of each row, whatever its sign; rates are no amounts."""
    amounts = [column.numerator.values for column in given.values() if column.denominator.scalar == 1]
    sizes = np.zeros(rows, dtype=np.uint64)
    for values in amounts:
        # abs(-2**63) has no place in int64, and is right once read as unsigned
        exact = values if isinstance(values, int) else values.astype(np.int64)
        magnitude = min(abs(exact), 2**63) if isinstance(exact, int) else np.abs(exact).view(np.uint64)
        np.maximum(sizes, magnitude, out=sizes)
    return sizes


def _merged(small: Mask, narrow: Array, wide: Array) -> Array:
    """One array of both kinds of rows, of Python integers only where 64 bits cannot hold them."""
    try:
        wide = wide.astype(np.int64 if narrow.dtype == np.int32 else narrow.dtype)
    except OverflowError:
        narrow = narrow.astype(object)
    merged = np.empty(small.shape, dtype=wide.dtype)
    merged[small], merged[~small] = narrow, wide
    return merged
