"""A second programme, of another region, period and kind of lead: every table of it, and figures worked out by hand."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import labo_partenariats as labo
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.rules.payment import ClaimExamination, examine_all
from labo_partenariats.rules.quotes import quote_counts
from labo_partenariats.tabular.rows import tables_of
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.values.text import fold

EXAMPLE = Path(__file__).parents[2] / "examples" / "combes_vertes_2024"
TOML, WORKBOOK = EXAMPLE / "combes_vertes_2024.toml", EXAMPLE / "combes_vertes_2024.xlsx"

# Expenses of the plan, and what the base keeps of them:
#   time         41 000.00 × 400 h ÷ 1 720 h =  9 534.88(37)  rounded down   9 534.88
#                41 000.00 × 510 h ÷ 1 720 h = 12 156.97(67)  rounded down  12 156.97
#                                                                           ---------
#                                                                           21 691.85   21 691.85
#   journeys     2024, 1 900 km driven before: 180 km = 100 × 0.32 + 80 × 0.40    64.00
#                                              246 km × 0.40                      98.40
#                2025, again from zero:        142 km × 0.32                      45.44
#                                                                           ---------
#                                                                              207.84      207.84
#   meals        (3 + 4) × 20.00                                                140.00      140.00
#   seminar      without VAT                                                  8 000.00    8 000.00
#   posters      1 800.00 with 300.00 of VAT that is recovered                1 800.00    1 500.00
#   workshops    4 333.33, of which 75 % benefits the area                    4 333.33    3 249.9975
#   indirect     7 % of 34 789.6875, the base rounded down: 34 789.68 × 0.07
#                = 2 435.27(76)                                               2 435.27    2 435.27
#   volunteers   not eligible in this region                                  1 200.00        0.00
#                                                                           ---------   ----------
#                                                                           39 808.29   37 224.9575
# The base is rounded once, down: 37 224.95.
AMOUNTS = {
    "total_expenses": "39808.29",
    "total_resources": "39808.29",
    "balance": "0.00",
    "eligible": "37224.95",
    "indirect_costs_ceiling": "3253.77",  # 21 691.85 × 15 % = 3 253.77(75); the plan uses the other flat rate
    "public_aid_cap": "22334.97",  # the scheme's 60 %, less than the region's 80 %: 37 224.95 × 0.60
    "eafrd": "16000.00",  # 2 500.00 + 1 500.00 of own funds call four times as much; the cap leaves 18 334.97
    "calling_counterpart": "4000.00",
    "top_up": "0.00",
    "public_aid": "20000.00",
    "self_financing": "17224.95",  # 37 224.95 − 20 000.00
    "largest_eafrd": "17867.97",  # 22 334.97 × 80 % = 17 867.97(6)
    "best_counterpart": "4467.00",  # 17 867.97 ÷ 4 = 4 466.9925, rounded up
}

#: Code, severity, verdict, place in the workbook, and the other places.
EXPECTED = {
    ("ELG107", "error", "violated", "Dépenses!C11", ()),
    ("ELG108", "error", "violated", "Dépenses!C8", ()),
    ("ELG110", "error", "violated", "Dépenses!C11", ()),
    ("DOS109", "warning", "violated", "Pièces", ()),
    ("CAL101", "note", "violated", "Plan d'action!5", ("Plan d'action!6",)),
    ("DOS107", "note", "violated", "Programme!B8", ()),
    ("ELG101", "note", "unknown", "Dépenses!7", ("Dépenses!8", "Dépenses!9")),
    ("ELG104", "note", "unknown", "Plan d'action!K6", ()),
    ("ELG104", "note", "unknown", "Séances!F5", ()),
    ("ELG104", "note", "unknown", "Séances!F6", ()),
    ("FIN127", "note", "unknown", "Ressources!C6", ()),
    ("PEN101", "note", "unknown", "Demandes de paiement!5", ()),
    ("PEN102", "note", "unknown", "Manquements!4", ()),
    ("SCO103", "note", "unknown", "Dépenses!4", ()),
    ("SCO103", "note", "unknown", "Dépenses!5", ()),
    ("SCO103", "note", "unknown", "Dépenses!6", ()),
    ("SCO103", "note", "unknown", "Dépenses!10", ()),
}

#: What belongs to the first example and to no other programme.
NAMES_OF_GAIA = ("gaia", "isere", "oisans", "trieves", "matheysine", "vizille", "labo des partenariats", "rhone alpes")


@pytest.fixture(scope="module")
def report() -> labo.Report:
    return labo.check(labo.read(WORKBOOK), ignore=["HOL"])


@pytest.fixture(scope="module")
def claims(report: labo.Report) -> tuple[ClaimExamination, ...]:
    assert report.assessment.case is not None
    return examine_all(report.assessment.case)


def test_both_forms_are_one_programme() -> None:
    """The workbook and the TOML file read without a finding, to the same programme."""
    workbook, toml = labo.read(WORKBOOK), labo.read(TOML)
    assert workbook.findings == toml.findings == ()
    assert workbook.programme == toml.programme


def test_every_table_is_used() -> None:
    """Each table that the library knows has at least one row here."""
    assert {table.role for table in tables_of(labo.read(TOML).programme) if table.rows} == set(SCHEMAS)


def test_amounts(report: labo.Report) -> None:
    """Every amount of the plan is the one worked out above, to the cent."""
    assert {key: str(money) for key, money in report.assessment.amounts.items()} == AMOUNTS


def test_what_the_base_takes_away(report: labo.Report) -> None:
    """Recovered VAT, the quarter outside the area and volunteer work leave the base, each by its rule."""
    taken = [(each.label, each.rule, str(each.amount)) for each in report.assessment.case.base.reductions]
    assert taken == [
        ("Affiches et plaquettes", "EL-06", "300.00"),
        ("Intervenants des ateliers", "FIN-13", "433333/400"),  # 1 083.3325
        ("Bénévolat des ateliers", "EL-05", "1200.00"),
        (None, "FIN-15", "3/400"),  # 0.0075 of rounding
    ]


def test_findings_are_those_of_the_frozen_list(report: labo.Report) -> None:
    """The check says all that it must of this dossier, at these places, and nothing else; two documents are missing."""
    found = [
        (each.code, each.severity.value, each.verdict.value, str(each.location), tuple(map(str, each.related)))
        for each in report.findings
    ]
    assert set(found) == EXPECTED
    assert len(found) == len(EXPECTED) + 1


def test_what_is_right_is_said_too(report: labo.Report) -> None:
    """Floors, flat rates, unit costs, de minimis, votes and the balance are confirmed under the law of 2023-27."""
    kept = {each.code for each in report.assessment.outcomes if each.answer is Answer.SATISFIED}
    assert kept >= {
        *("FIN101", "FIN102", "FIN104", "FIN106", "FIN111", "FIN117", "FIN128", "DOS101", "DOS102"),
        *("SCO105", "SCO106", "ELG112", "ELG113", "CAL104", "AID103", "AID107"),
        *("GOV104", "GOV105", "GOV111", "GOV112", "GOV113", "GOV114", "GOV115", "GOV116"),
        *("PAY101", "PAY102", "PAY103", "PAY104", "PAY105", "PAY106"),
    }
    assert "GOV103" not in kept, "the half of private votes is a rule of 2014-22"


def test_the_ledger_counts_one_undertaking_over_three_years(report: labo.Report) -> None:
    """Of 340 000 € received, the 50 000 of 14 July 2021 are a day too old on 15 July 2024; 4 000 € are left after."""
    (found,) = (each for each in report.assessment.outcomes if each.code == "AID103")
    assert (str(found.data["counted"]), str(found.data["ceiling"])) == ("290000.00", "300000.00")


def test_quotes_are_counted_by_supplier(report: labo.Report) -> None:
    """Three, two and one comparable offers; how many are needed is not published for this region."""
    counts = quote_counts(report.assessment.case)
    assert [(each.least, each.most, each.required) for each in counts] == [(3, 3, None), (2, 2, None), (1, 1, None)]


def test_the_instalment(claims: tuple[ClaimExamination, ...]) -> None:
    """
    Retained 9 534.88 + 162.40 + 60.00 + 8 000.00 = 17 757.28; 60 % of it is 10 654.36(8). 3 500.00 of counterpart were
    there (2 000.00 paid, 1 500.00 of own funds): 7 154.36, less than the 14 000.00 they call. 17 907.28 were claimed:
    10 744.36(8) − 3 500.00 = 7 244.36. No formula of over-claim is known for 2025, so nothing is *to be paid*.
    """
    instalment = claims[1]
    assert (str(instalment.claimed), str(instalment.retained)) == ("17907.28", "17757.28")
    assert (instalment.agreed, instalment.to_pay) == ("recompute", None)
    result = instalment.results["recompute"]
    assert (str(result.on_claim), str(result.after_check), result.penalty) == ("7244.36", "7154.36", None)


def test_the_balance(claims: tuple[ClaimExamination, ...]) -> None:
    """
    Retained: direct costs 29 783.87, indirect costs 7 % of them, 2 084.87(09): 31 868.74. 60 % of it is 19 121.24(4),
    less 4 000.00 of counterpart: 15 121.24, below the 16 000.00 granted. 4 000.00 + 3 154.36 were paid: 7 966.88 left.
    In proportion it would be 16 000.00 × 31 868.74 ÷ 37 224.95 = 13 697.79(46).
    """
    balance = claims[2]
    assert (str(balance.claimed), str(balance.retained)) == ("37374.95", "31868.74")
    assert str(balance.results["prorata"].after_check) == "13697.79"
    assert str(balance.results["recompute"].after_check) == "15121.24"
    assert (str(balance.already_paid), str(balance.to_pay)) == ("7154.36", "7966.88")


def test_the_scheme_limits_payments_too(claims: tuple[ClaimExamination, ...]) -> None:
    """The cap of a claim rests on the rate of the State aid scheme, and its explanation says so."""
    told = claims[2].explain("retained_cap")
    assert str(claims[2].money("retained_cap")) == "19121.24"
    assert "aid_intensity" in _keys_behind(told)


def _keys_behind(step: object) -> set[str]:
    evidence = getattr(step, "evidence", None)
    inner = getattr(evidence, "step", None)
    below = [*getattr(step, "operands", ()), *([inner] if inner is not None else [])]
    return {str(getattr(step, "key", None)), *(key for each in below for key in _keys_behind(each))}


def test_nothing_of_the_first_example_is_in_what_it_gives(tmp_path: Path) -> None:
    """The dossier, the feed, the claim, the programme and the findings name nothing of another territory."""
    result = labo.read(TOML)
    for name, to in (("dossier.xlsx", None), ("plan.ics", None), ("programme.json", None), ("solde.xlsx", "claim")):
        labo.export(result, tmp_path / name, to=to)
    report = labo.check(result)
    said = [report.catalogue.message(found, "fr") for found in report.findings]
    texts = [*said, *(part for file in sorted(tmp_path.iterdir()) for part in _texts(file))]

    assert {name for name in NAMES_OF_GAIA for text in texts if name in fold(text)} == set()


def _texts(file: Path) -> list[str]:
    if not zipfile.is_zipfile(file):
        return [file.read_text(encoding="utf-8")]
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_combes_vertes", EXAMPLE / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_workbook_is_the_one_that_the_script_makes(maker: ModuleType, tmp_path: Path) -> None:
    """The workbook follows from the TOML file; after an edit, run ``make_examples.py``."""
    maker.write_workbook(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == WORKBOOK.read_bytes()
