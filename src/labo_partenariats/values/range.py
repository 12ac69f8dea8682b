"""Targets that are one number or a span between two («fourchettes»)."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from labo_partenariats.errors import Misuse


@frozen
class Range:
    """
    A target between two bounds, both included («fourchette»): 10 to 15 projects; equal bounds for a single figure.
    """

    minimum: Decimal
    maximum: Decimal

    def __attrs_post_init__(self) -> None:
        if self.maximum < self.minimum:
            raise Misuse("MIS005", {"minimum": self.minimum, "maximum": self.maximum})

    def __contains__(self, value: Decimal) -> bool:
        return self.minimum <= value <= self.maximum
