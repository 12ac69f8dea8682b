"""
The steps of an explanation: a tree from an amount down to what was given and what the law says.

Leaves are the user's inputs (with their place in the source) and the parameters of the law (with their references);
inner nodes are operations. Recomputing the tree from its leaves gives the amount again.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from attrs import frozen

from labo_partenariats.formula.book import Source, Unit
from labo_partenariats.formula.expression import Algebra, Comparator, T
from labo_partenariats.formula.value import Value, ValueAlgebra
from labo_partenariats.values.rounding import Rounding

Operation = Literal["add", "subtract", "multiply", "divide", "least", "greatest", "where", "sum", "round"]


@frozen(kw_only=True)
class Shape:
    """
    What a step is in every plan: the same object for all steps that one place of a formula makes.

    ``key`` names a declared quantity, ``operation`` an inner node.
    """

    key: str | None = None
    source: Source | None = None
    unit: Unit | None = None
    operation: Operation | None = None
    comparator: Comparator | None = None
    rounding: Rounding = Rounding.EXACT
    rule: str | None = None
    references: tuple[str, ...] = ()


@frozen
class Step:
    """
    One node of an explanation.

    ``value`` is the exact value (cents for money) before any rounding of the parent. ``chosen`` is the index of the
    operand that a `least`, `greatest` or `where` retained. ``evidence`` is what the caller knows of a leaf: a parameter
    in force with its references, or a place in the source.
    """

    shape: Shape
    value: Value
    operands: tuple[Step, ...] = ()
    chosen: int | None = None
    evidence: object = None

    @property
    def key(self) -> str | None:
        """The name of the declared quantity; None for what a formula computes on the way."""
        return self.shape.key

    @property
    def source(self) -> Source | None:
        """Where a declared quantity comes from."""
        return self.shape.source

    @property
    def unit(self) -> Unit | None:
        """The unit of the value."""
        return self.shape.unit

    @property
    def operation(self) -> Operation | None:
        """What is done with the operands."""
        return self.shape.operation

    @property
    def comparator(self) -> Comparator | None:
        """The comparison of a `where`."""
        return self.shape.comparator

    @property
    def rounding(self) -> Rounding:
        """How a formula cuts its operand."""
        return self.shape.rounding

    @property
    def rule(self) -> str | None:
        """The rule of law that a formula computes."""
        return self.shape.rule

    @property
    def references(self) -> tuple[str, ...]:
        """The texts that a formula names."""
        return self.shape.references

    def leaves(self) -> tuple[Step, ...]:
        """The inputs, parameters and constants that the value rests on, in the order of the formula."""
        if not self.operands:
            return (self,)
        return tuple(leaf for operand in self.operands for leaf in operand.leaves())

    def fold(self, algebra: Algebra[T]) -> T:
        """Read this step with another algebra, as `Expression.fold` does; named quantities stand by their names."""
        if self.key is not None:
            return algebra.total(self.key) if self.operation == "sum" else algebra.quantity(self.key)
        operands = [operand.fold(algebra) for operand in self.operands]
        match self.operation:
            case "least":
                return algebra.least(operands)
            case "greatest":
                return algebra.greatest(operands)
            case "where":
                assert self.comparator is not None
                left, right, then, otherwise = operands
                return algebra.where(left, self.comparator, right, then, otherwise)
            case "add" | "subtract" | "multiply" | "divide":
                combine: Callable[[T, T], T] = getattr(algebra, self.operation)
                return combine(operands[0], operands[1])
            case _:
                assert isinstance(self.value, Fraction)  # what has neither a name nor operands is a constant
                return algebra.constant(self.value)


def unit_of(operation: Operation, left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a result: money times a rate is money, money over money is a rate."""
    if operation == "divide" and left == right == "EUR":
        return "rate"
    if operation == "divide" and right == "EUR":
        return None
    return "EUR" if "EUR" in (left, right) else left or right


def recompute(step: Step) -> Value:
    """The value of a step computed again from its leaves alone: what proves that an explanation is complete."""
    if not step.operands:
        return step.value
    operands = [recompute(operand) for operand in step.operands]
    arithmetic = ValueAlgebra({})
    match step.operation:
        case None | "round" | "sum":
            exact = operands[0]
            return step.rounding.apply(exact) if isinstance(exact, Fraction) else exact
        case "least":
            return arithmetic.least(operands)
        case "greatest":
            return arithmetic.greatest(operands)
        case "where":
            assert step.comparator is not None
            return arithmetic.where(operands[0], step.comparator, operands[1], operands[2], operands[3])
        case "add" | "subtract" | "multiply" | "divide":
            compute: Callable[[Value, Value], Value] = getattr(arithmetic, step.operation)
            return compute(operands[0], operands[1])
