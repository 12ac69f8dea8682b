"""The problems of a file of law, and the reader that collects them all while it takes a table apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from attrs import field, frozen

from labo_partenariats.findings import PathLocation
from labo_partenariats.law.terms import Bilingual

UNREADABLE: Final = "LAW001"
MISSING_KEY: Final = "LAW002"
UNKNOWN_KEY: Final = "LAW003"
WRONG_TYPE: Final = "LAW004"
NOT_IN_LIST: Final = "LAW005"
BAD_NAME: Final = "LAW006"
OUT_OF_BOUNDS: Final = "LAW007"
ENDS_BEFORE_START: Final = "LAW008"
UNSORTED: Final = "LAW009"
OVERLAP: Final = "LAW010"
UNSOURCED: Final = "LAW011"
DATES_OUT_OF_ORDER: Final = "LAW012"
QUOTE_TOO_LONG: Final = "LAW013"
NOT_A_GRID: Final = "LAW014"
MIXED_CONDITIONS: Final = "LAW015"
DECLARED_OTHERWISE: Final = "LAW016"
LAYER_TAKEN: Final = "LAW020"
PARENT_UNKNOWN: Final = "LAW021"
PARENT_NOT_ABOVE: Final = "LAW022"

T = TypeVar("T")

_KINDS: Final[Mapping[type, str]] = {
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    str: "string",
    list: "array",
    dict: "table",
    dt.date: "date",
}


@frozen
class Problem:
    """
    One problem of a file of law: a code of the catalogue, the place in the file and the facts.

    ``path`` spells the keys of the TOML file, positions counted from 0: ``parameters.aid_rate.values[1].from``.
    """

    code: str
    path: str
    data: Mapping[str, object] = field(factory=dict)
    file: str | None = None

    @property
    def location(self) -> PathLocation:
        """The place, as findings hold it."""
        return PathLocation(self.path, self.file)


def kind_of(value: object) -> str:
    """The name of the type of a TOML value."""
    return _KINDS.get(type(value), type(value).__name__)


class TableReader:
    """
    Takes one TOML table apart, key by key, and notes every problem in a list shared by the whole file.

    Not frozen: it remembers which keys were taken, so that `finish` can name the ones that nobody knows.
    """

    def __init__(self, raw: Mapping[str, object], path: str, problems: list[Problem]) -> None:
        self.raw = raw
        self.path = path
        self.problems = problems
        self._taken: set[str] = set()

    def at(self, key: str) -> str:
        """The path of *key* in this table."""
        return f"{self.path}.{key}" if self.path else key

    def report(self, code: str, key: str | None = None, /, **data: object) -> None:
        """Note a problem of the table, or of one of its keys."""
        self.problems.append(Problem(code, self.path if key is None else self.at(key), data))

    def take(self, key: str, kind: type[T], *, required: bool = False) -> T | None:
        """The value of *key* when it is there and of exactly that type."""
        self._taken.add(key)
        if key not in self.raw:
            if required:
                self.report(MISSING_KEY, key, key=key)
            return None
        value = self.raw[key]
        if type(value) is not kind:
            self.report(WRONG_TYPE, key, expected=_KINDS[kind], found=kind_of(value))
            return None
        return value

    def any(self, key: str) -> object | None:
        """The value of *key*, whatever its type; a problem when it is absent."""
        self._taken.add(key)
        if key not in self.raw:
            self.report(MISSING_KEY, key, key=key)
        return self.raw.get(key)

    def words(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank."""
        found = self.take(key, str, required=required)
        if found is not None and not found.strip():
            self.report(MISSING_KEY, key, key=key)
            return None
        return found

    def name(self, key: str, pattern: re.Pattern[str], *, required: bool = False) -> str | None:
        """A text of a set form, such as an id."""
        found = self.take(key, str, required=required)
        if found is not None and not pattern.fullmatch(found):
            self.report(BAD_NAME, key, value=found, pattern=pattern.pattern)
            return None
        return found

    def one_of(self, key: str, allowed: Iterable[str], *, required: bool = False) -> str | None:
        """A text of a closed list."""
        found = self.take(key, str, required=required)
        if found is not None and found not in allowed:
            self.report(NOT_IN_LIST, key, value=found, allowed=", ".join(sorted(allowed)))
            return None
        return found

    def table(self, key: str, *, required: bool = False) -> TableReader | None:
        """A table below this one."""
        found = self.take(key, dict, required=required)
        return None if found is None else TableReader(found, self.at(key), self.problems)

    def tables(self, key: str) -> tuple[TableReader, ...]:
        """An array of tables; empty when absent."""
        found = self.take(key, list) or []
        readers = []
        for i, item in enumerate(found):
            path = f"{self.at(key)}[{i}]"
            if isinstance(item, dict):
                readers.append(TableReader(item, path, self.problems))
            else:
                self.problems.append(Problem(WRONG_TYPE, path, {"expected": "table", "found": kind_of(item)}))
        return tuple(readers)

    def bilingual(self, key: str, *, required: bool = False) -> Bilingual | None:
        """A text in both languages."""
        table = self.table(key, required=required)
        return None if table is None else table.as_bilingual()

    def as_bilingual(self) -> Bilingual | None:
        """This whole table as a text in both languages."""
        fr, en = self.words("fr", required=True), self.words("en", required=True)
        self.finish()
        return None if fr is None or en is None else Bilingual(fr, en)

    def finish(self) -> None:
        """Note every key that was not taken."""
        for key in self.raw:
            if key not in self._taken:
                self.report(UNKNOWN_KEY, key, key=key)
