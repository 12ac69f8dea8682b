"""The dossier of a programme with GAIA's figures: sheets, values, formulas, finish."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

import pytest
from attrs import evolve

from labo_dossier.formulas import cell_name
from labo_partenariats.i18n import Language, text
from labo_partenariats.model import Actor, DocumentMetadata, Programme, ResourceKind
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money

SHEETS = (
    "Couverture", "Présentation", "Partenariat", "Qui fait quoi", "Plan d'action", "Calendrier", "Projets",
    "Stratégie et impacts", "Réussite et indicateurs", "Dépenses", "Justificatifs", "Plan de financement", "Trésorerie",
    "Contrôles", "Calcul", "Données et paramètres", "Pièces à joindre", "Constats", "Vérifications",
)  # fmt: skip


@pytest.fixture(scope="module")
def dossier(gaia: Programme, write: Any) -> Any:
    """The French dossier."""
    return write(gaia)


def test_every_section_has_its_sheet(dossier: Any) -> None:
    """The sheets follow the order of an application."""
    visible = [sheet.title for sheet in dossier.open() if sheet.sheet_state == "visible"]
    assert tuple(visible[: len(SHEETS)]) == SHEETS
    assert all(name.startswith("Saisie ") for name in visible[len(SHEETS) :])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TotalDepenses", 24682.00),
        ("TotalRessources", 24682.00),
        ("EquilibreDuPlan", 0),
        ("AssietteEligible", 24682.00),
        ("PlafondAidePublique", 19745.60),
        ("PlafondCoutsIndirects", 1890.45),
        ("TauxAidePublique", 0.8),
        ("TauxFeader", 0.8),
        ("ContrepartiePublique", 5000),
        ("Feader", 14745.60),
        ("PartAppelante", 3686.40),
        ("TopUp", 1313.60),
        ("AidePublique", 19745.60),
        ("Autofinancement", 4936.40),
        ("PartAidePublique", 0.8),
        ("FeaderMaximum", 15796.48),
        ("ContrepartieOptimale", 3949.12),
        ("FraisDePersonnel", 12603),
    ],
)
def test_named_cells_show_the_right_amounts(dossier: Any, name: str, value: float) -> None:
    """A viewer that computes nothing shows the amounts of the seed's plan."""
    assert dossier.named(name) == value


@pytest.mark.parametrize("key", [key for key, made in BOOK.formulas.items() if made.unit == "EUR"])
def test_cached_values_are_the_engine_s(dossier: Any, key: str) -> None:
    """Beside each formula stands the value that the engine computed."""
    amount = dossier.assessment.case.amounts.money(key)
    assert amount is not None
    assert dossier.named(cell_name(key)) == float(amount.amount)
    assert str(dossier.named(cell_name(key), values=False)).startswith("=")


def test_inputs_are_drawn_from_the_lines(dossier: Any) -> None:
    """Staff costs and the counterpart follow the categories and natures that users choose."""
    staff = dossier.named("FraisDePersonnel", values=False)
    counterpart = dossier.named("ContrepartiePublique", values=False)
    assert 'SUMIF(CategoriesDepenses,"Frais de personnel",MontantsDepenses)' in staff
    assert 'SUMIF(NaturesRessources,"Public national",MontantsRessources)' in counterpart
    assert "Autofinancement public" in counterpart


def test_every_formula_has_a_cached_value_and_no_error(dossier: Any) -> None:
    """No formula is left to be computed, none shows an error."""
    formulas, values = dossier.open(), dossier.open(values=True)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    value = values[sheet.title][cell.coordinate].value
                    assert not (isinstance(value, str) and value.startswith("#")), cell.coordinate
                    assert value is not None or '"",' in cell.value or '&""' in cell.value, cell.coordinate
    assert seen > 60


def test_stated_amount_is_set_against_the_plan(dossier: Any) -> None:
    """The control sheet shows the announced EAFRD, the planned one and their gap."""
    sheet = dossier.open(values=True)["Contrôles"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    label = text("report.control.stated_eafrd", "fr")
    assert rows[label] == (11332, "doit être égal à", 14745.60, -3413.60, "écart")
    assert rows[text("report.control.balance", "fr")][-1] == "conforme"


def test_same_programme_same_bytes(gaia: Programme, write: Any, dossier: Any) -> None:
    """The file depends on the programme alone."""
    assert write(gaia).data == dossier.data


def test_dates_are_the_document_s(gaia: Programme, dossier: Any, write: Any) -> None:
    """The file bears the date of the document, or a fixed one; the clock is not read."""
    assert dossier.open().properties.created == dt.datetime(2017, 11, 10)
    undated = write(evolve(gaia, document=DocumentMetadata(title="Sans date")))
    assert undated.open().properties.created == dt.datetime(2000, 1, 1)


@pytest.mark.parametrize(("language", "tag"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_properties_name_title_author_and_language(gaia: Programme, write: Any, language: Language, tag: str) -> None:
    """A reader of documents learns what it is, whose, and in which language."""
    properties = write(gaia, language).open().properties
    assert (properties.title, properties.creator, properties.language) == ("Labo des partenariats", "GAIA", tag)


def test_english_dossier_keeps_the_french_names_of_cells(gaia: Programme, write: Any) -> None:
    """A formula can be quoted to a French reader whatever the language of the sheets."""
    english = write(gaia, "en")
    assert english.named("Feader") == 14745.60
    assert english.open().sheetnames[0] == "Cover"
    assert 'SUMIF(CategoriesDepenses,"Staff costs"' in english.named("FraisDePersonnel", values=False)


def test_sheets_print_on_a4_with_titles_and_page_numbers(dossier: Any) -> None:
    """Each sheet fits the width of an A4 page, repeats its head and numbers its pages."""
    for sheet in dossier.open():
        if sheet.title in SHEETS:
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows
            assert sheet.freeze_panes
            assert "&P" in sheet.oddFooter.center.text
            assert len(sheet.title) <= 31


def test_inputs_are_open_and_formulas_are_not(dossier: Any) -> None:
    """Amounts are typed in the sheets to fill and nowhere else; no formula can be, and no password is set."""
    book = dossier.open()
    for sheet in (book[name] for name in SHEETS):
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert all(c.protection.locked for row in sheet.iter_rows() for c in row if c.data_type == "f")
    name, area = next(iter(book.defined_names["MontantsDepenses"].destinations))
    amounts = [cell for row in book[name][area.replace("$", "")] for cell in row]
    assert [cell.value for cell in amounts] == [f"""=IF({at}="","",{at})""" for at in map(_amount_entered, range(1, 5))]
    assert not book["Saisie Dépenses"].protection.sheet


def _amount_entered(line: int) -> str:
    return f"INDEX('Saisie Dépenses'!$C$4:$C$1000,{line})"


def test_categories_are_chosen_from_lists(dossier: Any) -> None:
    """Categories, natures and states are offered, from a hidden sheet."""
    book = dossier.open()
    assert book["Listes"].sheet_state == "hidden"
    lists = [rule for sheet in book for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    own = [rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation if sheet.title in SHEETS]
    assert not own
    assert any(
        "Listes" in rule.formula1 for rule in lists if rule in book["Saisie Dépenses"].data_validations.dataValidation
    )


def test_charts_have_alternative_texts(dossier: Any) -> None:
    """Who does not see a chart reads its figures."""
    with zipfile.ZipFile(BytesIO(dossier.data)) as parts:
        drawings = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/drawings/drawing"))
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == drawings.count("descr=") == 2
    assert "Frais de personnel\u00a0: 12\u202f603,00\xa0€" in drawings


def test_calendar_is_readable_without_colour(dossier: Any) -> None:
    """Days are numbers, months without a fixed day are a sign, and both are explained."""
    rows = {row[0]: row[1:] for row in dossier.open()["Calendrier"].iter_rows(values_only=True)}
    assert rows["Formation"][:4] == ("4", "2, 16", "6, 7, 28", None)
    assert rows["Prospective"][:5] == ("■", "■", "■", "■", None)
    assert any("■" in str(label) for label in rows)


def test_examples_are_apart_from_own_projects(dossier: Any) -> None:
    """What the approach gave elsewhere is never shown as a result of the programme."""
    column = [row[0] for row in dossier.open()["Projets"].iter_rows(values_only=True)]
    examples = column.index("Exemples d'autres territoires (6)")
    assert column.index("Atelier partagé de Mens") < examples < column.index("Pôle cuir")


def test_parameters_show_source_and_certainty(dossier: Any) -> None:
    """A rate that is published practice says so, with its text and address."""
    rows = {row[0]: row for row in dossier.open(values=True)["Données et paramètres"].iter_rows(values_only=True)}
    rate = rows["Taux d'aide publique"]
    assert "Pratique publiée" in rate
    assert any(str(cell).startswith("https://") for cell in rate)


def test_findings_and_what_is_right_are_both_there(dossier: Any) -> None:
    """Each finding has its code and remedy; rules that are kept are listed too."""
    book = dossier.open()
    codes = {row[1] for row in book["Constats"].iter_rows(values_only=True)}
    kept = {row[0] for row in book["Vérifications"].iter_rows(values_only=True)}
    assert {"DOS101", "ELG102", "FIN107"} <= codes
    assert {"FIN101", "FIN102", "FIN104"} <= kept
    assert {found.code for found in dossier.assessment.findings} <= codes


def test_personal_data_stays_out_unless_asked(gaia: Programme, write: Any) -> None:
    """An e-mail address or a telephone number is written only when the user wants it."""
    person = evolve(
        gaia, actors=(Actor(id="gaia", name="GAIA", email="contact@exemple.fr", phone="+33100000000"),), partnerships=()
    )
    assert "contact@exemple.fr" not in write(person).texts()
    assert {"contact@exemple.fr", "+33100000000"} <= set(write(person, personal_data=True).texts())


def test_lone_parts_make_a_dossier(write: Any) -> None:
    """Every part of a programme is optional: an empty one makes a dossier that says what is missing."""
    empty = write(Programme())
    assert "Le plan de financement n'est pas encore donné." in empty.texts()
    assert not empty.findings


def test_unknown_nature_makes_amounts_untold_not_zero(gaia: Programme, write: Any) -> None:
    """With a resource of unknown nature, the EAFRD cell is empty and the reason is written."""
    resources = (evolve(gaia.financing.resources[1], kind=None), gaia.financing.resources[2])
    untold = write(evolve(gaia, financing=evolve(gaia.financing, resources=resources)))
    assert untold.named("Feader") is None
    assert untold.named("TotalRessources") == 19745.60
    assert any("la nature de chaque ressource" in words for words in untold.texts())


def test_expenses_alone_keep_the_formulas_that_they_allow(gaia: Programme, write: Any) -> None:
    """Without resources, what rests on expenses is still computed live."""
    alone = write(evolve(gaia, financing=evolve(gaia.financing, resources=())))
    assert alone.named("PlafondAidePublique") == 19745.60
    assert str(alone.named("PlafondAidePublique", values=False)).startswith("=")
    assert alone.named("Feader") is None


def test_amounts_beyond_a_spreadsheet_s_reach_are_values(gaia: Programme, write: Any) -> None:
    """Where a formula could be a cent out, the cell holds the engine's value and a finding says so."""
    huge = evolve(gaia.financing.expenses[0], amount=Money(10**12 + 1))
    far = write(evolve(gaia, financing=evolve(gaia.financing, expenses=(huge,), resources=gaia.financing.resources)))
    told = [found for found in far.findings if found.code == "XLS101"]
    assert told
    amount = far.assessment.case.amounts.money("public_aid_cap")
    assert amount is not None
    assert far.named("PlafondAidePublique", values=False) == float(amount.amount)


def test_formula_texts_are_those_that_a_french_spreadsheet_shows(dossier: Any) -> None:
    """The column of formulas speaks the language of the reader's spreadsheet."""
    shown = [words for words in dossier.texts() if words.startswith("=SI(")]
    assert any("ARRONDI(ContrepartiePublique+Feader; 2)" in words for words in shown)


def test_by_nature_adds_up_to_the_resources(gaia: Programme, dossier: Any) -> None:
    """The table by nature has one line for each nature of the plan."""
    rows = [row[:2] for row in dossier.open(values=True)["Plan de financement"].iter_rows(values_only=True)]
    sums = {kind: gaia.financing.resources_of(kind) for kind in ResourceKind if gaia.financing.resources_of(kind).cents}
    for kind, amount in sums.items():
        assert (text(f"terms.ResourceKind.{kind.value}", "fr"), float(amount.amount)) in rows
