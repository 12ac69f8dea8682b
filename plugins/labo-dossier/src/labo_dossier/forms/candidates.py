"""The cells of a form that look as if they waited to be filled, each with the words beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from labo_dossier.forms.book import Form
from labo_dossier.forms.sheet import Place, SheetXml
from labo_partenariats.plugin import column_letters

#: How far to the left, then how far up, the words that name a cell are looked for.
_LEFT, _UP = 12, 30


@frozen
class EmptyCell:
    """An empty cell to fill, or a column of them down to ``last``, and the words of the form beside or above it."""

    sheet: str
    place: Place
    label: str | None = None
    last: int | None = None

    def __str__(self) -> str:
        name = self.sheet if self.sheet.isalnum() else f"'{self.sheet.replace(chr(39), chr(39) * 2)}'"
        letters = column_letters(self.place[1])
        end = "" if self.last is None else f":{letters}{self.last}"
        return f"{name}!{letters}{self.place[0]}{end}"


def empty_cells(form: Form) -> Iterator[EmptyCell]:
    """
    The cells that a person would fill: on a protected sheet the empty ones that are not locked, elsewhere those that
    have a style of their own and words to their left or above.
    """
    for sheet in form.sheets.values():
        for place in sorted(sheet.cells):
            form.archive.tally.check_time()
            if not _waits(form, sheet, place):
                continue
            label = _label(form, sheet, place)
            if sheet.is_protected or label is not None:
                yield EmptyCell(sheet.name, place, label)


def _waits(form: Form, sheet: SheetXml, place: Place) -> bool:
    cell = sheet.cells[place]
    merged = sheet.merge_at(place)
    if cell.formula is not None or form.text_at(sheet, place) or (merged is not None and merged[:2] != place):
        return False
    return not form.styles.is_locked(cell.style) if sheet.is_protected else cell.style != 0


def _label(form: Form, sheet: SheetXml, place: Place) -> str | None:
    row, column = place
    left = ((row, each) for each in range(column - 1, max(0, column - _LEFT), -1))
    above = ((each, column) for each in range(row - 1, max(0, row - _UP), -1))
    for beside in (*left, *above):
        words = form.text_at(sheet, beside)
        if words and any(char.isalpha() for char in words):
            return " ".join(words.split())[:80]
    return None


def columns(cells: Iterable[EmptyCell]) -> Iterator[EmptyCell]:
    """Cells one under the other that bear the same words made one column, in the order of their first cells."""
    found: list[EmptyCell] = []
    open_columns: dict[tuple[str, int], int] = {}
    for each in cells:
        key = (each.sheet, each.place[1])
        rank = open_columns.get(key)
        above = None if rank is None else found[rank]
        follows = above is not None and each.place[0] == (above.last or above.place[0]) + 1
        if rank is not None and above is not None and follows and above.label == each.label:
            found[rank] = evolve(above, last=each.place[0])
        else:
            open_columns[key] = len(found)
            found.append(each)
    yield from found
