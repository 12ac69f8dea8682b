"""What `labo solve` is asked: an unknown figure of a plan, and what the plan should come to."""

from __future__ import annotations

import re
from typing import Literal, cast, get_args

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.values.amounts import read_amount
from labo_partenariats.values.money import Money

#: The figures of a plan that can be looked for.
UnknownFigure = Literal["counterpart", "eligible", "requested", "aid_rate", "eafrd_ceiling", "in_kind"]
UNKNOWNS: tuple[UnknownFigure, ...] = get_args(UnknownFigure)

#: The amounts that a target may name.
AMOUNTS = ("eafrd", "public_aid", "self_financing", "top_up", "calling_counterpart", "public_aid_cap")

#: «max», «min», or for public aid the cap («plafond») itself.
Bound = Literal["max", "min", "cap"]

_TARGET = re.compile(r"\s*(?P<name>[a-z_]+)\s*(?P<sign>>=|<=|=)\s*(?P<value>.+?)\s*", re.DOTALL)
_LONGEST_SHOWN = 60


@frozen
class Target:
    """
    What a plan should come to («cible»).

    ``eafrd=max`` or ``=min``: the largest or smallest amount of an accepted plan; ``eafrd=14745.60``, ``>=``, ``<=``:
    an amount to the cent; ``public_aid=cap``: public aid reaches its cap; ``status=ok``: any accepted plan.
    """

    name: str
    sign: Comparator
    value: Money | Bound | Literal["ok"]

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{self.value}"


#: What is asked of each unknown when nothing else is said.
USUAL: dict[UnknownFigure, Target] = {
    "counterpart": Target("eafrd", "=", "max"),
    "eligible": Target("public_aid", "=", "cap"),
    "requested": Target("eafrd", "=", "max"),
    "aid_rate": Target("eafrd", "=", "max"),
    "eafrd_ceiling": Target("eafrd", "=", "max"),
    "in_kind": Target("eafrd", "=", "max"),
}


def read_target(words: str) -> Target:
    """
    A target as a user writes it; raises `Misuse` (MIS064) on anything else, a doubtful amount included.

    >>> read_target("eafrd=11 332 €")
    Target(name='eafrd', sign='=', value=Money.euros('11332.00'))
    """
    found = _TARGET.fullmatch(words)
    if found is not None:
        name, sign, value = found["name"], cast("Comparator", found["sign"]), found["value"]
        if (name, sign, value) == ("status", "=", "ok"):
            return Target(name, sign, "ok")
        if name in AMOUNTS and sign == "=" and (value in {"max", "min"} or (name, value) == ("public_aid", "cap")):
            return Target(name, sign, cast("Bound", value))
        reading = read_amount(value)
        if name in AMOUNTS and reading.value is not None and not reading.doubts:
            return Target(name, sign, reading.value)
    shown = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
    raise Misuse("MIS064", {"target": shown, "known": ", ".join(AMOUNTS)})


def keeps_the_largest(unknown: UnknownFigure, target: Target) -> bool:
    """
    Whether the largest answer is the one to keep.

    The smallest is what costs the least: the least public money to find, the smallest budget, the rate that is enough.
    The largest budget that a counterpart carries, the most that may be given in kind and the largest counterpart that
    leaves no top-up are looked for as such.
    """
    if unknown == "counterpart":
        return target.name == "top_up" and target.sign != ">="
    return unknown == "in_kind" or (unknown == "eligible" and target.value == "cap")
