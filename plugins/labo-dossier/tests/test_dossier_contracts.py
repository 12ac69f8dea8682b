"""The plugin keeps the contracts of plugins."""

from __future__ import annotations

from pathlib import Path

import labo_partenariats as labo
from labo_partenariats.testing import ExporterContract

EXAMPLES = Path(__file__).parents[3] / "examples"


class TestDossier(ExporterContract):
    """The dossier."""

    exporter = "dossier"
    programme = labo.read(EXAMPLES / "gaia_2017" / "gaia_2017.toml").programme
    target = "dossier.xlsx"


class TestClaim(ExporterContract):
    """The claim for payment."""

    exporter = "claim"
    programme = labo.read(EXAMPLES / "paiement" / "operation.toml").programme
    target = "demande.xlsx"
