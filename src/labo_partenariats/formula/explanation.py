"""
The *explanation* reading: the same walk, returning a tree that tells how each amount came about.

Leaves are the user's inputs (with their place in the source) and the parameters of the law (with their references);
inner nodes are operations. Recomputing the tree from its leaves gives the amount again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from labo_partenariats.formula.book import FormulaBook, Source, Unit
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.value import COMPARISONS, NoLimit, Value, ValueAlgebra
from labo_partenariats.values.rounding import Rounding

Operation = Literal["add", "subtract", "multiply", "divide", "least", "greatest", "where", "sum", "round"]


@frozen(kw_only=True)
class Step:
    """
    One node of an explanation.

    ``key`` names a declared quantity, ``operation`` an inner node; ``value`` is the exact value (cents for money)
    before any rounding of the parent. ``chosen`` is the index of the operand that a `least`, `greatest` or `where`
    retained. ``evidence`` is what the caller knows of a leaf: a parameter in force with its references, or a place in
    the source.
    """

    value: Value
    key: str | None = None
    source: Source | None = None
    unit: Unit | None = None
    operation: Operation | None = None
    operands: tuple[Step, ...] = ()
    chosen: int | None = None
    comparator: Comparator | None = None
    rounding: Rounding = Rounding.EXACT
    rule: str | None = None
    references: tuple[str, ...] = ()
    evidence: object = None

    def leaves(self) -> tuple[Step, ...]:
        """The inputs, parameters and constants that the value rests on, in the order of the formula."""
        if not self.operands:
            return (self,)
        return tuple(leaf for operand in self.operands for leaf in operand.leaves())


def _unit(operation: Operation, left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a result: money times a rate is money, money over money is a rate."""
    if operation == "divide" and left == right == "EUR":
        return "rate"
    if operation == "divide" and right == "EUR":
        return None
    return "EUR" if "EUR" in (left, right) else left or right


@frozen
class ExplanationAlgebra:
    """The building blocks as steps; each operation's value comes from the *value* reading itself."""

    steps: Mapping[str, Step]
    arithmetic: ValueAlgebra

    def constant(self, value: Fraction) -> Step:
        return Step(value=value)

    def quantity(self, name: str) -> Step:
        return self.steps[name]

    total = quantity

    def _binary(self, operation: Operation, left: Step, right: Step) -> Step:
        compute: Callable[[Value, Value], Value] = getattr(self.arithmetic, operation)
        return Step(
            value=compute(left.value, right.value),
            unit=_unit(operation, left.unit, right.unit),
            operation=operation,
            operands=(left, right),
        )

    def add(self, left: Step, right: Step) -> Step:
        return self._binary("add", left, right)

    def subtract(self, left: Step, right: Step) -> Step:
        return self._binary("subtract", left, right)

    def multiply(self, left: Step, right: Step) -> Step:
        return self._binary("multiply", left, right)

    def divide(self, left: Step, right: Step) -> Step:
        return self._binary("divide", left, right)

    def _choice(self, operation: Operation, options: Sequence[Step], value: Value) -> Step:
        known = isinstance(value, Fraction)
        chosen = next((i for i, option in enumerate(options) if known and option.value == value), None)
        unit = next((option.unit for option in options if option.unit), None)
        return Step(value=value, unit=unit, operation=operation, operands=tuple(options), chosen=chosen)

    def least(self, options: Sequence[Step]) -> Step:
        return self._choice("least", options, self.arithmetic.least([option.value for option in options]))

    def greatest(self, options: Sequence[Step]) -> Step:
        return self._choice("greatest", options, self.arithmetic.greatest([option.value for option in options]))

    def where(self, left: Step, comparator: Comparator, right: Step, then: Step, otherwise: Step) -> Step:
        value = self.arithmetic.where(left.value, comparator, right.value, then.value, otherwise.value)
        chosen = None
        if isinstance(left.value, Fraction) and isinstance(right.value, Fraction):
            chosen = 2 if COMPARISONS[comparator](left.value, right.value) else 3
        return Step(
            value=value,
            unit=then.unit or otherwise.unit,
            operation="where",
            operands=(left, right, then, otherwise),
            chosen=chosen,
            comparator=comparator,
        )


@frozen
class Explanations:
    """The explanations of a book's formulas for one set of values, each built when first asked for."""

    book: FormulaBook
    values: Mapping[str, Value]
    evidence: Mapping[str, object] = field(factory=dict)
    given: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Step:
        """The explanation of the quantity *key*; raises KeyError when the book has no such quantity."""
        steps: dict[str, Step] = {}
        algebra = ExplanationAlgebra(steps, ValueAlgebra(self.values))
        for name, declaration in self.book.declarations.items():
            if declaration.source is not Source.FORMULA or name in self.given:
                steps[name] = Step(
                    value=self.values[name],
                    key=name,
                    source=Source.INPUT if name in self.given else declaration.source,
                    unit=declaration.unit,
                    operation="sum" if declaration.is_list else None,
                    evidence=self.evidence.get(name),
                )
        for name in self.book.needed_for(key):
            if name in self.given:
                continue
            formula = self.book.formulas[name]
            steps[name] = Step(
                value=self.values[name],
                key=name,
                source=Source.FORMULA,
                unit=formula.unit,
                operation="round" if formula.rounding is not Rounding.EXACT else None,
                operands=(formula.expression.fold(algebra),),
                rounding=formula.rounding,
                rule=formula.rule,
                references=formula.references,
            )
        return steps[key]


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


__all__ = ["Explanations", "NoLimit", "Operation", "Step", "recompute"]
