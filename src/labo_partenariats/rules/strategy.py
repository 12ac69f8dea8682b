"""The limit on what a local action group spends on itself, out of the whole strategy (rule FIN-14)."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from labo_partenariats.law import ParameterValue, Regime, UnknownValue
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding


@frozen(kw_only=True)
class RunningCostsShare:
    """
    Running and animation costs out of the public contribution to the strategy («fonctionnement et animation du GAL»).

    ``limit`` is the most they may be, to the cent below; ``room`` what is left, negative when they pass it. Both are
    None when the law gives no limit on the day; ``missing`` then names it.
    """

    running_costs: Money
    public_contribution: Money
    answer: Answer
    limit: Money | None = None
    room: Money | None = None
    parameter: ParameterValue | UnknownValue | None = None
    missing: tuple[str, ...] = ()


_KEY = "lag_running_costs_share_maximum"


def running_costs_share(
    running_costs: Money, public_contribution: Money, regime: Regime | None, on: dt.date
) -> RunningCostsShare:
    """
    Whether *running_costs* stay within their share of the *public_contribution* to the strategy on the day *on*.

    Both are totals of the whole strategy, not of one operation. The comparison is an exact product.
    """
    found = None if regime is None else regime.value(_KEY, on)
    if not isinstance(found, ParameterValue) or not isinstance(found.value, Rate):
        return RunningCostsShare(
            running_costs=running_costs,
            public_contribution=public_contribution,
            answer=Answer.UNKNOWN,
            parameter=found,
            missing=("regime",) if regime is None else (_KEY,),
        )
    limit = public_contribution.share(found.value, Rounding.DOWN_TO_CENT)
    within = running_costs.cents <= public_contribution.cents * found.value.fraction
    return RunningCostsShare(
        running_costs=running_costs,
        public_contribution=public_contribution,
        answer=Answer.SATISFIED if within else Answer.VIOLATED,
        limit=limit,
        room=limit - running_costs,
        parameter=found,
    )
