"""
The whole workbook: a sheet a section, the sheets to fill, the names of the cells, the properties.

Each fact is entered in one place: the sheets to fill hold it, the sections show it by a formula.

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
from collections.abc import Iterable
from typing import BinaryIO

from attrs import evolve
from xlsxwriter.workbook import Workbook

from labo_dossier.cells import Cells
from labo_dossier.formulas import Formulas
from labo_dossier.package import with_language
from labo_dossier.sheets import SheetWriter
from labo_dossier.styles import Styles
from labo_excel.writing.inputs import InputSheets
from labo_partenariats.plugin import FilledTable, Finding
from labo_partenariats.plugin.report import Dossier, text

_TAB_LENGTH = 31
#: The date of a dossier that bears none: the same input must give the same bytes, so no clock is read.
_NO_DATE = dt.datetime(2000, 1, 1)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def write_workbook(report: Dossier, tables: Iterable[FilledTable], out: BinaryIO) -> tuple[Finding, ...]:
    """Write *report* and the *tables* it rests on as a workbook to *out*; returns what it could not say as it is."""
    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    _properties(book, report)
    styles, formulas = Styles(book, report.language), Formulas(report)
    findings: list[Finding] = []
    sheets = [book.add_worksheet(section.name) for section in report.sections]
    inputs = InputSheets(tuple(_named(table, report) for table in tables))
    names = (f"Tableau{number}" for number in itertools.count(1))
    for section, sheet in zip(report.sections, sheets, strict=True):
        cells = Cells(sheet, styles, formulas, inputs, report.language, findings)
        SheetWriter(book, sheet, cells, styles, report, section, inputs, names).write()
        for name, address in sorted(cells.names.items()):
            book.define_name(name, f"='{section.name.replace(chr(39), chr(39) * 2)}'!{address}")
    findings += inputs.write(book, report.language)
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


def _named(table: FilledTable, report: Dossier) -> FilledTable:
    """A table to fill under a name that no section has; a tab holds thirty-one characters."""
    name = text("report.workbook.input_sheet", report.language, sheet=table.sheet)
    return evolve(table, sheet=name[:_TAB_LENGTH].rstrip())
