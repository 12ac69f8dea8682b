"""Whether a row of words is the header of a table, and of which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import frozen

from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.stand_ins import is_spare, stand_ins
from labo_partenariats.tabular.table import Cell, Sheet
from labo_partenariats.tabular.vocabulary import Vocabulary
from labo_partenariats.values.text import fold

#: A longer text is a sentence and no header.
_LONGEST_HEADER = 120
_FIGURE = re.compile(r"[0-9]")

#: Every text of a table is compared with the headers, and the same texts come back row after row.
_known_fold = lru_cache(maxsize=4096)(fold)


@frozen
class Match:
    """
    How a row fits the headers of a table.

    ``hint`` is the role that a title above, the name of the area or that of the sheet says; ``borrowed`` are headers
    with the words of another table, which the content of their columns gave a meaning here.
    """

    role: str
    columns: Mapping[int, str]
    unknown: tuple[Cell, ...] = ()
    duplicate: tuple[Cell, ...] = ()
    hint: str | None = None
    borrowed: tuple[Cell, ...] = ()

    @property
    def lacking(self) -> int:
        """How many required columns there are not."""
        keys = self.columns.values()
        present = {*keys, *stand_ins(self.role, keys)}
        return sum(column.required and column.key not in present for column in SCHEMAS[self.role].columns)

    @property
    def score(self) -> tuple[int, bool, int]:
        """
        Best first when compared: required columns present, then the role that is hinted at, then the number of known
        headers.
        """
        return (-self.lacking, self.role == self.hint, len(self.columns))


@frozen
class Search:
    """What is looked for: these roles, in these words; ``given`` is the role that the caller says the table has."""

    roles: tuple[str, ...]
    vocabulary: Vocabulary
    given: str | None = None

    def named(self, label: str) -> str | None:
        """The role that a title or the name of a sheet says."""
        return self.vocabulary.sheets.get(fold(label)) if len(label) <= _LONGEST_HEADER else None

    def is_title(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a row is the lone title of a table."""
        filled = [cell for cell in cells if not cell.is_blank]
        return len(filled) == 1 and isinstance(filled[0].value, str) and bool(self.named(filled[0].value))

    def knows_one_of(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a cell has the words of a header of any table: most rows of data have none, and cost no more."""
        known = self.vocabulary.words
        texts = [value for cell in cells if isinstance(value := cell.value, str) and len(value) <= _LONGEST_HEADER]
        if not self.vocabulary.has_figures:
            texts = [value for value in texts if _FIGURE.search(value) is None]
        return not known.isdisjoint(map(_known_fold, texts))

    def best(self, cells: tuple[Cell, ...], hint: str | None) -> tuple[Match, tuple[str, ...]] | None:
        """The table that the cells of a row fit best, with the roles that they fit as well; None when they fit none."""
        words = tuple((cell, word_of(cell)) for cell in cells)
        possible = {role for _, word in words for role in self.vocabulary.titles.get(word, ())}
        if not possible and hint is None:
            return None
        wanted = {*possible, hint}
        matches = (self._match(words, role, hint) for role in self.roles if role in wanted)
        found = [match for match in matches if match is not None]
        if not found:
            return None
        top = max(match.score for match in found)
        best = [match for match in found if match.score == top]
        return best[0], tuple(match.role for match in best[1:])

    def _match(self, words: tuple[tuple[Cell, str], ...], role: str, hint: str | None) -> Match | None:
        columns: dict[int, str] = {}
        unknown: list[Cell] = []
        duplicate: list[Cell] = []
        named = role == hint
        for cell, word in words:
            key = self.vocabulary.column_of(role, word, named=named)
            if key is None:
                unknown.append(cell)
            elif key in columns.values():
                duplicate.append(cell)
            else:
                columns[cell.column] = key
        for column in [column for column, key in columns.items() if is_spare(role, key, columns.values())]:
            del columns[column]
            duplicate += [cell for cell, _ in words if cell.column == column]
        title = SCHEMAS[role].title
        if title.key not in columns.values() and (title.required or not named or len(columns) < 2):
            return None
        # One known word is not enough to be a header, unless the sheet says what it holds: «Dépenses» is also a title.
        alone = named and (len(words) == 1 or self.given is not None)
        if len(columns) < 2 and not alone:
            return None
        return Match(role, columns, tuple(unknown), tuple(duplicate), hint)


def has_figure(cell: Cell) -> bool:
    """Whether the text of a cell holds a figure, which folding leaves there."""
    return isinstance(cell.value, str) and _FIGURE.search(cell.value) is not None


def word_of(cell: Cell) -> str:
    """The folded text of a cell that may be a header; empty for what is none."""
    value = cell.value
    return _known_fold(value) if isinstance(value, str) and len(value) <= _LONGEST_HEADER else ""


def filled(sheet: Sheet, number: int) -> tuple[Cell, ...]:
    """The cells of a row that hold something."""
    cells = sheet.rows[number]
    return tuple([cell for cell in cells if not cell.is_blank])


def are_words(cells: tuple[Cell, ...]) -> bool:
    """Whether a row could be a header at all."""
    return all(isinstance(cell.value, str) for cell in cells)


def runs(cells: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
    """The cells of a row in groups without a blank column between them."""
    run: list[Cell] = []
    for cell in cells:
        if run and cell.column > run[-1].column + 1:
            yield tuple(run)
            run = []
        run.append(cell)
    if run:
        yield tuple(run)
