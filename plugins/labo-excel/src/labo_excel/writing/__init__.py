"""Writing the workbook to fill: the tables of a programme, with help, lists and formats."""

from labo_excel.writing.exporter import WorkbookExporter

__all__ = ["WorkbookExporter"]
