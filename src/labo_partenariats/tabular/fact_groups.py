"""
The parts of a programme of which there is one only: each of their attributes is a field of the programme's own table.

One declaration serves the reading of the table, its writing, and the form that people fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from labo_partenariats.model import (
    Agreement,
    Application,
    DocumentMetadata,
    FinancingPlan,
    LocalActionGroup,
    SelectionGrid,
    StateAid,
    StrategyLink,
)
from labo_partenariats.tabular.columns import Column, column_of


@frozen
class FactGroup:
    """
    A part of which each attribute is a field: attribute → key of the field, in the order of the form.

    ``path`` is where the part stands in the programme. The attributes in ``repeated`` hold several texts, one row each.
    """

    of: type
    path: str
    keys: Mapping[str, str]
    repeated: frozenset[str] = field(default=frozenset())

    def columns(self) -> Iterator[Column]:
        """What the value of each field holds; a repeated one holds one text a row."""
        for name, key in self.keys.items():
            yield Column(key) if name in self.repeated else column_of(self.of, name, key=key)

    def repeated_keys(self) -> Iterator[str]:
        """The keys of the fields that may come several times."""
        return (self.keys[name] for name in self.keys if name in self.repeated)

    def values(self, part: Any) -> Iterator[tuple[str, Any]]:
        """The key and the value of each field of *part*, repeated ones once for each of their texts."""
        for name, key in self.keys.items():
            value = getattr(part, name)
            yield from ((key, each) for each in (value if name in self.repeated else (value,)))


def _group(
    of: type, path: str, prefix: str = "", *, named: Mapping[str, str] | None = None, apart: tuple[str, ...] = ()
) -> FactGroup:
    """Every attribute but those told *apart*, its key being *prefix* and its name unless it is *named* otherwise."""
    fields = [each for each in attrs.fields(of) if each.name not in apart]
    keys = {each.name: (named or {}).get(each.name, f"{prefix}{each.name}") for each in fields}
    return FactGroup(of, path, keys, frozenset(each.name for each in fields if each.default == ()))


LAG = _group(LocalActionGroup, "$.lag", "lag_")
STRATEGY = _group(StrategyLink, "$.strategy", named={"contributions": "contribution"})
PLAN = _group(
    FinancingPlan,
    "$.financing",
    "plan_",
    named={"aid_rate": "aid_rate", "requested": "requested"},
    apart=("state_aid", "expenses", "resources"),
)
STATE_AID = _group(StateAid, "$.financing.state_aid", "state_aid_")
APPLICATION = _group(Application, "$.application", "application_")
DOCUMENT = _group(DocumentMetadata, "$.document", "document_")
AGREEMENT = _group(Agreement, "$.agreement", "agreement_")
GRID = _group(SelectionGrid, "$.selection_grid", "grid_", named={"tie_breaks": "grid_tie_break"})

GROUPS = (LAG, STRATEGY, PLAN, STATE_AID, APPLICATION, DOCUMENT, AGREEMENT, GRID)
