"""The indicators of a network: those of the same name and unit added up, each programme's share kept in sight."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from labo_partenariats.model import Indicator, Range
from labo_partenariats.network.members import Network
from labo_partenariats.values.text import fold, slug


@frozen
class IndicatorLine:
    """
    An indicator of the network («indicateur du réseau»): the sum, and what each member says of it.

    The sum of the targets is told when every member that has the indicator sets one; so is that of what was reached,
    for a part of a total would pass for the whole.
    """

    indicator: Indicator
    shares: tuple[tuple[str, Indicator], ...]


def summed_indicators(network: Network) -> tuple[IndicatorLine, ...]:
    """The indicators of *network* in the order in which its members bring them; other units are other indicators."""
    found: dict[tuple[str, str], list[tuple[str, Indicator]]] = {}
    for member in network.members:
        for indicator in member.programme.indicators:
            key = fold(indicator.name), fold(indicator.unit or "")
            found.setdefault(key, []).append((member.name, indicator))
    taken: set[str] = set()
    return tuple(_line(tuple(shares), taken) for shares in found.values())


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
    target = Range(sum((each.minimum for each in known), Decimal()), sum((each.maximum for each in known), Decimal()))
    summed = Indicator(
        id=id_,
        name=first.name,
        unit=first.unit,
        target=target if len(known) == len(shares) else None,
        actual=sum(reached, Decimal()) if len(reached) == len(shares) else None,
    )
    return IndicatorLine(summed, shares)
