"""The dossier as one Excel workbook for labo_partenariats: what a manager checks by clicking on cells."""

from labo_dossier.exporter import DossierExporter

__all__ = ["DossierExporter"]
