"""The first sheet: how to fill in the workbook, and what each sheet is for."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_excel.writing.heights import height_for
from labo_excel.writing.looks import Looks
from labo_partenariats.plugin import FilledTable, Language, notice_name, text

_PARAGRAPHS = (
    "purpose",
    "rows",
    "headers",
    "required",
    "lists",
    "several",
    "periods",
    "amounts",
    "references",
    "ids",
    "check",
)
_A4 = 9
_WIDTH = 88


def write_guide(book: Workbook, looks: Looks, tables: Iterable[FilledTable], language: Language) -> None:
    """Write the instructions, one paragraph a row in one column, so that no row can be taken for a table's."""
    sheet = book.add_worksheet(notice_name("guide", language))
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, text("template.guide.title", language), looks.title())
    row = 2
    for key in _PARAGRAPHS:
        words = text(f"template.guide.{key}", language)
        sheet.set_row(row, height_for([(words, _WIDTH)]))
        sheet.write_string(row, 0, words, looks.paragraph())
        row += 1
    shown = tuple(tables)
    usual = [table for table in shown if not table.schema.occasional]
    sheet.write_string(row + 1, 0, text("template.guide.sheets", language), looks.heading())
    row = _purposes(sheet, looks, row + 2, usual, language)
    if len(usual) < len(shown):
        sheet.write_string(row + 1, 0, text("template.guide.occasional", language), looks.heading())
        sheet.write_string(row + 2, 0, text("template.guide.later", language), looks.paragraph())
        _purposes(sheet, looks, row + 3, [table for table in shown if table.schema.occasional], language)
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _purposes(sheet: Worksheet, looks: Looks, row: int, tables: Iterable[FilledTable], language: Language) -> int:
    """What each of the sheets is for, from *row* on; returns the first row below."""
    for table in tables:
        name, purpose = table.sheet, text(f"template.purpose.{table.role}", language)
        parts = (looks.paragraph(bold=True), name, looks.paragraph(), f" : {purpose}")
        sheet.set_row(row, height_for([(f"{name} : {purpose}", _WIDTH)]))
        sheet.write_rich_string(row, 0, *parts, looks.paragraph())
        row += 1
    return row
