"""
The *columns* reading: the formulas of a book over blocks of integers.

Money is a column of cents, a rate a pair of integer columns; quotients stay pairs until a formula rounds them, and are
compared by cross multiplication. What is not given is a mask of rows, never a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Final

import numpy as np
from attrs import evolve, frozen

from labo_columns.integers import Array, Ints, Mask, choose, greatest, least, pick
from labo_partenariats.plugin import Misuse
from labo_partenariats.plugin.formulas import Comparator, FormulaBook, Rounding

_ONE: Final = Ints.one(1)
_NEVER: Final = np.array([False])


def _either(left: Mask | None, right: Mask | None) -> Mask | None:
    if left is None or right is None:
        return right if left is None else left
    return left | right


def _within(rows: Mask, left: Mask | None, right: Mask | None) -> Mask | None:
    """The mask *left* in *rows* and the mask *right* elsewhere."""
    if left is None and right is None:
        return None
    mask = choose(rows, _NEVER if left is None else left, _NEVER if right is None else right)
    return mask if mask.any() else None


@frozen
class Column:
    """
    Exact numbers, one a row: ``numerator`` over ``denominator``, which is positive.

    ``absent`` are the rows where a limit does not apply, ``unknown`` those whose value cannot be told; what the
    integers hold there means nothing.
    """

    numerator: Ints
    denominator: Ints = _ONE
    absent: Mask | None = None
    unknown: Mask | None = None

    @classmethod
    def constant(cls, value: Fraction | int) -> Column:
        """The same number in every row."""
        exact = Fraction(value)
        return cls(Ints.one(exact.numerator), Ints.one(exact.denominator))

    def wide(self) -> Column:
        """The same numbers as Python integers."""
        return Column(self.numerator.wide(), self.denominator.wide(), self.absent, self.unknown)

    def of_rows(self, rows: Mask) -> Column:
        """The numbers of some rows."""
        absent, unknown = (
            None if mask is None else np.broadcast_to(mask, rows.shape)[rows] for mask in (self.absent, self.unknown)
        )
        return Column(self.numerator.of_rows(rows), self.denominator.of_rows(rows), absent, unknown)


#: A limit that applies nowhere.
NO_LIMIT: Final = Column(Ints.one(0), absent=np.array([True]))


def _refuse_absent(operands: Sequence[Column]) -> Mask | None:
    """
    The rows in which an operand is unknown; raises `Misuse` when in another row one is a limit that does not apply.
    """
    unknown = reduce(_either, (each.unknown for each in operands))
    absent = reduce(_either, (each.absent for each in operands))
    if absent is not None and (absent if unknown is None else absent & ~unknown).any():
        raise Misuse("MIS034", {"value": "NoLimit()"})
    return unknown


def _applies(column: Column) -> bool:
    """Whether the column counts in some row: a limit that is absent everywhere does not."""
    return column.absent is None or not column.absent.all()


@frozen
class Extreme:
    """
    The least or the greatest of some options, not yet chosen.

    A rounding never changes the order of two numbers, so the options are rounded first and compared as integers; only
    an extreme that enters an operation unrounded is chosen by cross multiplication.
    """

    is_least: bool
    options: tuple[Node, ...]

    def rounded(self, rounding: Rounding) -> Node:
        """The extreme of the rounded options."""
        return Extreme(self.is_least, tuple(rounded(option, rounding) for option in self.options))

    def settled(self) -> Column:
        """The numbers."""
        found = self.of_integers()
        if found is not None:
            return found
        ranked = self._ranked()
        if not ranked:
            return NO_LIMIT
        _rank, best = ranked.pop()
        for _rank, option in reversed(ranked):
            best = self._better(option, best, self._wins(option, best))
        return best

    def ranks(self) -> Array:
        """The rank of the option that each row retains: the first of those that are equal."""
        ranked = self._ranked()
        if not ranked:
            return np.array(0, dtype=np.int8)
        last, best = ranked.pop()
        ranks: Array = np.array(last, dtype=np.int8)
        while ranked:  # from the last to the first, so that of equal options the first wins
            rank, option = ranked.pop()
            wins = self._wins(option, best)
            ranks = choose(wins, np.array(rank, dtype=np.int8), ranks)
            best = self._better(option, best, wins) if ranked else best
        return ranks

    def _ranked(self) -> list[tuple[int, Column]]:
        """The options that count, with their ranks."""
        options = [settled(option) for option in self.options]
        if not self.is_least:
            _refuse_absent(options)
        return [(rank, option) for rank, option in enumerate(options) if _applies(option)]

    def _wins(self, option: Column, best: Column) -> Mask:
        """The rows in which *option* is retained rather than *best*."""
        wins = np.asarray(compared(option, "<=" if self.is_least else ">=", best))
        if best.absent is not None:
            wins = wins | best.absent
        return wins if option.absent is None else wins & ~option.absent

    def _better(self, option: Column, best: Column, wins: Mask) -> Column:
        """What is retained of the two."""
        of_both = Extreme(self.is_least, (option, best)).of_integers()
        if of_both is not None:
            return of_both
        unknown = _either(option.unknown, best.unknown)  # of all options, for each could have been the one
        return evolve(_picked(wins, option, best), unknown=unknown)

    def of_integers(self) -> Column | None:
        """The numbers when every option is a column of integers and one always applies; else None."""
        found = [option.of_integers() if isinstance(option, Extreme) else option for option in self.options]
        if not all(each is not None and each.denominator.scalar == 1 for each in found):
            return None
        options = [each for each in found if each is not None and _applies(each)]
        absent = [each.absent for each in options]
        always = [rows is None for rows in absent]
        if not any(always) or not (self.is_least or (all(always) and len(always) == len(self.options))):
            return None
        columns = [each.numerator for each in options]
        unknown = reduce(_either, (each.unknown for each in options))
        return Column(least(columns, absent) if self.is_least else greatest(columns), unknown=unknown)


Node = Column | Extreme


def _picked(rows: Mask, then: Column, otherwise: Column) -> Column:
    """The numbers of *then* in *rows* and those of *otherwise* elsewhere."""
    if not rows.any():
        return otherwise
    if rows.all():
        return then
    return Column(
        pick(rows, then.numerator, otherwise.numerator),
        pick(rows, then.denominator, otherwise.denominator),
        _within(rows, then.absent, otherwise.absent),
        _within(rows, then.unknown, otherwise.unknown),
    )


def settled(node: Node) -> Column:
    """The numbers of *node*."""
    return node if isinstance(node, Column) else node.settled()


def rounded(node: Node, rounding: Rounding) -> Node:
    """*node* rounded once, as `Rounding.apply` rounds one number."""
    if rounding is Rounding.EXACT:
        return node
    if isinstance(node, Extreme):
        return node.rounded(rounding)
    above, below = node.numerator, node.denominator
    two = Ints.one(2)
    match rounding:
        case Rounding.DOWN_TO_CENT:
            whole = above.floor(below)
        case Rounding.UP_TO_CENT:
            whole = above.ceiling(below)
        case Rounding.HALF_UP_TO_CENT:
            whole = (above * two + below).floor(below * two)
        case Rounding.HALF_UP_TO_EURO:
            hundred = Ints.one(100)
            whole = (above * two + below * hundred).floor(below * two * hundred) * hundred
    return Column(whole, _ONE, node.absent, node.unknown)


def compared(left: Column, comparator: Comparator, right: Column) -> Mask:
    """The rows in which the comparison holds, by cross multiplication."""
    above, below = left.numerator * right.denominator, right.numerator * left.denominator
    compare: Callable[[Array | int, Array | int], Mask] = {
        "<": np.less,
        "<=": np.less_equal,
        "=": np.equal,
        ">=": np.greater_equal,
        ">": np.greater,
    }[comparator]
    return compare(above.values, below.values).astype(np.bool_)


def _reduced(above: Ints, below: Ints) -> tuple[Ints, Ints]:
    """A factor above and a factor below without what divides both, where both are the same in every row."""
    if above.scalar is None or below.scalar is None or (common := gcd(above.scalar, below.scalar)) <= 1:
        return above, below
    return Ints.one(above.scalar // common), Ints.one(below.scalar // common)


@frozen
class ColumnAlgebra:
    """The building blocks of expressions over columns."""

    values: Mapping[str, Node]

    def constant(self, value: Fraction) -> Node:
        """The same number in every row."""
        return Column.constant(value)

    def quantity(self, name: str) -> Node:
        """A declared quantity of every row."""
        return self.values[name]

    total = quantity

    def _operands(self, left: Node, right: Node) -> tuple[Column, Column, Mask | None]:
        """Two operands and the rows in which one is unknown; a limit that does not apply is no operand."""
        a, b = settled(left), settled(right)
        return a, b, _refuse_absent((a, b))

    def _sum(self, left: Node, right: Node, combine: Callable[[Ints, Ints], Ints]) -> Node:
        a, b, unknown = self._operands(left, right)
        if a.denominator.scalar is not None and b.denominator.scalar is not None:
            common = gcd(a.denominator.scalar, b.denominator.scalar)
            to_left, to_right = Ints.one(b.denominator.scalar // common), Ints.one(a.denominator.scalar // common)
            return Column(
                combine(a.numerator * to_left, b.numerator * to_right), a.denominator * to_left, None, unknown
            )
        numerator = combine(a.numerator * b.denominator, b.numerator * a.denominator)
        return Column(numerator, a.denominator * b.denominator, None, unknown)

    def add(self, left: Node, right: Node) -> Node:
        """Left + right."""
        return self._sum(left, right, Ints.__add__)

    def subtract(self, left: Node, right: Node) -> Node:
        """Left − right."""
        return self._sum(left, right, Ints.__sub__)

    def multiply(self, left: Node, right: Node) -> Node:
        """Left × right."""
        a, b, unknown = self._operands(left, right)
        a_above, b_below = _reduced(a.numerator, b.denominator)
        b_above, a_below = _reduced(b.numerator, a.denominator)
        return Column(a_above * b_above, a_below * b_below, None, unknown)

    def divide(self, left: Node, right: Node) -> Node:
        """Left ÷ right, exact; unknown in the rows where the divisor is zero."""
        _dividend, divisor, _unknown = self._operands(left, right)
        above, below, unknown = divisor.numerator, divisor.denominator, divisor.unknown
        if above.low <= 0 <= above.high:
            zero = np.atleast_1d(np.equal(above.values, 0)).astype(np.bool_)
            unknown = _either(unknown, zero)
            above = pick(zero, _ONE, above)
        if above.low < 0:
            minus, none = np.less(above.values, 0), Ints.one(0)
            above, below = pick(minus, none - above, above), pick(minus, none - below, below)
        above = Ints(above.values, max(above.low, 1), max(above.high, 1))
        return self.multiply(left, Column(below, above, None, unknown))

    def least(self, options: Sequence[Node]) -> Node:
        """The smallest of the options that apply."""
        return Extreme(is_least=True, options=tuple(options))

    def greatest(self, options: Sequence[Node]) -> Node:
        """The greatest of the options."""
        return Extreme(is_least=False, options=tuple(options))

    def where(self, left: Node, comparator: Comparator, right: Node, then: Node, otherwise: Node) -> Node:
        """*then* in the rows where the comparison holds, *otherwise* elsewhere."""
        a, b, unknown = self._operands(left, right)
        chosen = _picked(np.asarray(compared(a, comparator, b)), settled(then), settled(otherwise))
        return evolve(chosen, unknown=_either(unknown, chosen.unknown))


@frozen
class Reading:
    """A book and those of its formulas that are to be computed, in their order."""

    book: FormulaBook
    formulas: tuple[str, ...]

    @classmethod
    def of(cls, book: FormulaBook, *keys: str, given: Iterable[str] = ()) -> Reading:
        """The reading that computes *keys* and takes the formulas *given* as they are given."""
        taken, wanted = frozenset(given), set(keys)
        for name in reversed(book.formulas):
            if name in wanted and name not in taken:
                wanted |= book.formulas[name].expression.names()
        return cls(book, tuple(name for name in book.formulas if name in wanted and name not in taken))

    def __call__(self, given: Mapping[str, Column]) -> dict[str, Column]:
        """The quantities given and computed, by name; raises `Unproved` where 64 bits may be too narrow."""
        values = dict(given)
        algebra = ColumnAlgebra(values)
        for key in self.formulas:
            formula = self.book.formulas[key]
            values[key] = settled(rounded(formula.expression.fold(algebra), formula.rounding))
        return values
