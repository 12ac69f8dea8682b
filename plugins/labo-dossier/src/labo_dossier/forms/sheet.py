"""A sheet of a form as it is written: where each cell stands in the bytes of its part, and what bears on filling it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from labo_dossier.forms.splice import element_end, refuse_other_encodings
from labo_excel.addresses import LAST_COLUMN, LAST_ROW, Area, column_number, read_area
from labo_excel.archive import Archive
from labo_excel.formulas import shift
from labo_excel.markup import Attributes, Cursor, parse
from labo_excel.strings import RichText, TextCollector, too_long
from labo_partenariats.plugin import Limits, UnreadableSource

_ON = frozenset({"1", "true", "on"})
_LATER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main "  # validations that newer versions write apart
_LATER_TEXT = "http://schemas.microsoft.com/office/excel/2006/main "

#: Merged areas that are looked up cell by cell: how large, how many.
_SMALL, _MOST_SMALL = 500, 5_000

#: Row and column, both from 1.
Place = tuple[int, int]


@frozen
class CellXml:
    """
    A cell as written: bytes from ``start`` to ``end``.

    ``value`` is the text of its ``<v>``, at the bytes ``value_at``; ``formula`` is written out where the file only
    says that it is shared; ``reach`` is the area of an array formula.
    """

    start: int
    end: int
    style: int
    kind: str
    value: str | None = None
    value_at: tuple[int, int] | None = None
    inline: str | RichText | None = None
    formula: str | None = None
    reach: Area | None = None


@frozen
class RowXml:
    """A row as written; ``inner_end`` is where its last cell ends, ``style`` what its empty cells look like."""

    start: int
    end: int
    inner_end: int
    style: int | None


@frozen
class Rule:
    """A data validation: what may be typed into some areas."""

    areas: tuple[Area, ...]
    kind: str
    operator: str
    first: str
    second: str
    is_strict: bool
    allows_blank: bool


@define
class SheetXml:
    """
    One worksheet of a form; the bytes of its ``<sheetData>`` go from ``start`` to ``end``.

    ``by_row`` are the columns of the written cells of each row, ``arrays`` the cells that begin an array formula;
    ``is_implicit`` tells that some cells bear no address.
    """

    name: str
    part: str
    data: bytes = field(repr=False)
    cells: dict[Place, CellXml] = field(factory=dict, repr=False)
    rows: dict[int, RowXml] = field(factory=dict, repr=False)
    columns: list[tuple[int, int, int]] = field(factory=list)
    merges: list[Area] = field(factory=list)
    rules: list[Rule] = field(factory=list)
    is_protected: bool = False
    header: str = ""
    start: int = 0
    inner_end: int = 0
    end: int = 0
    is_implicit: bool = False
    by_row: dict[int, list[int]] = field(factory=dict, repr=False)
    arrays: list[CellXml] = field(factory=list, repr=False)
    _covered: dict[Place, Area] | None = field(default=None, repr=False)
    _wide: list[Area] = field(factory=list, repr=False)

    @property
    def formulas(self) -> Iterator[tuple[Place, str]]:
        """The formulas with their places."""
        return ((place, cell.formula) for place, cell in self.cells.items() if cell.formula is not None)

    def style_at(self, place: Place) -> int:
        """The style of a cell, written or not."""
        row, column = place
        cell, line = self.cells.get(place), self.rows.get(row)
        if cell is not None:
            return cell.style
        if line is not None and line.style is not None:
            return line.style
        return next((style for first, last, style in self.columns if first <= column <= last), 0)

    def merge_at(self, place: Place) -> Area | None:
        """The merged area that covers *place*."""
        if self._covered is None:
            small = [area for area in self.merges if (area[2] - area[0] + 1) * (area[3] - area[1] + 1) <= _SMALL]
            self._covered = {covered: area for area in small[:_MOST_SMALL] for covered in places_of((area,))}
            self._wide = [area for area in self.merges if area not in set(small[:_MOST_SMALL])]
        known = self._covered.get(place)
        return known or next((area for area in self._wide if within(place, area)), None)

    def rules_at(self, place: Place) -> Iterator[Rule]:
        """The validations that bear on *place*."""
        return (rule for rule in self.rules if any(within(place, area) for area in rule.areas))


def within(place: Place, area: Area) -> bool:
    """Whether *place* is in *area*."""
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def read_sheet(archive: Archive, name: str, part: str, limits: Limits) -> SheetXml:
    """The worksheet *name*; raises `UnreadableSource` as the reader of workbooks does."""
    data = b"".join(archive.chunks(part))
    refuse_other_encodings(part, data)
    found = SheetXml(name, part, data)
    reading = _Pass(found, limits)
    parse(part, (data,), reading.begin, reading.finish, reading.text, reading.cursor)
    archive.tally.check_time()
    return found


def _areas(references: str) -> tuple[Area, ...]:
    return tuple(area for each in references.split() if (area := read_area(each)) is not None)


class _Pass:
    """The handlers of the pass over one sheet."""

    def __init__(self, sheet: SheetXml, limits: Limits) -> None:
        self.sheet, self.limits = sheet, limits
        self.cursor = Cursor()
        self._inline = TextCollector(limits)
        self._row = self._column = self._row_start = self._cell_start = self._value_start = 0
        self._row_style: int | None = None
        self._cell: Attributes | None = None
        self._found: dict[str, str] = {}
        self._value_at: tuple[int, int] | None = None
        self._formula: Attributes = {}
        self._shared: dict[str, tuple[Place, str]] = {}
        self._in_inline = False
        self._gathering = ""
        self._pieces: list[str] = []
        self._length = self._written_out = 0
        self._rule: Attributes | None = None
        self._in_header = False

    def _damaged(self) -> UnreadableSource:
        return UnreadableSource("SRC017", {"part": self.sheet.part})

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._in_inline:
            self._inline.start(name, attributes)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name in {"v", "f"} and self._cell is not None:
            self._gathering = name
            self._value_start = self.cursor.index
            if name == "f":
                self._formula = attributes
        elif name == "is" and self._cell is not None:
            self._in_inline = True
            self._inline.clear()
        else:
            self._begin_other(name, attributes)

    def _begin_other(self, name: str, attributes: Attributes) -> None:
        sheet = self.sheet
        match name:
            case "sheetData":
                sheet.start = self.cursor.index
            case "col" if "style" in attributes:
                sheet.columns.append(
                    (
                        self._number(attributes, "min"),
                        self._number(attributes, "max"),
                        self._number(attributes, "style"),
                    )
                )
            case "mergeCell":
                sheet.merges += _areas(attributes.get("ref", ""))
            case "sheetProtection":
                sheet.is_protected = attributes.get("sheet", "0") in _ON
            case "headerFooter":
                self._in_header = True
            case "dataValidation" | "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main dataValidation":
                self._rule = attributes
                self._found = {}
            case _ if self._rule is not None:
                kept = name.removeprefix(_LATER).removeprefix(_LATER_TEXT)
                if kept in {"formula1", "formula2"}:
                    self._gathering = kept
                elif kept == "sqref":
                    self._gathering = "sqref"

    def _number(self, attributes: Attributes, name: str) -> int:
        text = attributes.get(name, "0")
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self._damaged()
        return int(text)

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = self._number(attributes, "r") if "r" in attributes else self._row + 1
        self.sheet.is_implicit |= "r" not in attributes
        if not 1 <= self._row <= LAST_ROW or self._row in self.sheet.rows:
            raise self._damaged()
        self._column, self._row_start = 0, self.cursor.index
        has_own = attributes.get("customFormat", "0") in _ON
        self._row_style = self._number(attributes, "s") if has_own else None

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        letters = (reference or "").rstrip("0123456789")
        if reference is None:
            self._column += 1
            self.sheet.is_implicit = True
        elif not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
            raise self._damaged()
        else:
            self._column = column_number(letters)
            if reference[len(letters) :] != str(self._row):  # a cell outside its row would be put in the wrong place
                raise self._damaged()
        if self._column > LAST_COLUMN or (self._row, self._column) in self.sheet.cells:
            raise self._damaged()
        self._cell, self._cell_start = attributes, self.cursor.index
        self._found, self._value_at, self._formula = {}, None, {}

    def finish(self, name: str) -> None:
        """An element ends."""
        if self._in_inline:
            if name == "is":
                self._in_inline = False
                self._found["is"] = ""
            else:
                self._inline.end(name)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "sheetData":
            self.sheet.inner_end = self.cursor.index
            self.sheet.end = self._end_of(self.sheet.start)
        elif name == "headerFooter":
            self._in_header = False
        elif name.endswith("dataValidation"):
            self._end_rule()
        elif self._gathering and name.removeprefix(_LATER).removeprefix(_LATER_TEXT) in {self._gathering, "f"}:
            self._end_gathering(name)

    def _end_of(self, start: int) -> int:
        """The byte after the element that ends here."""
        return element_end(self.sheet.data, start, self.cursor.index)

    def _end_gathering(self, name: str) -> None:
        if name == "v":
            self._value_at = (self._value_start, self._end_of(self._value_start))
        self._found[self._gathering] = "".join(self._pieces)
        self._gathering = ""
        self._pieces.clear()
        self._length = 0

    def _end_row(self) -> None:
        end = self._end_of(self._row_start)
        self.sheet.rows[self._row] = RowXml(self._row_start, end, self.cursor.index, self._row_style)

    def _end_cell(self) -> None:
        attributes, place = self._cell or {}, (self._row, self._column)
        if len(self.sheet.cells) >= self.limits.cells:
            facts = {"limit": "cells", "maximum": self.limits.cells, "found": len(self.sheet.cells) + 1}
            raise UnreadableSource("SRC009", facts)
        is_array = self._formula.get("t") in {"array", "dataTable"}
        self.sheet.by_row.setdefault(place[0], []).append(place[1])
        made = self.sheet.cells[place] = CellXml(
            start=self._cell_start,
            end=self._end_of(self._cell_start),
            style=self._number(attributes, "s"),
            kind=attributes.get("t", "n"),
            value=self._found.get("v"),
            value_at=self._value_at,
            inline=self._inline.result() if "is" in self._found else None,
            formula=self._whole_formula(place),
            reach=read_area(self._formula.get("ref", "")) if is_array else None,
        )
        if made.reach is not None:
            self.sheet.arrays.append(made)
        self._cell = None

    def _whole_formula(self, place: Place) -> str | None:
        """The formula of this cell, written out when the file only says that it is shared with another cell."""
        text, rank = self._found.get("f"), self._formula.get("si")
        if text is None or self._formula.get("t") != "shared" or rank is None:
            return text
        if text:
            self._shared[rank] = (place, text)
            return text
        first, shared = self._shared.get(rank, (place, ""))
        self._written_out += len(shared)
        if self._written_out > self.limits.inflated_bytes:
            facts = {"limit": "inflated_bytes", "maximum": self.limits.inflated_bytes, "found": self._written_out}
            raise UnreadableSource("SRC009", facts)
        return shift(shared, place[0] - first[0], place[1] - first[1])

    def _end_rule(self) -> None:
        if self._rule is None:
            return
        areas = _areas(self._rule.get("sqref", "") or self._found.get("sqref", ""))
        self.sheet.rules.append(
            Rule(
                areas=areas,
                kind=self._rule.get("type", "none"),
                operator=self._rule.get("operator", "between"),
                first=self._found.get("formula1", ""),
                second=self._found.get("formula2", ""),
                is_strict=self._rule.get("errorStyle", "stop") == "stop"
                and self._rule.get("showErrorMessage", "0") in _ON,
                allows_blank=self._rule.get("allowBlank", "0") in _ON,
            )
        )
        self._rule = None

    def text(self, data: str) -> None:
        """Character data."""
        if self._in_inline:
            self._inline.text(data)
        elif self._gathering:
            self._length += len(data)
            if self._length > self.limits.cell_characters:
                raise too_long(self.limits.cell_characters, self._length)
            self._pieces.append(data)
        elif self._in_header:
            self.sheet.header += data


def places_of(areas: Iterable[Area]) -> Iterator[Place]:
    """Every place of some areas, row by row."""
    for top, left, bottom, right in areas:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column
