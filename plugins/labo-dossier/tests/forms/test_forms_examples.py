"""The two forms of the examples, filled from GAIA's dossier: amounts, dates, rows, and every part left as it was."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from labo_dossier.forms.exporter import MappingExporter
from labo_partenariats.model import Actor, ActualExpense, Agreement, ExpenseCategory, Programme
from labo_partenariats.plugin import ExportOptions, Severity
from labo_partenariats.values.money import Money

FORMS = Path(__file__).parents[4] / "examples" / "formulaires"
APPLICATION, MAPPING, CLAIM = (
    FORMS / name for name in ("demande_d_aide.xlsx", "demande_d_aide.toml", "demande_de_paiement.xlsx")
)
EXPENSES, RESOURCES, CALENDAR = "Annexe 1 - Dépenses", "Annexe 2 - Financement", "Annexe 3 - Calendrier"


@pytest.fixture(scope="module")
def application(programme: Programme, fill: Callable[..., Any]) -> Any:
    """The application for aid, filled."""
    return fill(programme, APPLICATION, MAPPING)


@pytest.fixture(scope="module")
def claimed(programme: Programme) -> Programme:
    """GAIA with an agreement and two invoices."""
    invoices = (
        ActualExpense(
            id="f1",
            label="Salle et traiteur",
            amount=Money.euros("1234.56"),
            category=ExpenseCategory.SERVICES,
            supplier="=Fournisseur A",
            reference="0012",
            invoiced=dt.date(2018, 4, 30),
            paid=dt.date(2018, 5, 15),
        ),
        ActualExpense(id="f2", label="Affiches", amount=Money.euros("89.90"), invoiced=dt.date(2018, 3, 1)),
    )
    agreement = Agreement(signed=dt.date(2018, 1, 15), reference="C-1")
    return evolve(programme, actual_expenses=invoices, agreement=agreement)


@pytest.mark.parametrize(
    ("sheet", "place", "value"),
    [
        ("Demande", "C8", "Alpes Sud Isère"),
        ("Demande", "C9", "3"),
        ("Demande", "C14", "Association"),
        ("Demande", "C21", "Oisans, Matheysine, Trièves"),
        ("Demande", "C22", "septembre 2017"),
        ("Demande", "C23", "juin 2018"),
        ("Demande", "C24", "NON"),
        (EXPENSES, "F5", 12603),
        (EXPENSES, "B6", None),
        (EXPENSES, "F19", 1890),
        (EXPENSES, "F23", 8789),
        (RESOURCES, "B7", "FEADER"),
        (RESOURCES, "D6", "Public"),
        (RESOURCES, "F7", 14745.6),
        (RESOURCES, "F18", "=SUM(F5:F16)"),
        (CALENDAR, "A5", dt.datetime(2017, 9, 4)),
        (CALENDAR, "A16", "février à avril 2018"),
        (CALENDAR, "D18", "Vizille"),
        ("Annexe 4 - Partenaires", "A22", "CJD"),
        ("Annexe 5 - Indicateurs", "C4", "10 à 15"),
    ],
)
def test_cells_hold_what_the_programme_says(application: Any, sheet: str, place: str, value: object) -> None:
    """Amounts are numbers, days are days, words are the form's own, rows beyond the lines stay empty."""
    assert application.sheet(sheet)[place].value == value


def test_nothing_but_the_filled_cells_changes(application: Any, unfilled: Callable[..., bytes]) -> None:
    """Every part but the sheets is the same to the byte (styles, images, comments…); sheets differ in those cells."""
    changed = application.changed()
    asked = re.findall(
        r"^\"'?([^'\"!]+)'?!([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?\" =", MAPPING.read_text("utf-8"), re.MULTILINE
    )
    names = ["Demande", EXPENSES, RESOURCES, CALENDAR, "Annexe 4 - Partenaires", "Annexe 5 - Indicateurs"]
    for rank, name in enumerate(names, start=1):
        cells = [
            f"{left}{row}"
            for sheet, left, top, _, last in asked
            if sheet == name
            for row in range(int(top), int(last or top) + 1)
        ]
        one, other = changed[f"xl/worksheets/sheet{rank}.xml"]
        assert unfilled(one, cells) == unfilled(other, cells)
        assert len(unfilled(one, cells)) < len(one)
    assert sorted(changed) == [f"xl/worksheets/sheet{rank}.xml" for rank in range(1, len(names) + 1)]


def test_looks_of_filled_cells_stay(application: Any) -> None:
    """A filled cell keeps its style, its lock and the validation that bears on it."""
    for rank in range(1, 7):
        before, after = application.styles(f"xl/worksheets/sheet{rank}.xml")
        assert before == after
    assert application.sheet(RESOURCES).protection.sheet
    assert len(application.sheet(RESOURCES).data_validations.dataValidation) == 3


def test_only_what_the_programme_lacks_is_told(application: Any) -> None:
    """GAIA's dossier gives neither SIRET nor address; nothing else is amiss."""
    assert [str(found.data["name"]) for found in application.findings if found.code == "FRM114"] == [
        "porteur.siret",
        "porteur.courriel",
    ]
    assert set(application.codes) == {"FRM114", "FRM120"}
    assert all(found.severity is not Severity.ERROR for found in application.findings)


def test_same_programme_same_bytes(programme: Programme, fill: Callable[..., Any], application: Any) -> None:
    """The filled form depends on the form and the programme alone."""
    assert fill(programme, APPLICATION, MAPPING).data == application.data


def test_marks_and_names_of_a_claim_are_filled(claimed: Programme, fill: Callable[..., Any]) -> None:
    """A form that was prepared needs no mapping: sentences, rows of marks and named cells."""
    filled = fill(claimed, CLAIM)
    sheet = filled.sheet("État des dépenses")
    assert sheet["A3"].value == "Bénéficiaire : GAIA"
    assert sheet["A5"].value == "Convention n° C-1 du 15 janvier 2018"
    assert [cell.value for cell in sheet[8]][:7] == [
        1, "Salle et traiteur", "=Fournisseur A", "0012", dt.datetime(2018, 4, 30), dt.datetime(2018, 5, 15), 1234.56,
    ]  # fmt: skip
    assert sheet["G9"].value == 89.9
    assert sheet["G10"].value is None
    assert (sheet["G23"].value, sheet["G24"].value, sheet["G25"].value) == (24682, 14745.6, 0.8)
    assert not any("{{" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_text_that_looks_like_a_formula_keeps_its_quote(claimed: Programme, fill: Callable[..., Any]) -> None:
    """The styles of the form are all there, one more after them keeps the quote mark of such a text."""
    filled = fill(claimed, CLAIM)
    cell = filled.sheet("État des dépenses")["C8"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    before, after = filled.changed()["xl/styles.xml"]
    assert len(after) > len(before)
    assert before[before.index(b"<cellXfs") + 20 : before.index(b"</cellXfs>")] in after


def test_forms_follow_from_their_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit of the script, run it: the forms of the folder are those that it makes."""
    spec = importlib.util.spec_from_file_location("make_forms", FORMS / "make_forms.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HERE", tmp_path)
    script.application()
    script.claim()
    for form in (APPLICATION, CLAIM):
        assert (tmp_path / form.name).read_bytes() == form.read_bytes(), form.name


def test_beginning_of_a_mapping_lists_the_cells_that_wait(programme: Programme, tmp_path: Path) -> None:
    """Each cell to fill has its line, a comment until someone has read it; it is TOML once completed."""
    out = io.BytesIO()
    assert MappingExporter().export(None, ExportOptions(template=APPLICATION), out) == ()  # type: ignore[arg-type]
    written = out.getvalue().decode()
    assert '# "Demande!C8" = "gal"  # GAL' in written
    assert '# "\'Annexe 1 - Dépenses\'!F5:F8" = ""  # Montant présenté' in written
    assert tomllib.loads(written) == {"cellules": {}, "mots": {}}
    opened = re.sub(r"^# (?=\".* = \")", "", written.partition("[cellules]")[2], flags=re.MULTILINE)
    assert len(tomllib.loads(f"[cellules]{opened}")["cellules"]) > 25


def test_personal_data_stays_out_unless_asked(programme: Programme, fill: Callable[..., Any]) -> None:
    """The address of the lead partner is written only when the user wants it, and a finding says so."""
    lead = evolve(programme.actors[0], email="contact@exemple.fr")
    assert isinstance(lead, Actor)
    person = evolve(programme, actors=(lead, *programme.actors[1:]))
    kept = fill(person, APPLICATION, MAPPING)
    assert kept.sheet("Demande")["C16"].value is None
    assert "SRC061" in kept.codes
    asked = fill(person, APPLICATION, MAPPING, personal_data=True)
    assert asked.sheet("Demande")["C16"].value == "contact@exemple.fr"
    assert "SRC061" not in asked.codes


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_form_s_own_formulas_find_the_engine_s_amounts(application: Any, recalculated: Any) -> None:
    """The funder's sheet, recalculated, agrees with the engine to the cent."""
    book = recalculated({"demande.xlsx": application.data})["demande.xlsx"]
    found = [book["Demande"][place].value for place in ("C27", "C28", "C29", "C30")]
    assert found == [24682, 19745.6, 14745.6, 0.8]
    assert book[RESOURCES]["F22"].value == 0
    assert book[EXPENSES]["F36"].value == 1890.45
