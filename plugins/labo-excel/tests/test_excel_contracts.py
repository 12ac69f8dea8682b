"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import openpyxl

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract, ImporterContract

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "gaia_2017"


class TestImporter(ImporterContract):
    """Workbooks."""

    importer = "excel"
    source = HERE / "depenses.xlsx"
    foreign = (EXAMPLES / "gaia_2017.toml", EXAMPLES / "csv")

    def corrupt(self, copy: Path) -> str:
        """Write words where an amount stood."""
        book = openpyxl.load_workbook(copy)
        book["Dépenses"]["B3"] = "beaucoup"
        book.save(copy)
        return "Dépenses!B3"


class TestWorkbookExporter(ExporterContract):
    """The workbook to fill."""

    exporter = "workbook"
    programme = labo.read(EXAMPLES / "gaia_2017.toml").programme
    target = "classeur.xlsx"
    reads_back = True
