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
from labo_partenariats.model import FinancingPlan, Participant, Quote
from labo_partenariats.plugin import Assessment, ExportOptions, FolderExporter, Language, Work
from labo_partenariats.testing.dossiers import dossiers

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
@given(dossiers(), st.sampled_from(LANGUAGES), st.sampled_from([{}, {"formulas": "keep"}]))
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
    programme = Programme(
        actors=(Actor(id="a", name="A", email="a@example.org"),), participants=(Participant(id="p", name="Nom Fictif"),)
    )
    work = Work(programme=programme, assessment=assessment)
    without, told = CsvExporter().files(work, ExportOptions())
    given_all, silent = CsvExporter().files(work, ExportOptions(personal_data=True))

    assert ([(found.code, found.data["count"]) for found in told], silent) == ([("SRC061", 2)], ())
    assert (b"Nom Fictif" in without["participants.csv"], b"Fictif" in given_all["participants.csv"]) == (
        False,
        True,
    )
    assert (b"example.org" in without["acteurs.csv"], b"example.org" in given_all["acteurs.csv"]) == (False, True)


#: The files of what a dossier gathers once it runs.
OCCASIONAL = {
    "devis.csv",
    "depenses-realisees.csv",
    "temps-passe.csv",
    "trajets.csv",
    "demandes-de-paiement.csv",
    "manquements.csv",
    "versements.csv",
    "aides-recues.csv",
    "liens-entre-entreprises.csv",
    "decisions.csv",
    "votes.csv",
    "notes.csv",
    "pieces.csv",
    "participants.csv",
}


def test_files_that_few_need_are_in_the_template_and_else_where_they_hold_something(assessment: Assessment) -> None:
    """An empty programme gives every file to fill; another gives those that it fills."""
    template, _ = CsvExporter().files(Work(programme=Programme(), assessment=assessment), ExportOptions())
    quoted = Programme(quotes=(Quote(id="q", supplier="MJC"),))
    written, _ = CsvExporter().files(Work(programme=quoted, assessment=assessment), ExportOptions())

    assert set(template) >= OCCASIONAL
    assert set(written) & OCCASIONAL == {"devis.csv"}


def test_a_filled_folder_is_read(assessment: Assessment, again: Callable[[Files], labo.ReadResult]) -> None:
    """Lines typed in the files of a template are read, by the names under which people know what they cite."""
    files, _ = CsvExporter().files(Work(programme=Programme(), assessment=assessment), ExportOptions())
    typed = {
        "depenses.csv": {"Type dépenses": "Salle", "Montant": "100 €"},
        "devis.csv": {"Fournisseur": "MJC", "Dépense concernée": "salle", "Montant du devis": "99,90"},
        "demandes-de-paiement.csv": {"Avance, acompte ou solde": "Solde", "FEADER appelé": "40"},
        "manquements.csv": {"Demande de paiement contrôlée": "solde", "Manquement": "Défaut de publicité"},
    }
    filled = dict(files)
    for name, values in typed.items():
        headers = table(files[name])[0]
        assert set(values) <= set(headers), name
        filled[name] = files[name] + (";".join(values.get(header, "") for header in headers) + "\r\n").encode()
    result = again(filled)

    assert result.programme.quotes == (Quote(id="mjc-salle", expense="salle", supplier="MJC", amount=Money(9990)),)
    assert [(claim.id, claim.claimed, len(claim.breaches)) for claim in result.programme.claims] == [
        ("solde", Money(4000), 1)
    ]
    assert {found.code for found in result.findings} == {"SRC110"}


def test_a_row_about_nothing_known_is_accounted_for(again: Callable[[Files], labo.ReadResult]) -> None:
    """A link between companies that nobody lists is reported at its line and left out."""
    lines = "Entreprise qui contrôle;Entreprise contrôlée\r\nGAIA;EDF\r\n"
    result = again({"liens-entre-entreprises.csv": lines.encode()})

    assert result.programme == Programme()
    assert [found.code for found in result.findings] == ["SRC509"]
    assert [row.reason for row in result.left_out] == ["header", "rejected"]
