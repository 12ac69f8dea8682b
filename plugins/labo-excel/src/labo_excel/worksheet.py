"""One pass over the XML of a sheet: values, formulas, merges, what is hidden, and nothing kept of blank cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from attrs import frozen

from labo_excel.addresses import LAST_COLUMN, LAST_ROW, column_number, read_area
from labo_excel.archive import Archive
from labo_excel.cells import CellReader
from labo_excel.formulas import comes_from_elsewhere, shift
from labo_excel.markup import Attributes, parse
from labo_excel.strings import RichText, TextCollector, too_long, unescape
from labo_partenariats.plugin import Cell, Merge, Note, Tally, UnreadableSource

_ON = frozenset({"1", "true", "on"})


@frozen
class Content:
    """
    What one sheet holds; ``foreign`` are the cells whose formulas take their values from elsewhere.

    Of hidden rows and columns, those that hold something.
    """

    rows: Mapping[int, tuple[Cell, ...]]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    foreign: tuple[tuple[int, int], ...]


class _SheetPass:
    """The handlers of the pass; the parser calls `start`, `end` and `text`."""

    def __init__(self, reader: CellReader, tally: Tally) -> None:
        self._reader = reader
        self._tally = tally
        self._maximum = tally.limits.cell_characters
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[Merge] = []
        self._hidden: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._row = 0
        self._row_is_hidden = False
        self._column = 0
        self._cell: Attributes | None = None
        self._value: str | None = None
        self._inline_value: str | RichText | None = None
        self._formula: str | None = None
        self._formula_attributes: Attributes = {}
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._foreign: list[tuple[int, int]] = []
        self._gathering = ""
        self._pieces: list[str] = []
        self._length = 0
        self._inline = TextCollector(tally.limits)
        self._in_inline = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif self._cell is not None:
            if self._in_inline:
                self._inline.start(name, attributes)
            elif name == "v":
                self._gathering = name
            elif name == "f":
                self._gathering = name
                self._formula_attributes = attributes
            elif name == "is":
                self._in_inline = True
                self._inline.clear()
        elif name == "col":
            self._begin_columns(attributes)
        elif name == "mergeCell":
            area = read_area(attributes.get("ref", ""))
            if area is not None and area[:2] != area[2:]:
                self._tally.count("cells")
                self.merges.append(Merge(*area))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._cell is None:
            return
        if name == "c":
            self._end_cell()
        elif name == "is":
            self._in_inline = False
            self._inline_value = self._inline.result()
        elif self._in_inline:
            self._inline.end(name)
        elif name == self._gathering:
            gathered = "".join(self._pieces)
            if name == "v":
                self._value = gathered
            else:
                self._formula = self._whole_formula(unescape(gathered))
            self._gathering = ""
            self._pieces.clear()
            self._length = 0

    def text(self, data: str) -> None:
        """Character data."""
        if self._gathering:
            self._length += len(data)
            if self._length > self._maximum:
                raise too_long(self._maximum, self._length)
            self._pieces.append(data)
        elif self._in_inline:
            self._inline.text(data)

    def _whole_formula(self, text: str) -> str:
        """The formula of this cell, written out when the file only says that it is shared with another cell."""
        rank = self._formula_attributes.get("si")
        if self._formula_attributes.get("t") != "shared" or rank is None:
            return text
        if text:
            self._shared[rank] = (self._row, self._column, text)
            return text
        if rank not in self._shared:
            return text
        row, column, first = self._shared[rank]
        self._tally.count("inflated_bytes", len(first))  # we write it out ourselves, as if it had been in the file
        return shift(first, self._row - row, self._column - column)

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else self._on_grid(number, LAST_ROW)
        self._row_is_hidden = attributes.get("hidden", "0") in _ON
        self._column = 0

    def _begin_columns(self, attributes: Attributes) -> None:
        """Columns that share their width; the file may name as many of these groups as it likes."""
        if attributes.get("hidden", "0") not in _ON:
            return
        ends = [attributes.get(end, "") for end in ("min", "max")]
        if all(end.isascii() and end.isdigit() and len(end) < 8 for end in ends):
            self._tally.count("cells")
            self._hidden_columns.append((int(ends[0]), int(ends[1])))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._value = self._inline_value = self._formula = None
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        if not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
            raise self._damaged()
        self._column = column_number(letters)
        if reference[len(letters) :] != str(self._row):
            self._row = self._on_grid(reference[len(letters) :], LAST_ROW)

    def _end_cell(self) -> None:
        cell, self._cell = self._made_cell(), None
        if cell is None:
            return
        cells = self.rows.get(cell.row)
        if cells is None:
            cells = self.rows[cell.row] = {}
            self._tally.count("rows")
        if self._row_is_hidden:
            self._hidden.add(cell.row)
        self._tally.count("cells")
        if cell.column in cells:
            self._reader.notebook.add(Note("SRC029", {}, self._reader.sheet, cell.row, cell.column))
        cells[cell.column] = cell
        if cell.formula and comes_from_elsewhere(cell.formula):
            self._foreign.append((cell.row, cell.column))

    def _made_cell(self) -> Cell | None:
        if self._cell is None or (self._value is None and self._inline_value is None and self._formula is None):
            return None
        row, column, style = self._row, self._column, self._cell.get("s", "")
        if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
            raise self._damaged()
        if self._inline_value is not None:
            return self._reader.read_text(row, column, style, self._inline_value, self._formula)
        return self._reader.read(row, column, self._cell.get("t", "n"), style, self._value, self._formula)

    def _on_grid(self, number: str, last: int) -> int:
        if not (number.isascii() and number.isdigit() and len(number) < 8 and 1 <= int(number) <= last):
            raise self._damaged()
        return int(number)

    def _damaged(self) -> UnreadableSource:
        return UnreadableSource("SRC017", {"part": self._reader.part})

    def content(self) -> Content:
        """What was read, rows and cells in order."""
        rows = {number: tuple(cells[column] for column in sorted(cells)) for number, cells in sorted(self.rows.items())}
        hidden = frozenset(self._filled_hidden_columns()) if self._hidden_columns else frozenset[int]()
        return Content(rows, tuple(self.merges), frozenset(self._hidden), hidden, tuple(self._foreign))

    def _filled_hidden_columns(self) -> Iterator[int]:
        starts = sorted(self._hidden_columns)
        for column in {column for cells in self.rows.values() for column in cells}:
            rank = bisect_right(starts, (column, LAST_COLUMN)) - 1
            if rank >= 0 and column <= starts[rank][1]:
                yield column


def read_content(archive: Archive, reader: CellReader) -> Content:
    """The cells, merges and hidden rows of the sheet that *reader* describes."""
    sheet = _SheetPass(reader, archive.tally)
    parse(reader.part, archive.chunks(reader.part), sheet.start, sheet.end, sheet.text)
    return sheet.content()
