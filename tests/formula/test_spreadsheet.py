"""The spreadsheet reading: formulas of cells that give the engine's cents."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
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
from labo_partenariats.testing.sheet import Cell, Result, Sheet, fifteen_digits
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

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
    cells: dict[str, Cell] = dict.fromkeys(CELLS.values(), "")
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
    "less a share": lambda x: x.base - x.part * x.rate,
    "sum of shares": lambda x: x.base * x.rate + x.part * x.other_rate,
    "choice in a sum": lambda x: x.part - where(x.base, "<", x.part, x.base * x.rate, x.part) * x.other_rate,
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


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (lambda x: x.base + x.part, 'IF(COUNT(Base,Part)<2,"",ROUND(Base+Part,2))'),
        (lambda x: x.base - x.part, 'IF(COUNT(Base,Part)<2,"",ROUND(Base-Part,2))'),
        (lambda x: x.base - (x.part + x.base), 'IF(COUNT(Base,Part)<2,"",ROUND(Base-(Part+Base),2))'),
        (lambda x: x.base + (x.part - x.base), 'IF(COUNT(Base,Part)<2,"",ROUND(Base+Part-Base,2))'),
        (lambda x: x.lines + x.base, 'IF(OR(COUNT(Lines)=0,COUNT(Base)<1),"",ROUND(SUM(Lines)+Base,2))'),
        (lambda x: x.base, 'IF(COUNT(Base)<1,"",ROUND(Base,2))'),
        (lambda x: x.lines, 'IF(COUNT(Lines)=0,"",ROUND(SUM(Lines),2))'),
        (lambda x: least(x.limit, x.base), 'IF(COUNT(Base)<1,"",ROUND(Base*100,0)/100)'),
    ],
)
def test_sums_read_as_sums(write: Callable[[Names], Expression], text: str) -> None:
    """A sum of amounts is written as anyone would write it."""
    book, formula = _formula(write)
    assert to_spreadsheet(book, formula, CELLS, absent=frozenset({"limit"})).text == text


B, P, R, S = "ROUND(Base*100,0)", "ROUND(Part*100,0)", "ROUND(Rate*10000,0)", "ROUND(OtherRate*10000,0)"


@pytest.mark.parametrize(
    ("write", "rounding", "unit", "text"),
    [
        (lambda x: x.base * -2, Rounding.DOWN_TO_CENT, "EUR", f'IF(COUNT(Base)<1,"",{B}*(-2)/100)'),
        (
            lambda x: x.base * 0 + x.part * 1,
            Rounding.EXACT,
            "EUR",
            f'IF(COUNT(Base,Part)<2,"",({B}*0+{P})/100)',
        ),
        (
            lambda x: x.base * 2 * x.rate,
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Rate)<2,"",INT({B}*2*{R}/10000)/100)',
        ),
        (
            lambda x: x.base * x.rate / (1 - x.rate),
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(OR(COUNT(Base,Rate)<2,(10000-{R})=0),"",INT({B}*{R}/(10000-{R}))/100)',
        ),
        (
            lambda x: where(x.base, ">=", x.part, x.base, x.part) * x.rate,
            Rounding.UP_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part,Rate)<3,"",(-INT(-IF({B}>={P},{B},{P})*{R}/10000))/100)',
        ),
        (
            lambda x: (x.base - x.part) / 2,
            Rounding.HALF_UP_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part)<2,"",INT((2*({B}-{P})+2)/(2*2))/100)',
        ),
        (
            lambda x: x.base / x.part,
            Rounding.EXACT,
            "rate",
            f'IF(OR(COUNT(Base,Part)<2,{P}=0),"",{B}/{P})',
        ),
        (
            lambda x: (x.base - x.part) / (x.part + x.base) * x.rate,
            Rounding.EXACT,
            "rate",
            f'IF(OR(COUNT(Base,Part,Rate)<3,({P}+{B})*10000=0),"",({B}-{P})*{R}/(({P}+{B})*10000))',
        ),
        (
            lambda x: x.part * x.rate * x.other_rate,
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Part,Rate,OtherRate)<3,"",INT({P}*{R}*{S}/(10000*10000))/100)',
        ),
        (
            lambda x: least(x.base - x.part, x.base),
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part)<2,"",MIN({B}-{P},{B})/100)',
        ),
        (
            lambda x: least(x.base, x.part) * x.rate,
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part,Rate)<3,"",INT(MIN({B},{P})*{R}/10000)/100)',
        ),
        (
            lambda x: x.base * x.rate - x.part,
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part,Rate)<3,"",INT(({B}*{R}-{P}*10000)/10000)/100)',
        ),
        (
            lambda x: x.base - x.part * x.rate,
            Rounding.DOWN_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part,Rate)<3,"",INT(({B}*10000-{P}*{R})/10000)/100)',
        ),
        (lambda x: (x.base - x.part) * 1, Rounding.DOWN_TO_CENT, "EUR", f'IF(COUNT(Base,Part)<2,"",({B}-{P})/100)'),
        (
            lambda x: greatest(0, x.base - x.part) - x.base,
            Rounding.UP_TO_CENT,
            "EUR",
            f'IF(COUNT(Base,Part)<2,"",(MAX(0,{B}-{P})-{B})/100)',
        ),
        (
            lambda x: x.base / (x.part * x.rate),
            Rounding.EXACT,
            "rate",
            f'IF(OR(COUNT(Base,Part,Rate)<3,{P}*{R}=0),"",{B}*10000/({P}*{R}))',
        ),
        (
            lambda x: x.base * x.rate,
            Rounding.HALF_UP_TO_EURO,
            "EUR",
            f'IF(COUNT(Base,Rate)<2,"",(100*INT(({B}*{R}+50*10000)/(100*10000)))/100)',
        ),
        (lambda x: x.base * 1, Rounding.HALF_UP_TO_EURO, "EUR", f'IF(COUNT(Base)<1,"",(100*INT(({B}+50)/(100)))/100)'),
        (lambda x: x.base * x.rate, Rounding.EXACT, "EUR", f'IF(COUNT(Base,Rate)<2,"",({B}*{R}/10000)/100)'),
    ],
)
def test_formulas_have_no_parenthesis_too_many(
    write: Callable[[Names], Expression], rounding: Rounding, unit: str, text: str
) -> None:
    """What a user who clicks on the cell reads."""
    book, formula = _formula(write, rounding, unit)
    assert to_spreadsheet(book, formula, CELLS).text == text


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=10)
@given(
    base=money,
    part=money,
    limit=positive_money,
    rate=rate,
    other_rate=rate,
    lines=st.lists(money, min_size=1, max_size=4),
)
def test_no_number_on_the_way_is_larger_than_told(
    shape: str,
    rounding: Rounding,
    base: Money,
    part: Money,
    limit: Money,
    rate: Rate,
    other_rate: Rate,
    lines: list[Money],
) -> None:
    """From the bounds of what the cells hold follows a bound of everything that the sheet computes with."""
    book, formula = _formula(SHAPES[shape], rounding)
    given_values = {"base": base, "part": part, "limit": limit, "rate": rate, "other_rate": other_rate}
    sizes = {
        name: abs(Fraction(value.cents) if isinstance(value, Money) else value.fraction)
        for name, value in given_values.items()
    }
    sizes["lines"] = Fraction(abs(sum(line.cents for line in lines)))
    made = to_spreadsheet(book, formula, CELLS, magnitudes=sizes)
    cells: dict[str, Cell] = {
        CELLS[name]: float(value.amount if isinstance(value, Money) else value.value)
        for name, value in given_values.items()
    }
    sheet = Sheet(cells | {CELLS["lines"]: tuple(float(line.amount) for line in lines)})
    sheet(made.text)

    assert sheet.largest <= made.largest_number + 1


@pytest.mark.parametrize(
    ("write", "rounding", "largest"),
    [
        (lambda x: x.lines, Rounding.EXACT, 700),
        (lambda x: x.base + x.part, Rounding.EXACT, 1500),
        (lambda x: x.base - x.part, Rounding.EXACT, 1500),
        (lambda x: least(x.base, x.part), Rounding.EXACT, 1000),
        (lambda x: where(x.base, ">", 0, x.part, x.lines), Rounding.EXACT, 1000),
        (lambda x: where(x.part, ">", 0, x.part, x.base * x.rate), Rounding.DOWN_TO_CENT, 5_001_000),
        (lambda x: x.base * x.rate, Rounding.DOWN_TO_CENT, 1000 * 5001),
        (lambda x: x.base * x.rate, Rounding.HALF_UP_TO_CENT, 4 * 1000 * 5001),
        (lambda x: x.base * x.rate, Rounding.HALF_UP_TO_EURO, 200 * 1000 * 5001),
        (lambda x: x.base / x.part, Rounding.EXACT, 1000),
        (lambda x: x.base / x.rate, Rounding.EXACT, 1000 * 10_000),
        (lambda x: x.base * x.part / 7, Rounding.EXACT, 500_000),
        (lambda x: x.base * 3, Rounding.EXACT, 3000),
        (lambda x: x.base * Fraction(3, 7), Rounding.DOWN_TO_CENT, 3000),
        (lambda x: x.base / Fraction(3, 7), Rounding.DOWN_TO_CENT, 7000),
        (lambda x: x.part * x.rate / x.base, Rounding.EXACT, 10_000 * 1000),
        (lambda x: x.part * x.rate + x.base, Rounding.DOWN_TO_CENT, 500 * 5001 + 1000 * 10_000),
        (lambda x: x.rate + Fraction(1, 7), Rounding.EXACT, 10_000 * 7),
        (lambda x: x.base * x.part * 0, Rounding.EXACT, 500_000),
        (lambda x: 0 * (x.base * x.part), Rounding.EXACT, 500_000),
        (lambda x: x.base * x.part * 0 / x.part, Rounding.EXACT, 500_000),
        (lambda x: x.base * x.part * 0 / x.rate, Rounding.EXACT, 500_000),
        (lambda x: x.base * x.part * 0 + x.base, Rounding.EXACT, 500_000),
        (lambda x: x.base + x.base * x.part * 0, Rounding.EXACT, 500_000),
    ],
)
def test_the_bound_is_no_larger_than_needed(
    write: Callable[[Names], Expression], rounding: Rounding, largest: int
) -> None:
    """Ten euros and five, a rate of a half: the bound is the product or the sum, not more."""
    book, formula = _formula(write, rounding)
    sizes = {"base": Fraction(-1000), "part": Fraction(500), "lines": Fraction(700), "rate": Fraction(1, 2)}

    assert to_spreadsheet(book, formula, CELLS, magnitudes=sizes).largest_number == largest


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
        assert math.floor(fifteen_digits(number / divisor)) == number // divisor


@pytest.mark.parametrize("unbounded", ["base", "lines", "rate"])
def test_without_a_bound_nothing_is_exact(unbounded: str) -> None:
    """A quantity of which nobody tells the size may be of any size: the formula does not claim to be exact."""
    book, formula = _formula(lambda x: x.base * x.rate + x.lines, Rounding.DOWN_TO_CENT)
    sizes = {name: size for name, size in MILLIONS.items() if name != unbounded}

    assert to_spreadsheet(book, formula, CELLS, magnitudes=MILLIONS).is_exact
    assert not to_spreadsheet(book, formula, CELLS, magnitudes=sizes).is_exact
    assert not to_spreadsheet(book, formula, CELLS).is_exact


@pytest.mark.parametrize("write", [lambda x: least(x.limit), lambda x: x.base - x.limit, lambda x: x.limit / 2])
def test_formula_of_a_limit_that_does_not_apply_is_misuse(write: Callable[[Names], Expression]) -> None:
    """A formula made only of a limit that does not apply, or that computes with it, has no text."""
    book, formula = _formula(write)
    with pytest.raises(Misuse) as refused:
        to_spreadsheet(book, formula, CELLS, absent=frozenset({"limit"}))
    assert (refused.value.code, refused.value.data) == ("MIS035", {})
