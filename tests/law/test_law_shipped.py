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
        ("eu", "overclaim_tolerance", "2007-01-01", Rate("0.03"), "unverified"),
        ("eu", "overclaim_tolerance", "2013-12-31", Rate("0.03"), "unverified"),
        ("eu", "overclaim_basis", "2013-12-31", "expenditure", "unverified"),
        ("eu", "overclaim_basis", "2014-01-01", "aid", "verified"),
        ("eu", "overclaim_tolerance", "2014-01-01", Rate("0.10"), "verified"),
        ("eu", "eafrd_rate_minimum", "2010-01-01", Rate("0.20"), "unverified"),
        ("eu", "agency_payment_within_period", "2017-10-12", True, "unverified"),
        ("eu", "agency_payment_within_period", "2024-01-01", True, "verified"),
        ("eu", "de_minimis_window", "2023-12-31", "fiscal_years", "verified"),
        ("eu", "de_minimis_window", "2024-01-01", "rolling", "verified"),
        ("eu", "other_costs_flat_rate", "2024-01-01", Rate("0.40"), "unverified"),
        ("eu", "de_minimis_ceiling", "2023-12-31", Money.euros(200000), "verified"),
        ("eu", "de_minimis_ceiling", "2024-01-01", Money.euros(300000), "verified"),
        ("eu", "de_minimis_ceiling", "2030-12-31", Money.euros(300000), "verified"),
        ("eu", "de_minimis_date", "2017-10-12", "legal_right", "unverified"),
        ("eu", "de_minimis_date", "2024-01-01", "legal_right", "verified"),
        ("eu", "de_minimis_excess", "2024-01-01", "whole_aid", "unverified"),
        ("eu", "de_minimis_register_start", "2026-01-01", dt.date(2026, 1, 1), "verified"),
        ("eu", "sgei_de_minimis_ceiling", "2023-12-31", Money.euros(500000), "verified"),
        ("eu", "sgei_de_minimis_ceiling", "2024-01-01", Money.euros(750000), "verified"),
        ("eu", "sgei_de_minimis_window", "2024-01-01", "rolling", "unverified"),
        ("eu", "agricultural_de_minimis_ceiling", "2018-12-31", Money.euros(15000), "verified"),
        ("eu", "agricultural_de_minimis_ceiling", "2020-01-01", Money.euros(20000), "verified"),
        ("eu", "agricultural_de_minimis_raised_ceiling", "2020-01-01", Money.euros(25000), "verified"),
        ("eu", "agricultural_de_minimis_ceiling", "2025-01-01", Money.euros(50000), "unverified"),
        ("eu", "clld_aid_ceiling", "2021-08-01", Money.euros(200000), "verified"),
        ("eu", "eligible_period_end", "2020-12-31", dt.date(2023, 12, 31), "verified"),
        ("eu", "eligible_period_end", "2021-01-01", dt.date(2025, 12, 31), "unverified"),
        ("eu", "eligible_period_end", "2023-01-01", dt.date(2029, 12, 31), "verified"),
        ("eu", "eligible_period_start", "2022-12-31", dt.date(2014, 1, 1), "verified"),
        ("eu", "eligible_period_start", "2023-01-01", dt.date(2023, 1, 1), "verified"),
        ("eu", "interest_group_share_maximum", "2022-12-31", Rate("0.49"), "verified"),
        ("eu", "interest_group_share_maximum", "2023-01-01", Rate("0.50"), "unverified"),
        ("eu", "non_public_votes_share_minimum", "2022-12-31", Rate("0.50"), "unverified"),
        ("eu", "partners_share_minimum", "2013-12-31", Rate("0.50"), "verified"),
        ("eu", "indirect_costs_of_direct_rate", "2023-01-01", Rate("0.07"), "verified"),
        ("eu", "indirect_costs_calculated_ceiling", "2022-12-31", Rate("0.25"), "unverified"),
        ("eu", "indirect_costs_calculated_ceiling", "2023-01-01", Rate("0.25"), "verified"),
        ("eu", "staff_costs_flat_rate", "2023-01-01", Rate("0.20"), "verified"),
        ("eu", "advance_rate_maximum", "2017-10-12", Rate("0"), "unverified"),
        ("eu", "advance_rate_maximum", "2023-01-01", Rate("0.50"), "verified"),
        ("eu", "advance_guarantee_rate", "2017-10-12", Rate("1"), "unverified"),
        ("eu", "vat_eligibility", "2017-10-12", "not_recoverable", "unverified"),
        ("fr", "vat_eligibility", "2023-01-06", "not_recoverable", "verified"),
        ("eu", "in_kind_limits_public_aid", "2013-12-31", True, "verified"),
        ("eu", "in_kind_limits_public_aid", "2014-01-01", True, "unverified"),
        ("eu", "net_revenue_deducted", "2022-12-31", True, "verified"),
        ("eu", "net_revenue_deducted", "2023-01-01", False, "unverified"),
        ("eu", "top_up_in_public_base", "2022-12-31", False, "unverified"),
        ("eu", "top_up_in_public_base", "2023-01-01", False, "verified"),
        ("fr", "meal_flat_rate", "2020-01-01", Money.euros("17.50"), "verified"),
        ("fr", "meal_flat_rate", "2023-09-21", Money.euros("17.50"), "verified"),
        ("fr", "meal_flat_rate", "2023-09-22", Money.euros("20.00"), "unverified"),
        ("fr", "lag_running_costs_share_maximum", "2023-12-28", Rate("0.25"), "unverified"),
        ("fr", "lag_running_costs_share_maximum", "2023-12-29", Rate("0.25"), "verified"),
        ("fr", "national_eligibility_act", "2020-12-31", "decree_2016_279_amended", "verified"),
        ("fr", "national_eligibility_act", "2023-01-06", "decree_2023_5", "verified"),
        ("fr.occitanie", "aid_rate", "2023-01-01", Rate("0.80"), "published practice"),
        ("fr.occitanie", "eafrd_cost_share_minimum", "2023-01-01", Rate("0.15"), "published practice"),
        ("fr.occitanie", "in_kind_accepted", "2023-01-01", False, "published practice"),
        ("fr.occitanie.midi-pyrenees", "eafrd_rate", "2022-12-31", Rate("0.60"), "published practice"),
        ("fr.occitanie.midi-pyrenees", "eafrd_rate", "2023-01-01", Rate("0.80"), "published practice"),
        (
            "fr.hauts-de-france.pays-chaunois",
            "balance_claim_deadline",
            "2022-12-31",
            dt.date(2022, 12, 31),
            "published practice",
        ),
        ("fr.paca.provence-verte-verdon", "min_total_cost", "2023-01-01", Money.euros(10000), "published practice"),
        ("fr.fiches-infogreffe", "eafrd_floor", "2023-01-01", Money.euros(2000), "published practice"),
        ("fr.fiches-infogreffe", "eafrd_ceiling", "2027-12-31", Money.euros(40000), "published practice"),
        ("fr.reunion", "final_amount_method", "2013-12-31", "prorata", "published practice"),
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
        ("eu", "agricultural_de_minimis_ceiling", "2024-12-31", Reason.BETWEEN),
        ("eu", "de_minimis_ceiling", "2013-12-31", Reason.BEFORE_FIRST),
        ("eu", "de_minimis_ceiling", "2031-01-01", Reason.AFTER_LAST),
        ("eu", "indirect_costs_of_direct_rate", "2022-12-31", Reason.BEFORE_FIRST),
        ("eu", "staff_costs_flat_rate", "2019-01-01", Reason.UNDATED),
        ("eu", "other_costs_flat_rate", "2019-01-01", Reason.UNDATED),
        ("eu", "simplified_cost_options", "2024-01-01", Reason.NO_VALUE),
        ("eu", "selection_minimum_score", "2024-01-01", Reason.NO_VALUE),
        ("eu", "partners_share_minimum", "2014-01-01", Reason.AFTER_LAST),
        ("eu", "non_public_votes_share_minimum", "2023-01-01", Reason.AFTER_LAST),
        ("fr", "national_eligibility_act", "2017-02-07", Reason.UNDATED),
        ("fr", "national_eligibility_act", "2021-01-01", Reason.BETWEEN),
        ("fr", "ineligible_expenses", "2023-01-05", Reason.BEFORE_FIRST),
        ("fr", "mileage_rate", "2019-02-28", Reason.UNDATED),
        ("fr", "meal_flat_rate", "2019-12-31", Reason.UNDATED),
        ("fr", "public_investment_self_financing_rate", "2024-01-01", Reason.UNDATED),
        ("fr", "reasonable_costs_check_floor", "2023-12-28", Reason.BEFORE_FIRST),
        ("fr.ara", "aid_rate", "2024-01-01", Reason.NO_VALUE),
        ("fr.ara.portes-de-provence", "min_self_financing_rate", "2024-01-01", Reason.UNDATED),
        ("fr.grand-est.aire-argonne", "local_counterpart_rate", "2024-01-01", Reason.UNDATED),
        ("fr.paca", "eafrd_rate", "2023-01-01", Reason.AFTER_LAST),
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


MILEAGE = {
    ("2005-01-01", "2005-12-31"): "0.22 0.27 0.15 / 0.28 0.33 0.20 / 0.31 0.37 0.22",
    ("2019-03-01", "2021-12-31"): "0.29 0.36 0.21 / 0.37 0.46 0.27 / 0.41 0.50 0.29",
    ("2022-01-01", "2099-12-31"): "0.32 0.40 0.23 / 0.41 0.51 0.30 / 0.45 0.55 0.32",
}


@pytest.mark.parametrize(("days", "scale"), MILEAGE.items())
def test_mileage_depends_on_power_distance_and_day(days: tuple[str, str], scale: str) -> None:
    """Every cell of every scale, on its first and last day; a bound belongs to the lower band."""
    rows = [[Decimal(cell) for cell in row.split()] for row in scale.split(" / ")]
    for day in days:
        found = _found("fr", "mileage_rate", day)
        assert isinstance(found, ParameterValue)
        assert isinstance(found.value, Bands)
        for powers, row in zip(((1, 5), (6, 7), (8, 99)), rows, strict=True):
            for kilometres, rate in zip(((0, 2000), (2001, 10000), (10001, 99999)), row, strict=True):
                assert {found.value.at(fiscal_power=p, annual_km=km) for p in powers for km in kilometres} == {rate}


def test_the_scale_before_2019_is_known_for_small_cars_only() -> None:
    """From memory, undated, and without a figure for six horsepower and more."""
    scale = next(value for value in VALUES if value.key == "mileage_rate" and value.start is None)

    assert isinstance(scale.value, Bands)
    assert scale.certainty is Certainty.UNVERIFIED
    assert [scale.value.at(fiscal_power=5, annual_km=km) for km in (2000, 10000, 10001)] == [
        Decimal("0.25"),
        Decimal("0.31"),
        Decimal("0.18"),
    ]
    assert scale.value.at(fiscal_power=6, annual_km=1) is None


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.layer} {value.key} {value.start} {value.when}")
def test_a_value_holds_on_its_own_days_only(value: ParameterValue) -> None:
    """On its first and last day a value answers for its layer; on the eve and on the morrow it does not."""
    parameter = LIBRARY.layer(value.layer).parameters[value.key]
    if value.start is not None:
        assert value in parameter.covering(value.start)
        assert value not in parameter.covering(value.start - dt.timedelta(1))
    if value.end is not None:
        assert value in parameter.covering(value.end)
        assert value not in parameter.covering(value.end + dt.timedelta(1))


@pytest.mark.parametrize(
    ("key", "day", "when", "value"),
    [
        ("eafrd_rate_maximum", "2010-01-01", {}, "0.55"),
        ("eafrd_rate_maximum", "2010-01-01", {"area": "convergence"}, "0.80"),
        ("eafrd_rate_maximum", "2010-01-01", {"area": "outermost"}, "0.85"),
        ("eafrd_rate_maximum", "2017-10-12", {}, "0.80"),
        ("eafrd_rate_maximum", "2017-10-12", {"area": "less_developed"}, "0.90"),
        ("eafrd_rate_maximum", "2017-10-12", {"area": "transition"}, "0.90"),
        ("eafrd_rate_maximum", "2017-10-12", {"area": "outermost"}, "0.90"),
        ("eafrd_rate_maximum", "2023-01-01", {"area": "outermost"}, "0.80"),
        ("de_minimis_ceiling", "2017-10-12", {"sector": "road_freight"}, "100000.00"),
        ("de_minimis_ceiling", "2024-01-01", {"sector": "road_freight"}, "300000.00"),
        ("advance_rate_maximum", "2017-10-12", {"nature": "running_costs"}, "0.50"),
        ("advance_rate_maximum", "2017-10-12", {"nature": "investment"}, "0.50"),
        ("advance_rate_maximum", "2017-10-12", {"nature": "studies"}, "0.00"),
    ],
)
def test_circumstances_decide(key: str, day: str, when: dict[str, str], value: str) -> None:
    """Areas, sectors and kinds of operation have the figures of their own that the texts give them."""
    found = _found("eu", key, day, **when)

    assert isinstance(found, ParameterValue)
    assert str(found.value) == value


def test_what_was_read_at_second_hand_is_not_verified() -> None:
    """A fact that says «texte non lu», «de mémoire» or «source secondaire» stands under no value shown as law."""
    doubts = ("texte non lu", "de mémoire, article à lire", "source secondaire", "texte à lire", "à vérifier s'il")
    claimed = [
        (value.layer, value.key)
        for value in VALUES
        if value.certainty is Certainty.VERIFIED
        for reference in value.references[:1]
        if reference.fact and any(doubt in reference.fact.fr.casefold() for doubt in doubts)
    ]
    assert claimed == []


def test_the_address_of_a_site_does_not_pass_for_that_of_a_page() -> None:
    """Where only the site was noted the fact says so."""
    references = [reference for value in VALUES for reference in value.references if reference.url]
    sites = [reference for reference in references if "/" not in str(reference.url).removeprefix("https://")]

    assert all(ref.fact is not None and "celle du site, non de la page" in ref.fact.fr for ref in sites)
    assert all(ref.fact is not None and "that of the site, not of the page" in ref.fact.en for ref in sites)


def test_a_rule_that_is_only_shown_has_something_to_show() -> None:
    """A rule classified as a note has a note of some layer, or parameters."""
    noted = {note.rule for layer in LIBRARY.layers.values() for note in layer.notes}
    notes = [rule for rule in classification().values() if rule.kind is RuleKind.NOTE]

    assert [rule.id for rule in notes if rule.id not in noted and not rule.parameters] == []


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
