"""CSV files for labo_partenariats: read into cells that know their line, and written as a folder of tables."""

from labo_csv.exporter import CsvExporter
from labo_csv.importer import CsvImporter

__all__ = ["CsvExporter", "CsvImporter"]
