"""What a header or a word may have been meant to be: told, never read as such."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from labo_partenariats.findings import Finding, finding
from labo_partenariats.tabular.cells import UNKNOWN_TERM, text_of
from labo_partenariats.tabular.columns import Column
from labo_partenariats.tabular.heads import are_words, filled, word_of
from labo_partenariats.tabular.locate import Region
from labo_partenariats.tabular.near import nearest
from labo_partenariats.tabular.record import place
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.table import Cell, Sheet
from labo_partenariats.tabular.vocabulary import Vocabulary, header, terms
from labo_partenariats.values.reading import Reading

#: How many rows of a sheet without a table are looked at for misspelt headers.
_FIRST_ROWS = 30


def unused_header(sheet: Sheet, region: Region, cell: Cell, vocabulary: Vocabulary) -> Finding:
    """A column that is not known: SRC123 when its header is near one that the table lacks, else SRC104."""
    shown, role = text_of(cell), region.schema.role
    lacking = {word: key for word, key in vocabulary.headers[role].items() if key not in region.columns.values()}
    near = nearest(shown, lacking)
    where = place(sheet, cell.row, cell.column)
    if near is None:
        return finding("SRC104", {"header": shown}, location=where, value=shown)
    return _near_header(sheet, cell, role, lacking[near])


def _near_header(sheet: Sheet, cell: Cell, role: str, key: str) -> Finding:
    shown = text_of(cell)
    facts = {"header": shown, "near": header(role, key)}
    return finding("SRC123", facts, location=place(sheet, cell.row, cell.column), value=shown)


def misspelt_headers(sheet: Sheet, vocabulary: Vocabulary, role: str | None) -> Iterator[Finding]:
    """The headers that would make a table of a row, were they not misspelt (SRC123); of the first such row alone."""
    roles = (role,) if role else tuple(SCHEMAS)
    for number in sorted(sheet.rows)[:_FIRST_ROWS]:
        cells = filled(sheet, number)
        if len(cells) < 2 or not are_words(cells):
            continue
        guesses = [guess for each in roles if len(guess := _guess(cells, each, vocabulary)) > 1]
        if not guesses:
            continue
        best = max(guesses, key=lambda guess: (len({key for _, _, key, _ in guess}), -sum(near for *_, near in guess)))
        yield from (_near_header(sheet, cell, found, key) for found, cell, key, near in best if near)
        return


def _guess(cells: tuple[Cell, ...], role: str, vocabulary: Vocabulary) -> list[tuple[str, Cell, str, bool]]:
    """The columns that the cells would be, known or near, when that is enough for a table of this role."""
    known = vocabulary.headers[role]
    guess: list[tuple[str, Cell, str, bool]] = []
    for cell in cells:
        exact = known.get(word_of(cell))
        taken = {key for _, _, key, _ in guess}
        word = None if exact else nearest(text_of(cell), (each for each, key in known.items() if key not in taken))
        if (key := exact or (known[word] if word else None)) is not None and key not in taken:
            guess.append((role, cell, key, exact is None))
    present = {key for _, _, key, _ in guess}
    return guess if all(column.key in present for column in SCHEMAS[role].columns if column.required) else []


def doubts_of(reading: Reading[Any], cell: Cell, column: Column, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The code and the facts of each doubt about a cell whose column is called *name*; a near word is suggested."""
    shown = text_of(cell)
    for doubt in reading.doubts:
        facts: dict[str, object] = {"text": doubt.text or shown, "header": name, **doubt.data}
        near = near_term(column.terms, shown) if doubt.code == UNKNOWN_TERM and column.terms is not None else None
        yield (doubt.code, facts) if near is None else ("SRC512", {**facts, "near": near})


def near_term(kind: type[Enum], text: str) -> Enum | None:
    """The member of a vocabulary that a word may have been meant to be."""
    known = terms(kind)
    found = nearest(text, known)
    return known[found] if found else None
