"""Ids and names: giving each part of a programme its id, and finding by name what another table refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labo_partenariats.findings import Finding, Location, finding
from labo_partenariats.values.text import fold, slug


class Ids:
    """Ids of one kind: the one a source gives, else the words of the name; a derived id is made unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def copy(self) -> Ids:
        """The same ids taken, to see what would come next."""
        other = Ids()
        other._taken = set(self._taken)
        return other

    def give(self, explicit: str | None, *words: str) -> str:
        """The id of the next part. An explicit id is kept even when it is taken: that is for the user to settle."""
        derived = slug(" ".join(words))
        chosen, rank = explicit or derived, 2
        while explicit is None and chosen in self._taken:
            chosen, rank = f"{derived}-{rank}", rank + 1
        self._taken.add(chosen)
        return chosen


def _key(name: str) -> str:
    """What is compared of a name; one without any letter or digit that folding keeps is compared as it is."""
    return fold(name) or " ".join(name.split()).casefold()


class Directory:
    """Names of one kind of part and the ids they stand for."""

    def __init__(self, kind: str, report: Callable[[Finding], None]) -> None:
        self._kind = kind
        self._report = report
        self._ids: dict[str, str] = {}
        self._exact: set[str] = set()

    def add(self, id_: str, *names: str) -> None:
        """Let *names* (and the id itself) stand for *id_*; the first to claim a name keeps it."""
        self._exact.add(id_)
        for name in (*names, id_):
            self._ids.setdefault(_key(name), id_)

    def find(self, name: str | None) -> str | None:
        """The id that *name* stands for, *name* itself when it is one; None when there is none."""
        return name if name in self._exact else self._ids.get(_key(name)) if name else None

    def name_for(self, id_: str, *names: str) -> str:
        """The first of *names* that stands for *id_*, else the id: how another table refers to it."""
        return next((name for name in names if self.find(name) == id_), id_)

    def resolve(self, name: str | None, location: Location) -> str | None:
        """The id that *name* stands for; an unknown name is reported at *location* and left out."""
        found = self.find(name)
        if name and found is None:
            self._report(finding("SRC504", {"kind": self._kind, "name": name}, location=location, value=name))
        return found

    def resolve_all(self, names: Iterable[str], location: Location) -> tuple[str, ...]:
        """The ids of several names, unknown ones reported."""
        return tuple(found for name in names if (found := self.resolve(name, location)) is not None)
