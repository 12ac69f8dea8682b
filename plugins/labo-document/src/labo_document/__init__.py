"""The dossier as a document for labo_partenariats: Word for those who edit it, a page for those who read or print."""

from labo_document.exporter import DocumentExporter, PageExporter

__all__ = ["DocumentExporter", "PageExporter"]
