"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_dossier.claims import ClaimExporter
from labo_dossier.exporter import DossierExporter
from labo_dossier.forms.exporter import MappingExporter
from labo_partenariats.plugin import Exporter, hookimpl


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writers of the dossier, or of a funder's form, of payment claims, and of the mapping that a form needs."""
    return (DossierExporter(), ClaimExporter(), MappingExporter())
