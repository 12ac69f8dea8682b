"""Legal parameters: what is declared of a key, the dated values that layers give it, and the answer «not known»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from labo_partenariats.law.bands import Bands
from labo_partenariats.law.terms import Bilingual, Certainty, LayerKind, Unit
from labo_partenariats.values.money import Money, Rate

Scalar = Money | Rate | Decimal | int | str | bool | dt.date | tuple[str, ...]
Value = Scalar | Bands


@frozen(kw_only=True)
class Reference:
    """
    Where a value comes from («référence»): the act or page, the article, the address and the day it was consulted.

    ``dated`` is the date that the act itself bears. ``quote`` gives its own words, ``fact`` what it says in ours.
    """

    act: str
    article: str | None = None
    url: str | None = None
    dated: dt.date | None = None
    consulted: dt.date | None = None
    quote: str | None = None
    fact: Bilingual | None = None


@frozen(kw_only=True)
class Declaration:
    """
    What holds of a parameter whatever its layer and day («paramètre»).

    ``bands`` names the axes of a parameter whose value is a table, with their units; ``options`` the values of a
    choice. ``rule`` is the id of the rule that uses it (`classification`); None for a network's own parameters.
    """

    key: str
    unit: Unit
    label: Bilingual
    rule: str | None = None
    note: Bilingual | None = None
    bands: Mapping[str, Unit] = field(factory=dict)
    options: Mapping[str, Bilingual] = field(factory=dict)


@frozen(kw_only=True)
class ParameterValue:
    """
    One value of a parameter with all that an explanation prints («valeur en vigueur»).

    It holds from ``start`` to ``end``, both included. ``start`` is None when the source does not tell since when: such
    a value is shown but never applied. ``end`` is None when no end was known on the day of consultation. ``when`` are
    the conditions under which it holds (``owner`` → ``private``), empty for the general rule. ``dates_certainty`` tells
    how sure the two days are, when that differs from the value itself.
    """

    declaration: Declaration
    layer: str
    value: Value
    start: dt.date | None
    end: dt.date | None = None
    when: Mapping[str, str] = field(factory=dict)
    certainty: Certainty
    dates_certainty: Certainty
    references: tuple[Reference, ...] = ()
    note: Bilingual | None = None

    @property
    def key(self) -> str:
        """The name of the parameter."""
        return self.declaration.key

    @property
    def reliability(self) -> Certainty:
        """How sure the value is on its days: the less sure of the two («fiabilité»)."""
        return max(self.certainty, self.dates_certainty, key=list(Certainty).index)

    @property
    def unit(self) -> Unit:
        """What the value is counted in; for a table, what its cells are counted in."""
        return self.declaration.unit

    @property
    def label(self) -> Bilingual:
        """The parameter's name for readers."""
        return self.declaration.label

    @property
    def rule(self) -> str | None:
        """The rule that uses the parameter."""
        return self.declaration.rule

    @property
    def verified(self) -> bool:
        """Whether both the value and its days were read in a text."""
        return self.certainty is self.dates_certainty is Certainty.VERIFIED

    @property
    def consulted(self) -> dt.date | None:
        """The last day on which a source of this value was consulted."""
        return max((ref.consulted for ref in self.references if ref.consulted), default=None)


class Reason(Enum):
    """Why a parameter has no value on a day («motif»)."""

    NO_PARAMETER = "no_parameter"  # nobody has declared such a key
    NO_VALUE = "no_value"  # declared, and no layer of the regime gives it a value
    BEFORE_FIRST = "before_first"
    AFTER_LAST = "after_last"
    BETWEEN = "between"
    UNDATED = "undated"  # a value is published, and not since when
    QUALIFIER_NEEDED = "qualifier_needed"  # the value depends on a circumstance that was not given
    NO_SUCH_CASE = "no_such_case"  # values exist for other circumstances only


@frozen(kw_only=True)
class UnknownValue:
    """
    No value is known for the parameter on that day («inconnue»): the answer instead of the nearest value.

    ``candidates`` are the values that came closest: undated, under other circumstances, or before and after the day.
    ``needed`` are the qualifiers whose absence prevented an answer.
    """

    key: str
    on: dt.date
    reason: Reason
    needed: tuple[str, ...] = ()
    candidates: tuple[ParameterValue, ...] = ()


@frozen
class Parameter:
    """The values that one layer gives to one key, in the order of their days."""

    declaration: Declaration
    values: tuple[ParameterValue, ...]

    def covering(self, on: dt.date) -> tuple[ParameterValue, ...]:
        """The values that hold on the day, or may hold on it as their start is unknown."""
        found: list[ParameterValue] = []
        earlier: list[Mapping[str, str]] = []
        for value in self.values:
            if value.end is not None and value.end < on:
                continue
            # an unknown start lies after the end of the value before it
            if value.when not in earlier if value.start is None else value.start <= on:
                found.append(value)
            earlier.append(value.when)
        return tuple(found)


@frozen(kw_only=True)
class Note:
    """Something a layer says that is no value («remarque»), such as a text that was not found."""

    text: Bilingual
    rule: str | None = None
    references: tuple[Reference, ...] = ()


@frozen(kw_only=True)
class Layer:
    """
    One layer of law («échelon»): what the EU, a country, a region's programme or a local action group lays down.

    ``parent`` is the id of the layer below it, None for the EU. ``names`` are other names by which dossiers call it.
    """

    id: str
    kind: LayerKind
    label: Bilingual
    parent: str | None = None
    names: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    parameters: Mapping[str, Parameter] = field(factory=dict)
