"""
Expressions folded into functions of the unknown, the building blocks on `piecewise` forms.

Raises `Misuse` where two factors of a product or quotient depend on the unknown (MIS060) and where one counts with a
limit that does not apply (MIS034).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.intervals import IntervalSet
from labo_partenariats.formula.piecewise import GAPS, ONE, Branch, Choice, Form, Stair, constant, over, plus, times
from labo_partenariats.formula.value import NoLimit


def bounded(form: Form | NoLimit) -> Form:
    """A form to count with; raises `Misuse` (MIS034) on a limit that does not apply."""
    if isinstance(form, NoLimit):
        raise Misuse("MIS034", {"value": repr(form)})
    return form


@frozen
class FormAlgebra:
    """The building blocks on functions of the unknown."""

    quantity: Callable[[str], Form | NoLimit]

    def total(self, name: str) -> Form | NoLimit:
        return self.quantity(name)

    def constant(self, value: Fraction) -> Form | NoLimit:
        return constant(value)

    def add(self, left: Form | NoLimit, right: Form | NoLimit) -> Form | NoLimit:
        return plus(bounded(left), bounded(right))

    def subtract(self, left: Form | NoLimit, right: Form | NoLimit) -> Form | NoLimit:
        return plus(bounded(left), times(bounded(right), -ONE))

    def multiply(self, left: Form | NoLimit, right: Form | NoLimit) -> Form | NoLimit:
        for factor, other in ((left, right), (right, left)):
            if isinstance(factor, Stair) and factor.constant is not None:
                return times(bounded(other), factor.constant)
        raise Misuse("MIS060")

    def divide(self, left: Form | NoLimit, right: Form | NoLimit) -> Form | NoLimit:
        dividend, divisor = bounded(left), bounded(right)
        if isinstance(divisor, Stair) and divisor.constant is not None:
            if divisor.constant == 0:
                raise Misuse("MIS062", {"name": "quotient", "missing": ("divisor",)})
            return times(dividend, 1 / divisor.constant)
        if isinstance(dividend, Stair) and dividend.constant is not None:
            return over(dividend.constant, divisor)
        raise Misuse("MIS060")

    def _choice(self, options: Sequence[Form | NoLimit], *, highest: bool) -> Form | NoLimit:
        forms = tuple(dict.fromkeys(option for option in options if not isinstance(option, NoLimit)))
        if highest and any(isinstance(option, NoLimit) for option in options):
            raise Misuse("MIS034", {"value": repr(NoLimit())})
        if not forms:
            return NoLimit()
        return Choice(highest, forms) if len(forms) > 1 else forms[0]

    def least(self, options: Sequence[Form | NoLimit]) -> Form | NoLimit:
        return self._choice(options, highest=False)

    def greatest(self, options: Sequence[Form | NoLimit]) -> Form | NoLimit:
        return self._choice(options, highest=True)

    def where(
        self,
        left: Form | NoLimit,
        comparator: Comparator,
        right: Form | NoLimit,
        then: Form | NoLimit,
        otherwise: Form | NoLimit,
    ) -> Form | NoLimit:
        gap = plus(bounded(left), times(bounded(right), -ONE))
        if isinstance(gap, Stair) and gap.constant is not None:
            holds = gap.constant in IntervalSet.between(*GAPS[comparator], whole=False)
            return then if holds else otherwise
        return Branch(gap, comparator, bounded(then), bounded(otherwise))
