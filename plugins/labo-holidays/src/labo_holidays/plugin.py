"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_holidays.checks import CHECKS
from labo_partenariats.plugin import Check, hookimpl


@hookimpl
def labo_checks() -> Sequence[Check]:
    """The checks of sessions against public and school holidays."""
    return CHECKS
