"""Ids and names: giving each part of a programme its id, and finding by name what another table refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labo_partenariats.findings import Finding, Location, finding
from labo_partenariats.tabular.near import nearest
from labo_partenariats.values.text import fold, slug

#: A list of more names is not searched for one that is near.
_MOST_COMPARED = 2_000


class Ids:
    """Ids of one kind: the one a source gives, else the words of the name; a derived id is made unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._ranks: dict[str, int] = {}

    def copy(self) -> Ids:
        """The same ids taken, to see what would come next."""
        other = Ids()
        other._taken, other._ranks = set(self._taken), dict(self._ranks)
        return other

    def give(self, explicit: str | None, *words: str) -> str:
        """The id of the next part. An explicit id is kept even when it is taken: that is for the user to settle."""
        chosen = explicit or self._derived(slug(" ".join(words)))
        self._taken.add(chosen)
        return chosen

    def _derived(self, name: str) -> str:
        """The name, or the name and the first rank that is free: ranks once passed stay taken."""
        if name not in self._taken:
            return name
        rank = self._ranks.get(name, 2)
        while f"{name}-{rank}" in self._taken:
            rank += 1
        self._ranks[name] = rank + 1
        return f"{name}-{rank}"


def _key(name: str) -> str:
    """What is compared of a name; one without any letter or digit that folding keeps is compared as it is."""
    return fold(name) or " ".join(name.split()).casefold()


class Directory:
    """
    Names of one kind of part and the ids they stand for.

    A name that several parts bear stands for the first of them; with *strict*, for none.
    """

    def __init__(self, kind: str, report: Callable[[Finding], None], *, strict: bool = False) -> None:
        self._kind = kind
        self._report = report
        self._strict = strict
        self._ids: dict[str, str] = {}
        self._exact: set[str] = set()
        self._shared: set[str] = set()
        self._names: dict[str, tuple[str, ...]] = {}

    def add(self, id_: str, *names: str) -> None:
        """Let *names* (and the id itself) stand for *id_*; the first to claim a name keeps it."""
        self._exact.add(id_)
        self._names.setdefault(id_, names)
        for name in (*names, id_):
            key = _key(name)
            if self._ids.setdefault(key, id_) != id_:
                self._shared.add(key)

    def find(self, name: str | None) -> str | None:
        """The id that *name* stands for, *name* itself when it is one; None when there is none."""
        if name in self._exact or not name:
            return name or None
        return None if self._strict and self._is_shared(name) else self._ids.get(_key(name))

    def _is_shared(self, name: str) -> bool:
        return _key(name) in self._shared

    def name_of(self, id_: str) -> str:
        """The first of its names that stands for *id_* alone, else the id: how another table refers to it."""
        return next((name for name in self._names.get(id_, ()) if self.find(name) == id_), id_)

    def resolve(self, name: str | None, location: Location) -> str | None:
        """The id that *name* stands for; a name that is unknown, or of several parts, is reported and left out."""
        found = self.find(name)
        if name and found is None:
            self._report(self._unresolved(name, location))
        return found

    def _unresolved(self, name: str, location: Location) -> Finding:
        facts: dict[str, object] = {"kind": self._kind, "name": name}
        if self._is_shared(name):
            return finding("SRC508", facts, location=location, value=name)
        near = self._near(name)
        if near is None:
            return finding("SRC504", facts, location=location, value=name)
        return finding("SRC510", {**facts, "near": near}, location=location, value=name)

    def _near(self, name: str) -> str | None:
        """The name of a part that is like *name*; long lists are not searched, for a slip could be anything there."""
        if len(self._ids) > _MOST_COMPARED:
            return None
        found = nearest(name, self._ids)
        return self.name_of(self._ids[found]) if found else None

    def resolve_all(self, names: Iterable[str], location: Location) -> tuple[str, ...]:
        """The ids of several names, unknown ones reported."""
        return tuple(found for name in names if (found := self.resolve(name, location)) is not None)
