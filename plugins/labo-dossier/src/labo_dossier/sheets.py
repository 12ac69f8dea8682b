"""One section on one sheet: titles, texts, tables, charts, the calendar, and how the sheet prints."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import define, field
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_dossier.cells import Cells
from labo_dossier.charts import draw
from labo_dossier.formulas import cell_name, column_name
from labo_dossier.measures import (
    LINE_HEIGHT,
    PADDING,
    SMALL_LETTERS,
    TALLEST_ROW,
    column_widths,
    lines_of,
    nearly_fits,
    parts_of,
)
from labo_dossier.styles import Styles
from labo_excel.writing.inputs import InputSheets
from labo_partenariats.plugin.report import (
    Block,
    Bullets,
    Column,
    Dossier,
    Facts,
    Figure,
    FormulaOf,
    Kind,
    Lines,
    NamedAmount,
    Paragraph,
    Periods,
    Section,
    Table,
    Timeline,
    text,
)

_DATA_START = 2


@define
class SheetWriter:
    """Writes one section, block after block, on a sheet of its own."""

    book: Workbook
    sheet: Worksheet
    cells: Cells
    styles: Styles
    report: Dossier
    section: Section
    inputs: InputSheets
    table_names: Iterable[str]
    row: int = _DATA_START
    widths: list[float] = field(factory=list)
    _tables: dict[str, tuple[Table, int]] = field(factory=dict)
    _headers: list[int] = field(factory=list)
    _heights: dict[int, float] = field(factory=dict)

    def write(self) -> None:
        """Write the whole section and set up its sheet."""
        self.widths = column_widths(self.section)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(0, 32)
        self.cells.text(0, 0, self.section.title, self.styles("title", is_data=True))
        for block in self.section.blocks:
            self._block(block)
        if self.section is self.report.sections[0]:
            self._contents()
        self._set_up()

    def _contents(self) -> None:
        """Links to the other sheets."""
        self._heading(text("report.cover.contents", self.report.language))
        for section in self.report.sections[1:]:
            self.sheet.write_url(self.row, 0, _link(section.name), self.styles("link"), section.name)
            self.cells.text(self.row, 1, section.title, self.styles("fact"))
            self.row += 1
        self.row += 1
        if self.report.has_inputs:
            self._heading(text("report.workbook.inputs", self.report.language))
            self._running_text(text("report.workbook.inputs_note", self.report.language), "note")

    # --- blocks ---

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(words, is_note):
                self._running_text(words, "note" if is_note else "text")
                self.row += 1
            case Bullets():
                self._bullets(block)
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Timeline():
                self._timeline(block)

    def _heading(self, words: str | None) -> None:
        if words is None:
            return
        self.cells.text(self.row, 0, words, self.styles("heading", is_data=True))
        for column in range(1, len(self.widths)):
            self.sheet.write_blank(self.row, column, None, self.styles("heading"))
        self.row += 1

    def _running_text(self, words: str, style: str) -> None:
        """A text across the whole sheet, over several rows when it is long."""
        for part in parts_of(words, sum(self.widths)):
            self._part(part, style)

    def _part(self, words: str, style: str) -> None:
        """One row of running text; it is no data, so its cells may be merged."""
        made = self.styles(style, is_data=True)
        if len(self.widths) > 1:
            self.sheet.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", made)
        clean = self.cells.text(self.row, 0, words, made)
        self._height(lines_of(clean, sum(self.widths)))
        self.row += 1

    def _height(self, lines: int, row: int | None = None) -> None:
        """Make a row as high as its lines of text ask for."""
        at, height = self.row if row is None else row, lines * LINE_HEIGHT + PADDING
        if height > TALLEST_ROW:
            self.cells.tell("XLS105", {}, at, 0)
        self._heights[at] = min(height, TALLEST_ROW)
        self.sheet.set_row(at, self._heights[at])

    def _bullets(self, block: Bullets) -> None:
        self._heading(block.title)
        for item in block.items:
            self._running_text(f"• {item}", "text")
        self.row += 1

    def _facts(self, block: Facts) -> None:
        self._heading(block.title)
        for label, value in block.rows:
            self.cells.text(self.row, 0, label, self.styles("label", is_data=True))
            self.cells.write(self.row, 1, value, "fact", Kind.TEXT)
            words = self.cells.words(value) if isinstance(value, (str, Lines, Periods)) else ""
            self._height(max(lines_of(label, self.widths[0]), lines_of(words, self.widths[1])))
            self.row += 1
        self.row += 1

    # --- tables ---

    def _table(self, table: Table) -> None:
        self._heading(table.title)
        if table.note:
            self._running_text(table.note, "note")
        if table.live_note and table.rows:
            self._running_text(table.live_note, "note")
        if not table.rows:
            self._running_text(table.empty, "note")
            self.row += 1
            return
        self._where_entered(table)
        head = self.row
        self._headers.append(head)
        self._tables[table.key] = (table, head + 1)
        columns = {column.key: rank for rank, column in enumerate(table.columns)}
        self._frame(table, head)
        for index, values in enumerate(table.rows):
            self.row += 1
            for rank, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                entry = self.inputs.cell(table.entered_in, index, column.key) if table.entered_in else None
                if self.cells.entered(self.row, rank, value, "cell", column.kind, entry):
                    continue
                is_typed = (
                    table.entered_in is None
                    and column.is_input
                    and not (isinstance(value, NamedAmount) and value.source is not None)
                )
                style = "input" if is_typed or _awaited(value) else "mark" if _is_mark(column, value) else "cell"
                self.cells.write(self.row, rank, value, style, column.kind, columns)
            self._row_height(table, values)
        self._names_and_marks(table, head + 1, self.row)
        self.row += 1
        if table.total:
            self._total(table)
        self._rows_added(table)
        self.row += 1

    def _frame(self, table: Table, head: int) -> None:
        """The header row, as a table of the workbook, so that screen readers and filters know it."""
        heads = [
            {"header": self.cells.text(head, rank, column.header, self.styles("header", column.kind)),
             "header_format": self.styles("header", column.kind)}
            for rank, column in enumerate(table.columns)
        ]  # fmt: skip
        self.sheet.add_table(
            head,
            0,
            head + len(table.rows),
            len(table.columns) - 1,
            {
                "name": next(iter(self.table_names)),
                "columns": heads,
                "style": None,
                "autofilter": False,
            },
        )
        tallest = max(
            lines_of(column.header, width - 3) for column, width in zip(table.columns, self.widths, strict=False)
        )
        self._height(tallest, head)

    def _row_height(self, table: Table, values: tuple[object, ...]) -> None:
        tallest = 1
        for column, value, width in zip(table.columns, values, self.widths, strict=False):
            if isinstance(value, (str, Lines, Periods, FormulaOf, Enum)):
                room = (width - 2) * (SMALL_LETTERS if column.kind is Kind.FORMULA else 1)
                tallest = max(tallest, lines_of(self.cells.words(value), room))
        self._height(tallest)

    def _total(self, table: Table) -> None:
        label = text("report.workbook.total", self.report.language)
        self.cells.text(self.row, 0, label, self.styles("total"))
        columns = {column.key: rank for rank, column in enumerate(table.columns)}
        for rank, column in enumerate(table.columns[1:], start=1):
            self.cells.write(self.row, rank, table.total.get(column.key), "total", column.kind, columns)
        self._height(1)
        self.row += 1

    def _names_and_marks(self, table: Table, first: int, last: int) -> None:
        """Name the columns that formulas read, and mark what does not hold."""
        feeding = [column for column in table.columns if column.feeds is not None]
        for rank, column in enumerate(table.columns):
            area = xl_range_abs(first, rank, last, rank)
            if column.feeds is not None:
                self.cells.names[cell_name(column.feeds)] = area
            if feeding and column.key in ("category", "kind"):
                self.cells.names[column_name(table.key, column.key)] = area
            if column.kind is Kind.VERDICT:
                broken = text("report.calculation.broken", self.report.language)
                rule = {"type": "cell", "criteria": "==", "value": f'"{broken}"', "format": self.styles("broken")}
                self.sheet.conditional_format(first, rank, last, rank, rule)

    def _where_entered(self, table: Table) -> None:
        """Above the lines, where they are changed, as a link."""
        sheet = self.inputs.sheet(table.entered_in) if table.entered_in else None
        if sheet is not None:
            words = text("report.workbook.entered", self.report.language, sheet=sheet)
            self.sheet.write_url(self.row, 0, _link(sheet), self.styles("link"), words)
            self.row += 1

    def _rows_added(self, table: Table) -> None:
        """Under the lines, a warning that shows when the sheet to fill got more of them, or fewer."""
        column = self.inputs.column(table.entered_in, table.columns[0].key) if table.entered_in else None
        if column is None or table.entered_in is None:
            return
        told = text("report.workbook.added", self.report.language, sheet=self.inputs.sheet(table.entered_in))
        test = f'IF(SUMPRODUCT(--({column}<>""))={self.inputs.filled(table.entered_in, table.columns[0].key)}'
        self.sheet.write_formula(self.row, 0, f'={test},"","{told}")', self.styles("broken_note"), "")
        self.row += 1

    # --- charts and calendar ---

    def _figure(self, figure: Figure) -> None:
        table, first = self._tables[figure.table]
        self.row += draw(self.book, self.sheet, figure, table, first, self.row, sum(self.widths))

    def _timeline(self, timeline: Timeline) -> None:
        for line in timeline.legend:
            self._running_text(line, "note")
        self.row += 1
        columns = (
            Column(key="label", header=timeline.header),
            *(Column(key=f"c{n}", header=head, kind=Kind.MARK) for n, head in enumerate(timeline.columns)),
        )
        rows = tuple((line.label, *line.marks) for line in timeline.rows)
        self._table(Table(key=timeline.key, columns=columns, rows=rows))

    # --- the sheet ---

    def _set_up(self) -> None:
        sheet, language = self.sheet, self.report.language
        sheet.set_paper(9)
        if self.section.is_wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 1 if nearly_fits(self.section, self.widths, self._heights, self.row) else 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.hide_gridlines(2)
        sheet.print_area(0, 0, max(self.row - 1, 1), len(self.widths) - 1)
        sheet.set_header(f"&L&9{_header(self.report.title)}&R&9{_header(self.section.name)}")
        page = text("report.workbook.page", language, page="&P", pages="&N")
        sheet.set_footer(f"&C&9{page}")
        alone = len(self._headers) == 1
        last_title = self._headers[0] if alone and self._headers[0] < 10 else 0
        # Above a table that goes over pages its own header is repeated, not the texts that come before it.
        sheet.repeat_rows(last_title, last_title)
        sheet.freeze_panes(last_title + 1, 1 if alone and len(self.widths) > 4 else 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})


def _header(words: str) -> str:
    """A text for the head of a page: short, on one line, its ampersands meant."""
    line = "".join(char for char in " ".join(words.split()) if char.isprintable())
    return (line if len(line) <= 90 else f"{line[:89]}…").replace("&", "&&")


def _link(sheet: str) -> str:
    """The address of a sheet of this workbook."""
    name = sheet.replace("'", "''")
    return f"internal:'{name}'!A1"


def _awaited(value: object) -> bool:
    """Whether a quantity is not known yet and may be written where it belongs."""
    return isinstance(value, NamedAmount) and value.is_home and value.unit == "rate" and value.value is None


def _is_mark(column: Column, value: object) -> bool:
    return column.kind is Kind.MARK and bool(value)
