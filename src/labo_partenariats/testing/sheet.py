"""
A spreadsheet in miniature, to read back the formulas that the library writes.

It counts as Excel and LibreOffice do: binary floating point, and ``INT`` and ``ROUND`` that look at the first fifteen
digits of a number.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

Result = float | str | bool
#: What a cell, or a named column of cells, holds: an empty cell holds an empty text.
Cell = Result | Sequence[float]

_TOKEN = re.compile(r'\s*(?:(\d+)|("[^"]*")|([A-Za-z_][A-Za-z_0-9]*)|(<=|>=|<>|[-+*/(),<>=]))')
_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def fifteen_digits(number: float) -> float:
    """The number that a spreadsheet looks at before it cuts it."""
    return float(f"{number:.15g}")


def _round(number: float, digits: float) -> float:
    scaled = Decimal(repr(fifteen_digits(number))).scaleb(int(digits))
    return float(scaled.to_integral_value("ROUND_HALF_UP").scaleb(-int(digits)))


def _count(*cells: Cell) -> float:
    each = (item for cell in cells for item in (cell if isinstance(cell, (tuple, list)) else (cell,)))
    return float(sum(isinstance(item, float) for item in each))


_FUNCTIONS: dict[str, Callable[..., Result]] = {
    "INT": lambda number: float(math.floor(fifteen_digits(number))),
    "ROUND": _round,
    "MIN": min,
    "MAX": max,
    "SUM": sum,
    "OR": lambda *tests: any(tests),
    "COUNT": _count,
}
_Read = Callable[[], Cell]


def _number(value: Cell) -> float:
    assert isinstance(value, (int, float)), f"not a number: {value!r}"
    return float(value)


class Sheet:
    """
    Evaluates the text of a formula over named cells; ``IF`` looks at one branch only. ``largest`` is the largest number
    that the last formula passed through, whichever its sign.

    >>> Sheet({"Base": 100.0, "Taux": 0.15})('IF(COUNT(Base,Taux)<2,"",INT(ROUND(Base*100,0)*15/100)/100)')
    15.0
    """

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self.cells = cells
        self.largest: float = 0.0

    def __call__(self, text: str) -> Result:
        """The value that the cell of this formula would show; an assertion fails on what no spreadsheet would take."""
        self._tokens = [match.group(0).strip() for match in _TOKEN.finditer(text)]
        assert "".join(self._tokens) == text.replace(" ", ""), text
        self._at = 0
        self.largest = 0.0
        read = self._comparison()
        assert self._at == len(self._tokens), text
        found = read()
        assert isinstance(found, (float, str, bool)), text
        return found

    def _applied(self, sign: str, left: _Read, right: _Read) -> _Read:
        return lambda: self._passed(_OPERATORS[sign](_number(left()), _number(right())))

    def _passed(self, found: Result) -> Result:
        if isinstance(found, float):
            self.largest = max(self.largest, abs(found))
        return found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _comparison(self) -> _Read:
        left = self._sum()
        if self._peek() not in _COMPARISONS:
            return left
        holds, right = _COMPARISONS[self._next()], self._sum()
        return lambda: holds(_number(left()), _number(right()))

    def _sum(self) -> _Read:
        value = self._product()
        while self._peek() in ("+", "-"):
            value = self._applied(self._next(), value, self._product())
        return value

    def _product(self) -> _Read:
        value = self._factor()
        while self._peek() in ("*", "/"):
            value = self._applied(self._next(), value, self._factor())
        return value

    def _factor(self) -> _Read:
        lexeme = self._next()
        if lexeme == "-":
            inner = self._factor()
            return lambda: -_number(inner())
        if lexeme == "(":
            inner = self._comparison()
            assert self._next() == ")"
            return inner
        if lexeme.isdigit():
            return lambda: float(lexeme)
        if lexeme.startswith('"'):
            return lambda: lexeme[1:-1]
        if self._peek() == "(":
            return self._call(lexeme)
        cell = self.cells[lexeme]
        return lambda: cell

    def _call(self, name: str) -> _Read:
        self._next()
        arguments = [self._comparison()]
        while self._peek() == ",":
            self._next()
            arguments.append(self._comparison())
        assert self._next() == ")"
        if name == "IF":
            test, then, otherwise = arguments
            return lambda: then() if test() else otherwise()
        return lambda: self._passed(_FUNCTIONS[name](*(argument() for argument in arguments)))
