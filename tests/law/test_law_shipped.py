"""The library's own figures: sound files, sourced values, and the amounts that published plans rest on."""

import datetime as dt
import tomllib
from collections import Counter
from decimal import Decimal
from importlib import resources

import pytest

from labo_partenariats.law import (
    Bands,
    Certainty,
    Layer,
    Library,
    ParameterValue,
    Reason,
    RuleKind,
    UnknownValue,
    classification,
    common_declarations,
    load_layer,
)
from labo_partenariats.values.money import Money, Rate

FILES = sorted((resources.files("labo_partenariats.law") / "data").iterdir(), key=lambda file: file.name)
LIBRARY = Library.builtin()
VALUES = [
    value for layer in LIBRARY.layers.values() for parameter in layer.parameters.values() for value in parameter.values
]
FAMILIES = {"FIN": 15, "SCO": 10, "RC": 4, "EL": 7, "IK": 1, "NR": 1, "SA": 10, "PAY": 5, "PEN": 5, "GOV": 8}


def _loaded(name: str) -> Layer | None:
    return next(load_layer(file)[0] for file in FILES if file.name == name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_shipped_file_has_no_problem_and_bears_the_id_of_its_layer(file: resources.abc.Traversable) -> None:
    """The data lint: every file loads without a problem and is named after its layer."""
    layer, problems = load_layer(file)

    assert problems == ()
    assert layer is not None
    assert file.name == f"{layer.id}.toml"


def test_every_parameter_is_common_and_used_by_its_rule() -> None:
    """No key stands outside the common declarations, and each rule lists the parameters that name it."""
    rules = classification()
    assert {value.key for value in VALUES} <= common_declarations().keys()
    listed = {key for rule in rules.values() for key in rule.parameters}
    assert listed == common_declarations().keys()
    unlisted = [
        key for key, each in common_declarations().items() if not each.rule or key not in rules[each.rule].parameters
    ]
    assert unlisted == []


def test_every_value_that_claims_to_be_sourced_tells_what_its_source_says() -> None:
    """A source has an address, the day of consultation and a fact or a quote; only unverified values lack one."""
    bare = [
        (value.layer, value.key)
        for value in VALUES
        if value.certainty is not Certainty.UNVERIFIED
        and not any(ref.url and ref.consulted and (ref.fact or ref.quote) for ref in value.references)
    ]
    assert bare == []


def test_only_law_is_verified_and_only_groups_and_regions_have_practice() -> None:
    """A figure published by one group or region is never shown as law."""
    local = {value.certainty for value in VALUES if value.layer not in ("eu", "fr")}
    assert Certainty.VERIFIED not in local
    assert Certainty.PRACTICE not in {value.certainty for value in VALUES if value.layer == "eu"}


def test_all_rules_are_classified_once() -> None:
    """Each of the 66 rules has one kind and a title in both languages."""
    rules = classification()

    assert 66 == len(rules) == sum(FAMILIES.values())
    assert Counter(rule.split("-")[0] for rule in rules) == FAMILIES
    wanted = {f"{family}-{number:02}" for family, count in FAMILIES.items() for number in range(1, count + 1)}
    assert wanted == rules.keys()
    assert set(RuleKind) == {rule.kind for rule in rules.values()}
    assert all(rule.id == key and rule.title.fr and rule.title.en for key, rule in rules.items())


def test_a_parameter_rule_has_parameters() -> None:
    """A rule that only gives values names them."""
    empty = [rule.id for rule in classification().values() if not rule.parameters]

    assert [rule for rule in empty if classification()[rule].kind is RuleKind.PARAMETER] == []


def _found(layer: str, key: str, day: str, **when: str) -> ParameterValue | UnknownValue:
    return LIBRARY.regime(layer).value(key, dt.date.fromisoformat(day), **when)


@pytest.mark.parametrize(
    ("layer", "key", "day", "value", "certainty"),
    [
        ("fr.ara.alpes-sud-isere", "aid_rate", "2017-10-12", Rate("0.80"), "published practice"),
        ("fr.ara.alpes-sud-isere", "aid_rate_mode", "2017-10-12", "fixed", "published practice"),
        ("fr.ara.alpes-sud-isere", "eafrd_rate", "2017-10-12", Rate("0.80"), "published practice"),
        ("fr.ara.alpes-sud-isere", "eafrd_rate_maximum", "2017-10-12", Rate("0.80"), "unverified"),
        ("fr.ara.alpes-sud-isere", "indirect_costs_flat_rate", "2017-10-12", Rate("0.15"), "verified"),
        ("fr.ara.alpes-sud-isere", "annual_hours", "2017-10-12", 1720, "verified"),
        ("fr.ara.alpes-sud-isere", "de_minimis_ceiling", "2017-10-12", Money.euros(200000), "verified"),
        ("fr.ara.alpes-sud-isere", "eligible_period_end", "2017-10-12", dt.date(2023, 12, 31), "verified"),
        ("fr.ara.alpes-sud-isere", "interest_group_share_maximum", "2017-10-12", Rate("0.49"), "verified"),
        ("fr.ara.alpes-sud-isere", "expense_start_condition", "2017-10-12", "after_application", "published practice"),
        ("fr.ara.alpes-sud-isere", "national_eligibility_act", "2017-02-08", "decree_2016_279_amended", "verified"),
        ("fr.paca.durance-provence", "eafrd_rate", "2020-11-15", Rate("0.60"), "published practice"),
        ("fr.paca.durance-provence", "aid_rate", "2020-11-15", Rate("0.90"), "published practice"),
        ("fr.grand-est.pays-epinal", "eafrd_rate", "2018-01-01", Rate("0.90"), "published practice"),
        ("fr.grand-est.lorraine", "eafrd_rate", "2018-01-01", Rate("0.90"), "unverified"),
        ("fr.occitanie.midi-pyrenees", "eafrd_rate", "2018-01-01", Rate("0.60"), "published practice"),
        ("fr.occitanie.midi-pyrenees", "eafrd_rate", "2024-01-01", Rate("0.80"), "published practice"),
        ("fr.occitanie.coeur-herault", "eafrd_rate", "2010-01-01", Rate("0.55"), "published practice"),
        ("fr.occitanie", "eafrd_floor", "2024-01-01", Money.euros(10000), "published practice"),
        ("fr.centre-val-de-loire.brenne", "min_public_aid", "2018-01-01", Money.euros(6250), "published practice"),
        ("fr.hauts-de-france.pays-chaunois", "claims_maximum", "2019-01-01", 10, "published practice"),
        ("eu", "overclaim_tolerance", "2013-12-31", Rate("0.03"), "verified"),
        ("eu", "overclaim_tolerance", "2014-01-01", Rate("0.10"), "verified"),
        ("eu", "eafrd_rate_minimum", "2010-01-01", Rate("0.20"), "unverified"),
        ("eu", "agency_payment_within_period", "2017-10-12", True, "unverified"),
        ("eu", "agency_payment_within_period", "2024-01-01", True, "verified"),
        ("eu", "de_minimis_window", "2023-12-31", "fiscal_years", "verified"),
        ("eu", "de_minimis_window", "2024-01-01", "rolling", "verified"),
        ("eu", "other_costs_flat_rate", "2024-01-01", Rate("0.40"), "unverified"),
    ],
)
def test_a_known_figure_has_its_value_and_its_certainty(
    layer: str, key: str, day: str, value: object, certainty: str
) -> None:
    """The figures that published plans and the rules' table give."""
    found = _found(layer, key, day)

    assert isinstance(found, ParameterValue)
    assert (value, certainty) == (found.value, found.certainty.value)


@pytest.mark.parametrize(
    ("layer", "key", "day", "reason"),
    [
        ("fr.ara.alpes-sud-isere", "eafrd_rate", "2013-12-31", Reason.BEFORE_FIRST),
        ("fr.ara.alpes-sud-isere", "eafrd_rate", "2023-01-01", Reason.AFTER_LAST),
        ("fr.ara.alpes-sud-isere", "eafrd_floor", "2017-10-12", Reason.NO_VALUE),
        ("fr.ara.alpes-sud-isere", "own_public_counts_in_cap", "2017-10-12", Reason.NO_VALUE),
        ("fr.ara.alpes-sud-isere", "mileage_rate", "2017-10-12", Reason.UNDATED),
        ("fr.ara.alpes-sud-isere", "reasonable_costs_check_floor", "2024-01-01", Reason.QUALIFIER_NEEDED),
        ("fr.nouvelle-aquitaine.chataigneraie-limousine", "eafrd_ceiling", "2018-01-01", Reason.UNDATED),
        ("eu", "clld_aid_ceiling", "2021-07-31", Reason.BEFORE_FIRST),
        ("eu", "agricultural_de_minimis_ceiling", "2019-06-01", Reason.BETWEEN),
    ],
)
def test_what_no_source_gives_is_unknown(layer: str, key: str, day: str, reason: Reason) -> None:
    """Texts that were not found leave gaps, and gaps are said."""
    found = _found(layer, key, day)

    assert isinstance(found, UnknownValue)
    assert reason is found.reason


@pytest.mark.parametrize(("authority", "known"), [("state", True), ("region", False)])
def test_state_rules_stop_where_the_region_is_managing_authority(authority: str, known: bool) -> None:
    """The penalties of the rural code hold only where the State manages the programme."""
    found = _found("fr", "non_compliance_penalty_rate", "2024-06-01", authority=authority)

    assert isinstance(found, ParameterValue) is known


@pytest.mark.parametrize(("amount", "quotes"), [("1000.00", 0), ("1000.01", 2), ("90000.00", 2), ("90000.01", 3)])
def test_quotes_are_asked_for_strictly_above_each_amount(amount: str, quotes: int) -> None:
    """Exactly 1 000 euros needs no quote, and exactly 90 000 needs two."""
    found = _found("fr.occitanie.coeur-herault", "quotes_required", "2018-01-01")

    assert isinstance(found, ParameterValue)
    assert isinstance(found.value, Bands)
    assert quotes == found.value.at(amount=Money.euros(amount))


@pytest.mark.parametrize(
    ("day", "power", "km", "rate"),
    [
        ("2021-12-31", 5, 2000, "0.29"),
        ("2022-01-01", 5, 2000, "0.32"),
        ("2022-01-01", 5, 2001, "0.40"),
        ("2022-01-01", 6, 10000, "0.51"),
        ("2022-01-01", 7, 10001, "0.30"),
        ("2022-01-01", 8, 1, "0.45"),
        ("2022-01-01", 12, 20000, "0.32"),
        ("2005-06-30", 8, 2001, "0.37"),
    ],
)
def test_mileage_depends_on_power_distance_and_day(day: str, power: int, km: int, rate: str) -> None:
    """Bounds belong to the lower band; the scale of 2022 starts on 1 January."""
    found = _found("fr", "mileage_rate", day)

    assert isinstance(found, ParameterValue)
    assert isinstance(found.value, Bands)
    assert Decimal(rate) == found.value.at(fiscal_power=power, annual_km=km)


def test_no_shipped_address_is_relative_and_no_text_is_empty() -> None:
    """Addresses are whole; facts and labels are given in both languages."""
    texts = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]
    assert all(text["layer"]["label"].keys() == {"fr", "en"} for text in texts)
    references = [reference for value in VALUES for reference in value.references]
    assert all(ref.url.startswith("https://") for ref in references if ref.url)
    assert all(ref.fact.fr and ref.fact.en for ref in references if ref.fact)


def test_the_regime_of_the_seed_says_what_was_not_found() -> None:
    """The notes of a layer name the texts that nobody has read."""
    layer = _loaded("fr.ara.toml")

    assert layer is not None
    assert any("19.2" in note.text("fr") for note in layer.notes)
