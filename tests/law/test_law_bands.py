"""Tables by bands: a full grid in rising order, looked up by the first row that holds the quantities."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.errors import Misuse
from labo_partenariats.law import Band, Bands
from labo_partenariats.law.bands import is_grid
from labo_partenariats.values.money import Money, Rate

AXIS = st.lists(st.integers(0, 50), min_size=1, max_size=4, unique=True).map(sorted)


@given(AXIS, AXIS, st.integers(0, 60), st.integers(0, 60))
def test_a_lookup_takes_the_narrowest_band_of_each_axis(
    powers: list[int], distances: list[int], power: int, distance: int
) -> None:
    """The row found has, on each axis, the least bound that is not below the quantity."""
    rows = [Band(bounds, number) for number, bounds in enumerate(product(powers, [*distances, None]))]
    table = Bands(("power", "distance"), tuple(rows))

    wanted = (
        min((bound for bound in powers if power <= bound), default=None),
        min((bound for bound in distances if distance <= bound), default=None),
    )
    expected = next((row.gives for row in rows if row.up_to == wanted), None) if wanted[0] is not None else None
    assert expected == table.at(power=power, distance=distance)


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        ([], False),
        ([(None,)], True),
        ([(1,), (2,), (None,)], True),
        ([(1,), (1,)], False),
        ([(None,), (1,)], False),
        ([(Money(100),), (Money(200),)], True),
        ([(Rate("0.1"),), (Rate("0.05"),)], False),
        ([(Decimal("0.5"),), (None,)], True),
        ([(1, 1), (1, 2), (2, 1), (2, 2)], True),
        ([(1, 1), (2, 1), (1, 2), (2, 2)], False),
        ([(1, 1), (1, 2), (2, 1)], False),
    ],
)
def test_only_a_full_grid_in_rising_order_is_a_table(rows: list[tuple[object, ...]], grid: bool) -> None:
    """A band left out or out of order would give another band's value."""
    assert is_grid(rows) is grid  # type: ignore[arg-type]


@pytest.mark.parametrize("quantities", [{}, {"amount": 1, "power": 2}, {"power": 2}])
def test_a_lookup_by_other_quantities_is_misuse(quantities: dict[str, int]) -> None:
    """The names of the quantities are those of the axes."""
    with pytest.raises(Misuse, match="MIS041"):
        Bands(("amount",), (Band((None,), 1),)).at(**quantities)
