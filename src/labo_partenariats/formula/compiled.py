"""
The *value* reading for many cases: the formulas of a book as one Python function over plain whole numbers.

Amounts are cents, rates and counts pairs (numerator, positive denominator); every rounding is one division of whole
numbers. `evaluate` reads one case as it comes, on fractions, and is what this reading is held against; it pays to
compile where the same figures are given over and over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.book import Declaration, FormulaBook, Source
from labo_partenariats.formula.expression import Greatest, Least
from labo_partenariats.formula.integers import IntegerAlgebra
from labo_partenariats.formula.quotients import ALWAYS, Product, Quotient
from labo_partenariats.formula.value import NoLimit, Unknown, Value

#: A value as a compiled function returns it: whole cents, a quotient (numerator, positive denominator), or none.
Result = int | tuple[int, int] | Unknown | NoLimit
T = TypeVar("T")

_KEPT = 256  # compiled functions that are kept for a book, and for each of its trees


@frozen
class Compiled:
    """
    Formulas of a book as a function of whole numbers.

    ``function`` takes one whole number for each amount in ``inputs`` (its cents, the sum for a list) and two for each
    rate or count (numerator and positive denominator), by position; it returns one `Result` for each formula asked
    for, then the index of the option retained by each choice asked for. ``source`` is its text.
    """

    inputs: tuple[str, ...]
    function: Callable[..., tuple[Any, ...]] = field(eq=False)
    source: str = field(repr=False)


def to_value(result: Result) -> Value:
    """A result as `evaluate` gives it."""
    if isinstance(result, tuple):
        return Fraction(*result)
    return Fraction(result) if isinstance(result, int) else result


def compile_values(
    book: FormulaBook,
    outputs: Sequence[str],
    inputs: Sequence[str],
    *,
    choices: Sequence[Least | Greatest] = (),
    doubtful: Mapping[str, Unknown] | None = None,
) -> Compiled:
    """
    The formulas *outputs* as a function of the quantities *inputs*, compiled once.

    A formula among *inputs* is taken as it is given. What is not among them is not given: a limit does not apply,
    anything else is unknown, and so are the *doubtful* ones, for the reasons given there. *choices* are choices of the
    formulas of which the retained option is returned too. Raises `Misuse` (MIS032) on an undeclared name.
    """
    doubtful = doubtful or {}
    for name in (*outputs, *inputs, *doubtful):
        if name not in book.declarations:
            raise Misuse("MIS032", {"name": name})
    key = ("values", tuple(outputs), tuple(inputs), tuple(choices), tuple(sorted(doubtful.items(), key=_first)))
    made: Compiled = kept(book.compiled, key, lambda: _compiled(book, outputs, inputs, choices, doubtful))
    return made


def _first(item: tuple[str, Unknown]) -> str:
    return item[0]


def _compiled(
    book: FormulaBook,
    outputs: Sequence[str],
    inputs: Sequence[str],
    choices: Sequence[Least | Greatest],
    doubtful: Mapping[str, Unknown],
) -> Compiled:
    variables = {name: variables_of(book, name, whole=book.declarations[name].unit == "EUR") for name in inputs}
    leaves: dict[str, Quotient | Unknown | NoLimit] = {
        name: absent(declaration) for name, declaration in book.declarations.items() if is_leaf(declaration)
    }
    leaves |= {name: passed(each) for name, each in variables.items()} | dict(doubtful)
    algebra = IntegerAlgebra(book, leaves)
    results = [result_text(algebra.quantity(name), value_text=_plain) for name in outputs]
    for choice in choices:
        options = [option.fold(algebra) for option in choice.options]
        results.append(algebra.retained(options, choice.fold(algebra)))
    parameters = [variable for name in inputs for variable in variables[name]]
    body = [*algebra.text.lines, f"return ({''.join(f'{result}, ' for result in results)})"]
    source = function_text(parameters, body)
    return Compiled(tuple(inputs), build(source, {"value_of": Lacking(algebra.bits)}), source)


def kept(made: dict[object, T], key: object, make: Callable[[], T]) -> T:
    """What was made for *key*; beyond a bound all that was made is forgotten, and made again when needed."""
    found = made.get(key)
    if found is None:
        if len(made) >= _KEPT:
            made.clear()
        found = made[key] = make()
    return found


def is_leaf(declaration: Declaration) -> bool:
    """Whether a quantity is given and never computed."""
    return declaration.source is not Source.FORMULA


def absent(declaration: Declaration) -> Unknown | NoLimit:
    """What a quantity is that nobody gave."""
    return NoLimit() if declaration.is_limit else Unknown(frozenset({declaration.name}))


def variables_of(book: FormulaBook, name: str, *, whole: bool) -> tuple[str, ...]:
    """The variables of a quantity that is passed in; its name is shown in them where it is a plain word."""
    position = list(book.declarations).index(name)
    stem = f"q{position}_{name}" if name.isascii() and name.isidentifier() else f"q{position}"
    return (stem,) if whole else (f"{stem}_n", f"{stem}_d")


def passed(variables: Sequence[str]) -> Quotient:
    """The quotient of a quantity passed in as these variables: one whole number, or a quotient of two."""
    numerator, *denominator = variables
    return Quotient(Product(1, (numerator,)), Product(1, tuple(denominator)))


def _plain(quotient: Quotient) -> str:
    return str(quotient.numerator) if quotient.is_whole else f"({quotient.numerator}, {quotient.denominator})"


def result_text(quotient: Quotient, value_text: Callable[[Quotient], str]) -> str:
    """The text of a result: the number where there is one, else what is missing or that no limit applies."""
    lacking = f"value_of({quotient.missing})"
    if quotient.missing.certain:
        return lacking
    if quotient.absent == ALWAYS:
        return "value_of(0)"
    text = value_text(quotient)
    if quotient.absent:
        text = f"(value_of(0) if {quotient.absent} else {text})"
    return f"({lacking} if {quotient.missing} else {text})" if quotient.missing else text


@frozen
class Lacking:
    """What stands for a value that is none: the `Unknown` of a mask, `NoLimit` for an empty one."""

    bits: Mapping[str, int]
    _found: dict[int, Unknown | NoLimit] = field(factory=lambda: {0: NoLimit()}, init=False)

    def __call__(self, mask: int) -> Unknown | NoLimit:
        """The same object for the same mask."""
        if mask not in self._found:
            self._found[mask] = Unknown(frozenset(name for name, bit in self.bits.items() if mask & bit))
        return self._found[mask]


def no_number() -> NoReturn:
    """Refuse to count with a limit that does not apply, as `evaluate` does."""
    raise Misuse("MIS034", {"value": repr(NoLimit())})


def function_text(parameters: Iterable[str], body: Iterable[str]) -> str:
    """The text of a function."""
    return "\n".join([f"def compiled({', '.join(parameters)}):", *(f"    {line}" for line in body), ""])


def build(source: str, names: Mapping[str, object]) -> Callable[..., Any]:
    """
    The function of a *source* that `function_text` made, with these *names* at hand.

    The source consists of variables numbered here, operators and whole numbers; nothing of it comes from a user.
    """
    scope: dict[str, Any] = {"no_number": no_number, **names}
    exec(compile(source, "<formulas>", "exec"), scope)  # noqa: S102
    made: Callable[..., Any] = scope["compiled"]
    return made
