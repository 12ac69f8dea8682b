"""
Named roundings from an exact number of cents to whole cents.

No text fixes the rounding of LEADER amounts (rule FIN-15), so each computed amount names the one it uses.
The default of the house is ``DOWN_TO_CENT`` for EAFRD and caps; the remainder goes to self-financing.
"""

from enum import Enum
from fractions import Fraction
from math import ceil, floor


class Rounding(Enum):
    """How an exact amount becomes whole cents; ``EXACT`` refuses to lose anything."""

    EXACT = "exact"
    DOWN_TO_CENT = "down_to_cent"
    UP_TO_CENT = "up_to_cent"
    HALF_UP_TO_CENT = "half_up_to_cent"
    HALF_UP_TO_EURO = "half_up_to_euro"

    def apply(self, cents: Fraction) -> Fraction:
        """
        Round *cents* (an exact number of cents); ``EXACT`` returns it unchanged.

        Halves go up, towards plus infinity, so that 0.5 cent is 1 cent as in published practice.
        """
        match self:
            case Rounding.EXACT:
                return cents
            case Rounding.DOWN_TO_CENT:
                return Fraction(floor(cents))
            case Rounding.UP_TO_CENT:
                return Fraction(ceil(cents))
            case Rounding.HALF_UP_TO_CENT:
                return Fraction(floor(cents + Fraction(1, 2)))
            case Rounding.HALF_UP_TO_EURO:
                return Fraction(100 * floor(cents / 100 + Fraction(1, 2)))
