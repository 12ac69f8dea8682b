"""
One financing plan from its figures alone: what `labo simulate` answers.

The amounts come from the formulas of `financing_book`; here they are accepted or refused. A plan that breaks a
condition is refused as a whole and never clipped in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Final, Literal

from attrs import frozen

from labo_partenariats.formula import Step, compile_values, explain
from labo_partenariats.formula.expression import Least
from labo_partenariats.formula.inverse import choices_in
from labo_partenariats.rules.financing_book import BOOK, LIMITS
from labo_partenariats.values.money import ZERO, Money, Rate

AidRateMode = Literal["maximum", "fixed"]


@frozen(kw_only=True)
class PlanFigures:
    """
    The figures of one plan; None is «not given»: no limit, no floor, no minimum. No ``counterpart`` is zero.

    ``in_kind`` is the part of ``eligible`` that is contributed in kind. Amounts are euros, rates exact decimals.
    """

    eligible: Money
    aid_rate: Rate
    eafrd_rate: Rate
    counterpart: Money = ZERO
    aid_rate_mode: AidRateMode = "maximum"
    requested: Money | None = None
    eafrd_ceiling: Money | None = None
    eafrd_floor: Money | None = None
    in_kind: Money = ZERO
    min_self_financing_rate: Rate | None = None
    min_public_aid: Money | None = None


#: The figures of a plan that are amounts, and those that are rates.
MONEY_FIGURES: Final = (
    "eligible",
    "counterpart",
    "requested",
    "eafrd_ceiling",
    "eafrd_floor",
    "in_kind",
    "min_public_aid",
)
RATE_FIGURES: Final = ("aid_rate", "eafrd_rate", "min_self_financing_rate")


class Status(Enum):
    """What becomes of a plan («suite donnée»)."""

    OK = "ok"
    REFUSED = "refused"
    INVALID = "invalid"


@frozen  # by position too: half the time of a plan goes into making its objects
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


#: The `least` whose options are the limits of the EAFRD.
LIMITING: Final = next(choice for choice in choices_in(BOOK.formulas["eafrd"].expression) if isinstance(choice, Least))

#: The amounts of a plan, in the order in which `amounts_in_cents` returns them.
AMOUNTS: Final = ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing")

_FIGURES: Final = ("eligible", "in_kind", "counterpart", "aid_rate", "eafrd_rate")
_money_figures: Final = attrgetter(*MONEY_FIGURES)
_ZERO, _ONE = Decimal(0), Decimal(1)
_OK, _REFUSED = Status.OK, Status.REFUSED  # a member of an enumeration is not found as fast as a name

Limit = Literal["requested", "eafrd_ceiling"]


def domain_faults(figures: PlanFigures) -> tuple[str, ...]:
    """Why the figures make no plan at all: codes of the catalogue."""
    faults = []
    for amount in _money_figures(figures):
        if amount is not None and amount.cents < 0:
            faults.append("FIN110")
            break
    minimum = figures.min_self_financing_rate
    if not _ZERO <= figures.aid_rate.value <= _ONE or (minimum is not None and not _ZERO <= minimum.value <= _ONE):
        faults.append("FIN130")
    if not _ZERO < figures.eafrd_rate.value < _ONE:
        faults.append("FIN131")
    if figures.in_kind.cents > figures.eligible.cents:
        faults.append("FIN132")
    return tuple(faults)


def amounts_in_cents(*limits: Limit) -> Callable[..., tuple[int, ...]]:
    """
    The `AMOUNTS` of plans as a function of whole numbers, for plans by the million.

    It takes, by position, the cents of the eligible expenditure, of its part in kind and of the counterpart, the aid
    rate and the EAFRD rate as numerator and denominator each, then the cents of the *limits* that apply. It computes
    what the formulas say of figures in their domains and refuses nothing: that is the task of `simulate`.

    >>> amounts_in_cents("requested")(2468200, 0, 500000, 4, 5, 4, 5, 1133200)
    (1974560, 1133200, 283300, 216700, 835000)
    """
    return compile_values(BOOK, AMOUNTS, (*_FIGURES, *limits)).function


@cache
def _amounts_and_limit(*limits: Limit) -> Callable[..., tuple[int, ...]]:
    """The same, then the index of the limit that binds."""
    return compile_values(BOOK, AMOUNTS, (*_FIGURES, *limits), choices=(LIMITING,)).function


def _refusals(figures: PlanFigures, cap: int, eafrd: int) -> tuple[str, ...]:
    reasons = []
    public = figures.counterpart.cents + eafrd
    if figures.counterpart.cents > cap:
        reasons.append("FIN121")
    elif figures.aid_rate_mode == "fixed" and public != cap:
        reasons.append("FIN103")
    if figures.eafrd_floor is not None and eafrd < figures.eafrd_floor.cents:
        reasons.append("FIN122")
    if figures.min_public_aid is not None and public < figures.min_public_aid.cents:
        reasons.append("FIN124")
    if figures.min_self_financing_rate is not None:
        # An exact product: a minimum of 20 % of 0.03 € is 0.6 cent, and no rounding decides for or against the
        # beneficiary.
        part, whole = figures.min_self_financing_rate.ratio
        if (figures.eligible.cents - public) * whole < part * figures.eligible.cents:
            reasons.append("FIN123")
    return tuple(reasons)


def _computed(figures: PlanFigures) -> tuple[int, ...]:
    """The cents of the `AMOUNTS` and the index of the limit that binds, whatever the conditions say."""
    eligible, counterpart = figures.eligible.cents, figures.counterpart.cents
    plain = (eligible, figures.in_kind.cents, counterpart, *figures.aid_rate.ratio, *figures.eafrd_rate.ratio)
    requested, ceiling = figures.requested, figures.eafrd_ceiling
    if requested is None:
        if ceiling is None:
            return _amounts_and_limit()(*plain)
        return _amounts_and_limit("eafrd_ceiling")(*plain, ceiling.cents)
    if ceiling is None:
        return _amounts_and_limit("requested")(*plain, requested.cents)
    return _amounts_and_limit("requested", "eafrd_ceiling")(*plain, requested.cents, ceiling.cents)


def amounts_of(figures: PlanFigures) -> dict[str, Money]:
    """The `AMOUNTS` of a plan whose figures are in their domains, before any condition refuses it."""
    return dict(zip(AMOUNTS, map(Money, _computed(figures)), strict=False))


def simulate(figures: PlanFigures) -> SimulatedPlan:
    """The plan that *figures* make, accepted, refused or invalid; never raises on figures, however absurd."""
    faults = domain_faults(figures)
    if faults:
        return SimulatedPlan(status=Status.INVALID, reasons=faults)
    eligible, counterpart = figures.eligible.cents, figures.counterpart.cents
    cap, eafrd, calling, top_up, own, limit = _computed(figures)
    reasons = _refusals(figures, cap, eafrd)
    binding = LIMITS[limit]
    if reasons:
        rest = Money(eligible - counterpart)
        return SimulatedPlan(_REFUSED, reasons, Money(cap), ZERO, ZERO, figures.counterpart, rest, binding)
    return SimulatedPlan(_OK, (), Money(cap), Money(eafrd), Money(calling), Money(top_up), Money(own), binding)


def explain_plan(figures: PlanFigures, amount: str = "eafrd") -> Step:
    """
    How an amount of the plan comes about: its step, down to the figures and the rates.

    Raises `Misuse` on an amount that the book does not have. The conditions of `simulate` are not looked at.
    """
    given = {name: getattr(figures, name) for name in (*_FIGURES, "requested", "eafrd_ceiling")}
    return explain(BOOK, given, amount)
