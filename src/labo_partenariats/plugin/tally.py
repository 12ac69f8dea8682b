"""What an importer has read so far, held against its limits."""

from __future__ import annotations

import math
import time
from collections import Counter
from decimal import Decimal

from attrs import define, field

from labo_partenariats.errors import UnreadableSource
from labo_partenariats.plugin.limits import Limits


@define
class Tally:
    """
    Counts what is read of one source under the names of `Limits` (``rows``, ``cells``, ``file_bytes`` …).

    Every method raises `UnreadableSource` SRC009 beyond the limit it holds against.
    """

    limits: Limits
    deadline: float
    counted: Counter[str] = field(factory=Counter)

    @classmethod
    def starting_now(cls, limits: Limits) -> Tally:
        """A tally whose clock starts."""
        return cls(limits, time.monotonic() + limits.seconds)

    def count(self, limit: str, number: int = 1) -> None:
        """*number* more of what the limit of that name bounds in the whole source."""
        self.counted[limit] = found = self.counted[limit] + number
        self.check(limit, found)

    def check(self, limit: str, found: int, maximum: int | None = None) -> None:
        """The size of one thing, such as the characters of a cell (``cell_characters``); *maximum* is a tighter one."""
        if maximum is None:
            maximum = getattr(self.limits, limit)
        if found > maximum:
            raise UnreadableSource("SRC009", {"limit": limit, "maximum": maximum, "found": found})

    def check_time(self) -> None:
        """Whether there is time left."""
        late = time.monotonic() - self.deadline
        if late > 0:
            maximum = Decimal(str(self.limits.seconds))
            spent = Decimal(math.ceil(10 * (self.limits.seconds + late))) / 10
            raise UnreadableSource("SRC009", {"limit": "seconds", "maximum": maximum, "found": spent})
