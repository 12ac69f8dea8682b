"""
The annotated copy of a source («copie annotée»): its values at their addresses, each finding on its cell.

A copy of values: what a formula had computed stands there as a value, and nothing of the source can run. Sheets keep
their names, their order and what they hide. A first sheet sums the findings up and leads to their cells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_excel.marks import ASIDE, mark_of
from labo_excel.writing.cells import fits
from labo_excel.writing.lists import sheet_reference
from labo_excel.writing.summary import Place, Summary, group_of
from labo_partenariats.plugin import (
    Cell,
    CellLocation,
    CellState,
    Finding,
    Language,
    LineLocation,
    Merge,
    Sheet,
    Tables,
    Visibility,
    Work,
    finding,
    text,
)

_LONGEST_TEXT: Final = 32_767
_LONGEST_NAME: Final = 31
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA_STARTS: Final = tuple("=+-@＝＋－＠")
#: The errors that a spreadsheet knows as such; they are written as errors, and read as errors again.
_ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before, spreadsheets count a day that never was
_FORMATS: Final[Mapping[type, str]] = {dt.datetime: "dd/mm/yyyy hh:mm", dt.date: "dd/mm/yyyy", dt.time: "hh:mm"}

#: The border around an annotated cell, which tells the severity without its colour: thick, dashed, dotted.
_BORDERS: Final[Mapping[str, tuple[int, str, str]]] = {
    "error": (5, "#B00020", "#FDE7EA"),
    "warning": (3, "#8A5A00", "#FFF4DC"),
    "note": (4, "#1F4E5F", "#E8F1F4"),
    "unknown": (4, "#5B2A86", "#F1E9F8"),
}
_RANKS: Final = tuple(_BORDERS)

#: A comment says the first findings of its cell; the summary says all.
_MOST_IN_COMMENT: Final = 8
_LONGEST_COMMENT: Final = 8_000
#: Merged areas beyond this are decoration, and would be written cell by cell.
_LARGEST_MERGE: Final = 10_000
_NARROW, _WIDE, _FURTHEST = 10, 60, 200


def tab_names(names: Sequence[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Names that a spreadsheet takes for its tabs, as near to *names* as it lets them be, none twice nor in *taken*.

    >>> tab_names(["a/b", "A b", "a" * 40])
    ('a b', 'A b (2)', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
    """
    used = {name.casefold() for name in taken}
    made: list[str] = []
    for name in names:
        plain = _FORBIDDEN_IN_NAMES.sub(" ", name).strip().strip("'").strip() or "-"
        found, rank = _shortened(plain, ""), 1
        while found.casefold() in used:
            rank += 1
            found = _shortened(plain, f" ({rank})")
        used.add(found.casefold())
        made.append(found)
    return tuple(made)


def _shortened(name: str, end: str) -> str:
    """A name as long as a tab's may be, counted as spreadsheets do, in units of UTF-16."""
    room = _LONGEST_NAME - len(end)
    return name.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore").rstrip() + end


@frozen
class Copy:
    """What is being written; ``findings`` are the texts that had to be cut (SRC062)."""

    book: Workbook
    work: Work
    tables: Tables
    language: Language
    findings: list[Finding] = field(factory=list)
    _formats: dict[tuple[tuple[str, object], ...], Format] = field(factory=dict)

    def write(self, *, with_summary: bool) -> None:
        """All sheets, the summary first."""
        title = text("annotated.title", self.language)
        heads = (title,) if with_summary else ()
        names = tab_names([sheet.name for sheet in self.tables.sheets], heads)
        tabs = {sheet.name: name for sheet, name in zip(self.tables.sheets, names, strict=True)}
        placed = _placed(self.work.findings, self.tables, tabs)
        if with_summary:
            place = self.book.add_worksheet(title)
            Summary(self.book, place, self.work, self.language).write(placed)
            place.activate()
            self.book.define_name(ASIDE, f"={sheet_reference(title)}!$A$1")
        shown = with_summary or all(sheet.visibility is Visibility.HIDDEN for sheet in self.tables.sheets)
        for sheet, name in zip(self.tables.sheets, names, strict=True):
            here: dict[tuple[int, int], list[Finding]] = {}
            for found, at in placed:
                if at is not None and at.tab == name:
                    here.setdefault((at.row, at.column), []).append(found)
            tab = self.book.add_worksheet(name)
            self._sheet(tab, sheet, here)
            if sheet.visibility is Visibility.HIDDEN and shown and (with_summary or tab is not self._first()):
                tab.hide()
            self._names(sheet, name)

    def _first(self) -> Worksheet:
        return self.book.worksheets()[0]

    def _sheet(self, tab: Worksheet, sheet: Sheet, here: Mapping[tuple[int, int], list[Finding]]) -> None:
        widths: dict[int, int] = {}
        self._merges(tab, sheet)
        for cell in sheet.cells():
            severity = _severity(here.get((cell.row, cell.column), ()))
            self._cell(tab, cell, severity)
            widths[cell.column] = max(widths.get(cell.column, _NARROW), len(_shown(cell)) + 2)
        for (row, column), found in here.items():
            if not any(cell.column == column for cell in sheet.rows.get(row, ())):
                tab.write_blank(row - 1, column - 1, None, self._look(severity=_severity(found)))
            self._comment(tab, row, column, found)
        for column, width in widths.items():
            if column <= _FURTHEST:
                tab.set_column(column - 1, column - 1, min(width, _WIDE))
        last = max(sheet.rows, default=0)
        for row in sorted(row for row in sheet.hidden_rows if row <= last):
            tab.set_row(row - 1, None, None, {"hidden": True})
        tab.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        tab.set_paper(9)
        tab.set_landscape()
        tab.fit_to_pages(1, 0)
        tab.set_footer("&L&A&R&P / &N")

    def _merges(self, tab: Worksheet, sheet: Sheet) -> None:
        """Merged cells stay merged; the value of the first is written with the others."""
        for merge in sheet.merges:
            size = (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)
            if 1 < size <= _LARGEST_MERGE:
                self._merge(tab, merge)

    def _merge(self, tab: Worksheet, merge: Merge) -> None:
        try:
            tab.merge_range(
                merge.first_row - 1,
                merge.first_column - 1,
                merge.last_row - 1,
                merge.last_column - 1,
                "",
                self._look(),
            )
        except OverlappingRange:
            return  # a file that no spreadsheet would write: the values stand in their cells

    def _cell(self, tab: Worksheet, cell: Cell, severity: str | None) -> None:
        row, column, struck = cell.row - 1, cell.column - 1, cell.state is CellState.STRUCK
        match cell.value:
            case None:
                tab.write_blank(row, column, None, self._look(severity=severity))
            case bool():
                tab.write_boolean(row, column, cell.value, self._look(severity=severity, struck=struck))
            case Decimal() if fits(cell.value):
                look = self._look(cell.number_format or "General", severity=severity, struck=struck)
                tab.write_number(row, column, float(cell.value), look)
            case dt.datetime() | dt.date() | dt.time() if _is_day(cell.value):
                shown_as = cell.number_format or _FORMATS[type(cell.value)]
                value = cell.value
                if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                    value = dt.datetime.combine(value, dt.time())
                tab.write_datetime(row, column, value, self._look(shown_as, severity=severity, struck=struck))
            case str() if cell.state is CellState.ERROR and cell.value in _ERRORS:
                tab.write_formula(row, column, f"={cell.value}", self._look(severity=severity), cell.value)
            case _:
                self._text(tab, cell, severity, struck=struck)

    def _text(self, tab: Worksheet, cell: Cell, severity: str | None, *, struck: bool) -> None:
        """A text, never a formula, cut at the length that a cell can hold."""
        words = _shown(cell)
        units = words.encode("utf-16-le", "replace")
        if len(units) // 2 > _LONGEST_TEXT:
            facts = {"header": f"{cell.column}:{cell.row}", "length": len(units) // 2, "maximum": _LONGEST_TEXT}
            self.findings.append(finding("SRC062", facts))
            words = units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
        quoted = words.startswith(_FORMULA_STARTS)
        wrapped = "\n" in words or len(words) > _WIDE
        look = self._look("@", severity=severity, struck=struck, quoted=quoted, wrapped=wrapped)
        if words.startswith("<r>") and words.endswith("</r>"):  # XlsxWriter takes such a text for its own mark-up
            tab.write_rich_string(cell.row - 1, cell.column - 1, words[0], self._look(), words[1:], look)
        else:
            tab.write_string(cell.row - 1, cell.column - 1, words, look)

    def _comment(self, tab: Worksheet, row: int, column: int, found: Sequence[Finding]) -> None:
        lines = [self._said(each) for each in found[:_MOST_IN_COMMENT]]
        if len(found) > len(lines):
            lines.append(text("annotated.more_here", self.language, count=len(found) - len(lines)))
        words = "\n\n".join(lines)
        if len(words) > _LONGEST_COMMENT:
            words = words[: _LONGEST_COMMENT - 1] + "…"
        height = 14 + 15 * sum(1 + len(line) // 46 for line in words.split("\n"))
        tab.write_comment(
            row - 1,
            column - 1,
            words,
            {"author": "labo", "width": 320, "height": min(height, 480), "font_size": 9},
        )

    def _said(self, found: Finding) -> str:
        catalogue = self.work.catalogue
        severity = text(f"annotated.severity.{group_of(found)}", self.language)
        head = text("annotated.line", self.language, severity=severity, code=found.code)
        remedy = catalogue.remedy(found, self.language)
        return "\n".join([head, catalogue.message(found, self.language), *([f"→ {remedy}"] if remedy else [])])

    def _names(self, sheet: Sheet, tab: str) -> None:
        """The mark of a table to fill goes with it: an annotated dossier is read as the dossier was."""
        if sheet.role is not None:
            self.book.define_name(mark_of(sheet.role), f"={sheet_reference(tab)}!$A$1")

    def _look(
        self,
        shown_as: str = "General",
        *,
        severity: str | None = None,
        struck: bool = False,
        quoted: bool = False,
        wrapped: bool = False,
    ) -> Format:
        properties: dict[str, object] = {"num_format": shown_as[:255], "valign": "top"}
        if severity is not None:
            border, colour, ground = _BORDERS[severity]
            properties |= {"border": border, "border_color": colour, "bg_color": ground}
        properties |= {"font_strikeout": True} if struck else {}
        properties |= {"quote_prefix": True} if quoted else {}
        properties |= {"text_wrap": True} if wrapped else {}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]


def _is_day(value: dt.date | dt.time) -> bool:
    """Whether a spreadsheet has a number for *value*."""
    return isinstance(value, dt.time) or (value.date() if isinstance(value, dt.datetime) else value) >= _FIRST_DAY


def _shown(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else "" if cell.value is None else str(cell.value)


def _severity(found: Iterable[Finding]) -> str | None:
    """The group of the gravest of some findings."""
    return min((group_of(each) for each in found), key=_RANKS.index, default=None)


def _placed(findings: Iterable[Finding], tables: Tables, tabs: Mapping[str, str]) -> list[tuple[Finding, Place | None]]:
    """Each finding with its cell in the copy: that of its row's first cell where it names a row; none without a row."""
    sheets = {sheet.name: sheet for sheet in tables.sheets}
    by_file = {sheet.file: sheet for sheet in tables.sheets if sheet.file is not None}
    placed: list[tuple[Finding, Place | None]] = []
    for found in findings:
        match found.location:
            case CellLocation(sheet=name, row=row, column=column):
                sheet = sheets.get(name)
            case LineLocation(file=file, row=row, column=column):
                sheet = by_file.get(file)
            case _:
                sheet = row = column = None
        placed.append((found, None if sheet is None else _place(sheet, row, column, tabs[sheet.name])))
    return placed


def _place(sheet: Sheet, row: int | None, column: int | None, tab: str) -> Place | None:
    if row is None:
        return None
    cells = sheet.rows.get(row, ())
    at = column or next((cell.column for cell in cells if not cell.is_blank), 1)
    value = next((_shown(cell) for cell in cells if cell.column == at), "")
    return Place(tab, row, at, value)
