"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract, ImporterContract

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[2] / "examples" / "gaia_2017" / "gaia_2017.toml"


class TestImporter(ImporterContract):
    """Text tables."""

    importer = "csv"
    source = HERE / "depenses.csv"

    def corrupt(self, copy: Path) -> str:
        """Write words where an amount stood."""
        copy.write_bytes(copy.read_bytes().replace("1 400 €".encode(), b"beaucoup"))
        return "depenses.csv:3:2"


class TestExporter(ExporterContract):
    """A folder of tables."""

    exporter = "csv"
    programme = labo.read(EXAMPLE).programme
    target = "tables"
    reads_back = True
