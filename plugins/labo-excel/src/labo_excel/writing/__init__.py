"""Writing workbooks: the tables of a programme to fill, with help, lists and formats, and annotated copies."""

from labo_excel.writing.exporter import AnnotatedExporter, WorkbookExporter

__all__ = ["AnnotatedExporter", "WorkbookExporter"]
