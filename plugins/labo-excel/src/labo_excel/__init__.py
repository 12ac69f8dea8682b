"""Excel workbooks for labo_partenariats: bytes become cells that know their address, and nothing is interpreted."""

from labo_excel.importer import ExcelImporter

__all__ = ["ExcelImporter"]
