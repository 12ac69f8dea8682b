"""The indicators of a network: those of the same name and unit added up, each programme's share kept in sight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext

from attrs import frozen

from labo_partenariats.model import Indicator, Range
from labo_partenariats.network.members import Network
from labo_partenariats.values.text import fold, plain, slug

#: Units of shares: 80 % here and 90 % there are no 170 %.
_SHARE = re.compile(r"[%‰]|\b(?:pour|per)\W?cent", re.IGNORECASE)
#: A text this short is a symbol, in which capitals tell: «MW» and «mW».
_SYMBOL = 3
#: Digits of a sum; a value of the model has far fewer, so that no sum is rounded.
_DIGITS = 1_000


@frozen
class IndicatorLine:
    """
    An indicator of the network («indicateur du réseau»): the sum, and what each member says of it.

    The sum of the targets is told when every member that has the indicator sets one; so is that of what was reached,
    for a part of a total would pass for the whole. Percentages have no sum, unless one member alone has the indicator.
    """

    indicator: Indicator
    shares: tuple[tuple[str, Indicator], ...]


def summed_indicators(network: Network) -> tuple[IndicatorLine, ...]:
    """The indicators of *network* in the order in which its members bring them; other units are other indicators."""
    found: dict[tuple[str, str], list[tuple[str, Indicator]]] = {}
    for member in network.members:
        for indicator in member.programme.indicators:
            key = fold(indicator.name), _unit(indicator.unit or "")
            found.setdefault(key, []).append((member.name, indicator))
    taken: set[str] = set()
    return tuple(_line(tuple(shares), taken) for shares in found.values())


def _unit(unit: str) -> str:
    """What two spellings of one unit have in common; «%» and «€» are units as well, which folding would not see."""
    words = " ".join(unit.split())
    return words if len(words) <= _SYMBOL else plain(words)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    with localcontext(prec=_DIGITS):
        return sum(numbers, Decimal())


def _line(shares: tuple[tuple[str, Indicator], ...], taken: set[str]) -> IndicatorLine:
    first = shares[0][1]
    id_ = name = slug(f"{first.name} {first.unit or ''}")
    number = 2
    while id_ in taken:
        id_, number = f"{name}-{number}", number + 1
    taken.add(id_)
    targets = [indicator.target for _, indicator in shares]
    actuals = [indicator.actual for _, indicator in shares]
    known, reached = [each for each in targets if each], [each for each in actuals if each is not None]
    adds_up = len(shares) == 1 or _SHARE.search(first.unit or "") is None
    target = Range(_sum(each.minimum for each in known), _sum(each.maximum for each in known))
    summed = Indicator(
        id=id_,
        name=first.name,
        unit=first.unit,
        target=target if adds_up and len(known) == len(shares) else None,
        actual=_sum(reached) if adds_up and len(reached) == len(shares) else None,
    )
    return IndicatorLine(summed, shares)
