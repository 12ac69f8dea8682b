"""The notes taken while reading, bounded: a file with a fault on every row gives a hundred notes, then a count."""

from __future__ import annotations

from collections import Counter

from labo_partenariats.tabular.table import Note

_MOST = 100


class Notebook:
    """Notes in the order they are taken, at most a hundred of one code on one sheet."""

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._taken: Counter[tuple[str, str | None]] = Counter()

    def add(self, note: Note) -> None:
        """Take *note*, or only count it when its sheet has many of its code already."""
        kind = note.code, note.sheet
        self._taken[kind] += 1
        if self._taken[kind] <= _MOST:
            self._notes.append(note)

    def tell(self, code: str, **data: object) -> None:
        """Take a note of the whole source."""
        self.add(Note(code, data))

    def notes(self) -> tuple[Note, ...]:
        """The notes, then one note (SRC039) for each code of which some were left out."""
        left_out = (
            Note("SRC039", {"code": code, "count": count - _MOST}, sheet=sheet)
            for (code, sheet), count in self._taken.items()
            if count > _MOST
        )
        return (*self._notes, *left_out)
