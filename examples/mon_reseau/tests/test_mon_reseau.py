"""Our plugin keeps the contracts of labo_partenariats."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import labo_partenariats as labo
from labo_partenariats.testing import CheckContract, ExporterContract, ImporterContract, RegimeContract

BOOK = Path(__file__).parent / "sous.xlsx"


def plan(partner: str | None) -> labo.Programme:
    """A programme with one expense."""
    line = labo.Expense(id="e1", label="Animation", amount=labo.Money.euros(12000), partner=partner)
    actors = (labo.Actor(id="asso", name="Association"),)
    return labo.Programme(actors=actors, financing=labo.FinancingPlan(expenses=(line,)))


class TestImporter(ImporterContract):
    """Our workbook."""

    importer = "mon-reseau"
    source = BOOK

    def corrupt(self, copy: Path) -> str:
        """Write words where an amount stood."""
        book = openpyxl.load_workbook(copy)
        book.active["B4"] = "à préciser"
        book.save(copy)
        return "Sous en k€!B4"


class TestExporter(ExporterContract):
    """The treasurer's list."""

    exporter = "tresorier"
    programme = plan("asso")
    target = "liste.txt"


class TestRegime(RegimeContract):
    """The rates of our group."""

    layer = "fr.ara.trois-vallees"
    named = "GAL des Trois Vallées"


class TestCheck(CheckContract):
    """Every expense says who pays."""

    code = "MRX101"
    kept = plan("asso")
    broken = plan(None)


def test_thousands_become_euros() -> None:
    """12,5 in the workbook is 12 500 €, to the cent."""
    financing = labo.read(BOOK).programme.financing
    assert financing is not None
    assert [line.amount for line in financing.expenses] == [labo.Money.euros(12500), labo.Money.euros(1400)]


@pytest.mark.parametrize(("amount", "written"), [(12000, "12"), (1, "1")])
def test_the_list_says_the_amount(amount: int, written: str, tmp_path: Path) -> None:
    """A line holds the label, a tab and the amount."""
    line = labo.Expense(id="e1", label="Salle", amount=labo.Money.euros(amount))
    target = tmp_path / "liste.txt"
    labo.export(labo.Programme(financing=labo.FinancingPlan(expenses=(line,))), target, to="tresorier")
    assert target.read_text("utf-8").startswith(f"Salle\t{written}")
