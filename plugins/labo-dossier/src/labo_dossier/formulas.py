"""The texts of formulas: those of the dossier's book over French names, and those of a row over its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from labo_partenariats.plugin.report import (
    Dossier,
    Language,
    NamedAmount,
    NoLimit,
    Selected,
    SheetFormula,
    Table,
    Value,
    format_value,
    text,
    to_spreadsheet,
)

#: Room left above the figures of the day: amounts may grow tenfold and formulas stay exact.
_HEADROOM, _LEAST_CENTS = 10, Fraction(10**9)
#: Under a granted plan amounts may double at most; the grant itself does not change.
_ROOM_IF_SETTLED = 2
_FEWEST_RATE_DECIMALS, _MOST_RATE_DECIMALS = 4, 12

# What Excel and LibreOffice show a French reader who clicks on a cell.
_FRENCH = {
    "ROUND": "ARRONDI", "INT": "ENT", "IF": "SI", "COUNT": "NB", "SUM": "SOMME", "OR": "OU", "SUMIF": "SOMME.SI",
    "COUNTBLANK": "NB.VIDE",
}  # fmt: skip
_CALL = re.compile(r'"[^"]*"|[A-Z]+(?=\()|,')


def shown(formula: str, language: Language) -> str:
    """A formula as the spreadsheet shows it to a reader of *language*, with its equals sign and room to break lines."""

    def told(match: re.Match[str]) -> str:
        found = match.group(0)
        if found == ",":
            return "; " if language == "fr" else ", "
        return _FRENCH.get(found, found) if language == "fr" else found

    return f"={_CALL.sub(told, formula)}"


def cell_name(key: str) -> str:
    """The name of the cell, or of the cells, of a quantity; the same in every language."""
    return text(f"amounts.{key}.cell", "fr")


def column_name(table: str, column: str) -> str:
    """The name of the cells by which the lines of a table are told apart."""
    return text(f"amounts.{table}.{column}", "fr")


@frozen
class Formulas:
    """The formulas of one dossier; only those whose cells are all in the workbook."""

    report: Dossier
    present: frozenset[str] = field(init=False)

    @present.default
    def _find_present(self) -> frozenset[str]:
        found: set[str] = set()
        for section in self.report.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    found |= _worked_out_in(block)
        return frozenset(found)

    @cached_property
    def _magnitudes(self) -> Mapping[str, Fraction]:
        return {name: self._largest(name, declared.unit) for name, declared in self.report.book.declarations.items()}

    def _largest(self, name: str, unit: str) -> Fraction:
        """How large a quantity may grow by what users change in the workbook."""
        known = self._sizes.get(name)
        if unit != "EUR":
            return max(known or Fraction(0), Fraction(1))
        if not self.report.is_settled:
            return max((known or Fraction(0)) * _HEADROOM, _LEAST_CENTS)
        if known is None:
            return max((size for each, size in self._sizes.items() if self._is_money(each)), default=_LEAST_CENTS)
        return known if name.startswith("granted_") else known * _ROOM_IF_SETTLED

    @cached_property
    def _sizes(self) -> Mapping[str, Fraction]:
        return {name: abs(v) for name, v in self.report.quantities.items() if isinstance(v, Fraction)}

    def _is_money(self, name: str) -> bool:
        return self.report.book.declarations[name].unit == "EUR"

    @cached_property
    def _rate_decimals(self) -> int:
        """As few decimals as hold every rate of the dossier."""
        inputs = [
            name
            for name, d in self.report.book.declarations.items()
            if d.unit == "rate" and name not in self.report.book.formulas
        ]
        rates = [value for name in inputs if isinstance(value := self.report.quantities.get(name), Fraction)]
        for decimals in range(_FEWEST_RATE_DECIMALS, _MOST_RATE_DECIMALS):
            if all((rate * 10**decimals).denominator == 1 for rate in rates):
                return decimals
        return _MOST_RATE_DECIMALS

    @cached_property
    def _absent(self) -> frozenset[str]:
        return frozenset(name for name, value in self.report.quantities.items() if isinstance(value, NoLimit))

    def of(self, key: str) -> SheetFormula | None:
        """The formula of a computed quantity; None when a cell that it needs is not in the workbook."""
        book = self.report.book
        formula = book.formulas.get(key)
        if formula is None or not formula.expression.names() - self._absent <= self.present:
            return None
        return to_spreadsheet(
            book,
            formula,
            {name: cell_name(name) for name in book.declarations},
            absent=self._absent,
            magnitudes=self._magnitudes,
            rate_decimals=self._rate_decimals,
        )

    def selected(self, selected: Selected) -> str | None:
        """The sum over the lines that are one of the terms, or over all; None when the table has no lines."""
        if selected.amounts not in self.present:
            return None
        amounts = cell_name(selected.amounts)
        if not selected.terms:
            summed = f"ROUND(SUM({amounts}),2)"
            return f'IF(COUNTBLANK({amounts})>0,"",{summed})' if selected.needs_all else summed
        by = column_name(selected.table, selected.by)
        words = [str(format_value(term, self.report.language)) for term in selected.terms]
        total = "+".join(f'SUMIF({by},"{word}",{amounts})' for word in words)
        summed = f"ROUND({total},2)"
        return f'IF(COUNTBLANK({by})>0,"",{summed})' if selected.needs_all else summed


def _worked_out_in(table: Table) -> set[str]:
    if not table.rows:
        return set()
    cells = [value for row in table.rows for value in row] + list(table.total.values())
    found = {value.key for value in cells if isinstance(value, NamedAmount) and value.is_home}
    return found | {column.feeds for column in table.columns if column.feeds is not None}


def as_number(value: Value | Decimal | None) -> float | None:
    """A value as the number that a cell holds."""
    return float(value) if isinstance(value, (Fraction, Decimal)) else None
