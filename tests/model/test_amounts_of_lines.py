"""An amount of the model is `Money` from the start."""

from decimal import Decimal

import pytest

from labo_partenariats import Expense, Resource
from labo_partenariats.errors import Misuse
from labo_partenariats.model import ActualExpense
from labo_partenariats.values.money import Money


@pytest.mark.parametrize("line", [Expense, Resource, ActualExpense])
@pytest.mark.parametrize("amount", [100, "100.00", Decimal(100), None])
def test_a_bare_number_is_no_amount(line, amount):
    """It would fail far from where it was written: cents or euros, nobody could say."""
    with pytest.raises(Misuse) as told:
        line(id="a", label="Salle", amount=amount)
    assert told.value.code == "MIS044"


@pytest.mark.parametrize("line", [Expense, Resource, ActualExpense])
def test_money_is_an_amount(line):
    """Zero and less are for the rules to judge."""
    assert [line(id="a", label="Salle", amount=Money(cents)).amount.cents for cents in (-1, 0, 1)] == [-1, 0, 1]


def test_the_representation_of_an_amount_makes_it_again():
    """What a session shows can be typed back."""
    assert eval(repr(Money(5001)), {"Money": Money}) == Money(5001)
