"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence
from importlib import resources
from importlib.resources.abc import Traversable

from labo_partenariats.plugin import Check, Exporter, Importer, hookimpl
from mon_reseau.checks import every_expense_has_a_bearer
from mon_reseau.exporter import TreasurerExporter
from mon_reseau.importer import KiloEuroImporter


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of our workbook."""
    return (KiloEuroImporter(),)


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writer of the treasurer's list."""
    return (TreasurerExporter(),)


@hookimpl
def labo_regimes() -> Sequence[Traversable]:
    """The rates of our group."""
    return (resources.files("mon_reseau") / "fr.ara.trois-vallees.toml",)


@hookimpl
def labo_checks() -> Sequence[Check]:
    """Our own check."""
    return (every_expense_has_a_bearer,)
