"""
Values in the text of a compiled formula: products of local variables, and what a value may lack.

A value is a quotient of two products, known when the text is written; its denominator is always positive, so that
quotients are compared by multiplying crosswise and cut by one whole-number division. A value that may be missing
carries a mask, one bit for each thing that can be missing; its numbers are then harmless and mean nothing.
"""

from __future__ import annotations

from collections import Counter
from math import gcd, lcm

from attrs import define, field, frozen


@frozen
class Product:
    """A whole number times variables of the text: ``Product(3, ("a", "b"))`` is 3·a·b."""

    scale: int = 1
    factors: tuple[str, ...] = ()

    def __mul__(self, other: Product) -> Product:
        scale = self.scale * other.scale
        return Product(scale, tuple(sorted(self.factors + other.factors)) if scale else ())

    def without(self, other: Product) -> Product:
        """This product divided by one that is part of it."""
        rest = Counter(self.factors) - Counter(other.factors)
        return Product(self.scale // other.scale, tuple(sorted(rest.elements())))

    def shared(self, other: Product) -> Product:
        """The largest product that is part of both."""
        both = Counter(self.factors) & Counter(other.factors)
        return Product(gcd(self.scale, other.scale) or 1, tuple(sorted(both.elements())))

    def common(self, other: Product) -> Product:
        """The smallest product of which both are part."""
        either = Counter(self.factors) | Counter(other.factors)
        return Product(lcm(self.scale, other.scale), tuple(sorted(either.elements())))

    def __str__(self) -> str:
        if not self.factors:
            return str(self.scale) if self.scale >= 0 else f"({self.scale})"
        scale = () if self.scale == 1 else (str(self.scale) if self.scale > 0 else f"({self.scale})",)
        return "*".join((*self.factors, *scale))


ONE, ZERO = Product(), Product(0)

#: The condition of a limit of which it is known beforehand that it does not apply.
ALWAYS = "1"


@frozen
class Missing:
    """What a value may lack: bits that it lacks for certain, and variables that hold the bits of the others."""

    certain: int = 0
    perhaps: tuple[str, ...] = ()

    def __or__(self, other: Missing) -> Missing:
        return Missing(self.certain | other.certain, tuple(sorted({*self.perhaps, *other.perhaps})))

    def __bool__(self) -> bool:
        return bool(self.certain or self.perhaps)

    def __str__(self) -> str:
        certain = (str(self.certain),) if self.certain or not self.perhaps else ()
        return "|".join((*self.perhaps, *certain))


@frozen
class Quotient:
    """
    A value in the text: ``numerator / denominator``, unless something is ``missing`` or it is no limit at all.

    ``absent`` is the condition of the latter: empty for never, `ALWAYS` for always.
    """

    numerator: Product
    denominator: Product = ONE
    missing: Missing = Missing()
    absent: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the value is a whole number, whatever its variables."""
        return self.denominator == ONE


@define
class Text:
    """The lines of a function under construction; the same text is never written twice."""

    lines: list[str] = field(factory=list)
    names: dict[str, str] = field(factory=dict)

    def name(self, text: str, prefix: str = "t") -> str:
        """The variable that holds what *text* computes; a name or a whole number stands for itself."""
        if text.isidentifier() or text.lstrip("-").isdigit():
            return text
        if text not in self.names:
            self.names[text] = f"{prefix}{len(self.names)}"
            self.lines.append(f"{self.names[text]} = {text}")
        return self.names[text]

    def fresh(self, key: str) -> tuple[str, bool]:
        """The stem of the variables of a passage of several lines, and whether it is still to be written."""
        new = key not in self.names
        return self.names.setdefault(key, f"t{len(self.names)}"), new
