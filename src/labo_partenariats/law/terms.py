"""The closed vocabularies of the law: kinds of layers, units, certainties, qualifiers; and texts in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from labo_partenariats.values.bilingual import Bilingual


class LayerKind(Enum):
    """Whose law a layer holds («échelon»), from the most general to the most local."""

    EU = "eu"
    COUNTRY = "country"
    REGION = "region"
    LAG = "lag"

    @property
    def rank(self) -> int:
        """0 for the most general."""
        return list(LayerKind).index(self)


class Unit(Enum):
    """
    What a parameter's value is counted in («unité»), and so its Python type.

    RATE gives `Rate` (0 to 1), EUR `Money`, the unit prices `Decimal`, the counted units `int`, DATE `datetime.date`,
    BOOLEAN `bool`, TEXT and CHOICE `str`, CHOICES a tuple of `str`.
    """

    RATE = "rate"
    EUR = "EUR"
    EUR_PER_KM = "EUR_per_km"
    EUR_PER_HOUR = "EUR_per_hour"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    POINTS = "points"
    DATE = "date"
    BOOLEAN = "boolean"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"


class Certainty(Enum):
    """
    How sure a value is («degré de certitude»).

    VERIFIED: the text was read. PRACTICE: the published practice of a region or of a local action group, which is no
    law. UNVERIFIED: from memory, or read at second hand; never to be shown as law.
    """

    VERIFIED = "verified"
    PRACTICE = "published practice"
    UNVERIFIED = "unverified"


#: What a value may depend on: the qualifier and its possible values, None when they are the layer's own (a
#: fiche-action).
QUALIFIERS: Final[Mapping[str, frozenset[str] | None]] = {
    "owner": frozenset({"private", "public", "public_law_body"}),
    "authority": frozenset({"state", "region"}),
    "area": frozenset({"convergence", "less_developed", "transition", "outermost"}),
    "nature": frozenset({"investment", "studies", "running_costs"}),
    "sector": frozenset({"road_freight"}),
    "fiche_action": None,
}


__all__ = ["QUALIFIERS", "Bilingual", "Certainty", "LayerKind", "Unit"]
