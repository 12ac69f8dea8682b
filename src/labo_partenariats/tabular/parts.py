"""
The collections of a programme that tables hold row by row: which table, which class, what its columns refer to.

One declaration serves the reading of a table, its writing, the template and the search for losses: columns are the
attributes of the class, and what their cells hold is told by their types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from attrs import evolve, field, frozen

from labo_partenariats.model import (
    ActorLink,
    ActualExpense,
    Ballot,
    Breach,
    CriterionScore,
    Decision,
    Participant,
    PaymentClaim,
    Quote,
    ReceivedAid,
    ReceivedPayment,
    StaffTime,
    SuppliedDocument,
    Trip,
)
from labo_partenariats.tabular.columns import Column, TableSchema, column_of


@frozen
class Part:
    """
    A collection of the programme: ``role`` is the name of its table and of the attribute that holds it.

    ``first`` are the columns that come first, the others following as the class has them. ``references`` tells for the
    attributes that hold an id what kind of thing it is that of. ``named_by`` are the attributes whose words make the id
    of a row that has none. A part ``within`` another names the row of it that it belongs to, in its first column.
    """

    role: str
    of: type
    first: tuple[str, ...]
    references: Mapping[str, str] = field(factory=dict)
    named_by: tuple[str, ...] = ()
    inner: tuple[Part, ...] = ()
    owner: str | None = None
    attributes: tuple[str, ...] = field(init=False)

    @attributes.default
    def _in_column_order(self) -> tuple[str, ...]:
        """The attributes that have a column, in the order of the columns: the id comes last."""
        nested = {part.role for part in self.inner}
        own = [each.name for each in attrs.fields(self.of) if each.name not in nested and each.name not in self.first]
        return (*self.first, *sorted(own, key=lambda name: name == "id"))

    @property
    def schema(self) -> TableSchema:
        """The table of the part."""
        owner = () if self.owner is None else (Column(self.owner, required=True, names=_TABLES[self.owner]),)
        return TableSchema(self.role, (*owner, *map(self._column, self.attributes)), occasional=True)

    def _column(self, name: str) -> Column:
        column = column_of(self.of, name)
        names = _TABLES.get(self.references.get(name, ""))
        is_id = name == "id"
        return evolve(column, required=column.required and not is_id, names=names)


#: The tables of which the first column names the rows, by the kind of what they list.
_TABLES = {
    "actor": "actors",
    "committee": "committees",
    "claim": "claims",
    "decision": "decisions",
    "expense": "expenses",
    "project": "projects",
    "resource": "resources",
}

BREACHES = Part("breaches", Breach, ("kind",), owner="claim")
BALLOTS = Part("ballots", Ballot, ("member", "vote"), owner="decision")
SCORES = Part("scores", CriterionScore, ("criterion",), owner="decision")

#: The collections of the programme, in the order in which a workbook shows them.
PARTS = (
    Part("quotes", Quote, ("supplier", "expense"), {"expense": "expense"}, ("supplier", "expense")),
    Part(
        "actual_expenses",
        ActualExpense,
        ("label", "amount"),
        {"expense": "expense", "claim": "claim"},
        ("label",),
    ),
    Part("staff_time", StaffTime, ("position",), {"expense": "expense", "actor": "actor"}, ("position", "start")),
    Part("trips", Trip, ("destination", "date"), {"expense": "expense"}, ("date", "destination")),
    Part("claims", PaymentClaim, ("id",), named_by=("kind", "date"), inner=(BREACHES,)),
    Part("payments", ReceivedPayment, ("resource",), {"resource": "resource", "claim": "claim"}, ("resource", "date")),
    Part("aids", ReceivedAid, ("actor",), {"actor": "actor"}, ("actor", "granted")),
    Part("links", ActorLink, ("controlling", "controlled"), {"controlling": "actor", "controlled": "actor"}),
    Part(
        "decisions",
        Decision,
        ("project", "committee", "date"),
        {"project": "project", "committee": "committee"},
        ("committee", "project", "date"),
        inner=(BALLOTS, SCORES),
    ),
    Part("supplied_documents", SuppliedDocument, ("kind",), named_by=("kind",)),
    # A name of a person makes no id: ids are published.
    Part("participants", Participant, ("name", "session"), {"session": "session", "actor": "actor"}, ("session",)),
)


def every_part() -> Iterator[Part]:
    """All collections, those within another after it."""
    for part in PARTS:
        yield part
        yield from part.inner
