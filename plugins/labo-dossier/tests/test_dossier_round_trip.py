"""A dossier read back gives its programme, from the sheets to fill alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_partenariats.i18n import LANGUAGES, Language
from labo_partenariats.model import Expense, FinancingPlan, Programme
from labo_partenariats.plugin import ExportOptions
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.testing.dossiers import dossiers
from labo_partenariats.values.money import Money

SUPPRESSED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def _export(programme: Programme, path: Path, language: Language = "fr") -> list[str]:
    told = labo.export(programme, path, options=ExportOptions(language=language, personal_data=True))
    return [found.code for found in told]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a dossier is written."""
    return tmp_path / "dossier.xlsx"


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaia_comes_back(gaia: Programme, path: Path, language: Language) -> None:
    """The programme, and one note that tells which sheets were not read."""
    _export(gaia, path, language)
    result = labo.read(path)
    assert result.programme == normal_form(gaia)
    told = [found for found in result.findings if found.code == "SRC023"]
    assert len(told) == 1
    assert len(told[0].data["sheets"]) == 20


def _comes_back(programme: Programme, path: Path, language: Language) -> None:
    _export(programme, path, language)
    assert labo.read(path).programme == programme
    first = path.read_bytes()
    _export(programme, path, language)
    assert path.read_bytes() == first


@settings(max_examples=5, deadline=None, suppress_health_check=SUPPRESSED)
@given(dossiers(), st.sampled_from(LANGUAGES))
def test_any_programme_comes_back(path: Path, programme: Programme, language: Language) -> None:
    """Whatever the programme, its dossier read is itself, and written again has the same bytes."""
    _comes_back(programme, path, language)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=SUPPRESSED)
@given(dossiers(), st.sampled_from(LANGUAGES))
def test_many_programmes_come_back(path: Path, programme: Programme, language: Language) -> None:
    """The same at length."""
    _comes_back(programme, path, language)


def test_sheets_are_known_by_their_mark(gaia: Programme, path: Path) -> None:
    """Renamed and put in another order, the sheets to fill are still found, and only they are read."""
    _export(gaia, path)
    book = openpyxl.load_workbook(path)
    ranks = {name: rank for rank, name in enumerate(book.sheetnames)}
    for name in book.defined_names.values():
        if name.name.startswith("LaboSaisie_"):
            sheet = next(iter(name.destinations))[0].replace("''", "'")
            name.attr_text = f"'Feuille {ranks[sheet]}'!$A$3"
    for rank, sheet in enumerate(book):
        sheet.title = f"Feuille {rank}"
    book._sheets.reverse()
    book.save(path)
    assert labo.read(path).programme == normal_form(gaia)


@pytest.mark.parametrize("mark", ["LaboSaisie_budget", "LaboSaisie_"])
def test_a_mark_that_means_nothing_breaks_nothing(path: Path, mark: str) -> None:
    """A workbook with a mark of no known table is read by the words of its sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Acteurs"
    for row in (("Nom", "Type"), ("GAIA", "Association")):
        sheet.append(row)
    book.defined_names[mark] = openpyxl.workbook.defined_name.DefinedName(mark, attr_text="Acteurs!$A$1")
    book.save(path)
    assert [actor.name for actor in labo.read(path).programme.actors] == ["GAIA"]


def test_a_changed_amount_comes_back_changed(gaia: Programme, path: Path) -> None:
    """What a user types in a sheet to fill is what the next reading finds."""
    _export(gaia, path)
    book = openpyxl.load_workbook(path)
    book["Saisie Dépenses"]["C4"].value = 13000
    book.save(path)
    plan = labo.read(path).programme.financing
    assert plan is not None
    assert plan.expenses[0].amount == Money.euros(13000)


def test_an_amount_too_long_for_a_cell_is_entered_as_text_and_shown_whole(
    gaia: Programme, write: Any, path: Path
) -> None:
    """Seventeen digits: the sheet to fill keeps them all as text, the section shows a value, not a formula."""
    line = Expense(id="d", label="Énorme", amount=Money(12345678901234567))
    programme = evolve(gaia, financing=FinancingPlan(expenses=(line,)))
    assert "XLS104" in _export(programme, path)
    assert labo.read(path).programme == normal_form(programme)
    assert write(programme).named("MontantsDepenses", values=False) == pytest.approx(
        float(line.amount.amount), rel=1e-15
    )
