"""
The *explanation* reading: the value of a quantity together with the tree of steps that leads to it.

The tree of a quantity has one shape whatever the figures: it is compiled once, as a function over whole numbers that
fills in the values, so that explaining costs little more than computing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.book import FormulaBook, Source, Unit
from labo_partenariats.formula.compiled import (
    Lacking,
    build,
    function_text,
    is_leaf,
    kept,
    passed,
    result_text,
    variables_of,
)
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.integers import IntegerAlgebra
from labo_partenariats.formula.quotients import Quotient
from labo_partenariats.formula.step import Operation, Shape, Step, recompute, unit_of
from labo_partenariats.formula.value import Given, NoLimit, Unknown, Value, to_number
from labo_partenariats.values.rounding import Rounding

Untold = Unknown | NoLimit
Filled = Callable[[Mapping[str, Value], Mapping[str, object]], Step]


@frozen
class Node:
    """A step in the text of a tree: its value, its unit, and the variable that holds it."""

    quotient: Quotient
    variable: str
    unit: Unit | None = None


@frozen
class TreeAlgebra:
    """The building blocks as steps of one text; every number comes from the compiled *value* reading."""

    book: FormulaBook
    integers: IntegerAlgebra
    leaves: Mapping[str, Sequence[str]]
    scope: dict[str, object] = field(factory=dict)
    nodes: dict[str, Node] = field(factory=dict)

    def _constant(self, value: object) -> str:
        """The variable of something that is the same in every plan."""
        name = f"c{len(self.scope)}"
        self.scope[name] = value
        return name

    def _node(self, shape: Shape, quotient: Quotient, operands: Sequence[Node] = (), chosen: str = "None") -> Node:
        text = self.integers.text
        below = "".join(f"{operand.variable}, " for operand in operands)
        value = text.name(result_text(quotient, _fraction), "v")
        made = f"Step({self._constant(shape)}, {value}, ({below}), {chosen})"
        return Node(quotient, text.name(made, "s"), shape.unit)

    def constant(self, value: Fraction) -> Node:
        return Node(self.integers.constant(value), self._constant(Step(Shape(), value)))

    def quantity(self, name: str) -> Node:
        if name not in self.nodes:
            self.nodes[name] = self._leaf(name) if name in self.leaves else self._formula(name)
        return self.nodes[name]

    total = quantity

    def _leaf(self, name: str) -> Node:
        declaration, text = self.book.declarations[name], self.integers.text
        shape = Shape(
            key=name,
            source=Source.INPUT if declaration.source is Source.FORMULA else declaration.source,
            unit=declaration.unit,
            operation="sum" if declaration.is_list else None,
        )
        key = self._constant(name)
        value = text.name(f"values[{key}]", "v")
        for variable, part in zip(self.leaves[name], ("numerator", "denominator"), strict=False):
            text.lines.append(f"{variable} = {value}.{part}")
        quotient = self.integers.quantity(name)
        if self.leaves[name]:
            text.names[_fraction(quotient)] = value  # what equals a leaf shares its number
        made = f"Step({self._constant(shape)}, {value}, (), None, evidence.get({key}))"
        return Node(quotient, text.name(made, "s"), declaration.unit)

    def _formula(self, name: str) -> Node:
        formula = self.book.formulas[name]
        inner = formula.expression.fold(self)
        shape = Shape(
            key=name,
            source=Source.FORMULA,
            unit=formula.unit,
            operation="round" if formula.rounding is not Rounding.EXACT else None,
            rounding=formula.rounding,
            rule=formula.rule,
            references=formula.references,
        )
        return self._node(shape, self.integers.rounded(inner.quotient, formula.rounding), [inner])

    def _binary(self, operation: Operation, left: Node, right: Node, quotient: Quotient) -> Node:
        return self._node(
            Shape(unit=unit_of(operation, left.unit, right.unit), operation=operation), quotient, (left, right)
        )

    def add(self, left: Node, right: Node) -> Node:
        return self._binary("add", left, right, self.integers.add(left.quotient, right.quotient))

    def subtract(self, left: Node, right: Node) -> Node:
        return self._binary("subtract", left, right, self.integers.subtract(left.quotient, right.quotient))

    def multiply(self, left: Node, right: Node) -> Node:
        return self._binary("multiply", left, right, self.integers.multiply(left.quotient, right.quotient))

    def divide(self, left: Node, right: Node) -> Node:
        return self._binary("divide", left, right, self.integers.divide(left.quotient, right.quotient))

    def _choice(self, operation: Operation, options: Sequence[Node], quotient: Quotient) -> Node:
        unit = next((option.unit for option in options if option.unit), None)
        chosen = self.integers.retained([option.quotient for option in options], quotient)
        return self._node(Shape(unit=unit, operation=operation), quotient, options, chosen)

    def least(self, options: Sequence[Node]) -> Node:
        return self._choice("least", options, self.integers.least([option.quotient for option in options]))

    def greatest(self, options: Sequence[Node]) -> Node:
        return self._choice("greatest", options, self.integers.greatest([option.quotient for option in options]))

    def where(self, left: Node, comparator: Comparator, right: Node, then: Node, otherwise: Node) -> Node:
        quotient = self.integers.where(left.quotient, comparator, right.quotient, then.quotient, otherwise.quotient)
        holds, missing = self.integers.comparison(left.quotient, comparator, right.quotient)
        chosen = (
            "None"
            if missing.certain
            else f"None if {missing} else 2 if {holds} else 3"
            if missing
            else f"2 if {holds} else 3"
        )
        shape = Shape(unit=then.unit or otherwise.unit, operation="where", comparator=comparator)
        return self._node(shape, quotient, (left, right, then, otherwise), chosen)


def _fraction(quotient: Quotient) -> str:
    return (
        f"Fraction({quotient.numerator})"
        if quotient.is_whole
        else f"Fraction({quotient.numerator}, {quotient.denominator})"
    )


def _leaves_below(book: FormulaBook, key: str, given: frozenset[str]) -> tuple[str, ...]:
    if key in given or is_leaf(book.declarations[key]):
        return (key,)
    found: dict[str, None] = {}
    for name in sorted(book.formulas[key].expression.names(), key=list(book.declarations).index):
        found |= dict.fromkeys(_leaves_below(book, name, given))
    return tuple(found)


@frozen
class Tree:
    """
    The explanation of one quantity of a book, compiled for each set of leaves that have no number.

    ``leaves`` are the quantities that it does not look behind: inputs, parameters and the formulas that are ``given``.
    """

    book: FormulaBook
    key: str
    leaves: tuple[str, ...]
    functions: dict[object, Filled] = field(factory=dict, init=False, eq=False, repr=False)

    def __call__(self, values: Mapping[str, Value], evidence: Mapping[str, object]) -> Step:
        """The tree with the values of its leaves, and what is known about them, filled in."""
        untold = tuple(
            [(name, value) for name in self.leaves if not isinstance(value := values[name], Fraction)],
        )
        filled = self.functions.get(untold) or kept(self.functions, untold, lambda: self._compile(dict(untold)))
        return filled(values, evidence)

    def _compile(self, untold: Mapping[str, Untold]) -> Filled:
        book = self.book
        variables = {name: () if name in untold else self._variables(name) for name in self.leaves}
        quotients = {name: passed(each) for name, each in variables.items() if each}
        algebra = TreeAlgebra(book, IntegerAlgebra(book, {**quotients, **untold}), variables)
        root = algebra.quantity(self.key)
        source = function_text(("values", "evidence"), [*algebra.integers.text.lines, f"return {root.variable}"])
        names = {"Step": Step, "Fraction": Fraction, "value_of": Lacking(algebra.integers.bits), **algebra.scope}
        return build(source, names)

    def _variables(self, name: str) -> tuple[str, ...]:
        # A formula that is given may have been computed to a fraction of a cent; inputs in euros are whole cents.
        declaration = self.book.declarations[name]
        return variables_of(self.book, name, whole=declaration.unit == "EUR" and is_leaf(declaration))


def tree(book: FormulaBook, key: str, given: frozenset[str] = frozenset()) -> Tree:
    """The explanation of *key*, with the formulas *given* as leaves; raises KeyError when there is no such quantity."""
    made: Tree = kept(book.compiled, ("tree", key, given), lambda: Tree(book, key, _leaves_below(book, key, given)))
    return made


def explain(
    book: FormulaBook, given: Mapping[str, Given], key: str, evidence: Mapping[str, object] | None = None
) -> Step:
    """
    The quantity *key* computed and explained at once.

    *given* is what `evaluate` takes; *evidence* is what the caller knows about inputs and parameters. Raises `Misuse`
    as `evaluate` does.
    """
    declarations = book.declarations
    for name in (*given, key):
        if name not in declarations:
            raise Misuse("MIS032", {"name": name})
    shape = tree(book, key, frozenset(name for name in given if name in book.formulas))
    return shape({name: to_number(given.get(name), declarations[name]) for name in shape.leaves}, evidence or {})


@frozen
class Explanations:
    """The explanations of a book's formulas for one set of values, each built when first asked for."""

    book: FormulaBook
    values: Mapping[str, Value]
    evidence: Mapping[str, object] = field(factory=dict)
    given: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Step:
        """The explanation of the quantity *key*; raises KeyError when the book has no such quantity."""
        return tree(self.book, key, self.given)(self.values, self.evidence)


__all__ = ["Explanations", "Operation", "Step", "Tree", "explain", "recompute", "tree", "unit_of"]
