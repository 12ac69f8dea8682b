"""
What tests of plugins share: strategies that make programmes (`labo_partenariats.testing.strategies`,
`labo_partenariats.testing.dossiers`).

Needs the extra ``testing`` (hypothesis and pytest); nothing of the library imports it.
"""

from labo_partenariats.testing import dossiers, strategies

__all__ = ["dossiers", "strategies"]
