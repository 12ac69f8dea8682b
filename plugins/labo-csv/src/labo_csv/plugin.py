"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_csv.importer import CsvImporter
from labo_partenariats.plugin import Importer, hookimpl


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of CSV files and of folders of them."""
    return (CsvImporter(),)
