"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_dossier.exporter import DossierExporter
from labo_partenariats.plugin import Exporter, hookimpl


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writer of the dossier."""
    return (DossierExporter(),)
