"""
The *prose* reading: a formula in the words of its reader, with the names that the amounts bear everywhere else.

«le plus petit de : contrepartie publique nationale × taux du FEADER ÷ (1 − taux du FEADER) ; …, jamais moins de 0,
arrondi au centime inférieur». All words are in the message catalogues.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from labo_partenariats.formula.book import Formula, FormulaBook, Unit
from labo_partenariats.formula.explanation import unit_of
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.i18n import Language, format_value, text
from labo_partenariats.values.money import Money
from labo_partenariats.values.rounding import Rounding

#: How tightly the parts of a phrase hold together: an enumeration, a sum, a product, a name or a number.
_PHRASE, _SUM, _PRODUCT, _NAME = range(4)

_COMPARISONS: dict[Comparator, str] = {"<": "<", "<=": "≤", "=": "=", ">=": "≥", ">": ">"}


@frozen
class Words:
    """
    A part of a formula in words.

    ``binds`` tells when it needs parentheses, ``number`` is set for a constant, ``is_absent`` for a limit that does not
    apply.
    """

    text: str
    binds: int = _NAME
    unit: Unit | None = None
    number: Fraction | None = None
    is_absent: bool = False


@frozen
class ProseAlgebra:
    """The building blocks as words in one language; limits named in ``absent`` are not spoken of."""

    book: FormulaBook
    language: Language
    absent: frozenset[str] = frozenset()

    def _say(self, key: str, **data: object) -> str:
        return text(f"explain.{key}", self.language, **data)

    def constant(self, value: Fraction) -> Words:
        said, is_one = self._number(value)
        return Words(said, _NAME if is_one else _PRODUCT, number=value)

    def quantity(self, name: str) -> Words:
        unit = self.book.declarations[name].unit
        return Words(in_sentence(label(name, self.language)), unit=unit, is_absent=name in self.absent)

    def total(self, name: str) -> Words:
        said = self._say("sum_of", lines=in_sentence(label(name, self.language)))
        return Words(said, unit=self.book.declarations[name].unit)

    def add(self, left: Words, right: Words) -> Words:
        return self._joined("+", _SUM, *self._alike(left, right))

    def subtract(self, left: Words, right: Words) -> Words:
        return self._joined("−", _SUM, *self._alike(left, right))

    def multiply(self, left: Words, right: Words) -> Words:
        return self._joined("×", _PRODUCT, left, right)

    def divide(self, left: Words, right: Words) -> Words:
        said = self._joined("÷", _PRODUCT, left, right)
        return evolve(said, unit=unit_of("divide", left.unit, right.unit))

    def least(self, options: Sequence[Words]) -> Words:
        return self._choice("least_of", "at_most_of", options)

    def greatest(self, options: Sequence[Words]) -> Words:
        return self._choice("greatest_of", "at_least_of", options)

    def where(self, left: Words, comparator: Comparator, right: Words, then: Words, otherwise: Words) -> Words:
        left, right = self._alike(left, right)
        then, otherwise = self._alike(then, otherwise)
        condition = f"{_held(left, _SUM)} {_COMPARISONS[comparator]} {_held(right, _SUM)}"
        said = self._say("where", condition=condition, then=_held(then, _SUM), otherwise=_held(otherwise, _SUM))
        return Words(said, _PHRASE, then.unit or otherwise.unit)

    def _joined(self, sign: str, binds: int, left: Words, right: Words) -> Words:
        """Two operands and their sign; what stands on the right needs to hold more tightly, as − and ÷ ask."""
        said = f"{_held(left, binds)} {sign} {_held(right, binds + 1)}"
        return Words(said, binds, unit_of("multiply", left.unit, right.unit))

    def _choice(self, of_several: str, beside_one: str, options: Sequence[Words]) -> Words:
        """Several options are enumerated; a number beside one option is a bound of it: «jamais moins de 0»."""
        spoken = self._alike(*[option for option in options if not option.is_absent])
        if not spoken:
            return Words(self._say("no_limit"), is_absent=True)
        if len(spoken) == 1:
            return spoken[0]
        unit = next((option.unit for option in spoken if option.unit), None)
        numbers = [option for option in spoken if option.number is not None]
        others = [option for option in spoken if option.number is None]
        if len(numbers) == len(others) == 1:
            return Words(self._say(beside_one, of=others[0].text, bound=numbers[0].text), _PHRASE, unit)
        separator = self._say("between_options")
        return Words(self._say(of_several, options=separator.join(_held(o, _SUM) for o in spoken)), _PHRASE, unit)

    def _alike(self, *operands: Words) -> tuple[Words, ...]:
        """Numbers beside amounts are cents, and are written as amounts; nought stays nought."""
        if not any(operand.unit == "EUR" for operand in operands):
            return operands
        return tuple(evolve(operand, text=self._amount(operand), unit="EUR") for operand in operands)

    def _amount(self, operand: Words) -> str:
        if operand.number is None or operand.number == 0 or operand.unit is not None:
            return operand.text
        if operand.number.denominator == 1:
            return format_value(Money(int(operand.number)), self.language)
        return self._say("exact_euros", euros=self._number(operand.number / 100)[0])

    def _number(self, value: Fraction) -> tuple[str, bool]:
        """A number with all its decimals, and whether it is one; else the quotient that it is, never a rounded one."""
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if Fraction(exact) == value:
            return format_value(exact, self.language), True
        dividend, divisor = (format_value(part, self.language) for part in value.as_integer_ratio())
        return f"{dividend} ÷ {divisor}", False


def _held(words: Words, binds: int) -> str:
    return f"({words.text})" if words.binds < binds else words.text


def label(name: str, language: Language) -> str:
    """The name of a quantity for its readers."""
    return text(f"amounts.{name}.label", language)


def in_sentence(name: str) -> str:
    """A name as it stands within a sentence: without its capital, unless it is an acronym."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def to_prose(book: FormulaBook, formula: Formula, language: Language, *, absent: frozenset[str] = frozenset()) -> str:
    """*formula* in words, its rounding last. *absent* are the limits that do not apply."""
    said = formula.expression.fold(ProseAlgebra(book, language, absent)).text
    if formula.rounding is Rounding.EXACT:
        return said
    return text("explain.rounded", language, formula=said, rounding=rounded(formula.rounding, language))


def rounded(rounding: Rounding, language: Language) -> str:
    """How an amount is rounded: «arrondi au centime inférieur»."""
    return text(f"explain.rounding_{rounding.value}", language)
