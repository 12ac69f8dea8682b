"""
One financing plan from its figures alone: what `labo simulate` answers.

The amounts come from the formulas of `financing_book`; here they are accepted or refused. A plan that breaks a
condition is refused as a whole and never clipped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from labo_partenariats.formula import Explanations, Value, evaluate
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import ZERO, Money, Rate

AidRateMode = Literal["maximum", "fixed"]


@frozen(kw_only=True)
class PlanFigures:
    """
    The figures of one plan; None is «not given»: no limit, no floor, no minimum.

    ``in_kind`` is the part of ``eligible`` that is contributed in kind. Amounts are euros, rates exact decimals.
    """

    eligible: Money
    aid_rate: Rate
    eafrd_rate: Rate
    counterpart: Money
    aid_rate_mode: AidRateMode = "maximum"
    requested: Money | None = None
    eafrd_ceiling: Money | None = None
    eafrd_floor: Money | None = None
    in_kind: Money = ZERO
    min_self_financing_rate: Rate | None = None
    min_public_aid: Money | None = None


class Status(Enum):
    """What becomes of a plan («suite donnée»)."""

    OK = "ok"
    REFUSED = "refused"
    INVALID = "invalid"


@frozen(kw_only=True)
class SimulatedPlan:
    """
    The plan that the figures make.

    A refused plan shows its cap and the limit that binds, with no EAFRD: its whole counterpart is top-up. An invalid
    one has no amounts. ``reasons`` are codes of the catalogue.
    """

    status: Status
    reasons: tuple[str, ...] = ()
    public_aid_cap: Money | None = None
    eafrd: Money | None = None
    calling_counterpart: Money | None = None
    top_up: Money | None = None
    self_financing: Money | None = None
    binding: str | None = None


#: The limits of the EAFRD in the order in which they are named.
LIMITS = ("called", "cap", "ceiling", "requested")


def domain_faults(figures: PlanFigures) -> Iterator[str]:
    """Why the figures make no plan at all: codes of the catalogue."""
    amounts = (
        figures.eligible,
        figures.counterpart,
        figures.in_kind,
        figures.requested,
        figures.eafrd_ceiling,
        figures.eafrd_floor,
        figures.min_public_aid,
    )
    if any(amount is not None and amount < ZERO for amount in amounts):
        yield "FIN110"
    rates = (figures.aid_rate, figures.min_self_financing_rate)
    if any(rate is not None and not 0 <= rate.fraction <= 1 for rate in rates):
        yield "FIN130"
    if not 0 < figures.eafrd_rate.fraction < 1:
        yield "FIN131"
    if figures.in_kind > figures.eligible:
        yield "FIN132"


def _refusals(figures: PlanFigures, cap: Money, eafrd: Money) -> Iterator[str]:
    public = figures.counterpart + eafrd
    if figures.counterpart > cap:
        yield "FIN121"
    elif figures.aid_rate_mode == "fixed" and public != cap:
        yield "FIN103"
    if figures.eafrd_floor is not None and eafrd < figures.eafrd_floor:
        yield "FIN122"
    if figures.min_public_aid is not None and public < figures.min_public_aid:
        yield "FIN124"
    minimum = figures.min_self_financing_rate
    # An exact product: a minimum of 20 % of 0.03 € is 0.6 cent, and no rounding decides for or against the beneficiary.
    if minimum is not None and (figures.eligible - public).cents < minimum.fraction * figures.eligible.cents:
        yield "FIN123"


def _values(figures: PlanFigures) -> dict[str, Value]:
    given = {
        "eligible": figures.eligible,
        "in_kind": figures.in_kind,
        "counterpart": figures.counterpart,
        "requested": figures.requested,
        "aid_rate": figures.aid_rate,
        "eafrd_rate": figures.eafrd_rate,
        "eafrd_ceiling": figures.eafrd_ceiling,
    }
    return evaluate(BOOK, given, "self_financing", "top_up")


def _money(values: dict[str, Value], key: str) -> Money:
    value = values[key]
    assert isinstance(value, Fraction)  # all inputs are given and in their domain
    return Money(int(value))


def _binding(values: dict[str, Value]) -> str:
    (highest,) = Explanations(BOOK, values, given=frozenset({"eligible"}))["eafrd"].operands
    chosen = highest.operands[1].chosen
    assert chosen is not None
    return LIMITS[chosen]


def simulate(figures: PlanFigures) -> SimulatedPlan:
    """The plan that *figures* make, accepted, refused or invalid; never raises on figures, however absurd."""
    faults = tuple(domain_faults(figures))
    if faults:
        return SimulatedPlan(status=Status.INVALID, reasons=faults)
    values = _values(figures)
    cap, eafrd = _money(values, "public_aid_cap"), _money(values, "eafrd")
    plan = SimulatedPlan(
        status=Status.OK,
        public_aid_cap=cap,
        eafrd=eafrd,
        calling_counterpart=_money(values, "calling_counterpart"),
        top_up=_money(values, "top_up"),
        self_financing=_money(values, "self_financing"),
        binding=_binding(values),
    )
    reasons = tuple(_refusals(figures, cap, eafrd))
    if not reasons:
        return plan
    return evolve(
        plan,
        status=Status.REFUSED,
        reasons=reasons,
        eafrd=ZERO,
        calling_counterpart=ZERO,
        top_up=figures.counterpart,
        self_financing=figures.eligible - figures.counterpart,
    )
