"""Finding the tables of a sheet: where headers stand, what each table is about, and which rows belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from labo_partenariats.tabular.schema import SCHEMAS, TableSchema
from labo_partenariats.tabular.table import Cell, Sheet
from labo_partenariats.tabular.vocabulary import Vocabulary
from labo_partenariats.values.text import fold


@frozen
class Region:
    """
    One table found on a sheet.

    ``columns`` maps a column number to the key it holds; ``unknown`` and ``duplicate`` are header cells that are not
    used. ``rivals`` are the other roles that fit the headers as well: with any, the role is unclear.
    """

    schema: TableSchema
    header_row: int | None
    columns: Mapping[int, str]
    rows: tuple[int, ...] = ()
    unknown: tuple[Cell, ...] = ()
    duplicate: tuple[Cell, ...] = ()
    rivals: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of required columns that the table lacks."""
        present = set(self.columns.values())
        return tuple(column.key for column in self.schema.columns if column.required and column.key not in present)


@frozen
class _Match:
    role: str
    columns: Mapping[int, str]
    unknown: tuple[Cell, ...]
    duplicate: tuple[Cell, ...]
    named: bool  # the sheet's name or a title says the same role

    @property
    def lacking(self) -> int:
        """How many required columns there are not."""
        present = set(self.columns.values())
        return sum(column.required and column.key not in present for column in SCHEMAS[self.role].columns)

    @property
    def score(self) -> tuple[int, bool, int]:
        """
        Best first when compared: required columns present, then the name of the sheet, then the number of known
        headers.
        """
        return (-self.lacking, self.named, len(self.columns))


def _match(cells: tuple[tuple[Cell, str], ...], role: str, vocabulary: Vocabulary, named: bool) -> _Match | None:
    """How the cells, with their folded words, fit the headers of a table; None when they do not."""
    columns: dict[int, str] = {}
    unknown: list[Cell] = []
    duplicate: list[Cell] = []
    for cell, word in cells:
        key = vocabulary.column_of(role, word, named=named)
        if key is None:
            unknown.append(cell)
        elif key in columns.values():
            duplicate.append(cell)
        else:
            columns[cell.column] = key
    title = SCHEMAS[role].title
    if title.key not in columns.values() and (title.required or not named or len(columns) < 2):
        return None
    # One known word is not enough to be a header, unless the sheet says what it holds: «Dépenses» is also a title.
    if len(columns) < 2 and not (named and len(cells) == 1):
        return None
    return _Match(role, columns, tuple(unknown), tuple(duplicate), named)


def _role_named(label: str, vocabulary: Vocabulary) -> str | None:
    return vocabulary.sheets.get(fold(label))


def _best(
    cells: tuple[Cell, ...], roles: tuple[str, ...], vocabulary: Vocabulary, named: str | None
) -> tuple[_Match, tuple[str, ...]] | None:
    words = tuple((cell, fold(cell.value) if isinstance(cell.value, str) else "") for cell in cells)
    possible = {role for _, word in words for role in vocabulary.titles.get(word, ())} | {named}
    found = [match for role in roles if role in possible and (match := _match(words, role, vocabulary, role == named))]
    if not found:
        return None
    top = max(match.score for match in found)
    best = [match for match in found if match.score == top]
    return best[0], tuple(match.role for match in best[1:])


def find_tables(sheet: Sheet, vocabulary: Vocabulary, role: str | None = None) -> tuple[Region, ...]:
    """
    The tables of *sheet*, in order; with *role* the caller says what the sheet holds.

    A header is the first row of which enough words are known; a later row of headers starts another table. A lone
    text above a header is a title and tells the role when it is one of the known sheet names.
    """
    roles = (role,) if role else tuple(SCHEMAS)
    named = role or _role_named(sheet.name, vocabulary)
    heads: list[tuple[int, _Match, tuple[str, ...]]] = []
    title: str | None = None
    numbers = sorted(sheet.rows)
    for rank, number in enumerate(numbers):
        cells = _filled(sheet, number)
        if len(cells) == 1 and isinstance(cells[0].value, str) and _role_named(cells[0].value, vocabulary):
            title = _role_named(cells[0].value, vocabulary)
        if all(isinstance(cell.value, str) for cell in cells):
            matched = _best(cells, roles, vocabulary, title or named)
            if matched is not None and len(matched[0].columns) == 1:
                below = _filled(sheet, numbers[rank + 1]) if rank + 1 < len(numbers) else ()
                if _is_heading(matched[0], below, roles, vocabulary):
                    continue
            if (
                matched is not None
                and not _repeats(heads, matched[0])
                and not _is_data(sheet, heads, cells, vocabulary)
            ):
                heads.append((number, *matched))
                title = None
    if not heads:
        return _headless(sheet, vocabulary, named)
    return tuple(_regions(sheet, heads, vocabulary))


def _filled(sheet: Sheet, number: int) -> tuple[Cell, ...]:
    return tuple(cell for cell in sheet.rows[number] if not cell.is_blank)


def _is_heading(match: _Match, below: tuple[Cell, ...], roles: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a lone word is the title of what stands below it («Dépenses» above its headers) and no header itself."""
    if not below:
        return bool(match.lacking)
    headers = _best(below, roles, vocabulary, match.role)
    return headers is not None and len(headers[0].columns) > 1


def _repeats(heads: list[tuple[int, _Match, tuple[str, ...]]], match: _Match) -> bool:
    """
    A data row can look like a header («Action ; Action»): only a row with as many known words starts another table.
    """
    return bool(heads) and len(match.columns) < min(2, len(heads[-1][1].columns))


def _is_data(
    sheet: Sheet, heads: list[tuple[int, _Match, tuple[str, ...]]], cells: tuple[Cell, ...], vocabulary: Vocabulary
) -> bool:
    """
    Whether a row made of headers' words belongs to the table above it.

    It does when it has an identifier, or stands directly under the programme's facts and names one of them
    («Intitulé du projet ; Démarrage»), or under a row of a table that has no identifiers.
    """
    if not heads:
        return False
    start, match, _ = heads[-1]
    if match.role != "programme" and all(column.key != "id" for column in SCHEMAS[match.role].columns):
        above = sheet.rows.get(cells[0].row - 1)
        return above is not None and (cells[0].row - 1 == start or not _is_title(above, vocabulary))
    by_key = {match.columns[cell.column]: cell for cell in cells if cell.column in match.columns}
    if "id" in by_key:
        shown = fold(str(by_key["id"].value))
        return vocabulary.headers[match.role].get(shown) != "id"
    if match.role != "programme" or "field" not in by_key:
        return False
    known = fold(str(by_key["field"].value)) in vocabulary.fields
    return known and len(by_key) == len(cells) and cells[0].row - 1 in sheet.rows


def _regions(
    sheet: Sheet, heads: list[tuple[int, _Match, tuple[str, ...]]], vocabulary: Vocabulary
) -> Iterator[Region]:
    numbers = sorted(sheet.rows)
    ends = [number for number, _, _ in heads[1:]] + [numbers[-1] + 1]
    for (start, match, rivals), end in zip(heads, ends, strict=True):
        rows = [number for number in numbers if start < number < end]
        if end <= numbers[-1] and rows and _is_title(sheet.rows[rows[-1]], vocabulary):
            rows.pop()  # the title of the next table
        yield Region(SCHEMAS[match.role], start, match.columns, tuple(rows), match.unknown, match.duplicate, rivals)


def _is_title(cells: tuple[Cell, ...], vocabulary: Vocabulary) -> bool:
    filled = [cell for cell in cells if not cell.is_blank]
    return len(filled) == 1 and isinstance(filled[0].value, str) and bool(_role_named(filled[0].value, vocabulary))


def _headless(sheet: Sheet, vocabulary: Vocabulary, named: str | None) -> tuple[Region, ...]:
    """The programme's own table may come without headers: two columns, the first holding names of fields."""
    rows = sorted(sheet.rows)
    labels = [cells[0] for number in rows if len(cells := sheet.rows[number]) >= 2]
    known = sum(isinstance(cell.value, str) and fold(cell.value) in vocabulary.fields for cell in labels)
    if not labels or known < 2 or (named not in (None, "programme")) or known * 2 < len(labels):
        return ()
    first = labels[0].column
    columns = {first: "field", first + 1: "value", first + 2: "note"}
    return (Region(SCHEMAS["programme"], None, columns, tuple(rows)),)
