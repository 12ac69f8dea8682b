"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract

EXAMPLES = Path(__file__).parents[3] / "examples"


class TestDocument(ExporterContract):
    """The document."""

    exporter = "docx"
    programme = labo.read(EXAMPLES / "gaia_2017" / "gaia_2017.toml").programme
    target = "dossier.docx"


class TestPage(ExporterContract):
    """The page."""

    exporter = "html"
    programme = labo.read(EXAMPLES / "gaia_2017" / "gaia_2017.toml").programme
    target = "dossier.html"
