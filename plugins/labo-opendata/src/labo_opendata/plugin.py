"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_opendata.exporter import ScdlExporter
from labo_opendata.importer import ScdlImporter
from labo_partenariats.plugin import Exporter, Importer, hookimpl


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of published lists of beneficiaries."""
    return (ScdlImporter(),)


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writer of subsidies as open data."""
    return (ScdlExporter(),)
