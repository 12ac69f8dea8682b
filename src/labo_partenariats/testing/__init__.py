"""
What tests of plugins share: strategies that make programmes (`labo_partenariats.testing.strategies`).

Needs the extra ``testing`` (hypothesis and pytest); nothing of the library imports it.
"""

from labo_partenariats.testing import strategies

__all__ = ["strategies"]
