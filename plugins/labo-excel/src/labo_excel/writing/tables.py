"""One table on one sheet: title, headers with their help, rows, lists to choose from, and how it prints."""

from __future__ import annotations

import math

from attrs import frozen
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_excel.writing.cells import CellWriter
from labo_excel.writing.heights import height_for
from labo_excel.writing.lists import Lists, sheet_reference
from labo_excel.writing.looks import Looks, number_format
from labo_partenariats.plugin import (
    Column,
    FilledTable,
    Finding,
    Kind,
    Language,
    as_text,
    column_help,
    field_help,
    text,
)

#: Rows from 0: where headers stand, the first row to fill, and how far lists and sums reach at least.
HEADER_ROW = 2
FIRST_ROW = HEADER_ROW + 1
_LAST_LISTED = 999
_ROWS_TO_FILL, _SPARE_ROWS, _ROOM = 20, 8, 200
_A4 = 9

#: What an A4 page on its side shows at a size that one can read, in characters.
_PAGE_WIDTH = 215
_WIDTHS = {
    Kind.TEXT: 26,
    Kind.LINES: 38,
    Kind.NAMES: 28,
    Kind.AMOUNT: 15,
    Kind.RATE: 10,
    Kind.COUNT: 11,
    Kind.NUMBER: 12,
    Kind.RANGE: 13,
    Kind.DATE: 13,
    Kind.PERIODS: 28,
    Kind.YES_NO: 12,
    Kind.TERM: 21,
    Kind.SIRET: 17,
    Kind.EMAIL: 24,
    Kind.PHONE: 15,
}
_OTHER_WIDTH, _TITLE_WIDTH, _ID_WIDTH = 13, 34, 15
_FORM_WIDTHS = (38, 70, 34)

#: The tabs of the sheets that few programmes need yet.
_OCCASIONAL_TAB = "#B7C9D0"


def last_listed(filled: int) -> int:
    """The last row, from 0, that lists and sums of a table reach: room is left under those that are *filled*."""
    return max(_LAST_LISTED, FIRST_ROW + filled + _ROOM)


@frozen
class TableSheets:
    """Writes tables of one workbook, each on a sheet of its own; ``sheets`` are the names of all sheets by role."""

    book: Workbook
    looks: Looks
    lists: Lists
    language: Language
    sheets: dict[str, str]
    findings: list[Finding]

    def write(self, sheet: Worksheet, table: FilledTable) -> None:
        """Write *table* on *sheet*."""
        cells = CellWriter(sheet, self.looks, self.language, self.findings, in_form=table.schema.form)
        if table.schema.occasional:
            sheet.set_tab_color(_OCCASIONAL_TAB)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, text(f"template.title.{table.role}", self.language), self.looks.title())
        remark = f"{text('template.required', self.language)}   {text('template.row_help', self.language)}"
        sheet.write_string(1, 0, remark, self.looks.remark())
        self._headers(sheet, table)
        widths = [self._width(table, column) for column in range(len(table.columns))]
        for number, row in enumerate(table.rows):
            shown = (as_text(value, self.language) for value in row)
            sheet.set_row(FIRST_ROW + number, height_for(zip(shown, widths, strict=True)))
            for column, value in enumerate(row):
                if table.schema.form and column == 0:
                    sheet.write_string(FIRST_ROW + number, column, str(value), self.looks.label())
                    self._field_help(sheet, table, number)
                    continue
                cells.write(FIRST_ROW + number, column, value, table.column_at(number, column), table.headers[column])
        self._spare_rows(sheet, table)
        self._choices(sheet, table)
        self._set_up(sheet, sum(widths))

    def _headers(self, sheet: Worksheet, table: FilledTable) -> None:
        sheet.set_row(HEADER_ROW, 32)
        for column, (kind, header) in enumerate(zip(table.columns, table.headers, strict=True)):
            shown = f"{header} *" if kind.required else header
            sheet.write_string(HEADER_ROW, column, shown, self.looks.header(required=kind.required))
            self._comment(sheet, HEADER_ROW, column, column_help(table.role, kind, self.language))
            sheet.set_column(column, column, self._width(table, column), self._empty(kind))

    @staticmethod
    def _width(table: FilledTable, column: int) -> float:
        kind = table.columns[column]
        if table.schema.form:
            return _FORM_WIDTHS[column]
        if kind.key == "id":
            return _ID_WIDTH
        return _TITLE_WIDTH if column == 0 else _WIDTHS.get(kind.kind, _OTHER_WIDTH)

    def _empty(self, column: Column) -> object:
        """What rows that are added far below look like: their number format matters, their borders do not."""
        return self.book.add_format({"num_format": number_format(column, None), "text_wrap": True, "valign": "top"})

    def _field_help(self, sheet: Worksheet, table: FilledTable, number: int) -> None:
        self._comment(sheet, FIRST_ROW + number, 0, field_help(table.column_at(number, 1), self.language))

    @staticmethod
    def _comment(sheet: Worksheet, row: int, column: int, words: str) -> None:
        lines = 1 + len(words) // 38
        sheet.write_comment(
            row, column, words, {"author": "", "width": 240, "height": 12 + 18 * lines, "font_size": 10}
        )

    def _spare_rows(self, sheet: Worksheet, table: FilledTable) -> None:
        """Rows to fill under those that are; a form has its rows already."""
        if table.schema.form:
            return
        filled = len(table.rows)
        for row in range(filled, max(_ROWS_TO_FILL, filled + _SPARE_ROWS)):
            for column, kind in enumerate(table.columns):
                sheet.write_blank(FIRST_ROW + row, column, None, self.looks.value(number_format(kind, None)))

    def _choices(self, sheet: Worksheet, table: FilledTable) -> None:
        if table.schema.form:
            for number in range(len(table.rows)):
                self._choice(
                    sheet, FIRST_ROW + number, FIRST_ROW + number, 1, self.lists.of(table.column_at(number, 1))
                )
            return
        last = last_listed(len(table.rows))
        for column, kind in enumerate(table.columns):
            self._choice(sheet, FIRST_ROW, last, column, self.lists.of(kind) or self._names(kind))

    def _names(self, column: Column) -> str | None:
        """The names of another table, wherever its rows end: a list of them helps to write them alike."""
        other = self.sheets.get(column.names or "")
        return None if other is None else f"={sheet_reference(other)}!{xl_range_abs(FIRST_ROW, 0, _LAST_LISTED, 0)}"

    def _choice(self, sheet: Worksheet, first: int, last: int, column: int, source: str | None) -> None:
        if source is None:
            return
        sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": text("template.outside_list_title", self.language),
                "error_message": text("template.outside_list", self.language),
            },
        )

    @staticmethod
    def _set_up(sheet: Worksheet, width: float) -> None:
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(math.ceil(width / _PAGE_WIDTH), 0)
        sheet.repeat_columns(0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P / &N")
