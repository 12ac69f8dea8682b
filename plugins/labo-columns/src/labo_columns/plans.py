"""Plans in blocks of integers: what `labo_partenariats.rules.simulation.simulate` makes of one plan, for all rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from labo_columns.algebra import NO_LIMIT, Column, ColumnAlgebra, Extreme, Reading, compared, settled
from labo_columns.integers import Array, Ints, Mask, choose, pick
from labo_partenariats.plugin.formulas import BOOK

#: Codes of what makes a plan invalid, then of what has it refused, in the order in which they are told: bits 0, 1, 2 …
FAULTS: Final = ("FIN110", "FIN131", "FIN132")
REFUSALS: Final = ("FIN121", "FIN103", "FIN122", "FIN124", "FIN123")
CODES: Final = (*FAULTS, *REFUSALS)

#: The bits of the codes that make a plan invalid.
FAULTY: Final = (1 << len(FAULTS)) - 1

#: The amounts of a plan, in the order of the columns.
AMOUNTS: Final = ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing")

#: 1 in the rows where the aid rate is fixed, 0 where it is a maximum.
FIXED: Final = "is_fixed"

_NOTHING: Final = Column.constant(0)
_WHOLE: Final = Column.constant(1)
_DEFAULTS: Final = {"in_kind": _NOTHING, "counterpart": _NOTHING, "requested": NO_LIMIT, "eafrd_ceiling": NO_LIMIT}
_READING: Final = Reading.of(BOOK, "top_up", "self_financing", given=("eligible",))
_EAFRD: Final = BOOK.formulas["eafrd"].expression


def _given(column: Column, rows: Mask) -> Mask:
    """*rows* without those where the column is not given."""
    return rows if column.absent is None else rows & ~column.absent


def _faults(given: Mapping[str, Column]) -> Iterator[tuple[str, Mask]]:
    """The codes of what makes no plan at all, each with its rows."""
    for name, column in given.items():
        if not name.endswith("_rate") and column.numerator.low < 0:
            yield "FIN110", _given(column, compared(column, "<", _NOTHING))
    rate = given["eafrd_rate"]
    if rate.numerator.low <= 0 or rate.numerator.high >= rate.denominator.low:
        yield "FIN131", compared(rate, "<=", _NOTHING) | compared(rate, ">=", _WHOLE)
    in_kind, eligible = given.get("in_kind", _NOTHING), given["eligible"]
    if in_kind.numerator.high > eligible.numerator.low:
        yield "FIN132", compared(in_kind, ">", eligible)


def _refusals(given: Mapping[str, Column], values: Mapping[str, Column]) -> Iterator[tuple[str, Mask]]:
    """The codes of what the law refuses, each with its rows."""
    public, cap = values["public_aid"], values["public_aid_cap"]
    above = compared(given["counterpart"], ">", cap)
    yield "FIN121", above
    if FIXED in given:
        fixed = compared(given[FIXED], "=", _WHOLE)
        yield "FIN103", fixed & ~above & ~compared(public, "=", cap)
    for code, name, amount in (("FIN122", "eafrd_floor", values["eafrd"]), ("FIN124", "min_public_aid", public)):
        if name in given:
            yield code, _given(given[name], compared(amount, "<", given[name]))
    if (minimum := given.get("min_self_financing_rate")) is not None:
        exact, algebra = Column(minimum.numerator, minimum.denominator), ColumnAlgebra({})
        left = settled(algebra.subtract(given["eligible"], public))
        yield "FIN123", _given(minimum, compared(left, "<", settled(algebra.multiply(exact, given["eligible"]))))


def _shares(rate: Column) -> Column:
    """The rates with a harmless one where a rate is none or all, so that nothing is divided by zero."""
    above, below = rate.numerator, rate.denominator
    bad = compared(rate, "<=", _NOTHING) | compared(rate, ">=", _WHOLE)
    if below.scalar is not None and below.scalar > 1:
        return Column(pick(bad, Ints.one(1), above), below)
    return Column(pick(bad, Ints.one(1), above), pick(bad, Ints.one(2), below))


def _marked(bits: Array, found: Iterable[tuple[str, Mask]]) -> Array:
    for code, rows in found:
        bits = bits | (rows * np.int16(1 << CODES.index(code)))
    return bits


def compute(given: Mapping[str, Column]) -> dict[str, Array]:
    """
    The amounts in cents, the rank of the binding limit and the bits of `CODES`, a row each.

    *given* has the columns of a plan that are given in some row, those that are no limits with a number in each.
    Raises `Unproved` where 64 bits may be too narrow. The amounts of an invalid plan are zero.
    """
    bits = _marked(np.zeros(np.shape(given["eligible"].numerator.values), dtype=np.int16), _faults(given))
    invalid = bits != 0
    safe = {**_DEFAULTS, **given}
    if invalid.any():
        safe["eafrd_rate"] = _shares(given["eafrd_rate"])
    values = _READING(safe)
    bits = _marked(bits, _refusals(safe, values))
    if invalid.any():
        bits = choose(invalid, bits & FAULTY, bits)
    refused = bits != 0
    counterpart, eligible = safe["counterpart"].numerator, safe["eligible"].numerator
    made: dict[str, Array] = {name: np.asarray(values[name].numerator.values) for name in AMOUNTS}
    if refused.any():
        left = (eligible - counterpart).values
        instead = {"eafrd": 0, "calling_counterpart": 0, "top_up": counterpart.values, "self_financing": left}
        made |= {name: choose(refused, np.asarray(amount), made[name]) for name, amount in instead.items()}
    if invalid.any():
        made = {name: choose(invalid, np.array(0), amount) for name, amount in made.items()}
    return {**made, "binding": _limits(values).ranks(), "bits": bits}


def _limits(values: Mapping[str, Column]) -> Extreme:
    """The limits of the EAFRD: it is the least of them, and nothing when that is negative."""
    highest = _EAFRD.fold(ColumnAlgebra(values))
    assert isinstance(highest, Extreme)
    limits = highest.options[1]
    assert isinstance(limits, Extreme)
    return limits
