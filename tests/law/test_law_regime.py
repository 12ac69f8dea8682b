"""A regime answers with the most local value of the day, or says why it cannot."""

import datetime as dt

import pytest

from labo_partenariats.errors import Misuse
from labo_partenariats.law import Layer, ParameterValue, Reason, Regime, UnknownValue, load_layer
from labo_partenariats.values.money import Money, Rate

EU = """
[layer]
id = "eu"
kind = "eu"
label = { fr = "Union", en = "Union" }
[[parameters.eafrd_rate.values]]
from = 2014-01-01
to = 2020-12-31
value = 0.50
certainty = "unverified"
[[parameters.eafrd_rate.values]]
from = 2023-01-01
to = 2027-12-31
value = 0.55
certainty = "unverified"
[[parameters.eafrd_rate_maximum.values]]
from = 2014-01-01
value = 0.80
certainty = "unverified"
[[parameters.eafrd_rate_maximum.values]]
from = 2014-01-01
value = 0.90
when = { area = "transition" }
certainty = "unverified"
"""
LAG = """
[layer]
id = "fr.lag"
kind = "lag"
label = { fr = "GAL", en = "LAG" }
parent = "eu"
[[parameters.eafrd_rate.values]]
from = 2016-01-01
to = 2016-12-31
value = 0.80
certainty = "unverified"
[[parameters.eafrd_floor.values]]
from = 2014-01-01
value = 5000
when = { owner = "public" }
certainty = "unverified"
[[parameters.eafrd_floor.values]]
from = 2014-01-01
value = 3000
when = { owner = "private" }
certainty = "unverified"
[[parameters.meal_flat_rate.values]]
from = 2005-01-01
to = 2005-12-31
value = 12
certainty = "unverified"
[[parameters.meal_flat_rate.values]]
from = "unknown"
to = 2019-12-31
value = 15.25
certainty = "unverified"
[[parameters.meal_flat_rate.values]]
from = 2020-01-01
value = 17.50
certainty = "unverified"
[[parameters.min_total_cost.values]]
from = "unknown"
value = 10000
certainty = "unverified"
[parameters.selection_minimum_score]
[parameters.welcome_bonus]
unit = "EUR"
label = { fr = "Prime", en = "Bonus" }
"""


def _layer(text: str) -> Layer:
    layer, problems = load_layer(text)
    assert layer is not None, problems
    return layer


REGIME = Regime((_layer(EU), _layer(LAG)))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2013-12-31", Reason.BEFORE_FIRST),
        ("2014-01-01", "0.50 eu"),
        ("2015-12-31", "0.50 eu"),
        ("2016-01-01", "0.80 fr.lag"),
        ("2016-12-31", "0.80 fr.lag"),
        ("2017-01-01", "0.50 eu"),
        ("2020-12-31", "0.50 eu"),
        ("2021-01-01", Reason.BETWEEN),
        ("2022-12-31", Reason.BETWEEN),
        ("2023-01-01", "0.55 eu"),
        ("2027-12-31", "0.55 eu"),
        ("2028-01-01", Reason.AFTER_LAST),
    ],
)
def test_a_value_holds_on_its_first_and_last_day_only(day: str, answer: object) -> None:
    """The days around a value's own are unknown or another layer's; the last value is never prolonged."""
    found = REGIME.value("eafrd_rate", _day(day))

    assert answer == (found.reason if isinstance(found, UnknownValue) else f"{found.value} {found.layer}")


def test_the_values_around_an_unknown_day_are_shown() -> None:
    """Between two values, both neighbours are candidates; after the last, the last."""
    gap, after = (REGIME.value("eafrd_rate", _day(day)) for day in ("2022-01-01", "2030-01-01"))

    assert isinstance(gap, UnknownValue)
    assert isinstance(after, UnknownValue)
    assert [Rate("0.5"), Rate("0.55")] == [value.value for value in gap.candidates]
    assert [Rate("0.55")] == [value.value for value in after.candidates]


def test_overridden_values_stay_visible() -> None:
    """The stack of a day starts with the winner; the history holds every value, the most local first."""
    day = _day("2016-06-01")

    assert [value.layer for value in REGIME.stack("eafrd_rate", day)] == ["fr.lag", "eu"]
    assert [str(value.value) for value in REGIME.history("eafrd_rate")] == ["0.80", "0.50", "0.55"]


@pytest.mark.parametrize(
    ("qualifiers", "answer"),
    [
        ({"owner": "public"}, Money.euros(5000)),
        ({"owner": "private"}, Money.euros(3000)),
        ({"owner": "private", "nature": "studies"}, Money.euros(3000)),
        ({"owner": "public_law_body"}, Reason.NO_SUCH_CASE),
        ({"owner": None}, Reason.QUALIFIER_NEEDED),
        ({}, Reason.QUALIFIER_NEEDED),
    ],
)
def test_a_value_may_depend_on_the_owner(qualifiers: dict[str, str | None], answer: object) -> None:
    """Without the circumstance it depends on, a value is not guessed."""
    found = REGIME.value("eafrd_floor", _day("2024-01-01"), **qualifiers)

    assert answer == (found.reason if isinstance(found, UnknownValue) else found.value)


def test_what_is_needed_is_named() -> None:
    """An answer that lacks a circumstance names it and shows the possible values."""
    found = REGIME.value("eafrd_floor", _day("2024-01-01"))

    assert isinstance(found, UnknownValue)
    assert (found.needed, len(found.candidates)) == (("owner",), 2)


@pytest.mark.parametrize(("area", "rate"), [(None, "0.80"), ("outermost", "0.80"), ("transition", "0.90")])
def test_a_value_without_conditions_is_the_general_rule(area: str | None, rate: str) -> None:
    """An exception applies to those who claim it; the general rule to everybody else."""
    found = REGIME.value("eafrd_rate_maximum", _day("2015-01-01"), area=area)

    assert isinstance(found, ParameterValue)
    assert Rate(rate) == found.value


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2004-12-31", Reason.BEFORE_FIRST),
        ("2005-12-31", Money.euros(12)),
        ("2006-01-01", Reason.UNDATED),
        ("2019-12-31", Reason.UNDATED),
        ("2020-01-01", Money.euros("17.50")),
        ("2099-01-01", Money.euros("17.50")),
    ],
)
def test_a_value_of_unknown_start_is_shown_and_never_applied(day: str, answer: object) -> None:
    """An unknown start lies somewhere after the value before it."""
    found = REGIME.value("meal_flat_rate", _day(day))

    assert answer == (found.reason if isinstance(found, UnknownValue) else found.value)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("min_total_cost", Reason.UNDATED),
        ("selection_minimum_score", Reason.NO_VALUE),
        ("eafrd_ceiling", Reason.NO_VALUE),
        ("welcome_bonus", Reason.NO_VALUE),
        ("no_such_key", Reason.NO_PARAMETER),
    ],
)
def test_a_parameter_without_a_usable_value_says_why(key: str, reason: Reason) -> None:
    """Undated, declared without a value, or declared by nobody: three different answers."""
    found = REGIME.value(key, _day("2024-01-01"))

    assert isinstance(found, UnknownValue)
    assert reason is found.reason
    assert (reason is Reason.NO_PARAMETER) is (REGIME.declaration(key) is None)


@pytest.mark.parametrize("qualifiers", [{"weather": "fine"}, {"owner": "nobody"}])
def test_a_circumstance_that_does_not_exist_is_misuse(qualifiers: dict[str, str]) -> None:
    """A misspelt qualifier would otherwise pass for the general case."""
    with pytest.raises(Misuse, match="MIS043"):
        REGIME.value("eafrd_floor", _day("2024-01-01"), **qualifiers)


def test_a_moment_is_no_day() -> None:
    """A date with a time is refused: law changes by the day."""
    with pytest.raises(Misuse, match="MIS043"):
        REGIME.value("eafrd_floor", dt.datetime(2024, 1, 1, 12))


def test_a_local_layer_that_cannot_tell_is_not_passed_over() -> None:
    """An undated local value keeps the general one from answering in its stead."""
    local = _layer(LAG.replace("from = 2016-01-01\nto = 2016-12-31", 'from = "unknown"'))
    found = Regime((_layer(EU), local)).value("eafrd_rate", _day("2016-06-01"))

    assert isinstance(found, UnknownValue)
    assert found.reason is Reason.UNDATED


def test_a_regime_is_called_after_its_most_local_layer() -> None:
    """The id and the keys of a regime come from its layers."""
    assert (REGIME.id, {"eafrd_rate", "eafrd_floor"} <= set(REGIME.keys)) == ("fr.lag", True)
