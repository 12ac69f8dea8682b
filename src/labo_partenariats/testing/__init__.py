"""
What tests of plugins share: contracts to subclass (`labo_partenariats.testing.contracts`), and strategies that make
programmes (`labo_partenariats.testing.strategies`, `labo_partenariats.testing.dossiers`).

Needs the extra ``testing`` (hypothesis and pytest); nothing of the library imports it.
"""

import pytest

# Before the modules are imported: a contract that is broken then says what it compared.
pytest.register_assert_rewrite("labo_partenariats.testing.contracts", "labo_partenariats.testing.importers")

from labo_partenariats.testing import dossiers, strategies  # noqa: E402
from labo_partenariats.testing.contracts import CheckContract, ExporterContract, RegimeContract  # noqa: E402
from labo_partenariats.testing.importers import ImporterContract  # noqa: E402

__all__ = [
    "CheckContract",
    "ExporterContract",
    "ImporterContract",
    "RegimeContract",
    "dossiers",
    "strategies",
]
