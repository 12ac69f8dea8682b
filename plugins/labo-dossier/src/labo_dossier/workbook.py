"""
The whole workbook: a sheet a section, the lists to choose from, the names of the cells, the properties.

XlsxWriter writes it because a dossier is always a new file that must be right before anything recalculates it: it
writes each formula with its value, each chart with its alternative text, and no date of its own. openpyxl writes
formulas without values, gives charts no alternative text and stamps the hour of writing; all three would have to be
patched into its files. What XlsxWriter lacks, the language of the document, is one element of one part
(`labo_dossier.package`).
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from enum import Enum
from typing import BinaryIO

from xlsxwriter.workbook import Workbook

from labo_dossier.cells import Cells
from labo_dossier.formulas import Formulas
from labo_dossier.package import with_language
from labo_dossier.sheets import SheetWriter
from labo_dossier.styles import Styles
from labo_partenariats.plugin import Finding
from labo_partenariats.plugin.report import Dossier, Language, Table, format_value, text

#: The date of a dossier that bears none: the same input must give the same bytes, so no clock is read.
_NO_DATE = dt.datetime(2000, 1, 1)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def write_workbook(report: Dossier, out: BinaryIO) -> tuple[Finding, ...]:
    """Write *report* as a workbook to *out*; returns what it could not say as it is."""
    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    _properties(book, report)
    styles, formulas = Styles(book, report.language), Formulas(report)
    findings: list[Finding] = []
    sheets = [book.add_worksheet(section.name) for section in report.sections]
    lists = _Lists(book, report)
    names = (f"Tableau{number}" for number in itertools.count(1))
    for section, sheet in zip(report.sections, sheets, strict=True):
        cells = Cells(sheet, styles, formulas, report.language, findings)
        SheetWriter(book, sheet, cells, styles, report, section, lists.area, names).write()
        for name, address in sorted(cells.names.items()):
            book.define_name(name, f"='{section.name.replace(chr(39), chr(39) * 2)}'!{address}")
    book.close()
    with_language(buffer, report.language, out)
    return tuple(findings)


def _properties(book: Workbook, report: Dossier) -> None:
    created = dt.datetime.combine(report.date, dt.time()) if report.date is not None else _NO_DATE
    book.set_properties(
        {
            "title": _plain(report.title),
            "subject": _plain(report.subject),
            "author": _plain(report.author),
            "category": "LEADER",
            "created": created,
        }
    )
    book.set_calc_mode("auto")


def _plain(words: str) -> str:
    return "".join(char for char in words if char.isprintable())[:255]


class _Lists:
    """The hidden sheet of the words to choose from, one column a vocabulary."""

    def __init__(self, book: Workbook, report: Dossier) -> None:
        columns = (
            column
            for section in report.sections
            for block in section.blocks
            if isinstance(block, Table) and block.rows
            for column in block.columns
        )
        self._vocabularies: list[type[Enum]] = list(
            dict.fromkeys(column.terms for column in columns if column.terms is not None and column.is_input)
        )
        self._name = text("report.workbook.lists", report.language)
        self._lengths = {terms: len(terms) for terms in self._vocabularies}
        if not self._vocabularies:
            return
        sheet = book.add_worksheet(self._name)
        for rank, terms in enumerate(self._vocabularies):
            self._write(sheet, rank, terms, report.language)
        sheet.hide()
        sheet.protect()

    @staticmethod
    def _write(sheet: object, rank: int, terms: type[Enum], language: Language) -> None:
        for row, term in enumerate(terms):
            sheet.write_string(row, rank, format_value(term, language))  # type: ignore[attr-defined]

    def area(self, terms: type[Enum]) -> str:
        """Where the words of a vocabulary stand, as a validation names it."""
        from xlsxwriter.utility import xl_range_abs

        rank = self._vocabularies.index(terms)
        return f"='{self._name}'!{xl_range_abs(0, rank, self._lengths[terms] - 1, rank)}"
