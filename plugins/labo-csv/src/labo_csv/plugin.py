"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_csv.exporter import CsvExporter
from labo_csv.importer import CsvImporter
from labo_partenariats.plugin import FolderExporter, Importer, hookimpl


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of CSV files and of folders of them."""
    return (CsvImporter(),)


@hookimpl
def labo_exporters() -> Sequence[FolderExporter]:
    """The writer of folders of CSV files."""
    return (CsvExporter(),)
