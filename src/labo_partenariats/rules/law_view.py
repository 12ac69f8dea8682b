"""The law as one case sees it: a regime, a day, and what the dossier tells of the circumstances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve, field, frozen

from labo_partenariats.law import ParameterValue, Reason, Regime, UnknownValue

T = TypeVar("T")

#: A value is published of which it cannot be told whether it applies on that day or under those circumstances.
_IN_DOUBT = (Reason.UNDATED, Reason.QUALIFIER_NEEDED, Reason.BEFORE_FIRST, Reason.AFTER_LAST, Reason.BETWEEN)

#: What a missing circumstance is called among the facts that a dossier lacks.
_CIRCUMSTANCES = {
    "owner": "owner_kind",
    "authority": "managing_authority",
    "area": "area_kind",
    "nature": "operation_nature",
    "fiche_action": "fiche_action",
}


@frozen
class LawView:
    """
    The law of one case («droit applicable au dossier»): its regime and day, None when unknown, and the circumstances.
    """

    regime: Regime | None
    day: dt.date | None
    told: Mapping[str, str] = field(factory=dict)

    def on(self, day: dt.date | None) -> LawView:
        """The same law on another day: that of a claim, a journey, a grant."""
        return evolve(self, day=day)

    def find(self, key: str) -> ParameterValue | UnknownValue | None:
        """The value of *key* in force, or why there is none; None without a regime or a day."""
        if self.regime is None or self.day is None:
            return None
        return self.regime.value(key, self.day, **self.told)

    def parameter(self, key: str) -> ParameterValue | None:
        """The value of *key* in force, None when it is not known."""
        found = self.find(key)
        return found if isinstance(found, ParameterValue) else None

    def value(self, key: str, kind: type[T]) -> T | None:
        """What *key* is worth when it is known and of that *kind*."""
        parameter = self.parameter(key)
        return parameter.value if parameter is not None and isinstance(parameter.value, kind) else None

    def doubt(self, key: str) -> UnknownValue | None:
        """
        Why it cannot be told whether a published value of *key* applies: undated, known for other years only, or for
        circumstances that the dossier does not tell. None when a value applies and when nobody publishes one.
        """
        found = self.find(key)
        return found if isinstance(found, UnknownValue) and found.reason in _IN_DOUBT else None

    def lacking(self, key: str) -> tuple[str, ...]:
        """What would have to be known for *key* to have an answer: the circumstances it depends on, else itself."""
        found = self.find(key)
        needed = found.needed if isinstance(found, UnknownValue) else ()
        return tuple(sorted(_CIRCUMSTANCES[name] for name in needed if name in _CIRCUMSTANCES)) or (key,)

    def owned(self, owner: str | None) -> LawView:
        """The same law for costs that an owner of that kind bears; None is «not told»."""
        others = {name: value for name, value in self.told.items() if name != "owner"}
        return evolve(self, told=others if owner is None else others | {"owner": owner})
