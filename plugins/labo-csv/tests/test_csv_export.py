"""The folder of CSV files: written and read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_csv import CsvExporter
from labo_partenariats import Actor, Expense, Money, Programme, Territory
from labo_partenariats.model import FinancingPlan
from labo_partenariats.plugin import Assessment, ExportOptions, FolderExporter, Language, Work
from labo_partenariats.testing.strategies import programmes

GAIA = Path(__file__).parents[3] / "examples" / "gaia_2017" / "gaia_2017.toml"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    """An assessment to hand over: this exporter reads the programme alone."""
    return labo.check(Programme()).assessment


@pytest.fixture
def again(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Files], labo.ReadResult]:
    """What is read of these files in a folder of their own."""

    def read(files: Files) -> labo.ReadResult:
        folder = tmp_path_factory.mktemp("tableaux")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return labo.read(folder)

    return read


def test_it_is_an_exporter_of_folders() -> None:
    """It writes several files, and is called by its name."""
    assert isinstance(CsvExporter(), FolderExporter)
    assert CsvExporter().name == "csv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_comes_back(
    assessment: Assessment, again: Callable[[Files], labo.ReadResult], language: Language
) -> None:
    """GAIA 2017 written in a folder and read is GAIA 2017, and no finding but that it has no table of sessions."""
    gaia = labo.read(GAIA).programme
    work = Work(programme=gaia, assessment=assessment)
    files, told = CsvExporter().files(work, ExportOptions(language=language))
    result = again(files)

    assert (told, result.programme) == ((), gaia)
    assert [found.code for found in result.findings] == ["SRC110"]
    assert CsvExporter().files(work, ExportOptions(language=language))[0] == files


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(programmes(), st.sampled_from(LANGUAGES), st.sampled_from([{}, {"formulas": "keep"}]))
def test_any_programme_comes_back(
    assessment: Assessment,
    again: Callable[[Files], labo.ReadResult],
    programme: Programme,
    language: Language,
    extra: dict[str, str],
) -> None:
    """What the folder holds is the programme, with its texts guarded or bare, and nothing is told lost."""
    options = ExportOptions(language=language, personal_data=True, extra=extra)
    files, told = CsvExporter().files(Work(programme=programme, assessment=assessment), options)

    assert (told, again(files).programme) == ((), programme)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_files_are_those_that_a_french_excel_opens(assessment: Assessment) -> None:
    """UTF-8 with its mark, semicolons, line ends of Windows, decimal commas; a point where the language has one."""
    programme = Programme(
        financing=FinancingPlan(expenses=(Expense(id="a", label="Déplacements ; repas", amount=Money(1474560)),))
    )
    work = Work(programme=programme, assessment=assessment)
    french, _ = CsvExporter().files(work, ExportOptions())
    english, _ = CsvExporter().files(work, ExportOptions(language="en"))

    assert french["depenses.csv"].startswith("\ufeffType dépenses;Catégorie;Montant;".encode())
    assert french["depenses.csv"].decode().splitlines(keepends=True)[1].startswith('"Déplacements ; repas";')
    assert french["depenses.csv"].count(b"\n") == french["depenses.csv"].count(b"\r\n") == 2
    assert (table(french["depenses.csv"])[1][2], table(english["expenses.csv"])[1][2]) == ("14745,60", "14745.60")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@commande", "'@commande"),
        ("-Oisans", "'-Oisans"),
        ("'=1+1", "''=1+1"),
        ("-150,00", "-150,00"),
        ("+33 4 00", "+33 4 00"),
        ("L'Oisans", "L'Oisans"),
    ],
)
def test_a_text_that_a_spreadsheet_would_compute_is_guarded(assessment: Assessment, name: str, written: str) -> None:
    """Formulas bear an apostrophe unless bare texts are asked for; numbers and telephone numbers never do."""
    work = Work(programme=Programme(territories=(Territory(id="t", name=name),)), assessment=assessment)
    guarded, _ = CsvExporter().files(work, ExportOptions())
    bare, _ = CsvExporter().files(work, ExportOptions(extra={"formulas": "keep"}))

    assert table(guarded["territoires.csv"])[1][0] == written
    assert table(bare["territoires.csv"])[1][0] == (f"'{name}" if name.startswith("'=") else name)


def test_personal_data_is_written_only_when_asked_for(assessment: Assessment) -> None:
    """Addresses stay out, which is told."""
    programme = Programme(actors=(Actor(id="a", name="A", email="a@example.org"),))
    work = Work(programme=programme, assessment=assessment)
    without, told = CsvExporter().files(work, ExportOptions())
    given_all, silent = CsvExporter().files(work, ExportOptions(personal_data=True))

    assert ([found.code for found in told], silent) == (["SRC061"], ())
    assert (b"example.org" in without["acteurs.csv"], b"example.org" in given_all["acteurs.csv"]) == (False, True)
