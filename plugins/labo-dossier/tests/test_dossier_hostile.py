"""Texts that attack or overflow, and random programmes."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from attrs import evolve
from dossier_gaia import GAIA, PLAN
from dossier_reading import Dossier, Write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labo_dossier.codes import CATALOGUE, ENTRIES
from labo_dossier.formulas import cell_name
from labo_dossier.texts import CELL_LENGTH, units
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import (
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Indicator,
    LocalActionGroup,
    Programme,
    Project,
    Resource,
    ResourceKind,
)
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.money import Money

FORMULAS = (
    "=1+1", "+33 4 76 00 00 00", "-150,00", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1+1", '=HYPERLINK("http://x","y")',
    "{=1}", "#REF!", "'=1", "https://exemple.fr", "00123", "1e5", "TRUE",
)  # fmt: skip


def _with(words: str) -> Programme:
    """GAIA with *words* wherever a user writes freely."""
    plan = evolve(PLAN, expenses=(evolve(PLAN.expenses[0], label=words), *PLAN.expenses[1:]), remark=words)
    action = evolve(GAIA.actions[0], title=words, description=(words, words), audience=words)
    return evolve(
        GAIA,
        title=words,
        summary=(words,),
        governance=(words,),
        actors=tuple(evolve(actor, name=words) for actor in GAIA.actors),
        actions=(action, *GAIA.actions[1:]),
        projects=(Project(id="p", title=words, origin=words),),
        indicators=(Indicator(id="i", name=words, unit=words),),
        financing=plan,
    )


def _string_cells(dossier: Dossier, words: str) -> int:
    found = 0
    for sheet in dossier.open():
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == words and sheet.title != "Listes":
                    assert cell.data_type != "f", cell.coordinate
                    found += 1
    return found


@pytest.mark.parametrize("words", FORMULAS)
def test_data_never_becomes_a_formula(write: Write, words: str) -> None:
    """Whatever a text begins with, its cell is a string that keeps its quote mark."""
    dossier = write(_with(words))
    with zipfile.ZipFile(BytesIO(dossier.data)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        rels = [n for n in parts.namelist() if "externalLink" in n]
    formulas = "".join(part for sheet in sheets for part in sheet.split("<f>")[1:])
    assert not rels
    assert "calc" not in formulas
    assert "HYPERLINK" not in formulas
    quoted = dossier.open()["Dépenses"]
    written = [cell for row in quoted.iter_rows() for cell in row if cell.value == words.replace("\r", "\n")]
    assert written
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in written)


@pytest.mark.parametrize("words", ["a\x00b", "\x1b[31mrouge", "a\ufffeb", "x\ud800y", "_x000D_", "a\r\nb", "&amp;<b>]]>", "&A&P"])
def test_characters_that_break_files_are_taken_out_or_kept(write: Write, words: str) -> None:
    """Control characters go, with a finding; all else stays as it was typed."""
    dossier = write(_with(words))
    clean = "".join(char for char in words.replace("\r\n", "\n") if char in "\n" or char.isprintable() or char == "\ufffd")
    clean = clean.replace("\ufffe", "").replace("\ud800", "")
    assert clean in dossier.texts()
    changed = clean != words.replace("\r\n", "\n")
    assert any(found.code == "XLS102" for found in dossier.findings) is changed


@pytest.mark.parametrize("words", ["mot " * 9_000, "é" * 40_000, "😀" * 20_000])
def test_texts_too_long_for_a_cell_are_cut_and_said(write: Write, words: str) -> None:
    """A cell holds 32 767 characters as Excel counts them; what is cut is reported with its place."""
    dossier = write(_with(words))
    assert all(units(found) <= CELL_LENGTH for found in dossier.texts())
    told = [found for found in dossier.findings if found.code == "XLS103"]
    assert told
    assert all(found.location is not None for found in told)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_codes_speak_both_languages(entry: object) -> None:
    """Every code of the exporter has its texts in French and English."""
    for language in LANGUAGES:
        texts = CATALOGUE[entry.code].texts  # type: ignore[attr-defined]
        assert texts is not None
        assert {"title", "message", "why", "remedy"} <= texts[language].keys()


amounts = st.integers(min_value=0, max_value=10**9).map(Money)
labels = st.text(max_size=12)
expense = st.builds(
    Expense, id=st.uuids().map(str), label=labels, amount=amounts, category=st.none() | st.sampled_from(ExpenseCategory)
)
resource = st.builds(
    Resource, id=st.uuids().map(str), label=labels, amount=amounts, kind=st.none() | st.sampled_from(ResourceKind)
)
plans = st.builds(
    FinancingPlan, expenses=st.lists(expense, max_size=4).map(tuple), resources=st.lists(resource, max_size=4).map(tuple)
)
programmes = st.builds(
    Programme,
    title=st.none() | labels,
    summary=st.lists(labels, max_size=2).map(tuple),
    lag=st.none() | st.just(LocalActionGroup(name="Alpes Sud Isère", regime="fr.ara.alpes-sud-isere")),
    document=st.just(GAIA.document),
    financing=st.none() | plans,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(programme=programmes)
def test_any_programme_makes_a_workbook_with_the_engine_s_amounts(write: Write, programme: Programme) -> None:
    """Every amount that the engine can tell stands in its named cell; what it cannot tell is empty."""
    dossier = write(programme)
    book = dossier.open(values=True)
    case = dossier.assessment.case
    for key in BOOK.formulas:
        if BOOK.formulas[key].unit == "EUR" and (name := cell_name(key)) in book.defined_names:
            sheet, address = next(iter(book.defined_names[name].destinations))
            amount = case.amounts.money(key)
            assert book[sheet][address.replace("$", "")].value == (None if amount is None else float(amount.amount))
    assert write(programme).data == dossier.data
