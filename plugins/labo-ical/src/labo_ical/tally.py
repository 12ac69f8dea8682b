"""What was read so far of a calendar, held against the limits, and the notes taken on the way."""

from __future__ import annotations

import math
import time
from decimal import Decimal

from attrs import define, field

from labo_partenariats.plugin import Limits, Note, UnreadableSource

#: A file with a fault in every event gives so many notes of one kind, then a count.
_MOST_NOTES = 100


@define
class Tally:
    """Counts what goes into tables; every method raises `UnreadableSource` SRC009 beyond its limit."""

    limits: Limits
    deadline: float
    rows: int = 0
    cells: int = 0

    @classmethod
    def starting_now(cls, limits: Limits) -> Tally:
        """A tally whose clock starts."""
        return cls(limits, time.monotonic() + limits.seconds)

    def check_bytes(self, number: int) -> None:
        """The size of the file."""
        _bound("file_bytes", number, self.limits.file_bytes)

    def check_text(self, length: int) -> None:
        """The length of one text."""
        _bound("cell_characters", length, self.limits.cell_characters)

    def count_events(self, number: int) -> None:
        """*number* events so far, each of which is at least one row."""
        _bound("rows", number, self.limits.rows)

    def count_row(self, cells: int) -> None:
        """One more row, which holds *cells* cells."""
        self.rows += 1
        self.cells += cells
        _bound("rows", self.rows, self.limits.rows)
        _bound("cells", self.cells, self.limits.cells)

    def check_time(self) -> None:
        """Whether there is time left."""
        late = time.monotonic() - self.deadline
        if late > 0:
            maximum = Decimal(str(self.limits.seconds))
            spent = Decimal(math.ceil(10 * (self.limits.seconds + late))) / 10
            raise UnreadableSource("SRC009", {"limit": "seconds", "maximum": maximum, "found": spent})


def _bound(limit: str, found: int, maximum: int) -> None:
    if found > maximum:
        raise UnreadableSource("SRC009", {"limit": limit, "maximum": maximum, "found": found})


@define
class Notebook:
    """Notes in the order they are taken, at most a hundred of one code."""

    notes: list[Note] = field(factory=list)
    taken: dict[str, int] = field(factory=dict)

    def add(self, code: str, **data: object) -> None:
        """Take a note, or only count it when there are many of its code already."""
        self.taken[code] = self.taken.get(code, 0) + 1
        if self.taken[code] <= _MOST_NOTES:
            self.notes.append(Note(code, data))

    def all(self) -> tuple[Note, ...]:
        """The notes, then one (SRC039) for each code of which some were left out."""
        counts = ((code, taken - _MOST_NOTES) for code, taken in self.taken.items() if taken > _MOST_NOTES)
        return (*self.notes, *(Note("SRC039", {"code": code, "count": count}) for code, count in counts))
