"""Finding the tables of a sheet: where headers stand, what each table is about, and which cells belong to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.content import borrowed_head
from labo_partenariats.tabular.heads import Match, Search, are_words, filled, runs, word_of
from labo_partenariats.tabular.schema import SCHEMAS, TableSchema
from labo_partenariats.tabular.stand_ins import stand_ins
from labo_partenariats.tabular.table import Cell, NamedArea, Sheet
from labo_partenariats.tabular.vocabulary import Vocabulary, is_subtotal, is_total
from labo_partenariats.values.text import fold

#: A column further to the right than any.
_BEYOND = 2**31


@frozen
class Region:
    """
    One table found on a sheet.

    ``columns`` maps a column number to the key it holds; ``unknown`` and ``duplicate`` are header cells that are not
    used, ``borrowed`` those whose words are another table's. ``rivals`` are the other roles that fit the headers as
    well: with any, the role is unclear. ``own`` are the columns that have a header, used or not; ``below`` the rows
    under the area that the file itself declares (``area``), read as if they were in it.
    """

    schema: TableSchema
    header_row: int | None
    columns: Mapping[int, str]
    rows: tuple[int, ...] = ()
    unknown: tuple[Cell, ...] = ()
    duplicate: tuple[Cell, ...] = ()
    rivals: tuple[str, ...] = field(default=())
    borrowed: tuple[Cell, ...] = ()
    own: frozenset[int] = frozenset()
    area: str | None = None
    below: tuple[int, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of required columns that the table lacks."""
        present = {*self.columns.values(), *self.stand_ins}
        return tuple(column.key for column in self.schema.columns if column.required and column.key not in present)

    @property
    def stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that the table lacks and says in others."""
        return stand_ins(self.schema.role, self.columns.values())

    def owns(self, cell: Cell) -> bool:
        """Whether a cell of one of its rows stands under its headers."""
        return cell.column in self.own


@frozen
class _Head:
    """A row of headers, and the table that it starts."""

    row: int
    match: Match
    rivals: tuple[str, ...] = ()


def find_tables(sheet: Sheet, vocabulary: Vocabulary, role: str | None = None) -> tuple[Region, ...]:
    """
    The tables of *sheet*, from top to bottom and from left to right; with *role* the caller says what it holds.

    Areas that the file declares as tables come first. Elsewhere, a header is the first row of which enough words are
    known; a later row of headers starts another table, and headers with a blank column between them start tables side
    by side. A lone text above a header is a title and tells the role when it is one of the known sheet names.
    """
    search = Search((role,) if role else tuple(SCHEMAS), vocabulary, role)
    named = role or search.named(sheet.name)
    declared = tuple(_declared(sheet, search, named))
    rest = _without(sheet, declared)
    found = [*declared, *_free(rest, search, named, had_expenses=_has_expenses(declared))]
    if not found and named in (None, "programme"):
        found = _headless(sheet, vocabulary)
    elif not role and all(region.schema.role != "programme" for region in found):
        found += _loose_facts(_without(sheet, found), vocabulary)
    return tuple(sorted(found, key=lambda region: (region.header_row or 0, min(region.own, default=0))))


def _has_expenses(regions: Iterable[Region]) -> bool:
    return any(region.schema.role == "expenses" for region in regions)


def _without(sheet: Sheet, regions: Iterable[Region]) -> Sheet:
    """The sheet without the cells of these tables."""
    taken: dict[int, list[Region]] = {}
    for region in regions:
        for number in (*region.rows, region.header_row):
            if number is not None:
                taken.setdefault(number, []).append(region)
    if not taken:
        return sheet
    rows: dict[int, tuple[Cell, ...]] = {}
    for number, cells in sheet.rows.items():
        owners = taken.get(number)
        if owners is not None and len(owners) == 1:
            own = owners[0].own
            kept = tuple(cell for cell in cells if cell.column not in own)
        else:
            kept = tuple(cell for cell in cells if not any(each.owns(cell) for each in owners or ()))
        if kept:
            rows[number] = kept
    return evolve(sheet, rows=rows)


def _within(sheet: Sheet, rows: range, columns: range) -> Sheet:
    """The sheet, of which only these rows and columns are left."""
    inside = (number for number in sheet.rows if number in rows)
    clipped = ((number, tuple(cell for cell in sheet.rows[number] if cell.column in columns)) for number in inside)
    return evolve(sheet, rows={number: cells for number, cells in clipped if cells})


def _declared(sheet: Sheet, search: Search, named: str | None) -> Iterator[Region]:
    """The tables of the areas that the file declares, where their first row is a header: names of cells are none."""
    taken: list[NamedArea] = []
    had_expenses = False
    for area in sheet.areas:
        if area.first_row == area.last_row or any(_overlap(area, other) for other in taken):
            continue
        clipped = _within(
            sheet, range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
        )
        if area.first_row not in clipped.rows or not are_words(filled(clipped, area.first_row)):
            continue
        hint = search.given or _role_of_area(area.name, search) or named
        regions = _free(clipped, search, hint, had_expenses=had_expenses)
        if not regions or regions[0].header_row != area.first_row:
            continue
        taken.append(area)
        had_expenses = had_expenses or _has_expenses(regions)
        below = _rows_below(sheet, area, search)
        *others, last = regions
        yield from (evolve(each, area=area.name) for each in others)
        yield evolve(last, area=area.name, rows=(*last.rows, *below), below=below)


def _overlap(one: NamedArea, other: NamedArea) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )


def _role_of_area(name: str, search: Search) -> str | None:
    """The role that the name of an area says: «Depenses», «T_Depenses», «Tableau_Depenses2»."""
    words = fold(name.replace("_", " ")).rstrip("0123456789 ").split()
    return search.named(" ".join(words)) or search.named(" ".join(words[1:]))


def _rows_below(sheet: Sheet, area: NamedArea, search: Search) -> tuple[int, ...]:
    """The rows that go on right under a declared table: people type there, and not every program enlarges the table."""
    rows: list[int] = []
    columns = range(area.first_column, area.last_column + 1)
    declared = {other.first_row for other in sheet.areas if other is not area}
    number = area.last_row + 1
    while number in sheet.rows and number not in declared:
        cells = tuple(cell for cell in sheet.rows[number] if cell.column in columns and not cell.is_blank)
        if not cells or search.is_title(cells) or (are_words(cells) and search.best(cells, None) is not None):
            break
        rows.append(number)
        number += 1
    return tuple(rows)


def _free(sheet: Sheet, search: Search, named: str | None, *, had_expenses: bool = False) -> tuple[Region, ...]:
    """The tables of what no area declares."""
    heads: list[_Head] = []
    had_any = had_expenses  # above, this sheet included
    title: str | None = None
    numbers = sorted(sheet.rows)
    for rank, number in enumerate(numbers):
        cells = sheet.rows[number]
        if len(cells) == 1 and search.is_title(cells):
            title = search.named(str(cells[0].value))
        if not search.knows_one_of(cells):  # asked first, for it spares most rows of data what follows
            continue
        cells = filled(sheet, number)
        if not cells or not are_words(cells):
            continue
        hint = title or named
        matched = search.best(cells, hint)
        above = filled(sheet, numbers[rank - 1]) if rank > 0 else ()
        titles = above if _is_titles(above, search) else ()
        bands = _bands(cells, matched, titles, search, hint)
        if bands:
            start = numbers[rank - 1] if titles else number
            before = _regions(sheet, [each for each in heads if each.row < start], search, until=start)
            seen = had_expenses or _has_expenses(before)
            return (*before, *_side_by_side(sheet, start, bands, search, named, had_expenses=seen))
        if matched is None or (matched[0].role == "expenses" and (had_any or hint == "resources")):
            borrowed = borrowed_head(sheet, cells, hint, search)
            matched = matched if borrowed is None else (borrowed, ())
        if matched is None:
            continue
        if len(matched[0].columns) == 1 and len(cells) == 1:
            below = filled(sheet, numbers[rank + 1]) if rank + 1 < len(numbers) else ()
            if _is_heading(matched[0], below, search):
                continue
        if not _repeats(heads, matched[0]) and not _is_data(sheet, heads, cells, search):
            heads.append(_Head(number, *matched))
            had_any = had_any or matched[0].role == "expenses"
            title = None
    return _regions(sheet, heads, search)


def _is_titles(cells: tuple[Cell, ...], search: Search) -> bool:
    """Whether a row holds nothing but titles of tables, perhaps several side by side."""
    return bool(cells) and all(isinstance(cell.value, str) and search.named(cell.value) for cell in cells)


def _bands(
    cells: tuple[Cell, ...],
    matched: tuple[Match, tuple[str, ...]] | None,
    titles: tuple[Cell, ...],
    search: Search,
    hint: str | None,
) -> tuple[range, ...]:
    """
    The columns of tables side by side, whose headers this row holds under their *titles*, if they have any; none when
    it is the header of one table.
    """
    if len(cells) < 4 or (matched is not None and not (matched[1] or matched[0].unknown or matched[0].duplicate)):
        return ()
    starts = _titled_starts(cells, titles, search) or _starts(cells, search, hint)
    ends = (*starts[1:], _BEYOND)
    return tuple(range(start, end) for start, end in zip((1, *starts[1:]), ends, strict=True)) if starts else ()


def _titled_starts(cells: tuple[Cell, ...], titles: tuple[Cell, ...], search: Search) -> tuple[int, ...]:
    """The columns of titles, when under each of several stand headers of the table that it names."""
    if len(titles) < 2:
        return ()
    starts = tuple(title.column for title in titles)
    for title, start, end in zip(titles, (0, *starts[1:]), (*starts[1:], _BEYOND), strict=True):
        role = search.named(str(title.value))
        found = search.best(tuple(cell for cell in cells if start <= cell.column < end), role)
        if found is None or found[0].role != role or len(found[0].columns) < 2:
            return ()
    return starts


def _starts(cells: tuple[Cell, ...], search: Search, hint: str | None) -> tuple[int, ...]:
    """The columns where headers of several tables start: after a blank column, or where one table has all it needs."""
    groups = [group for group in runs(cells) if len(group) > 1]
    if len(groups) == 1:
        groups = list(_halves(groups[0], search, hint))
    if len(groups) < 2:
        return ()
    starts = tuple(group[0].column for group in groups if _starts_table(group, search, hint))
    return starts if len(starts) > 1 else ()


def _halves(group: tuple[Cell, ...], search: Search, hint: str | None) -> tuple[tuple[Cell, ...], ...]:
    """
    The headers of two tables that touch, charges beside products: each has all it needs, in words that are all its own.

    A table that needs a single column is none of them, for its words could be those of its neighbour.
    """
    for cut in range(2, len(group) - 1):
        halves = (group[:cut], group[cut:])
        matches = [found[0] for half in halves if (found := search.best(half, hint) or search.best(half, None))]
        if len({match.role for match in matches}) == 2 and all(map(_is_whole, matches)):
            return halves
    return ()


def _is_whole(match: Match) -> bool:
    needed = sum(column.required for column in SCHEMAS[match.role].columns)
    return needed > 1 and not (match.lacking or match.duplicate)


def _starts_table(group: tuple[Cell, ...], search: Search, hint: str | None) -> bool:
    matched = search.best(group, hint) or search.best(group, None)
    return matched is not None and len(matched[0].columns) > 1


def _side_by_side(
    sheet: Sheet, start: int, bands: tuple[range, ...], search: Search, named: str | None, *, had_expenses: bool
) -> Iterator[Region]:
    last = max(sheet.rows)
    for columns in bands:
        regions = _free(_within(sheet, range(start, last + 1), columns), search, named, had_expenses=had_expenses)
        had_expenses = had_expenses or _has_expenses(regions)
        yield from regions


def _is_heading(match: Match, below: tuple[Cell, ...], search: Search) -> bool:
    """Whether a lone word is the title of what stands below it («Dépenses» above its headers) and no header itself."""
    if not below:
        return bool(match.lacking)
    headers = search.best(below, match.role)
    return headers is not None and len(headers[0].columns) > 1


def _repeats(heads: list[_Head], match: Match) -> bool:
    """
    A data row can look like a header («Action ; Action»): only a row with as many known words starts another table.
    """
    return bool(heads) and len(match.columns) < min(2, len(heads[-1].match.columns))


def _is_data(sheet: Sheet, heads: list[_Head], cells: tuple[Cell, ...], search: Search) -> bool:
    """
    Whether a row made of headers' words belongs to the table above it.

    It does when it has an identifier, or stands directly under the programme's facts and names one of them
    («Intitulé du projet ; Démarrage»), or under a row of a table that has no identifiers.
    """
    if not heads:
        return False
    start, match = heads[-1].row, heads[-1].match
    if match.role != "programme" and all(column.key != "id" for column in SCHEMAS[match.role].columns):
        above = sheet.rows.get(cells[0].row - 1)
        return above is not None and (cells[0].row - 1 == start or not search.is_title(above))
    by_key = {match.columns[cell.column]: cell for cell in cells if cell.column in match.columns}
    if "id" in by_key:
        return search.vocabulary.headers[match.role].get(word_of(by_key["id"])) != "id"
    if match.role != "programme" or "field" not in by_key:
        return False
    known = word_of(by_key["field"]) in search.vocabulary.fields
    return known and len(by_key) == len(cells) and cells[0].row - 1 in sheet.rows


def _regions(sheet: Sheet, heads: list[_Head], search: Search, *, until: int | None = None) -> tuple[Region, ...]:
    """The tables that the heads start, each down to the next."""
    if not heads:
        return ()
    numbers = [number for number in sorted(sheet.rows) if until is None or number < until]
    ends: tuple[int | None, ...] = (*(head.row for head in heads[1:]), None)
    made = []
    for head, end in zip(heads, ends, strict=True):
        rows = numbers[bisect_right(numbers, head.row) : None if end is None else bisect_left(numbers, end)]
        match = head.match
        own = frozenset((*match.columns, *(cell.column for cell in (*match.unknown, *match.duplicate))))
        region = Region(
            schema=SCHEMAS[match.role],
            header_row=head.row,
            columns=match.columns,
            unknown=match.unknown,
            duplicate=match.duplicate,
            rivals=head.rivals,
            borrowed=match.borrowed,
            own=own,
        )
        rows = _without_titles(sheet, region, rows, search, is_last=end is None and until is None)
        made.append(evolve(region, rows=tuple(rows)))
    return tuple(made)


def _without_titles(sheet: Sheet, region: Region, rows: list[int], search: Search, *, is_last: bool) -> list[int]:
    """The rows of a table without what stands below it: the title of the next one, remarks under its total."""
    if rows and not is_last and search.is_title(sheet.rows[rows[-1]]):
        rows = rows[:-1]
    title = next((column for column, key in region.columns.items() if key == region.schema.title.key), None)
    if sum(column.required for column in region.schema.columns) < 2 or title is None:
        return rows  # where a name is a row, a remark cannot be told from one

    def own(rank: int) -> list[Cell]:
        return [cell for cell in filled(sheet, rows[rank]) if region.owns(cell)]

    last = len(rows)
    while last and all(cell.column == title and not is_total(text_of(cell)) for cell in own(last - 1)):
        last -= 1
    if last in {0, len(rows)}:
        return rows
    apart = rows[last] - rows[last - 1] > 1 or any(map(_ends_table, own(last - 1)))
    return rows[:last] if apart else rows


def _ends_table(cell: Cell) -> bool:
    return is_total(text_of(cell)) and not is_subtotal(text_of(cell))


def _known_labels(sheet: Sheet, vocabulary: Vocabulary) -> tuple[dict[int, Cell], int]:
    """The first cells of the rows with something beside it, and how many of them name a field of the programme."""
    labels = {number: cells[0] for number in sorted(sheet.rows) if len(cells := filled(sheet, number)) >= 2}
    return labels, sum(word_of(cell) in vocabulary.fields for cell in labels.values())


def _headless(sheet: Sheet, vocabulary: Vocabulary) -> list[Region]:
    """The programme's own table may come without headers: two columns, the first holding names of fields."""
    labels, known = _known_labels(sheet, vocabulary)
    if known < 2 or known * 2 < len(labels):
        return []
    return [_facts_at(next(iter(labels.values())).column, tuple(sorted(sheet.rows)))]


def _loose_facts(sheet: Sheet, vocabulary: Vocabulary) -> list[Region]:
    """Facts of the programme above or below other tables: two rows at least that begin with the name of a field."""
    labels, known = _known_labels(sheet, vocabulary)
    if known < 2:
        return []
    named = {number: cell for number, cell in labels.items() if word_of(cell) in vocabulary.fields}
    first = next(iter(named.values())).column
    rows = tuple(number for number, cell in named.items() if cell.column == first)
    return [_facts_at(first, rows)] if len(rows) > 1 else []


def _facts_at(first: int, rows: tuple[int, ...]) -> Region:
    columns = {first: "field", first + 1: "value", first + 2: "note"}
    return Region(SCHEMAS["programme"], None, columns, rows, own=frozenset(columns))
