"""CSV files for labo_partenariats: bytes become cells that know their line, and nothing is interpreted."""

from labo_csv.importer import CsvImporter

__all__ = ["CsvImporter"]
