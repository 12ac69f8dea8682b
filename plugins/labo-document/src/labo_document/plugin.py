"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_document.exporter import DocumentExporter, PageExporter
from labo_partenariats.plugin import Exporter, hookimpl


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writers of the document and of the page."""
    return (DocumentExporter(), PageExporter())
