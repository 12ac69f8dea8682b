"""The spreadsheet reading: formulas of cells that give the engine's cents."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.formula import (
    Expression,
    Formula,
    FormulaBook,
    Names,
    NoLimit,
    Unknown,
    Value,
    evaluate,
    greatest,
    least,
    to_spreadsheet,
    where,
)
from labo_partenariats.formula.spreadsheet import EXACT_BELOW
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

# --- a spreadsheet in miniature: binary floating point, INT on fifteen digits, as Excel and LibreOffice have it
# -------------

Result = float | str | bool
_TOKEN = re.compile(r'\s*(?:(\d+)|("[^"]*")|([A-Za-z_][A-Za-z_0-9]*)|(<=|>=|<>|[-+*/(),<>=]))')


def _fifteen_digits(number: float) -> float:
    return float(f"{number:.15g}")


def _round(number: float, digits: float) -> float:
    scaled = Decimal(repr(_fifteen_digits(number))).scaleb(int(digits))
    return float(scaled.to_integral_value("ROUND_HALF_UP").scaleb(-int(digits)))


_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _applied(sign: str, left: Callable[[], Result], right: Callable[[], Result]) -> Callable[[], Result]:
    return lambda: _OPERATORS[sign](float(left()), float(right()))


class Sheet:
    """Evaluates the text of a formula over named cells; ``IF`` looks at one branch only."""

    def __init__(self, cells: Mapping[str, Result | Sequence[float]]) -> None:
        self.cells = cells

    def __call__(self, text: str) -> Result:
        self.tokens = [match.group(0).strip() for match in _TOKEN.finditer(text)]
        assert "".join(self.tokens) == text.replace(" ", ""), text
        self.at = 0
        read = self._comparison()
        assert self.at == len(self.tokens), text
        return read()

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def _comparison(self) -> Callable[[], Result]:
        left = self._sum()
        compare = {
            "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b,
            "=": lambda a, b: a == b,
            ">=": lambda a, b: a >= b,
            ">": lambda a, b: a > b,
        }
        if self._peek() not in compare:
            return left
        holds, right = compare[self._next()], self._sum()
        return lambda: holds(left(), right())

    def _sum(self) -> Callable[[], Result]:
        value = self._product()
        while self._peek() in ("+", "-"):
            value = _applied(self._next(), value, self._product())
        return value

    def _product(self) -> Callable[[], Result]:
        value = self._factor()
        while self._peek() in ("*", "/"):
            value = _applied(self._next(), value, self._factor())
        return value

    def _factor(self) -> Callable[[], Result]:
        token = self._next()
        if token == "-":
            inner = self._factor()
            return lambda: -inner()
        if token == "(":
            inner = self._comparison()
            assert self._next() == ")"
            return inner
        if token.isdigit():
            return lambda: float(token)
        if token.startswith('"'):
            return lambda: token[1:-1]
        if self._peek() == "(":
            return self._call(token)
        cell = self.cells[token]
        return lambda: cell  # type: ignore[return-value]

    def _call(self, name: str) -> Callable[[], Result]:
        self._next()
        arguments = [self._comparison()]
        while self._peek() == ",":
            self._next()
            arguments.append(self._comparison())
        assert self._next() == ")"
        if name == "IF":
            test, then, otherwise = arguments
            return lambda: then() if test() else otherwise()
        functions: dict[str, Callable[..., Result]] = {
            "INT": lambda x: float(math.floor(_fifteen_digits(x))),
            "ROUND": _round,
            "MIN": min,
            "MAX": max,
            "SUM": sum,
            "OR": lambda *tests: any(tests),
            "COUNT": lambda *cells: float(
                sum(isinstance(x, float) for cell in cells for x in (cell if isinstance(cell, tuple) else (cell,)))
            ),
        }
        return lambda: functions[name](*(argument() for argument in arguments))


# --- helpers
# ---------------------------------------------------------------------------------------------------------------


def _book() -> FormulaBook:
    book = FormulaBook()
    book.inputs("EUR", "lines", is_list=True)
    book.inputs("EUR", "base", "part")
    book.inputs("EUR", "limit", is_limit=True)
    book.parameters("rate", "rate", "other_rate")
    return book


def _formula(
    write: Callable[[Names], Expression], rounding: Rounding = Rounding.EXACT, unit: str = "EUR"
) -> tuple[FormulaBook, Formula]:
    book = _book()
    made = book.formula("result", rounding=rounding, unit=unit)(write)  # type: ignore[arg-type]
    return book, made


NAMES = ("lines", "base", "part", "limit", "rate", "other_rate")
CELLS = {name: name.title().replace("_", "") for name in (*NAMES, "result")}
MILLIONS = dict.fromkeys(("lines", "base", "part", "limit"), Fraction(10**9)) | dict.fromkeys(
    ("rate", "other_rate"), Fraction(1)
)


def _cell(value: Value) -> Result:
    return "" if not isinstance(value, Fraction) else float(value)


def _in_sheet(book: FormulaBook, formula: Formula, given: Mapping[str, object]) -> Result:
    """The value of the formula in a sheet whose cells hold what was *given*."""
    cells: dict[str, Result | Sequence[float]] = dict.fromkeys(CELLS.values(), "")
    for name, value in given.items():
        match value:
            case Money():
                cells[CELLS[name]] = float(value.amount)
            case Rate():
                cells[CELLS[name]] = float(value.value)
            case tuple():
                cells[CELLS[name]] = tuple(float(item.amount) for item in value)
    absent = frozenset({"limit"} - given.keys())
    made = to_spreadsheet(book, formula, CELLS, absent=absent, magnitudes=MILLIONS)
    return Sheet(cells)(made.text)


def _cents(result: Result) -> int | None:
    return None if result == "" else round(float(result) * 100)


money = st.integers(min_value=-(10**9), max_value=10**9).map(Money)
positive_money = st.integers(min_value=0, max_value=10**9).map(Money)
rate = st.integers(min_value=1, max_value=9_999).map(lambda n: Rate(Decimal(n).scaleb(-4)))

SHAPES: dict[str, Callable[[Names], Expression]] = {
    "sum of lines": lambda x: x.lines - x.part,
    "share": lambda x: x.base * x.rate,
    "what calls": lambda x: x.base * x.rate / (1 - x.rate),
    "least of shares": lambda x: least(x.base * x.rate, x.base - x.part, x.limit),
    "never below zero": lambda x: greatest(0, least(x.base * x.rate / (1 - x.rate), x.part - x.base, x.limit)),
    "pro rata": lambda x: x.part * x.rate / x.other_rate,
    "choice": lambda x: where(x.base, ">=", x.part, x.base * x.rate, x.part * x.other_rate),
    "difference of shares": lambda x: x.base * x.rate - x.part * x.other_rate,
    "a half": lambda x: (x.base - x.part) / 2,
    "nested subtraction": lambda x: x.base - (x.part - x.lines),
}


# --- tests
# -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25)
@given(
    base=money,
    part=money,
    limit=positive_money,
    rate=rate,
    other_rate=rate,
    lines=st.lists(money, min_size=1, max_size=4),
)
def test_sheet_and_engine_agree_to_the_cent(
    shape: str,
    rounding: Rounding,
    base: Money,
    part: Money,
    limit: Money,
    rate: Rate,
    other_rate: Rate,
    lines: list[Money],
) -> None:
    """Whatever the amounts and the rounding, a cell shows the cents that the engine computes."""
    book, formula = _formula(SHAPES[shape], rounding)
    given_values = {
        "base": base,
        "part": part,
        "limit": limit,
        "rate": rate,
        "other_rate": other_rate,
        "lines": tuple(lines),
    }
    value = evaluate(book, given_values)["result"]
    assert isinstance(value, Fraction)
    shown = _in_sheet(book, formula, given_values)
    if value.denominator == 1:
        assert _cents(shown) == value
    else:
        assert float(shown) * 100 == pytest.approx(float(value), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("shape", "missing"),
    [("sum of lines", "lines"), ("share", "rate"), ("what calls", "base"), ("least of shares", "part")],
)
def test_what_the_engine_cannot_tell_the_sheet_does_not_show(shape: str, missing: str) -> None:
    """A cell without a number makes empty, not zero, what depends on it."""
    book, formula = _formula(SHAPES[shape], Rounding.DOWN_TO_CENT)
    given_values: dict[str, object] = {
        "base": Money(100),
        "part": Money(50),
        "rate": Rate("0.8"),
        "other_rate": Rate("0.5"),
        "lines": (Money(1),),
    }
    del given_values[missing]
    assert isinstance(evaluate(book, given_values)["result"], Unknown)  # type: ignore[arg-type]
    assert _in_sheet(book, formula, given_values) == ""


def test_division_by_zero_shows_nothing() -> None:
    """A denominator of zero leaves the cell empty instead of an error."""
    book, formula = _formula(SHAPES["what calls"], Rounding.DOWN_TO_CENT)
    assert _in_sheet(book, formula, {"base": Money(100), "rate": Rate(1)}) == ""


def test_limit_that_does_not_apply_is_left_out() -> None:
    """A limit that nobody set does not appear in the formula."""
    book, formula = _formula(SHAPES["least of shares"], Rounding.DOWN_TO_CENT)
    made = to_spreadsheet(book, formula, CELLS, absent=frozenset({"limit"}), magnitudes=MILLIONS)
    assert "Limit" not in made.text
    values = evaluate(book, {"base": Money(100), "part": Money(0), "rate": Rate("0.5")})
    assert isinstance(values["limit"], NoLimit)


def test_sums_read_as_sums() -> None:
    """A sum of amounts is written as anyone would write it."""
    book, formula = _formula(lambda x: x.base + x.part)
    made = to_spreadsheet(book, formula, CELLS)
    assert made.text == 'IF(COUNT(Base,Part)<2,"",ROUND(Base+Part,2))'


@pytest.mark.parametrize(
    ("cents", "exact"), [(10**9, True), (10**14 // 10**4 - 1, True), (10**14 // 10**4, False), (10**16, False)]
)
def test_exactness_is_proven_from_bounds(cents: int, exact: bool) -> None:
    """Beyond a hundred thousand billion on the way, the formula says that it is no longer exact."""
    book, formula = _formula(SHAPES["share"], Rounding.DOWN_TO_CENT)
    made = to_spreadsheet(book, formula, CELLS, magnitudes={"base": Fraction(cents), "rate": Fraction(9_999, 10_000)})
    assert made.is_exact is exact
    assert made.is_exact is (made.largest_number < EXACT_BELOW)


@given(
    quotient=st.integers(min_value=1, max_value=10**10),
    divisor=st.integers(min_value=2, max_value=10**6),
    beside=st.integers(min_value=-1, max_value=1),
    sign=st.sampled_from((1, -1)),
)
def test_int_of_a_quotient_is_whole_division(quotient: int, divisor: int, beside: int, sign: int) -> None:
    """Below the bound, cutting a quotient at fifteen digits never takes it for the next whole number."""
    number = sign * (quotient * divisor + beside)
    if abs(number) < EXACT_BELOW:
        assert math.floor(_fifteen_digits(number / divisor)) == number // divisor


def test_formula_of_a_lone_absent_limit_is_misuse() -> None:
    """A formula made only of a limit that does not apply has no text."""
    book, formula = _formula(lambda x: least(x.limit))
    with pytest.raises(Misuse):
        to_spreadsheet(book, formula, CELLS, absent=frozenset({"limit"}))
