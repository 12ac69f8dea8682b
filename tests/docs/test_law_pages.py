"""The reference of the law leaves nothing out, and says what is not certain."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from labo_partenariats.i18n import LANGUAGES, format_value, has_text
from labo_partenariats.law import QUALIFIERS, Certainty, Library, RuleKind, Unit, classification, common_declarations
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.values.money import Money

VALUES = [
    value
    for layer in Library.builtin().layers.values()
    for parameter in layer.parameters.values()
    for value in parameter.values
]


def _pages() -> ModuleType:
    source = Path(__file__).parents[2] / "docs" / "law_pages.py"
    spec = importlib.util.spec_from_file_location("law_pages", source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _pages()


@pytest.mark.parametrize("page", [pages.formulas_in_french(), pages.formulas_in_english()], ids=LANGUAGES)
def test_every_formula_has_its_part_and_a_worked_example(page: str) -> None:
    """Each formula of each book has one part, and an example that can be told."""
    keys = [key for book in BOOKS.values() for key in book.formulas]

    assert re.findall(r"^### .* \(`(\w+)`\)$", page, re.MULTILINE) == keys
    assert re.findall(r'<a id="(\w+)">', page) == keys
    assert "impossible à dire" not in page, "give the inputs of the book in docs/examples.toml"
    assert "cannot be told" not in page


def test_the_example_is_that_of_gaia() -> None:
    """The EAFRD of the page is the one of the dossier, with what it rests on."""
    part = pages.formulas_in_french().split('<a id="eafrd"></a>')[1].split("<a id=")[0]
    example = part.split("| Exemple (GAIA 2017) | ")[1]

    assert example.startswith(f"**{format_value(Money.euros('14745.60'), 'fr')}**, avec Contrepartie publique")
    assert "sans limite fixée : Plafond du FEADER, FEADER fixé par le formulaire" in example


@pytest.mark.parametrize(
    ("formula", "amount"),
    [
        ("prorata_eafrd", "13143.31"),
        ("recomputed_eafrd", "12600.00"),
        ("payable_after_penalty", "12064.58"),
        ("hourly_cost", "21.00"),
        ("time_cost", "777.00"),
    ],
)
def test_the_examples_are_those_worked_out_by_hand(formula: str, amount: str) -> None:
    """Both methods of payment, the 10 % rule and the hourly cost, on figures worked out apart from the code."""
    part = pages.formulas_in_french().split(f'<a id="{formula}"></a>')[1].split("<a id=")[0]

    assert f"| Exemple | **{format_value(Money.euros(amount), 'fr')}**, avec " in part


@pytest.mark.parametrize(
    ("page", "first", "second", "target"),
    [
        (pages.rules_in_french(), "fr", "en", "parametres.md"),
        (pages.rules_in_english(), "en", "fr", "parameters.md"),
    ],
    ids=LANGUAGES,
)
def test_every_rule_is_told_once_with_all_that_carries_it(page: str, first: str, second: str, target: str) -> None:
    """The 66 rules, each with its titles and its parameters."""
    rows = [line for line in page.splitlines() if line.startswith("| <a id=")]

    assert len(rows) == len(classification()) == 66
    for row, rule in zip(rows, sorted(classification().values(), key=_position), strict=True):
        titles = f"{rule.title(first)} | {rule.title(second)} |"
        assert row.startswith(f'| <a id="{rule.id.lower()}"></a>{rule.id} | {titles}')
        assert all(f"[`{key}`]({target}#{key})" in row for key in rule.parameters)


def _position(rule: object) -> tuple[int, str]:
    family = str(rule.id).split("-")[0]  # type: ignore[attr-defined]
    return list(pages.FAMILIES).index(family), str(rule.id)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("page", "notes", "unverified", "unknown"),
    [
        (pages.parameters_in_french(), "Remarques des échelons", "Non vérifié", "inconnu"),
        (pages.parameters_in_english(), "Remarks of the layers", "Unverified", "unknown"),
    ],
    ids=LANGUAGES,
)
def test_every_value_is_shown_with_its_certainty(page: str, notes: str, unverified: str, unknown: str) -> None:
    """One line a value; what is not verified says so in bold, and no unknown start passes for a known one."""
    lines = page.partition(f"## {notes}")[0].splitlines()
    told = [line for line in lines if line.startswith("- ")]

    assert len(told) == len(VALUES)
    assert sum(f"; **{unverified}**" in line for line in told) == sum(
        value.certainty is Certainty.UNVERIFIED for value in VALUES
    )
    assert sum(unknown in line for line in told) == sum(value.start is None for value in VALUES)
    assert {key for key in common_declarations() if f'<a id="{key}"></a>' in lines} == common_declarations().keys()


def test_every_source_is_shown_with_the_day_it_was_consulted() -> None:
    """Addresses are followed by the day, quotes stand between quotation marks."""
    page = pages.parameters_in_french()
    references = [reference for value in VALUES for reference in value.references]

    for reference in references:
        assert reference.act in page
        assert reference.url is None or f"<{reference.url}> (consulté le " in page
        assert reference.quote is None or f"« {reference.quote} »" in page


def test_every_word_of_the_law_is_translated() -> None:
    """Kinds of rules, units and circumstances have their words in both languages."""
    wanted = [f"RuleKind.{kind.value}" for kind in RuleKind] + [f"Unit.{unit.value}" for unit in Unit]
    wanted += [f"Circumstance.{name}_{value}" for name, values in QUALIFIERS.items() for value in sorted(values or ())]

    assert [key for key in wanted for language in LANGUAGES if not has_text(f"terms.{key}", language)] == []


@pytest.mark.parametrize(
    ("page", "target"),
    [(pages.unverified_in_french(), "parametres.md"), (pages.unverified_in_english(), "parameters.md")],
    ids=LANGUAGES,
)
def test_all_that_is_unverified_is_listed_once(page: str, target: str) -> None:
    """A row for each value of the law that nobody has read, or whose days nobody has read, and for no other."""
    listed = re.findall(rf"^\| \[[^\]]+\]\({target}#(\w+)\) \|", page, re.MULTILINE)
    doubtful = [value for value in VALUES if Certainty.UNVERIFIED in {value.certainty, value.dates_certainty}]

    assert sorted(listed) == sorted(value.declaration.key for value in doubtful)
    counts = {int(found) for found in re.findall(r"[0-9]+", page.partition("##")[0])}
    assert counts == {len(doubtful), len(VALUES)}
