"""How amounts become cents: a policy that a network chooses (rule FIN-15)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.law import Library
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.law_view import LawView
from labo_partenariats.rules.rounding_policy import DEFAULT_POLICY, RoundingPolicy, policy_of, split_envelope
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding

LIBRARY = Library.builtin()
PACA = policy_of(LawView(LIBRARY.regime("fr.paca.durance-provence"), dt.date(2020, 11, 15)))


def test_without_a_choice_everything_is_cut_to_the_cent() -> None:
    """No text rounds LEADER's amounts: the default cuts, leaves the rest to self-financing and changes no formula."""
    policy = policy_of(LawView(LIBRARY.regime("fr.ara.alpes-sud-isere"), dt.date(2017, 10, 12)))

    assert policy == DEFAULT_POLICY
    assert (policy.amounts, policy.remainder) == (Rounding.DOWN_TO_CENT, "self_financing")
    assert policy.applied_to(BOOK) is BOOK


def test_a_group_that_prints_envelopes_to_the_euro() -> None:
    """V03: 148 423 euros at 60 % are printed 89 054 and 59 369; an operation's EAFRD is still cut to the cent."""
    found = split_envelope(Money.euros(148423), Rate("0.6"), PACA)

    assert (found.eafrd, found.counterpart, found.left_out) == (Money.euros(89054), Money.euros(59369), Money(0))
    assert PACA.envelope_chosen is not None
    assert PACA.is_default
    exact = split_envelope(Money.euros(148423), Rate("0.6"))
    assert (exact.eafrd, exact.counterpart) == (Money.euros("89053.80"), Money.euros("59369.20"))


def test_a_chosen_rounding_reaches_every_cut_and_no_other() -> None:
    """Formulas that cut round as chosen; the calling part stays the least that calls, sums stay exact."""
    book = RoundingPolicy(amounts=Rounding.HALF_UP_TO_CENT).applied_to(BOOK)

    for key, formula in BOOK.formulas.items():
        chosen = formula.rounding is Rounding.DOWN_TO_CENT
        assert book.formulas[key].rounding is (Rounding.HALF_UP_TO_CENT if chosen else formula.rounding)
    assert book.formulas["calling_counterpart"].rounding is Rounding.UP_TO_CENT


@pytest.mark.parametrize("rounding", [Rounding.DOWN_TO_CENT, Rounding.HALF_UP_TO_CENT, Rounding.HALF_UP_TO_EURO])
@given(public=st.integers(0, 10**9), rate=st.integers(0, 1000))
def test_an_envelope_leaves_out_what_it_says(rounding: Rounding, public: int, rate: int) -> None:
    """Both parts and what is left out make the public money; cutting never prints more than there is."""
    found = split_envelope(Money(public), Rate(f"{rate}e-3"), RoundingPolicy(envelope=rounding))

    assert found.eafrd + found.counterpart + found.left_out == Money(public)
    if rounding is Rounding.DOWN_TO_CENT:
        assert Money(0) <= found.left_out <= Money(1)
