"""The financing of the programmes of a network side by side, each under the law of its own group and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from labo_partenariats.law import Library, Regime
from labo_partenariats.network.members import Network
from labo_partenariats.rules.assessment import PUBLIC_AMOUNTS
from labo_partenariats.rules.case import make_case
from labo_partenariats.values.money import Money


@frozen
class FinancingRow:
    """
    The plan of one member («plan de financement d'un membre»): the day and the law that apply, and its amounts.

    An amount is None where something is missing; ``has_plan`` is False for a member without a financing plan.
    """

    member: str
    day: dt.date | None
    regime: Regime | None
    has_plan: bool
    amounts: Mapping[str, Money | None]


def compared_financing(network: Network, library: Library | None = None) -> tuple[FinancingRow, ...]:
    """
    One row a member, in the order of the network, with the amounts of `PUBLIC_AMOUNTS`.

    There is no row of totals: plans of several periods and regions do not add up to one.
    """
    known = library or Library.builtin()
    rows = []
    for member in network.members:
        case = make_case(member.programme, known)
        has_plan = member.programme.financing is not None
        amounts = {name: case.amounts.money(name) if has_plan else None for name in PUBLIC_AMOUNTS}
        rows.append(FinancingRow(member.name, case.on.day, case.regime, has_plan, amounts))
    return tuple(rows)
