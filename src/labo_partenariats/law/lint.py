"""
What the figures of a regime say of one another: limits that can never bind, and limits that contradict.

P is the national public counterpart, F the EAFRD, r its rate, T the aid rate, E the eligible expenditure. The
counterpart calls F = r (P + F) at most, and the cap is P + F = T E; hence F is at most r T E. All comparisons are
exact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from labo_partenariats.law.parameter import ParameterValue
from labo_partenariats.law.regime import Regime
from labo_partenariats.law.terms import QUALIFIERS
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

FLOOR_IMPLIED: Final = "LAW101"
SELF_FINANCING_IMPLIED: Final = "LAW102"
AID_RATE_OUT_OF_REACH: Final = "LAW103"
FLOOR_ABOVE_CEILING: Final = "LAW104"
RATE_ABOVE_EU_MAXIMUM: Final = "LAW105"
RATE_BELOW_EU_MINIMUM: Final = "LAW106"
CEILING_IMPLIED: Final = "LAW107"
MINIMUM_AID_IMPLIED: Final = "LAW108"
SHARE_OUT_OF_REACH: Final = "LAW109"
SHARE_IMPLIED: Final = "LAW110"

#: The remark holds only while the counterpart is at or below the one that calls the most EAFRD: a top-up undoes it.
AT_OR_BELOW_OPTIMUM: Final = "counterpart_at_or_below_optimum"
ALWAYS: Final = "always"


@frozen(kw_only=True)
class Remark:
    """
    One remark on a regime («remarque»), true from ``start`` to ``end``, both included (None: open).

    ``condition`` is `ALWAYS` or the circumstance under which it is true; ``parameters`` are the values that say so,
    ``when`` the qualifiers under which they apply; ``data`` holds the figures of the message.
    """

    code: str
    condition: str
    parameters: tuple[ParameterValue, ...]
    start: dt.date
    end: dt.date | None
    when: Mapping[str, str]
    data: Mapping[str, object]


@frozen
class _Day:
    """The values of a regime on one day, under given circumstances."""

    regime: Regime
    day: dt.date
    when: Mapping[str, str]

    def find(self, *keys: str) -> tuple[ParameterValue, ...] | None:
        """The values of all the keys, None when one is not known."""
        found = [self.regime.value(key, self.day, **self.when) for key in keys]
        known = tuple(value for value in found if isinstance(value, ParameterValue))
        return known if len(known) == len(keys) else None

    def remark(self, code: str, condition: str, values: tuple[ParameterValue, ...], **implied: object) -> Remark:
        data = {value.key: value.value for value in values} | implied
        return Remark(
            code=code, condition=condition, parameters=values, start=self.day, end=None, when=self.when, data=data
        )


def _number(value: ParameterValue) -> Fraction:
    # the loader lets nothing else than an amount or a rate into these keys
    assert isinstance(value.value, (Money, Rate))
    return Fraction(value.value.cents) if isinstance(value.value, Money) else value.value.fraction


def _money(cents: Fraction, rounding: Rounding) -> Money:
    return Money(int(rounding.apply(cents)))


def _floors(day: _Day) -> Iterator[Remark]:
    if found := day.find("eafrd_floor", "min_public_aid", "eafrd_rate"):
        floor, least_aid, rate = map(_number, found)
        if floor < rate * least_aid:
            implied = _money(rate * least_aid, Rounding.DOWN_TO_CENT)
            yield day.remark(FLOOR_IMPLIED, AT_OR_BELOW_OPTIMUM, found, implied=implied)
        elif rate:
            implied = _money(floor / rate, Rounding.UP_TO_CENT)
            yield day.remark(MINIMUM_AID_IMPLIED, ALWAYS, found, implied=implied)
    if found := day.find("eafrd_floor", "eafrd_ceiling"):
        floor, ceiling = map(_number, found)
        if floor > ceiling:
            yield day.remark(FLOOR_ABOVE_CEILING, ALWAYS, found)


def _ceilings(day: _Day) -> Iterator[Remark]:
    if found := day.find("eafrd_ceiling", "max_public_aid", "eafrd_rate"):
        ceiling, most_aid, rate = map(_number, found)
        if ceiling >= rate * most_aid:
            implied = _money(rate * most_aid, Rounding.DOWN_TO_CENT)
            yield day.remark(CEILING_IMPLIED, ALWAYS, found, implied=implied)


def _self_financing(day: _Day) -> Iterator[Remark]:
    if found := day.find("min_self_financing_rate", "aid_rate"):
        own, aid = map(_number, found)
        yield day.remark(AID_RATE_OUT_OF_REACH if own > 1 - aid else SELF_FINANCING_IMPLIED, ALWAYS, found)


def _eu_limits(day: _Day) -> Iterator[Remark]:
    if found := day.find("eafrd_rate", "eafrd_rate_minimum"):
        rate, lowest = map(_number, found)
        if rate < lowest:
            yield day.remark(RATE_BELOW_EU_MINIMUM, ALWAYS, found)
    # The area is not known here: only a rate above the maximum of every area is said to be above.
    areas = [day, *(evolve(day, when={**day.when, "area": area}) for area in sorted(QUALIFIERS["area"] or ()))]
    pairs = [pair for each in areas if (pair := each.find("eafrd_rate", "eafrd_rate_maximum"))]
    if pairs:
        highest = max(pairs, key=lambda pair: _number(pair[1]))
        if _number(highest[0]) > _number(highest[1]):
            yield day.remark(RATE_ABOVE_EU_MAXIMUM, ALWAYS, highest)


def _cost_shares(day: _Day) -> Iterator[Remark]:
    if found := day.find("eafrd_cost_share_minimum", "eafrd_rate", "aid_rate"):
        share, rate, aid = map(_number, found)
        if share > rate * aid:
            yield day.remark(SHARE_OUT_OF_REACH, ALWAYS, found)
    if found := day.find("eafrd_cost_share_maximum", "eafrd_rate", "aid_rate"):
        share, rate, aid = map(_number, found)
        if share >= rate * aid:
            yield day.remark(SHARE_IMPLIED, ALWAYS, found)


_LINTS: Final[tuple[Callable[[_Day], Iterator[Remark]], ...]] = (
    _floors,
    _ceilings,
    _self_financing,
    _eu_limits,
    _cost_shares,
)
_KEYS: Final = (
    "eafrd_floor",
    "eafrd_ceiling",
    "min_public_aid",
    "max_public_aid",
    "eafrd_rate",
    "eafrd_rate_minimum",
    "eafrd_rate_maximum",
    "eafrd_cost_share_minimum",
    "eafrd_cost_share_maximum",
    "aid_rate",
    "min_self_financing_rate",
)


def lint(regime: Regime) -> tuple[Remark, ...]:
    """Every remark on the figures of *regime*, by code then by day; days without known figures give none."""
    values = [value for key in _KEYS for value in regime.history(key)]
    days = {value.start for value in values if value.start}
    days |= {value.end + dt.timedelta(1) for value in values if value.end and value.end < dt.date.max}
    circumstances = [{}, *_distinct([dict(value.when) for value in values if value.when])]
    remarks: list[Remark] = []
    for first, after in pairwise([*sorted(days), None]):
        assert first is not None
        end = None if after is None else after - dt.timedelta(1)
        told: list[tuple[str, tuple[ParameterValue, ...]]] = []
        for when in circumstances:
            for remark in (found for each in _LINTS for found in each(_Day(regime, first, when))):
                if (remark.code, remark.parameters) not in told:
                    told.append((remark.code, remark.parameters))
                    remarks.append(evolve(remark, end=end))
    return tuple(sorted(_joined(remarks), key=lambda remark: (remark.code, remark.start)))


def _distinct(items: list[dict[str, str]]) -> list[dict[str, str]]:
    return [item for i, item in enumerate(items) if item not in items[:i]]


def _joined(remarks: list[Remark]) -> list[Remark]:
    """The same remark on adjacent stretches of days, told once."""
    joined: list[Remark] = []
    for remark in remarks:
        eve = remark.start - dt.timedelta(1)
        same = (i for i, other in enumerate(joined) if evolve(remark, start=other.start, end=eve) == other)
        before = next(same, None)
        if before is None:
            joined.append(remark)
        else:
            joined[before] = evolve(joined[before], end=remark.end)
    return joined
