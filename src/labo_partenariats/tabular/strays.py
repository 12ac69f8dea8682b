"""Cells that no table accounts for: beside, below or far from them; told block by block, for they may matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from labo_partenariats.findings import Finding, finding
from labo_partenariats.findings.location import column_letters
from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.content import are_amounts
from labo_partenariats.tabular.locate import Region
from labo_partenariats.tabular.record import place
from labo_partenariats.tabular.table import Cell, Sheet
from labo_partenariats.values.amounts import read_rate

#: One finding a block; what is beyond is told together, so that a drawing made of cells does not fill pages.
_MOST_BLOCKS = 50
_MOST_TEXTS, _LONGEST_TEXT = 8, 200

NUMBERS, TEXTS = "SRC121", "SRC122"


def strays(sheet: Sheet, regions: Iterable[Region]) -> tuple[Cell, ...]:
    """The cells of a sheet that stand in no table and are no title of one."""
    owners: dict[int, list[Region]] = {}
    for region in regions:
        for number in (*region.rows, region.header_row):
            if number is not None:
                owners.setdefault(number, []).append(region)
    headers = Counter(region.header_row or 0 for region in regions)
    return tuple(_strays(sheet, owners, headers))


def _strays(sheet: Sheet, owners: Mapping[int, list[Region]], headers: Mapping[int, int]) -> Iterator[Cell]:
    last_header = max(headers, default=0)
    for number, cells in sheet.rows.items():
        of_row = owners.get(number)
        if of_row is None:
            if not (number < last_header and _are_titles(cells, headers.get(number + 1, 1))):
                yield from (cell for cell in cells if not cell.is_blank)
        elif len(of_row) == 1:
            own = of_row[0].own
            yield from (cell for cell in cells if cell.column not in own and not cell.is_blank)
        else:
            yield from (cell for cell in cells if not any(each.owns(cell) for each in of_row) and not cell.is_blank)


def _are_titles(cells: tuple[Cell, ...], count: int) -> bool:
    """Whether a row above a header is only words, in one cell or one for each of the *count* tables right below."""
    filled = [cell for cell in cells if not cell.is_blank]
    return len(filled) <= count and all(isinstance(cell.value, str) and not _is_number(cell) for cell in filled)


def tell(sheet: Sheet, cells: Iterable[Cell]) -> Iterator[Finding]:
    """
    A finding for each block of cells: SRC121 where one holds a number, SRC122 where there are only words.
    """
    blocks = _blocks(cells)
    if len(blocks) > _MOST_BLOCKS:
        blocks[_MOST_BLOCKS - 1 :] = [tuple(cell for block in blocks[_MOST_BLOCKS - 1 :] for cell in block)]
    for block in blocks:
        text = _text(block)
        first = min(block, key=lambda cell: (cell.row, cell.column))
        facts = {"cells": _address(sheet, block), "text": text}
        code = NUMBERS if any(_is_number(cell) for cell in block) else TEXTS
        yield finding(code, facts, location=place(sheet, first.row, first.column), value=text)


def _is_number(cell: Cell) -> bool:
    is_rate = isinstance(cell.value, str) and "%" in cell.value and read_rate(cell.value).value is not None
    return isinstance(cell.value, Decimal) or is_rate or are_amounts((cell,))


def _blocks(cells: Iterable[Cell]) -> list[tuple[Cell, ...]]:
    """Groups of cells that touch one another, corners included, in the order of their first cells."""
    left = {(cell.row, cell.column): cell for cell in cells}
    blocks: list[tuple[Cell, ...]] = []
    for address in sorted(left):
        if address not in left:
            continue
        block, waiting = [left.pop(address)], [address]
        while waiting:
            row, column = waiting.pop()
            for near in ((row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)):
                if near in left:
                    block.append(left.pop(near))
                    waiting.append(near)
        blocks.append(tuple(sorted(block, key=lambda cell: (cell.row, cell.column))))
    return blocks


def _address(sheet: Sheet, block: tuple[Cell, ...]) -> str:
    """The block as the users of its file name it: ``E1:F4``, or the place of its first cell in a file of texts."""
    rows, columns = [cell.row for cell in block], [cell.column for cell in block]
    if not sheet.has_grid_addresses:
        return str(place(sheet, min(rows), min(columns)))
    first, last = f"{column_letters(min(columns))}{min(rows)}", f"{column_letters(max(columns))}{max(rows)}"
    return first if first == last else f"{first}:{last}"


def _text(block: tuple[Cell, ...]) -> str:
    texts = [text_of(cell) or f"={cell.formula or ''}" for cell in block[:_MOST_TEXTS]]
    shown = " · ".join(" ".join(text.split()) for text in texts)
    return f"{shown[:_LONGEST_TEXT]}…" if len(shown) > _LONGEST_TEXT or len(block) > _MOST_TEXTS else shown
