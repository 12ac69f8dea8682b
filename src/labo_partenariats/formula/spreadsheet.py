"""
The *spreadsheet* reading: the text of a formula over cell names, exact to the cent.

A spreadsheet counts in binary floating point, in which 0.8 × 24 682 is not exact. So amounts become whole cents and
rates whole numbers over a power of ten, an expression becomes one quotient of whole numbers, and a rounding becomes
``INT`` of it. Excel and LibreOffice look at the first fifteen digits of a number before they cut it: below 10^14 no
quotient of whole numbers is close enough to the next whole number to be taken for it, and `SheetFormula.is_exact`
tells whether a formula stays below.

What cannot be told stays so in the sheet: a formula shows nothing while one of its cells holds no number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.book import Formula, FormulaBook
from labo_partenariats.formula.expression import Add, Comparator, Expression, Quantity, Subtract, Total
from labo_partenariats.values.rounding import Rounding

#: Whole numbers below this are divided and cut exactly by Excel and LibreOffice.
EXACT_BELOW = 10**14
#: A quantity of which nobody tells the size may have any: what rests on it is not proven to be exact.
_UNBOUNDED = Fraction(EXACT_BELOW)


@frozen
class Whole:
    """
    A quotient of two whole-number formulas and bounds of their absolute values.

    ``tight`` is whether the numerator can stand between operators without parentheses. ``options`` keeps the
    alternatives of a choice apart: rounding never changes an order, so each may be rounded on its own, before
    choosing. ``passed`` bounds every whole number on the way.
    """

    numerator: str
    denominator: str = "1"
    bound: int = 0
    denominator_bound: int = 1
    tight: bool = True
    options: tuple[Whole, ...] = ()
    chooser: str = ""
    passed: int = 0

    @property
    def largest(self) -> int:
        """The largest whole number that computing this may pass through."""
        return max(self.passed, self.bound, self.denominator_bound, *(option.largest for option in self.options))


def _parenthesised(text: str, tight: bool) -> str:
    return text if tight else f"({text})"


def _times(left: str, right: str) -> str:
    """A product of two factors that are tight already."""
    return right if left == "1" else left if right == "1" else f"{left}*{right}"


@frozen
class SpreadsheetAlgebra:
    """The building blocks as quotients of whole-number formulas; None is a limit that does not apply."""

    book: FormulaBook
    cells: Mapping[str, str]
    absent: frozenset[str]
    magnitudes: Mapping[str, Fraction]
    rate_scale: int

    def constant(self, value: Fraction) -> Whole | None:
        tight = value >= 0
        return Whole(str(value.numerator), str(value.denominator), abs(value.numerator), value.denominator, tight)

    def quantity(self, name: str) -> Whole | None:
        if name in self.absent:
            return None
        scale = 100 if self.book.declarations[name].unit == "EUR" else self.rate_scale
        size = abs(self.magnitudes.get(name, _UNBOUNDED))
        text = f"ROUND({self.cells[name]}*{scale},0)"
        if scale == 100:
            return Whole(text, bound=int(size))
        return Whole(text, str(scale), int(size * scale) + 1, scale)

    def total(self, name: str) -> Whole | None:
        return Whole(f"ROUND(SUM({self.cells[name]})*100,0)", bound=int(abs(self.magnitudes.get(name, _UNBOUNDED))))

    def add(self, left: Whole | None, right: Whole | None) -> Whole | None:
        return _common(_one(left), _one(right), lambda a, b: f"{a[0]}+{b[0]}", summed=True)

    def subtract(self, left: Whole | None, right: Whole | None) -> Whole | None:
        return _common(_one(left), _one(right), lambda a, b: f"{a[0]}-{_parenthesised(*b)}", summed=True)

    def multiply(self, left: Whole | None, right: Whole | None) -> Whole | None:
        one, other = _one(left), _one(right)
        return Whole(
            _times(_parenthesised(one.numerator, one.tight), _parenthesised(other.numerator, other.tight)),
            _times(one.denominator, other.denominator),
            one.bound * other.bound,
            one.denominator_bound * other.denominator_bound,
            passed=max(one.largest, other.largest),
        )

    def divide(self, left: Whole | None, right: Whole | None) -> Whole | None:
        one, other = _one(left), _one(right)
        divisor = _parenthesised(other.numerator, other.tight)
        passed = max(one.largest, other.largest)
        if one.denominator == other.denominator:  # one scale on both sides cancels out
            return Whole(one.numerator, divisor, one.bound, other.bound, one.tight, passed=passed)
        return Whole(
            _times(_parenthesised(one.numerator, one.tight), other.denominator),
            _times(one.denominator, divisor),
            one.bound * other.denominator_bound,
            one.denominator_bound * other.bound,
            passed=passed,
        )

    def least(self, options: Sequence[Whole | None]) -> Whole | None:
        return _choice("MIN", options)

    def greatest(self, options: Sequence[Whole | None]) -> Whole | None:
        return _choice("MAX", options)

    def where(
        self,
        left: Whole | None,
        comparator: Comparator,
        right: Whole | None,
        then: Whole | None,
        otherwise: Whole | None,
    ) -> Whole | None:
        condition = _common(_one(left), _one(right), lambda a, b: f"{a[0]}{comparator}{b[0]}")
        chosen = _common(_one(then), _one(otherwise), lambda a, b: f"IF({condition.numerator},{a[0]},{b[0]})")
        return evolve(chosen, tight=True, passed=max(chosen.largest, condition.largest))


Numerator = tuple[str, bool]


def _common(one: Whole, other: Whole, combine: Callable[[Numerator, Numerator], str], *, summed: bool = False) -> Whole:
    """Two quotients over one denominator, their numerators (text, tight) combined; *summed* when the bounds add up."""
    first, second = (one.numerator, one.tight), (other.numerator, other.tight)
    bounds, scale, scale_bound = (one.bound, other.bound), one.denominator, one.denominator_bound
    if one.denominator != other.denominator:
        first = (_times(_parenthesised(*first), other.denominator), True)
        second = (_times(_parenthesised(*second), one.denominator), True)
        bounds = (one.bound * other.denominator_bound, other.bound * one.denominator_bound)
        scale = _times(one.denominator, other.denominator)
        scale_bound = one.denominator_bound * other.denominator_bound
    return Whole(
        combine(first, second),
        scale,
        sum(bounds) if summed else max(bounds),
        scale_bound,
        tight=False,
        passed=max(one.largest, other.largest, *bounds),
    )


def _choice(chooser: str, options: Sequence[Whole | None]) -> Whole | None:
    applying = tuple(option for option in options if option is not None)
    if len(applying) <= 1:
        return applying[0] if applying else None
    return Whole("", options=applying, chooser=chooser)


def _one(quotient: Whole | None) -> Whole:
    """A quotient as one, the options of a choice brought over a common denominator."""
    if quotient is None:
        raise Misuse("MIS035", {})
    if not quotient.options:
        return quotient
    merged, *rest = (_one(option) for option in quotient.options)
    for option in rest:
        merged = _common(merged, option, lambda a, b: f"{quotient.chooser}({a[0]},{b[0]})")
    return evolve(merged, tight=True)


def _rounded(quotient: Whole, rounding: Rounding, *, alone: bool = False) -> str:
    """The formula of the whole cents of a quotient, tight unless it stands *alone* as an argument."""
    if quotient.options:
        return f"{quotient.chooser}({','.join(_rounded(option, rounding, alone=True) for option in quotient.options)})"
    n, d = _parenthesised(quotient.numerator, quotient.tight), quotient.denominator
    if d == "1" and rounding is not Rounding.HALF_UP_TO_EURO:
        return quotient.numerator if alone else n
    match rounding:
        case Rounding.DOWN_TO_CENT:
            return f"INT({n}/{_divisor(d)})"
        case Rounding.UP_TO_CENT:
            return f"(-INT(-{n}/{_divisor(d)}))"
        case Rounding.HALF_UP_TO_CENT:
            return f"INT((2*{n}+{d})/({_times('2', d)}))"
        case Rounding.HALF_UP_TO_EURO:
            return f"(100*INT(({n}+{_times('50', d)})/({_times('100', d)})))"
        case Rounding.EXACT:
            return f"({n}/{_divisor(d)})"


def _divisor(text: str) -> str:
    """A denominator after a division sign: in parentheses when it is a product."""
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "*" and depth == 0:
            return f"({text})"
    return text


def _plain(expression: Expression, cells: Mapping[str, str]) -> str | None:
    """A sum of amounts as anyone would write it; None for any other expression."""
    match expression:
        case Quantity(name):
            return cells[name]
        case Total(name):
            return f"SUM({cells[name]})"
        case Add(left, right) | Subtract(left, right):
            sign = "+" if isinstance(expression, Add) else "-"
            one, other = _plain(left, cells), _plain(right, cells)
            if one is None or other is None:
                return None
            return f"{one}{sign}{f'({other})' if isinstance(right, (Add, Subtract)) and sign == '-' else other}"
        case _:
            return None


@frozen
class SheetFormula:
    """A formula ready for a cell, without its equals sign, and the largest whole number it may pass through."""

    text: str
    largest_number: int

    @property
    def is_exact(self) -> bool:
        """Whether every whole number it passes through is divided and cut exactly by a spreadsheet."""
        return self.largest_number < EXACT_BELOW


def _guarded(text: str, conditions: Sequence[str]) -> str:
    if not conditions:
        return text
    untold = conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
    return f'IF({untold},"",{text})'


def _untold(book: FormulaBook, formula: Formula, cells: Mapping[str, str], absent: frozenset[str]) -> list[str]:
    """The conditions under which the value cannot be told: a cell without a number, a list without any."""
    used = sorted(formula.expression.names() - absent, key=list(book.declarations).index)
    lists = [name for name in used if book.declarations[name].is_list]
    single = list(dict.fromkeys(cells[name] for name in used if name not in lists))
    conditions = [f"COUNT({cells[name]})=0" for name in lists]
    return conditions + ([f"COUNT({','.join(single)})<{len(single)}"] if single else [])


def _divisors(quotient: Whole) -> list[str]:
    """The denominators that cells could make zero."""
    if quotient.options:
        return list(dict.fromkeys(found for option in quotient.options for found in _divisors(option)))
    return [f"{quotient.denominator}=0"] if "ROUND" in quotient.denominator else []


def to_spreadsheet(
    book: FormulaBook,
    formula: Formula,
    cells: Mapping[str, str],
    *,
    absent: frozenset[str] = frozenset(),
    magnitudes: Mapping[str, Fraction] | None = None,
    rate_decimals: int = 4,
) -> SheetFormula:
    """
    The text of *formula* over the names in *cells*, in euros for money.

    *absent* are the limits that do not apply and are left out. *magnitudes* are upper bounds of the quantities (cents
    for money), from which the exactness of the result is proven. Rates are read from their cells to *rate_decimals*
    decimals.
    """
    algebra = SpreadsheetAlgebra(book, cells, absent, magnitudes or {}, 10**rate_decimals)
    quotient = formula.expression.fold(algebra)
    if quotient is None:
        raise Misuse("MIS035", {})
    conditions = _untold(book, formula, cells, absent) + _divisors(quotient)
    if formula.unit == "EUR":
        plain = _plain(formula.expression, cells) if formula.rounding is Rounding.EXACT else None
        text = f"ROUND({plain},2)" if plain else f"{_rounded(quotient, formula.rounding)}/100"
    else:
        quotient = _one(quotient)
        text = f"{_parenthesised(quotient.numerator, quotient.tight)}/{_divisor(quotient.denominator)}"
    return SheetFormula(_guarded(text, conditions), _with_rounding(quotient, formula.rounding))


def _with_rounding(quotient: Whole, rounding: Rounding) -> int:
    """The largest number, what a half adds to it included."""
    factor = {Rounding.HALF_UP_TO_CENT: 4, Rounding.HALF_UP_TO_EURO: 200}.get(rounding, 1)
    return quotient.largest * factor
