"""Typed values into cells: texts that stay texts, numbers, dates, and formulas with the engine's values beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, frozen
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from labo_dossier.codes import CATALOGUE
from labo_dossier.formulas import Formulas, as_number, cell_name, shown
from labo_dossier.styles import Styles
from labo_dossier.texts import Cleaner, is_plain
from labo_excel.writing.inputs import InputCell, InputSheets
from labo_partenariats.plugin import CellLocation, Finding, finding
from labo_partenariats.plugin.report import (
    CellValue,
    Difference,
    FormulaOf,
    Gap,
    Kind,
    Language,
    Lines,
    Money,
    NamedAmount,
    Periods,
    Rate,
    Selected,
    Share,
    Verdict,
    Within,
    format_periods,
    format_value,
    text,
)

Row = Mapping[str, int]
#: A text of more characters may be higher than a row can be.
_LONG = 600
_DIGITS = 15  # what a spreadsheet shows of a number
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, spreadsheets disagree about the calendar


@frozen
class Cells:
    """Writes values into the cells of one sheet and collects what it has to say of them."""

    sheet: Worksheet
    styles: Styles
    formulas: Formulas
    inputs: InputSheets
    language: Language
    findings: list[Finding]
    names: dict[str, str] = field(factory=dict)

    def write(
        self, row: int, column: int, value: CellValue, style: str, kind: Kind, columns: Row | None = None
    ) -> None:
        """
        Write *value* at (*row*, *column*), both from 0, in the named *style*.

        *columns* are the columns of the row's table by key, for values that rest on their neighbours.
        """
        match value:
            case None | "":
                self.sheet.write_blank(row, column, None, self.styles(style, kind))
            case Money():
                self._number(row, column, Decimal(value.amount), self.styles(style, Kind.MONEY))
            case Rate():
                self._number(row, column, value.value, self.styles(style, Kind.RATE))
            case bool() | str() | Enum() | Lines() | Periods() | FormulaOf():
                words = self.words(value)
                self.text(row, column, words, self.styles(style, kind, is_data=True, at_top=len(words) > _LONG))
            case int() | Decimal():
                self._number(row, column, Decimal(value), self.styles(style, Kind.NUMBER))
            case dt.date():
                self._date(row, column, value, style)
            case NamedAmount():
                self._named(row, column, value, style)
            case Selected():
                self._formula(row, column, self.formulas.selected(value), value.value, self.styles(style, Kind.MONEY))
            case _:
                self._of_row(row, column, value, style, columns or {})

    def entered(self, row: int, column: int, value: CellValue, style: str, kind: Kind, cell: InputCell | None) -> bool:
        """
        Write *value* as a formula onto the *cell* where users enter it, and tell whether that was possible.

        It is not where the cell holds something else: a number too long for a cell, a text that had to be cleaned.
        """
        if cell is None:
            return False
        at = f"INDEX({cell.column},{cell.rank})"
        made: str
        cached: float | str
        match value:
            case Money() | int() | Decimal() if not isinstance(value, bool):
                number = value.amount if isinstance(value, Money) else Decimal(value)
                if cell.content != number or not isinstance(cell.content, Decimal):
                    return False
                made, cached = f'IF({at}="","",{at})', float(number)
            case None if kind in (Kind.MONEY, Kind.NUMBER) and cell.content is None:
                made, cached = f'IF({at}="","",{at})', ""
            case None | "" if cell.content is None:
                made, cached = f'{at}&""', ""
            case None if cell.content == (unstated := text("terms.unstated", self.language)):
                made, cached = f'IF({at}="{unstated}","",{at}&"")', ""
            case str() | Enum() if cell.content == (words := self.words(value)) and is_plain(words):
                made, cached = f'{at}&""', words
            case _:
                return False
        self.sheet.write_formula(row, column, f"={made}", self.styles(style, kind), cached)
        return True

    def words(self, value: str | bool | Enum | Lines | Periods | FormulaOf) -> str:
        """A value that is told in words."""
        match value:
            case Lines(items):
                return items[0] if len(items) == 1 else "\n".join(f"• {item}" for item in items)
            case Periods(items):
                return format_periods(items, self.language)
            case FormulaOf(key, words):
                made = self.formulas.of(key)
                return shown(made.text, self.language) if made is not None and made.is_exact else words
            case _:
                return str(format_value(value, self.language))

    def text(self, row: int, column: int, words: str, style: Format) -> str:
        """Write a text, which stays a text whatever it begins with; returns it as it was written."""
        clean = Cleaner(lambda code, facts: self.tell(code, facts, row, column))(words)
        self.sheet.write_string(row, column, clean, style)
        return clean

    def tell(self, code: str, facts: Mapping[str, object], row: int, column: int) -> None:
        """Report something of the cell at (*row*, *column*)."""
        place = CellLocation(sheet=self.sheet.get_name(), row=row + 1, column=column + 1)
        self.findings.append(finding(code, facts, location=place, catalogue=CATALOGUE))

    def _number(self, row: int, column: int, number: Decimal, style: Format) -> None:
        if len(number.normalize().as_tuple().digits) > _DIGITS or Decimal(repr(float(number))) != number:
            self.tell("XLS104", {"number": str(number)}, row, column)
        self.sheet.write_number(row, column, float(number), style)

    def _date(self, row: int, column: int, day: dt.date, style: str) -> None:
        if day < _FIRST_DAY:
            self.text(row, column, format_value(day, self.language), self.styles(style, Kind.TEXT))
        else:
            self.sheet.write_datetime(row, column, day, self.styles(style, Kind.DATE))

    def _named(self, row: int, column: int, value: NamedAmount, style: str) -> None:
        kind = Kind.MONEY if value.unit == "EUR" else Kind.RATE
        if not value.is_home:
            known = value.key in self.formulas.present
            self._formula(row, column, cell_name(value.key) if known else None, value.value, self.styles(style, kind))
            return
        address = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        self.names[cell_name(value.key)] = address
        if value.source is not None:
            self._formula(row, column, self.formulas.selected(value.source), value.value, self.styles(style, kind))
        elif self._is_field(row, column, value, kind):
            return
        elif value.key in self.formulas.report.book.formulas and not value.is_fixed:
            self._computed(row, column, value, self.styles(style, kind))
        elif value.value is None:
            self.sheet.write_blank(row, column, None, self.styles(style, kind))
        else:
            self._formula(row, column, None, value.value, self.styles(style, kind))

    def _is_field(self, row: int, column: int, value: NamedAmount, kind: Kind) -> bool:
        """Write an amount that users give in the programme's form as a formula onto its field, if it is one."""
        if value.entered_as is None or isinstance(value.value, Fraction):
            return False
        return self.entered(row, column, value.value, "cell", kind, self.inputs.field(value.entered_as))

    def _computed(self, row: int, column: int, value: NamedAmount, style: Format) -> None:
        made = self.formulas.of(value.key)
        if made is not None and not made.is_exact:
            self.tell("XLS101", {"label": text(f"amounts.{value.key}.label", self.language)}, row, column)
        self._formula(row, column, made.text if made is not None and made.is_exact else None, value.value, style)

    def _formula(
        self, row: int, column: int, formula: str | None, value: Money | Rate | Fraction | Decimal | None, style: Format
    ) -> None:
        """A formula with its cached value; the value alone without a formula, a blank cell without either."""
        exact = value.amount if isinstance(value, Money) else value.value if isinstance(value, Rate) else value
        number = as_number(exact)
        if formula is not None:
            self.sheet.write_formula(row, column, f"={formula}", style, "" if number is None else number)
        elif number is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_number(row, column, number, style)

    def _within(self, row: int, column: int, of: str, most: str | None, before: tuple[int, ...]) -> str | None:
        """The formula of a cell that holds its neighbour *of*, within what is left of a quantity."""
        if most is None:
            return f'IF(COUNT({of})=0,"",{of})'
        if most not in self.formulas.present:
            return None
        limit = cell_name(most)
        taken = "".join(f"-{xl_rowcol_to_cell(row - above, column)}" for above in before)
        left = f"MAX(0,ROUND({limit}{taken},2))" if taken else limit
        return f'IF(COUNT({of},{limit})<2,"",MIN({of},{left}))'

    def _of_row(
        self, row: int, column: int, value: Share | Within | Difference | Gap | Verdict, style: str, columns: Row
    ) -> None:
        """A value that rests on the other cells of its row."""

        def at(key: str) -> str:
            return str(xl_rowcol_to_cell(row, columns[key]))

        match value:
            case Share(of, total, part):
                name = cell_name(total)
                made = f'IF(N({name})=0,"",N({at(of)})/{name})' if total in self.formulas.present else None
                self._formula(row, column, made, part, self.styles(style, Kind.RATE))
            case Within(of, amount, most, before):
                self._formula(
                    row, column, self._within(row, column, at(of), most, before), amount, self.styles(style, Kind.MONEY)
                )
            case Difference(left, right, gap):
                made = f'IF(COUNT({at(left)},{at(right)})<2,"",ROUND({at(left)}-{at(right)},2))'
                self._formula(row, column, made, gap, self.styles(style, Kind.MONEY))
            case Gap(low, high, actual, distance):
                cells = f"{at(low)},{at(high)},{at(actual)}"
                made = f"MIN({at(actual)}-{at(low)},0)+MAX({at(actual)}-{at(high)},0)"
                made = f'IF(COUNT({cells})<3,"",{made})'
                self._formula(row, column, made, distance, self.styles(style, Kind.NUMBER))
            case Verdict(left, relation, right, holds):
                met, broken = (text(f"report.calculation.{key}", self.language) for key in ("holds", "broken"))
                test = f"ROUND({at(left)}-{at(right)},2){relation}0"
                made = f'IF(COUNT({at(left)},{at(right)})<2,"",IF({test},"{met}","{broken}"))'
                told = "" if holds is None else met if holds else broken
                self.sheet.write_formula(row, column, f"={made}", self.styles(style, Kind.VERDICT), told)
