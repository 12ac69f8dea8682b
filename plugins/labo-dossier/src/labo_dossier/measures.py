"""How wide columns are and how high rows: texts measured in characters, sheets in pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from labo_partenariats.plugin.report import (
    Column,
    Difference,
    Facts,
    Gap,
    Kind,
    Money,
    NamedAmount,
    Section,
    Selected,
    Table,
    Timeline,
)

#: In points: a line of text, the air around it, and the highest row of a workbook.
LINE_HEIGHT, PADDING, TALLEST_ROW = 14.4, 6.0, 409.0
#: Letters are narrower than the digits in which columns are measured; small letters more so.
_LETTERS_PER_DIGIT, SMALL_LETTERS = 1.1, 1.15

#: Characters of the ordinary font across an A4 page, upright and on its side.
_UPRIGHT, _ON_SIDE = 92.0, 138.0
#: Points down the page between the margins, the height of a row that nobody set, and how much a sheet may shrink.
_PAGE_UPRIGHT, _PAGE_ON_SIDE, _ORDINARY_ROW, _SHRINKS = 734.0, 487.0, 15.0, 1.3
_LINES_OF_A_PART = 20
_TEXT_COLUMNS = (28.0, 64.0)
_LABEL_OF_TIMELINE, _LEAST_MARK = 34.0, 6.5
_BOLD_DIGIT = 1.1
_LEAST_WIDTH: dict[Kind, float] = {Kind.MONEY: 15, Kind.RATE: 11, Kind.NUMBER: 9, Kind.DATE: 12, Kind.VERDICT: 12}


def lines_of(words: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    room = max(int(width * _LETTERS_PER_DIGIT), 1)
    return sum(_wrapped(line, room) for line in words.split("\n")) if words else 1


def _wrapped(line: str, room: int) -> int:
    lines, used = 1, 0
    for word in line.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0
        while length > room:
            lines, length = lines + 1, length - room
        used += length + (1 if used else 0)
    return lines


def parts_of(words: str, width: float) -> Iterator[str]:
    """A text cut between words into parts that a row can show whole; one part for an ordinary text."""
    most = int(width * _LINES_OF_A_PART)
    while len(words) > most:
        cut = words.rfind(" ", 0, most)
        if cut <= 0:
            break
        yield words[:cut]
        words = words[cut + 1 :]
    yield words


def column_widths(section: Section) -> list[float]:
    """The width of each column of a section's sheet: what all its tables need, within a page when it can be."""
    page = _ON_SIDE if section.is_wide else _UPRIGHT
    timeline = next((block for block in section.blocks if isinstance(block, Timeline)), None)
    if timeline is not None:
        count = len(timeline.columns)
        return [_LABEL_OF_TIMELINE, *([max((page - _LABEL_OF_TIMELINE) / count, _LEAST_MARK)] * count)]
    tables = [block for block in section.blocks if isinstance(block, Table) and block.rows]
    if not tables:
        return list(_TEXT_COLUMNS)
    ranks = range(max(2, *(len(table.columns) for table in tables)))
    columns = [[table.columns[rank] for table in tables if rank < len(table.columns)] for rank in ranks]
    longest = _numbers_across(section, len(columns))
    weights = [max((column.weight for column in shared), default=1.0) for shared in columns]
    unit = page / sum(weights)
    return [
        max(weight * unit, *(_needed(column) for column in shared), number, 8.0)
        for weight, shared, number in zip(weights, columns, longest, strict=True)
    ]


def _numbers_across(section: Section, count: int) -> list[float]:
    """The width that the longest number of each column asks for: a number does not wrap, it turns into «###»."""
    needed = [0.0] * count
    for block in section.blocks:
        lines: list[Sequence[object]] = []
        if isinstance(block, Table):
            lines = [*block.rows, [block.total.get(column.key) for column in block.columns]]
        elif isinstance(block, Facts):
            lines = list(block.rows)
        for values in lines:
            for rank, value in enumerate(values[:count]):
                needed[rank] = max(needed[rank], _length(value))
    return needed


def _length(value: object) -> float:
    """The width of a number in bold with its thousands apart and its euro sign; nothing for other values."""
    number = getattr(value, "value", None) if isinstance(value, (NamedAmount, Selected, Difference, Gap)) else value
    if isinstance(number, Money):
        return len(f"{number.amount:,.2f} €") * _BOLD_DIGIT + 2
    if isinstance(number, (int, Decimal)) and not isinstance(number, bool):
        return len(f"{number:,}") * _BOLD_DIGIT + 2
    return 0.0


def _needed(column: Column) -> float:
    longest = max((len(word) for word in column.header.split()), default=1)
    return max(_LEAST_WIDTH.get(column.kind, 6.0), longest * 1.15 + 2)


def nearly_fits(section: Section, widths: Sequence[float], heights: Mapping[int, float], rows: int) -> bool:
    """Whether a sheet is so little higher than a page that it is better shrunk than cut."""
    height = sum(heights.get(row, _ORDINARY_ROW) for row in range(rows))
    across, page = (_ON_SIDE, _PAGE_ON_SIDE) if section.is_wide else (_UPRIGHT, _PAGE_UPRIGHT)
    return height <= _SHRINKS * page * max(sum(widths) / across, 1.0)
