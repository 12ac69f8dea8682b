"""The whole workbook: a sheet a section, the lists to choose from, the names of the cells, the properties."""

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
from labo_partenariats.i18n import Language, format_value, text
from labo_partenariats.plugin import Finding
from labo_partenariats.report import Report, Table

#: The date of a dossier that bears none: the same input must give the same bytes, so no clock is read.
_NO_DATE = dt.datetime(2000, 1, 1)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def write_workbook(report: Report, out: BinaryIO) -> tuple[Finding, ...]:
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


def _properties(book: Workbook, report: Report) -> None:
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

    def __init__(self, book: Workbook, report: Report) -> None:
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
