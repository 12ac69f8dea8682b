"""
How amounts become whole cents («règle d'arrondi», rule FIN-15): a policy that a network chooses, named and dated.

No text rounds the amounts of LEADER. By default the EAFRD and every cap are cut to the cent, so that no limit is
passed, and the remainder is self-financing, so that the plan adds up. A layer of law may lay down another policy.
"""

from __future__ import annotations

from typing import Literal

from attrs import evolve, frozen

from labo_partenariats.formula import FormulaBook
from labo_partenariats.law import ParameterValue
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding


@frozen(kw_only=True)
class RoundingPolicy:
    """
    A way of rounding («règle d'arrondi»).

    ``amounts`` is applied to the EAFRD and to caps; the part of the counterpart that calls EAFRD is always the least
    that calls it, hence rounded up. ``envelope`` is applied to printed envelopes only. ``remainder`` names the amount
    that takes what roundings leave. The parameters say who chose; None is this library's own default.
    """

    amounts: Rounding = Rounding.DOWN_TO_CENT
    envelope: Rounding = Rounding.DOWN_TO_CENT
    remainder: Literal["self_financing"] = "self_financing"
    amounts_chosen: ParameterValue | None = None
    envelope_chosen: ParameterValue | None = None

    @property
    def is_default(self) -> bool:
        """Whether amounts are rounded as they are without any choice."""
        return self.amounts is DEFAULT_POLICY.amounts

    def applied_to(self, book: FormulaBook) -> FormulaBook:
        """*book* with its formulas that round down to the cent rounded as this policy says."""
        if self.is_default:
            return book
        formulas = {
            key: evolve(formula, rounding=self.amounts) if formula.rounding is DEFAULT_POLICY.amounts else formula
            for key, formula in book.formulas.items()
        }
        return FormulaBook(book.declarations, formulas)


DEFAULT_POLICY = RoundingPolicy()

#: To the euro is for envelopes: an operation's EAFRD to the nearest euro could pass its cap by half of one.
_AMOUNTS = (Rounding.DOWN_TO_CENT, Rounding.HALF_UP_TO_CENT)
_ENVELOPES = (*_AMOUNTS, Rounding.HALF_UP_TO_EURO)


def policy_of(law: LawView) -> RoundingPolicy:
    """The policy that the law of a case lays down, `DEFAULT_POLICY` for what it leaves open."""
    amounts, envelope = law.parameter("amount_rounding"), law.parameter("envelope_rounding")
    return RoundingPolicy(
        amounts=_rounding(amounts, _AMOUNTS),
        envelope=_rounding(envelope, _ENVELOPES),
        amounts_chosen=amounts,
        envelope_chosen=envelope,
    )


def _rounding(chosen: ParameterValue | None, allowed: tuple[Rounding, ...]) -> Rounding:
    found = {rounding.value: rounding for rounding in allowed}
    return found.get(str(chosen.value), Rounding.DOWN_TO_CENT) if chosen is not None else Rounding.DOWN_TO_CENT


@frozen
class Envelope:
    """An envelope of public money in its two parts («enveloppe»): what is printed, and what the rounding left out."""

    eafrd: Money
    counterpart: Money
    rounding: Rounding
    left_out: Money


def split_envelope(public: Money, eafrd_rate: Rate, policy: RoundingPolicy = DEFAULT_POLICY) -> Envelope:
    """
    The EAFRD and the counterpart of *public* money, each rounded once as the policy says for envelopes.

    ``left_out`` is *public* less both parts: negative when rounding up prints more than there is.

    >>> split_envelope(Money.euros(148423), Rate("0.6"), RoundingPolicy(envelope=Rounding.HALF_UP_TO_EURO)).eafrd
    Money.euros('89054.00')
    """
    exact = public.cents * eafrd_rate.fraction
    eafrd = Money(int(policy.envelope.apply(exact)))
    counterpart = Money(int(policy.envelope.apply(public.cents - exact)))
    return Envelope(eafrd, counterpart, policy.envelope, public - eafrd - counterpart)
