"""Open data for labo_partenariats: subsidies in the SCDL format, written and read."""

from labo_opendata.exporter import ScdlExporter
from labo_opendata.importer import ScdlImporter

__all__ = ["ScdlExporter", "ScdlImporter"]
