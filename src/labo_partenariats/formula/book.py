"""
Books of formulas: named quantities, each declared once with its unit, its rounding and its references.

A formula may only use what was declared before it, so a book cannot hold a circle and its order is an order of
computation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.expression import Expression, Quantity, Total
from labo_partenariats.values.rounding import Rounding

#: EUR quantities are exact cents inside the readings; rates and counts are plain numbers.
Unit = Literal["EUR", "rate", "count"]


class Source(Enum):
    """Where a quantity comes from."""

    INPUT = "input"
    PARAMETER = "parameter"
    FORMULA = "formula"


@frozen(kw_only=True)
class Declaration:
    """
    A declared quantity; ``is_list`` inputs are lists of amounts, ``is_limit`` ones apply only when they are given.
    """

    name: str
    unit: Unit
    source: Source
    is_list: bool = False
    is_limit: bool = False


@frozen(kw_only=True)
class Formula:
    """
    A rule of arithmetic: what is computed, from what, rounded how and under which references.

    ``rule`` is the rule of law that it computes, ``also`` are the others that it keeps on the way.
    """

    key: str
    unit: Unit
    expression: Expression
    rounding: Rounding = Rounding.EXACT
    rule: str | None = None
    also: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that the formula applies, the one that it computes first."""
        return (*(() if self.rule is None else (self.rule,)), *self.also)


@frozen
class FormulaBook:
    """
    A set of quantities and the formulas that link them; built once at import time, read ever after.

    ``compiled`` is where the compiled readings keep what they made of the book.
    """

    declarations: dict[str, Declaration] = field(factory=dict)
    formulas: dict[str, Formula] = field(factory=dict)
    compiled: dict[object, Any] = field(factory=dict, init=False, eq=False, repr=False)

    def declare(self, name: str, unit: Unit, source: Source, *, is_list: bool = False, is_limit: bool = False) -> None:
        """Declare an input or a parameter; raises `Misuse` when the name is taken."""
        if name in self.declarations:
            raise Misuse("MIS031", {"name": name})
        self.declarations[name] = Declaration(name=name, unit=unit, source=source, is_list=is_list, is_limit=is_limit)

    def inputs(self, unit: Unit, *names: str, is_list: bool = False, is_limit: bool = False) -> None:
        """Declare several inputs of one unit."""
        for name in names:
            self.declare(name, unit, Source.INPUT, is_list=is_list, is_limit=is_limit)

    def parameters(self, unit: Unit, *names: str, is_limit: bool = False) -> None:
        """Declare several parameters of the law of one unit."""
        for name in names:
            self.declare(name, unit, Source.PARAMETER, is_limit=is_limit)

    def formula(
        self,
        key: str,
        *,
        unit: Unit = "EUR",
        rounding: Rounding = Rounding.EXACT,
        rule: str | None = None,
        also: tuple[str, ...] = (),
        references: tuple[str, ...] = (),
    ) -> Callable[[Callable[[Names], Expression]], Formula]:
        """
        Declare a formula: the decorated function is called once with `Names` and returns its expression.

        The function reads as the rule does: ``x.counterpart * x.eafrd_rate / (1 - x.eafrd_rate)``.
        """

        def register(write: Callable[[Names], Expression]) -> Formula:
            expression = write(Names(self.declarations))
            self.declare(key, unit, Source.FORMULA)
            made = Formula(
                key=key,
                unit=unit,
                expression=expression,
                rounding=rounding,
                rule=rule,
                also=also,
                references=references,
            )
            self.formulas[key] = made
            return made

        return register

    def needed_for(self, *keys: str) -> tuple[str, ...]:
        """The formulas needed to compute *keys*, in an order of computation."""
        wanted = set(keys)
        for name in reversed(self.formulas):
            if name in wanted:
                wanted |= self.formulas[name].expression.names()
        return tuple(name for name in self.formulas if name in wanted)


@frozen
class Names:
    """Access to the quantities declared so far, as attributes."""

    _declared: Mapping[str, Declaration]

    def __getattr__(self, name: str) -> Expression:
        declared = self._declared.get(name)
        if declared is None:
            raise Misuse("MIS032", {"name": name})
        return Total(name) if declared.is_list else Quantity(name)
