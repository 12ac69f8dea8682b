"""Why a plan from its figures alone is refused or makes no plan: its codes as findings, with the amounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.rules.simulation import MONEY_FIGURES, PlanFigures, SimulatedPlan, amounts_of
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.term import Term

_SHARES: Final = ("aid_rate", "min_self_financing_rate")


def _at(code: str, figure: str, **data: object) -> Finding:
    return finding(code, data, location=PathLocation(figure))


def _negative(figures: PlanFigures) -> Iterator[Finding]:
    for name in MONEY_FIGURES:
        amount: Money | None = getattr(figures, name)
        if amount is not None and amount.cents < 0:
            yield _at("FIN110", name, label=Term("PlanFigure", name), amount=amount)


def _not_shares(figures: PlanFigures) -> Iterator[Finding]:
    for name in _SHARES:
        rate: Rate | None = getattr(figures, name)
        if rate is not None and not 0 <= rate.fraction <= 1:
            yield _at("FIN130", name, rate=rate)


def _refusal(code: str, figures: PlanFigures, plan: SimulatedPlan) -> Finding:
    cap, counterpart, computed = plan.public_aid_cap, figures.counterpart, amounts_of(figures)
    assert cap is not None  # only a plan that was computed is refused
    public = computed["eafrd"] + counterpart
    match code:
        case "FIN121":
            return _at(code, "counterpart", counterpart=counterpart, cap=cap, gap=counterpart - cap)
        case "FIN103":
            return finding(code, {"rate": figures.aid_rate, "cap": cap, "planned": public, "gap": cap - public})
        case "FIN122":
            return _at(code, "eafrd_floor", eafrd=computed["eafrd"], floor=figures.eafrd_floor)
        case "FIN124":
            return _at(code, "min_public_aid", public_aid=public, minimum=figures.min_public_aid)
        case _:
            own = figures.eligible - public
            return _at(code, "min_self_financing_rate", self_financing=own, rate=figures.min_self_financing_rate)


def plan_findings(figures: PlanFigures, plan: SimulatedPlan) -> tuple[Finding, ...]:
    """
    The findings behind ``plan.reasons``, in their order: the figures concerned, the amounts and what is missing.

    Their places are the names of figures of `PlanFigures`.
    """
    found: list[Finding] = []
    for code in plan.reasons:
        match code:
            case "FIN110":
                found += _negative(figures)
            case "FIN130":
                found += _not_shares(figures)
            case "FIN131":
                found.append(_at(code, "eafrd_rate", rate=figures.eafrd_rate))
            case "FIN132":
                found.append(_at(code, "in_kind", in_kind=figures.in_kind, eligible=figures.eligible))
            case _:
                found.append(_refusal(code, figures, plan))
    return tuple(found)
