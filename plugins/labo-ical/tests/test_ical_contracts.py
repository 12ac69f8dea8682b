"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract, ImporterContract

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "gaia_2017"


class TestImporter(ImporterContract):
    """Calendars."""

    importer = "ical"
    source = HERE / "plan.ics"
    foreign = (EXAMPLES / "gaia_2017.xlsx",)

    def corrupt(self, copy: Path) -> str:
        """Write a word where the first session has its day."""
        copy.write_bytes(copy.read_bytes().replace(b"DTSTART;VALUE=DATE:20171211", b"DTSTART;VALUE=DATE:demain"))
        return "plan.ics:18"


class TestExporter(ExporterContract):
    """Feeds."""

    exporter = "ical"
    programme = labo.read(EXAMPLES / "gaia_2017.toml").programme
    target = "plan.ics"
