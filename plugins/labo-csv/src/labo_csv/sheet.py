"""From the bytes of one file to a sheet."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from labo_csv.delimiter import find_delimiter
from labo_csv.encoding import decode
from labo_csv.records import Record, split_records
from labo_partenariats.plugin import Cell, Note, Notebook, Sheet, Tally

#: How many records are read between two looks at the clock.
_RECORDS_BETWEEN_LOOKS = 1000


def read_sheet(content: bytes, name: str, tally: Tally, notebook: Notebook, *, file: str | None = None) -> Sheet:
    """
    The sheet that the bytes of one file hold; its rows are its records, blank ones left out but counted.

    Notes: those of the encoding, SRC043 (another delimiter fits as well), SRC044 (a quote that nothing closes), SRC045
    (more fields than the others), SRC046 (fewer).
    """
    decoded = decode(content)
    for note in decoded.notes:
        notebook.add(evolve(note, sheet=name))
    delimiter = find_delimiter(decoded.content)
    if delimiter.rival is not None:
        notebook.add(Note("SRC043", {"delimiter": delimiter.character, "rival": delimiter.rival}, sheet=name))
    skipped = 1 if delimiter.skip else 0
    records = split_records(decoded.content[delimiter.skip :], delimiter.character, first_line=1 + skipped)
    rows: dict[int, tuple[Cell, ...]] = {}
    lines: dict[int, int] = {}
    cell_lines: dict[tuple[int, int], int] = {}
    block: list[tuple[int, Record]] = []
    for number, record in enumerate(records, start=1):
        if number % _RECORDS_BETWEEN_LOOKS == 0:
            tally.check_time()
        cells = _cells(number, record, tally)
        if record.is_misquoted:
            notebook.add(Note("SRC044", {"line": record.line}, sheet=name, row=number))
        if not cells:
            _note_ragged_rows(block, name, notebook)
            block = []
            continue
        tally.count("rows")
        tally.count("cells", len(cells))
        rows[number] = cells
        lines[number] = record.line
        if record.lines:
            starts = {(number, cell.column): record.lines[cell.column - 1] for cell in cells}
            cell_lines |= {address: start for address, start in starts.items() if start > record.line}
        block.append((number, record))
    _note_ragged_rows(block, name, notebook)
    return Sheet(name=name, rows=rows, has_grid_addresses=False, lines=lines, cell_lines=cell_lines, file=file)


def _cells(row: int, record: Record, tally: Tally) -> tuple[Cell, ...]:
    tally.check("cell_characters", max(map(len, record.fields)))
    fields = enumerate(record.fields, start=1)
    return tuple([Cell(row, column, text) for column, text in fields if text and not text.isspace()])


def _note_ragged_rows(block: list[tuple[int, Record]], name: str, notebook: Notebook) -> None:
    """Tell of the records that are wider or narrower than most of their block (the lines between two blank ones)."""
    widths = Counter(len(record.fields) for _number, record in block)
    if len(widths) < 2:
        return
    expected = widths.most_common(1)[0][0]
    for number, record in block:
        found = len(record.fields)
        is_title = sum(bool(text.strip()) for text in record.fields) == 1
        if found > expected and any(text.strip() for text in record.fields[expected:]):
            code = "SRC045"
        elif found < expected and not is_title:
            code = "SRC046"
        else:
            continue
        notebook.add(Note(code, {"line": record.line, "expected": expected, "found": found}, sheet=name, row=number))
