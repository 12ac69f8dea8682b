"""One value into one cell: a text is always a text, a number is a number as long as a spreadsheet can hold it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import frozen
from xlsxwriter.worksheet import Worksheet

from labo_excel.writing.looks import Looks, number_format
from labo_partenariats.plugin import Column, Finding, Language, OutValue, as_cell, as_text, finding

_LONGEST_TEXT = 32_767
_DIGITS = 15
_FORMULA_STARTS = tuple("=+-@＝＋－＠")


@frozen
class CellWriter:
    """Writes the cells of one sheet, and notes the texts that had to be cut."""

    sheet: Worksheet
    looks: Looks
    language: Language
    findings: list[Finding]
    in_form: bool = False

    def write(self, row: int, column: int, value: OutValue, kind: Column, header: str) -> None:
        """Write *value* at (*row*, *column*), both from 0; nothing makes a blank cell ready to be filled."""
        look = self.looks.value(number_format(kind, value), left=self.in_form)
        content, _ = as_cell(value)
        match content:
            case None:
                self.sheet.write_blank(row, column, None, look)
            case bool():
                self.sheet.write_string(row, column, as_text(value, self.language), look)
            case dt.date():
                self.sheet.write_datetime(row, column, dt.datetime.combine(content, dt.time()), look)
            case Decimal() if fits(content):
                self.sheet.write_number(row, column, float(content), look)
            case Decimal():
                self.text(row, column, as_text(value, self.language), kind, header)
            case _:
                self.text(row, column, str(content), kind, header)

    def text(self, row: int, column: int, content: str, kind: Column, header: str) -> None:
        """Write a text, never a formula, cut at the length that a cell can hold."""
        shown = self._cut(content, header)
        look = self.looks.value("@", quoted=shown.startswith(_FORMULA_STARTS))
        if shown.startswith("<r>") and shown.endswith("</r>"):  # XlsxWriter takes such a text for its own mark-up
            self.sheet.write_rich_string(row, column, shown[0], self.looks.paragraph(), shown[1:], look)
        else:
            self.sheet.write_string(row, column, shown, look)

    def _cut(self, content: str, header: str) -> str:
        units = content.encode("utf-16-le")
        length = len(units) // 2
        if length <= _LONGEST_TEXT:
            return content
        self.findings.append(finding("SRC062", {"header": header, "length": length, "maximum": _LONGEST_TEXT}))
        return units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def fits(number: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of *number*."""
    return len(number.normalize().as_tuple().digits) <= _DIGITS and abs(number.adjusted()) <= _DIGITS
