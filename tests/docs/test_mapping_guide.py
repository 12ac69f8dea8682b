"""The guide of the mapping is followed to the letter: its files are written, and its commands say what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import labo_partenariats as labo
from labo_partenariats.tabular.mapping import UnusableMapping

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "correspondance.md").read_text(encoding="utf-8")
EXPENSES, RESOURCES, MAPPING, REFUSAL = re.findall(r"```(?:text|toml)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The reader's folder, with the mapping beside it."""
    folder = tmp_path / "budget"
    folder.mkdir()
    (folder / "Prévisionnel.csv").write_text(EXPENSES, encoding="utf-8")
    (folder / "Cofinanceurs.csv").write_text(RESOURCES, encoding="utf-8")
    (tmp_path / "reseau.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def test_nothing_is_recognised_without_the_mapping(folder: Path) -> None:
    """Each foreign table is reported with the first row that was read."""
    result = labo.read(folder)

    assert [found.code for found in result.findings].count("SRC102") == 2


def test_the_mapping_reads_both_tables(folder: Path) -> None:
    """Amounts and kinds of the network's own words arrive in the plan, and nothing is to be put right."""
    result = labo.read(folder, mapping=folder.parent / "reseau.toml")
    plan = result.programme.financing

    assert plan is not None
    assert [str(expense.amount) for expense in plan.expenses] == ["12603.00", "8789.00"]
    assert [resource.kind.value for resource in plan.resources if resource.kind] == ["national_public", "eafrd"]
    assert {found.code for found in result.findings} == {"SRC502"}


def test_a_slip_is_told_at_its_line(folder: Path) -> None:
    """The guide's wrong word is refused at the line that the guide gives."""
    mapping = folder.parent / "reseau.toml"
    mapping.write_text(MAPPING.replace('"Financeur"', '"Financeurr"'), encoding="utf-8")

    with pytest.raises(UnusableMapping) as refused:
        labo.read(folder, mapping=mapping)

    (found,) = refused.value.findings
    assert found.code == "SRC131"
    assert REFUSAL.startswith(f"{found.location} : « Financeurr »")
