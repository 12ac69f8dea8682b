"""
The conditions under which a plan is accepted, as expressions: what `simulate` refuses, read by the inverse.

`simulate` remains the judge: every answer is put to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from labo_partenariats.formula import Expression, Names
from labo_partenariats.formula.expression import Comparator, Quantity, operand
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.simulation import PlanFigures

X = Names(BOOK.declarations)

#: What public aid lacks to reach its cap (negative).
TO_CAP: Expression = X.public_aid - X.public_aid_cap


@frozen
class Condition:
    """
    A condition («condition d'acceptation») that holds where ``gap`` compares so with zero.

    ``code`` is what `simulate` answers where it does not hold; ``amount`` and ``minimum`` are the two sides of the gap.
    """

    code: str
    comparator: Comparator
    amount: str
    minimum: Expression

    @property
    def gap(self) -> Expression:
        """The amount less the minimum, in cents."""
        return Quantity(self.amount) - self.minimum


def conditions(figures: PlanFigures) -> Iterator[Condition]:
    """The conditions that the figures set, the cap first."""
    yield Condition("FIN121", ">=", "public_aid_cap", X.counterpart)
    if figures.aid_rate_mode == "fixed":
        yield Condition("FIN103", "=", "public_aid", X.public_aid_cap)
    if figures.eafrd_floor is not None:
        yield Condition("FIN122", ">=", "eafrd", operand(Fraction(figures.eafrd_floor.cents)))
    if figures.min_public_aid is not None:
        yield Condition("FIN124", ">=", "public_aid", operand(Fraction(figures.min_public_aid.cents)))
    minimum = figures.min_self_financing_rate
    if minimum is not None:
        yield Condition("FIN123", ">=", "self_financing", minimum.fraction * X.eligible)
