"""Excel workbooks for labo_partenariats: read into cells that know their address, and written to be filled."""

from labo_excel.importer import ExcelImporter
from labo_excel.writing import WorkbookExporter

__all__ = ["ExcelImporter", "WorkbookExporter"]
