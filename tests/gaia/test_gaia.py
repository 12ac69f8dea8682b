"""The GAIA 2017 example: three forms, one programme, and exactly the findings that its dossier deserves."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import labo_partenariats as labo
from labo_partenariats.rules.outcome import Answer

EXAMPLE = Path(__file__).parents[2] / "examples" / "gaia_2017"

#: Code, severity, verdict, place in the workbook, and the other places of a contradiction.
EXPECTED = {
    ("DOS101", "error", "violated", "Programme!B42", ("Ressources!C6",)),
    ("CAL103", "warning", "violated", "Plan d'action!10", ()),
    ("DOS103", "warning", "violated", "Programme!B45", ("Projets",)),
    ("ELG102", "warning", "violated", "Programme", ("Plan d'action!A6",)),
    ("FIN107", "warning", "violated", "Ressources!5", ()),
    ("CAL101", "note", "violated", "Plan d'action!4", ("Plan d'action!5",)),
    ("CAL102", "note", "violated", "Plan d'action!A6", ("Plan d'action!A7",)),
    ("CAL105", "note", "violated", "Plan d'action!4", ()),
    ("CAL106", "note", "violated", "Plan d'action!7", ()),
    ("CAL106", "note", "violated", "Plan d'action!8", ()),
    ("CAL106", "note", "violated", "Plan d'action!11", ()),
    ("DOS104", "note", "violated", "Indicateurs!4", ()),
    ("DOS104", "note", "violated", "Indicateurs!5", ()),
    ("FIN105", "note", "violated", "Ressources!C5", ()),
    ("SCO102", "note", "violated", "Dépenses!C6", ()),
    ("DOS109", "note", "unknown", "Programme", ()),
    ("AID101", "note", "unknown", "Programme!B44", ()),
    ("ELG101", "note", "unknown", "Dépenses!7", ()),
    ("ELG104", "note", "unknown", "Plan d'action!K11", ()),
    ("ELG108", "note", "unknown", "Dépenses!7", ()),
    ("FIN109", "note", "unknown", "Acteurs!4", ()),
}

SATISFIED = {"CAL104", "FIN101", "FIN102", "FIN103", "FIN104", "FIN106", "FIN117", "FIN125", "SCO101"}

AMOUNTS = {
    "total_expenses": "24682.00",
    "total_resources": "24682.00",
    "balance": "0.00",
    "eligible": "24682.00",
    "indirect_costs_ceiling": "1890.45",
    "public_aid_cap": "19745.60",
    "eafrd": "14745.60",
    "calling_counterpart": "3686.40",
    "top_up": "1313.60",
    "public_aid": "19745.60",
    "self_financing": "4936.40",
    "largest_eafrd": "15796.48",
    "best_counterpart": "3949.12",
}


@pytest.fixture(scope="module")
def report() -> labo.Report:
    return labo.check(labo.read(EXAMPLE / "gaia_2017.xlsx"), ignore=["HOL"])  # what the library itself says


@pytest.mark.parametrize("form", ["csv", "gaia_2017.toml", "gaia_2017.xlsx"])
def test_every_form_reads_without_a_finding(form: str) -> None:
    """Each of the three forms is clean: what the check says comes from the dossier, not from its files."""
    assert labo.read(EXAMPLE / form).findings == ()


def test_three_forms_one_programme() -> None:
    """The workbook, the CSV folder and the TOML file read to the same programme."""
    workbook, folder, toml = (
        labo.read(EXAMPLE / form).programme for form in ("gaia_2017.xlsx", "csv", "gaia_2017.toml")
    )
    assert workbook == folder == toml


def test_findings_are_those_of_the_frozen_list(report: labo.Report) -> None:
    """The check says all that it must of GAIA, at these places, and nothing else."""
    found = {
        (
            each.code,
            each.severity.value,
            each.verdict.value,
            str(each.location),
            tuple(str(location) for location in each.related),
        )
        for each in report.findings
    }
    assert found == EXPECTED
    assert len(report.findings) == len(EXPECTED)


def test_what_is_right_is_said_too(report: labo.Report) -> None:
    """Balance, cap, fixed rate, EAFRD, announced rate and flat rate are confirmed."""
    kept = {each.code for each in report.assessment.outcomes if each.answer is Answer.SATISFIED}
    assert kept == SATISFIED


def test_amounts(report: labo.Report) -> None:
    """Every amount of the plan is the seed's, to the cent."""
    amounts = {key: str(money) for key, money in report.assessment.amounts.items()}
    assert amounts == AMOUNTS


def test_announced_amount_is_no_limit(report: labo.Report) -> None:
    """The 11 332 € announced in the text are compared with the plan and never limit the formula."""
    silent = labo.check(attrs.evolve(report.programme, stated_figures=()), ignore=["HOL"])
    assert {finding.code for finding in report.findings} - {finding.code for finding in silent.findings} >= {"DOS101"}
    assert silent.assessment.amounts == report.assessment.amounts
    assert silent.assessment.eafrd.explain() == labo.check(report.programme).assessment.eafrd.explain()


def test_facts_of_the_seed() -> None:
    """Partners, roles, days and example projects are all there."""
    programme = labo.read(EXAMPLE / "csv").programme
    assert len(programme.actors) == 19
    assert [territory.name for territory in programme.territories] == ["Oisans", "Matheysine", "Trièves"]
    assert [len(action.sessions) for action in programme.actions] == [1, 1, 6, 4, 1, 1, 0, 1, 1]
    days = [str(session.period.start) for session in programme.actions[2].sessions]
    assert days == ["2017-09-04", "2017-10-02", "2017-11-06", "2017-10-16", "2017-11-07", "2017-11-28"]
    assert len([project for project in programme.projects if project.is_example]) == 19
    eco = next(actor for actor in programme.actors if actor.name == "Eco parc")
    assert eco.aliases == ("Ecooparc",)
    assert programme.lead is not None
    assert programme.lead.name == "GAIA"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLE / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_files_are_those_that_the_script_makes(maker: ModuleType, tmp_path: Path) -> None:
    """The workbook and the TOML file follow from the CSV folder; after an edit, run ``make_examples.py``."""
    assert (EXAMPLE / "gaia_2017.xlsx").read_bytes() == maker.workbook_bytes()
    labo.export(labo.read(EXAMPLE / "csv"), tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text("utf-8") == (EXAMPLE / "gaia_2017.toml").read_text("utf-8")
