"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_excel.importer import ExcelImporter
from labo_excel.writing import AnnotatedExporter, WorkbookExporter
from labo_partenariats.plugin import Exporter, Importer, hookimpl


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of Excel workbooks."""
    return (ExcelImporter(),)


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writers of the workbook to fill and of annotated copies."""
    return (WorkbookExporter(), AnnotatedExporter())
