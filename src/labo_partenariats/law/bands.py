"""Tables of values by bands («barèmes»): a mileage rate by engine power and distance, a number of quotes by amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from math import prod

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.values.money import Money, Rate

Bound = Money | Rate | Decimal | int
#: None is «no upper bound».
Bounds = tuple[Bound | None, ...]


@frozen
class Band:
    """One row: ``gives`` applies up to and including each of ``up_to``, one bound an axis."""

    up_to: Bounds
    gives: Money | Rate | Decimal | int


@frozen
class Bands:
    """
    A table of values by bands («barème»).

    ``axes`` names what is looked up. The rows form a full grid in rising order, so that the first row whose bounds hold
    all the given quantities is the one that applies.

    >>> quotes = Bands(("amount",), (Band((Money.euros(1000),), 0), Band((None,), 2)))
    >>> quotes.at(amount=Money.euros(1000)), quotes.at(amount=Money.euros("1000.01"))
    (0, 2)
    """

    axes: tuple[str, ...]
    rows: tuple[Band, ...]

    def at(self, **quantities: Bound) -> Money | Rate | Decimal | int | None:
        """
        What the table gives for *quantities*, one for each axis; None beyond its last band.

        Raises `Misuse` when the names are not those of the axes.
        """
        if quantities.keys() != set(self.axes):
            raise Misuse("MIS041", {"axes": ", ".join(self.axes), "given": ", ".join(sorted(quantities))})
        wanted = [quantities[axis] for axis in self.axes]
        return next((row.gives for row in self.rows if _within(wanted, row.up_to)), None)


def _within(wanted: Sequence[Bound], up_to: Bounds) -> bool:
    pairs = zip(wanted, up_to, strict=True)
    return all(bound is None or quantity <= bound for quantity, bound in pairs)  # type: ignore[operator]


def is_grid(rows: Sequence[Bounds]) -> bool:
    """Whether the bounds form a full grid in rising order: every combination once, the unbounded band last."""
    if not rows:
        return False
    axes = [sorted(set(column), key=_rising) for column in zip(*rows, strict=True)]
    return prod(map(len, axes)) == len(rows) and list(product(*axes)) == list(rows)


def _rising(bound: Bound | None) -> tuple[bool, Decimal]:
    if bound is None:
        return (True, Decimal(0))
    match bound:
        case Money():
            return (False, bound.amount)
        case Rate():
            return (False, bound.value)
        case _:
            return (False, Decimal(bound))
