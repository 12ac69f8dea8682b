"""Texts that attack or overflow, and random programmes."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labo_dossier.codes import CATALOGUE, ENTRIES
from labo_dossier.formulas import cell_name
from labo_dossier.texts import CELL_LENGTH, units
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import (
    DocumentMetadata,
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


def test_a_character_by_its_number_is_no_cached_text(gaia: Programme, write: Any) -> None:
    """What reads like an escaped character is written as a text: beside a formula it would be read as one."""
    dossier = write(_with(gaia, "_x0041_"))
    sheets = [name for name in zipfile.ZipFile(BytesIO(dossier.data)).namelist() if name.startswith("xl/worksheets/")]
    with zipfile.ZipFile(BytesIO(dossier.data)) as book:
        assert not any(b"<v>_x0041_</v>" in book.read(name) for name in sheets)


def _with(gaia: Programme, words: str) -> Programme:
    """Gaia with *words* wherever a user writes freely."""
    plan = evolve(
        gaia.financing,
        expenses=(evolve(gaia.financing.expenses[0], label=words), *gaia.financing.expenses[1:]),
        remark=words,
    )
    action = evolve(gaia.actions[0], title=words, description=(words, words), audience=words)
    return evolve(
        gaia,
        title=words,
        summary=(words,),
        governance=(words,),
        actors=tuple(evolve(actor, name=words) for actor in gaia.actors),
        actions=(action, *gaia.actions[1:]),
        projects=(Project(id="p", title=words, origin=words),),
        indicators=(Indicator(id="i", name=words, unit=words),),
        financing=plan,
    )


def test_data_never_becomes_a_formula(gaia: Programme, write: Any) -> None:
    """Whatever a text begins with, its cell is a string that keeps its quote mark."""
    projects = tuple(Project(id=f"p{n}", title=words, lead=words) for n, words in enumerate(FORMULAS))
    expenses = tuple(Expense(id=f"d{n}", label=words, amount=Money(100)) for n, words in enumerate(FORMULAS))
    dossier = write(evolve(gaia, projects=projects, financing=evolve(gaia.financing, expenses=expenses)))
    with zipfile.ZipFile(BytesIO(dossier.data)) as parts:
        names = parts.namelist()
        formulas = [
            made
            for n in names
            if "worksheets/sheet" in n
            for made in re.findall("<f>(.*?)</f>", parts.read(n).decode())
        ]
    assert formulas
    assert not any("HYPERLINK" in made or "cmd" in made or "1+1" in made for made in formulas)
    assert not any("externalLink" in n for n in names)
    cells = [cell for row in dossier.open()["Projets"].iter_rows() for cell in row if cell.value in FORMULAS]
    assert {cell.value for cell in cells} == set(FORMULAS)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    shown = {cell for row in dossier.open(values=True)["Dépenses"].iter_rows(values_only=True) for cell in row}
    assert set(FORMULAS) <= shown


@pytest.mark.parametrize(
    "words", ["a\x00b", "\x1b[31mrouge", "a\ufffeb", "x\ud800y", "_x000D_", "a\r\nb", "&amp;<b>]]>", "&A&P"]
)
def test_characters_that_break_files_are_taken_out_or_kept(gaia: Programme, write: Any, words: str) -> None:
    """Control characters go, with a finding; all else stays as it was typed."""
    dossier = write(_with(gaia, words))
    clean = "".join(
        char for char in words.replace("\r\n", "\n") if char == "\n" or char.isprintable() or char == "\ufffd"
    )
    clean = clean.replace("\ufffe", "").replace("\ud800", "")
    assert clean in dossier.texts()
    changed = clean != words.replace("\r\n", "\n")
    assert any(found.code == "XLS102" for found in dossier.findings) is changed


@pytest.mark.parametrize("words", ["mot " * 9_000, "é" * 40_000, "😀" * 20_000])
def test_texts_too_long_for_a_cell_are_cut_and_said(gaia: Programme, write: Any, words: str) -> None:
    """A cell holds 32 767 characters as Excel counts them; what is cut is reported with its place."""
    dossier = write(_with(gaia, words))
    assert all(units(found) <= CELL_LENGTH for found in dossier.texts())
    told = [found for found in dossier.findings if found.code == "XLS103"]
    assert told
    assert all(found.location is not None for found in told)


def test_long_running_text_is_shown_whole(gaia: Programme, write: Any) -> None:
    """A long presentation goes over several rows, every word of it in its order."""
    words = [f"mot{n}" for n in range(2_000)]
    dossier = write(evolve(gaia, summary=(" ".join(words),)))
    rows = [cell for (cell, *_) in dossier.open()["Présentation"].iter_rows(values_only=True) if cell]
    parts = [cell for cell in rows if cell.startswith("mot")]
    assert len(parts) > 1
    assert " ".join(parts).split() == words
    assert not [found for found in dossier.findings if found.code == "XLS105"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_codes_speak_both_languages(gaia: Programme, entry: object) -> None:
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
    FinancingPlan,
    expenses=st.lists(expense, max_size=4).map(tuple),
    resources=st.lists(resource, max_size=4).map(tuple),
)
programmes = st.builds(
    Programme,
    title=st.none() | labels,
    summary=st.lists(labels, max_size=2).map(tuple),
    lag=st.none() | st.just(LocalActionGroup(name="Alpes Sud Isère", regime="fr.ara.alpes-sud-isere")),
    document=st.just(DocumentMetadata(created=dt.date(2017, 10, 12))),
    financing=st.none() | plans,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(programme=programmes)
def test_any_programme_makes_a_workbook_with_the_engine_s_amounts(write: Any, programme: Programme) -> None:
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
