"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract, ImporterContract

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "gaia_2017"


class TestImporter(ImporterContract):
    """Published lists of subsidies."""

    importer = "scdl"
    source = HERE / "subventions.csv"
    foreign = (*sorted((EXAMPLES / "csv").glob("*.csv")), EXAMPLES / "gaia_2017.xlsx")

    def corrupt(self, copy: Path) -> str:
        """Write words where the first amount stood."""
        copy.write_bytes(copy.read_bytes().replace(b",12800.00,", b",beaucoup,"))
        return "subventions.csv:2:9"


class TestExporter(ExporterContract):
    """Subsidies as open data."""

    exporter = "scdl"
    programme = labo.read(HERE / "programme.toml").programme
    target = "subventions.csv"
