"""The collections of a programme from the records of their tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from attrs import evolve, frozen

from labo_partenariats.findings import Finding, finding
from labo_partenariats.i18n import text
from labo_partenariats.model import Programme
from labo_partenariats.tabular.part_names import Directories, claim_names, decision_names, directories_of, titles_of
from labo_partenariats.tabular.parts import PARTS, Part
from labo_partenariats.tabular.records import LeftOut, Record, Records
from labo_partenariats.tabular.references import Ids
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.vocabulary import header


@frozen
class _Made:
    """A part of the programme and the row it comes from."""

    item: Any
    record: Record


class PartAssembler:
    """
    Makes the collections of *programme*, of which all that rows refer to is there; *remember* notes the place of a row.

    ``left_out`` are the rows that say nothing without what they refer to, and it is not known.
    """

    def __init__(
        self,
        records: Records,
        programme: Programme,
        remember: Callable[[str, Record], None],
        report: Callable[[Finding], None],
    ) -> None:
        self._records = records
        self._programme = programme
        self._remember = remember
        self._report = report
        self._known: Directories = directories_of(programme, report)
        self.left_out: list[LeftOut] = []

    def programme(self) -> Programme:
        """The programme with its collections."""
        # Those with others within them come first: rows of the others refer to them.
        made: dict[str, Any] = {part.role: self._items(part) for part in sorted(PARTS, key=lambda part: not part.inner)}
        return evolve(self._programme, **made)

    def _items(self, part: Part) -> tuple[Any, ...]:
        ids = Ids()
        rows = [
            _Made(part.of(**values), record)
            for record in self._records.of(part.role)
            if (values := self._values(part, record, ids)) is not None
        ]
        self._name(part, rows)
        for index, row in enumerate(rows):
            self._remember(f"$.{part.role}[{index}]", row.record)
        return self._with_inner(part, rows)

    def _values(self, part: Part, record: Record, ids: Ids | None) -> dict[str, Any] | None:
        """What the row gives to its object; None when it says nothing without what it refers to."""
        values = {name: value for name in part.attributes if (value := record.get(name)) is not None}
        for name, kind in part.references.items():
            if name not in values:
                continue
            found = self._known[kind].find(values[name])
            if found is None and SCHEMAS[part.role].column(name).required:
                self._reject(record, name)
                return None
            values[name] = self._known[kind].resolve(values[name], record.place(name))
        if ids is not None and "id" in part.attributes:
            values["id"] = ids.give(record.get("id"), *_words(part, values))
        return values

    def _reject(self, record: Record, name: str) -> None:
        facts = {"header": header(record.role, name), "name": record.get(name)}
        self._report(finding("SRC509", facts, location=record.place(name), value=record.get(name)))
        self.left_out.append(record.rejected())

    def _name(self, part: Part, rows: list[_Made]) -> None:
        """Let the rows of a part that others refer to be found by their names."""
        titles = titles_of(self._programme)
        for row in rows:
            if part.role == "claims":
                self._known["claim"].add(row.item.id, *claim_names(row.item))
            elif part.role == "decisions":
                self._known["decision"].add(row.item.id, *decision_names(row.item, *titles))

    def _with_inner(self, part: Part, rows: list[_Made]) -> tuple[Any, ...]:
        """The objects with the parts that belong to each, which go to the first of their id."""
        items = [row.item for row in rows]
        place = {item.id: index for index, item in reversed(list(enumerate(items)))} if part.inner else {}
        for inner in part.inner:
            held: dict[int, list[Any]] = {}
            for owner, row in self._owned(inner):
                mine = held.setdefault(place[owner], [])
                self._remember(f"$.{part.role}[{place[owner]}].{inner.role}[{len(mine)}]", row.record)
                mine.append(row.item)
            for index, found in held.items():
                items[index] = evolve(items[index], **{inner.role: tuple(found)})
        return tuple(items)

    def _owned(self, inner: Part) -> Iterator[tuple[str, _Made]]:
        """The rows of a part within another, with the id of the one they belong to."""
        assert inner.owner is not None
        for record in self._records.of(inner.role):
            owner = self._known[inner.owner].find(record.get(inner.owner))
            values = self._values(inner, record, None)
            if owner is None:
                self._reject(record, inner.owner)
            elif values is not None:
                yield owner, _Made(inner.of(**values), record)


def _words(part: Part, values: dict[str, Any]) -> Iterator[str]:
    """The words that make the id of a row without one."""
    for name in part.named_by:
        value = values.get(name)
        match value:
            case None:
                continue
            case Enum():
                yield text(f"terms.{type(value).__name__}.{value.value}")
            case dt.date():
                yield value.isoformat()
            case _:
                yield str(value)
