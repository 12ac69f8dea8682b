"""The law that applies somewhere on a day: layers stacked from the EU to the local action group («régime»)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NoReturn

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.law.declarations import common_declarations
from labo_partenariats.law.parameter import Declaration, Layer, Parameter, ParameterValue, Reason, UnknownValue
from labo_partenariats.law.terms import QUALIFIERS


@frozen
class Regime:
    """
    A stack of layers, the most general first («régime»).

    The most local layer that gives a parameter a value on the day wins; the values it overrides stay visible in `stack`
    and `history`. A layer whose answer depends on something that was not given, or whose value has no known start, is
    not passed over in silence: the answer is then unknown.
    """

    layers: tuple[Layer, ...]

    @property
    def id(self) -> str:
        """The id of the most local layer."""
        return self.layers[-1].id

    def value(self, key: str, on: dt.date, **qualifiers: str | None) -> ParameterValue | UnknownValue:
        """
        The value of *key* in force on the day *on* under the given circumstances, or why there is none.

        *qualifiers* are those of `QUALIFIERS` (``owner="private"``); None is «not given». A value without conditions is
        the general rule: it applies unless a value for the given circumstances exists. Raises `Misuse` for a qualifier
        that does not exist.
        """
        given = _checked(on, qualifiers)
        other_cases: list[ParameterValue] = []
        for layer in reversed(self.layers):
            if key not in layer.parameters:
                continue
            covering = layer.parameters[key].covering(on)
            chosen = _chosen(covering, given)
            if chosen is not None:
                if chosen.start is None:
                    return UnknownValue(key=key, on=on, reason=Reason.UNDATED, candidates=(chosen,))
                return chosen
            needed = sorted({name for value in covering if _open(value, given) for name in value.when} - given.keys())
            if needed:
                reason = Reason.QUALIFIER_NEEDED
                return UnknownValue(key=key, on=on, reason=reason, needed=tuple(needed), candidates=covering)
            other_cases.extend(covering)
        if other_cases:
            return UnknownValue(key=key, on=on, reason=Reason.NO_SUCH_CASE, candidates=tuple(other_cases))
        return self._outside(key, on, given)

    def stack(self, key: str, on: dt.date, **qualifiers: str | None) -> tuple[ParameterValue, ...]:
        """
        The values of *key* that apply on the day under the circumstances, the most local first: winner, then
        overridden.
        """
        given = _checked(on, qualifiers)
        chosen = [_chosen(parameter.covering(on), given) for parameter in self._local_first(key)]
        return tuple(value for value in chosen if value is not None)

    def history(self, key: str) -> tuple[ParameterValue, ...]:
        """Every value that any layer gives to *key*, the most local layer first, each layer's by day."""
        return tuple(value for parameter in self._local_first(key) for value in parameter.values)

    def declaration(self, key: str) -> Declaration | None:
        """What is declared of *key* by the library or by one of the layers; None when nobody knows it."""
        local = (parameter.declaration for parameter in self._local_first(key))
        return common_declarations().get(key) or next(local, None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys to which a layer gives a value, in alphabetical order."""
        return tuple(sorted({key for layer in self.layers for key in layer.parameters}))

    def _local_first(self, key: str) -> tuple[Parameter, ...]:
        return tuple(layer.parameters[key] for layer in reversed(self.layers) if key in layer.parameters)

    def _outside(self, key: str, on: dt.date, given: Mapping[str, str]) -> UnknownValue:
        """Why no value covers the day: the values that apply lie before it, after it, or on both sides."""
        possible = [value for value in self.history(key) if _met(value, given) or _open(value, given)]
        before = [value for value in possible if value.end is not None and value.end < on]
        after = [value for value in possible if value.start is not None and value.start > on]
        nearest = (*_last(before), *_first(after))
        if nearest:
            reason = Reason.BETWEEN if before and after else Reason.AFTER_LAST if before else Reason.BEFORE_FIRST
        else:
            reason = Reason.NO_PARAMETER if self.declaration(key) is None else Reason.NO_VALUE
        return UnknownValue(key=key, on=on, reason=reason, candidates=nearest)


def _chosen(covering: tuple[ParameterValue, ...], given: Mapping[str, str]) -> ParameterValue | None:
    """The value for the given circumstances, else the general rule; at most one of each by the loader's checks."""
    met = [value for value in covering if _met(value, given)]
    return max(met, key=lambda value: len(value.when), default=None)


def _met(value: ParameterValue, given: Mapping[str, str]) -> bool:
    return all(given.get(name) == wanted for name, wanted in value.when.items())


def _open(value: ParameterValue, given: Mapping[str, str]) -> bool:
    """Whether the value's conditions could still be met if more were told."""
    return all(given.get(name, wanted) == wanted for name, wanted in value.when.items())


def _last(values: list[ParameterValue]) -> tuple[ParameterValue, ...]:
    return (max(values, key=lambda value: value.end or dt.date.max),) if values else ()


def _first(values: list[ParameterValue]) -> tuple[ParameterValue, ...]:
    return (min(values, key=lambda value: value.start or dt.date.min),) if values else ()


def _checked(on: dt.date, qualifiers: Mapping[str, str | None]) -> dict[str, str]:
    if type(on) is not dt.date:
        _misused("on", repr(on))
    for name, value in qualifiers.items():
        allowed = QUALIFIERS.get(name, frozenset())
        if name not in QUALIFIERS or (value is not None and allowed is not None and value not in allowed):
            _misused(name, repr(value))
    return {name: value for name, value in qualifiers.items() if value is not None}


def _misused(name: str, value: str) -> NoReturn:
    raise Misuse("MIS043", {"name": name, "value": value})
