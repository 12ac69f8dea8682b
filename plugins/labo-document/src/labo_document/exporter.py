"""The exporters: work in, a Word document or a page out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from labo_document.codes import CATALOGUE, ENTRIES
from labo_document.layout import lay_out
from labo_document.selection import OPTIONS, select
from labo_partenariats.plugin import Entry, ExportOptions, Finding, Work, finding
from labo_partenariats.plugin.report import Dossier, build_claim, build_dossier


class DocumentExporter:
    """
    Writes the dossier as a Word document, ``.docx``, for partners to edit.

    The same sections as the workbook, in its words; the same work gives the same bytes.
    """

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)
    entries: tuple[Entry, ...] = ENTRIES
    options: Mapping[str, str] = OPTIONS

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the document of *work* to *out* and return what it cannot hold as it is (codes ``TXT…``)."""
        return _export(work, options, out, self.render)

    def render(self, report: Dossier, out: BinaryIO) -> tuple[Finding, ...]:
        """Write any report of the section model to *out*."""
        from labo_document.word import write_document  # python-docx loads when a document is really written

        pages, told = lay_out(report)
        write_document(pages, out)
        return told


class PageExporter:
    """
    Writes the dossier as one HTML file, which prints to A4 and reads on a phone.

    It asks for nothing from anywhere: no script, no image, no address. The same work gives the same bytes.
    """

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm")
    entries: tuple[Entry, ...] = ()  # the codes are those of the document, told once
    options: Mapping[str, str] = OPTIONS

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the page of *work* to *out* and return what it cannot hold as it is (codes ``TXT…``)."""
        return _export(work, options, out, self.render)

    def render(self, report: Dossier, out: BinaryIO) -> tuple[Finding, ...]:
        """Write any report of the section model to *out*."""
        from labo_document.page import write_page

        pages, told = lay_out(report)
        write_page(pages, out)
        return told


def _export(
    work: Work,
    options: ExportOptions,
    out: BinaryIO,
    render: Callable[[Dossier, BinaryIO], tuple[Finding, ...]],
) -> tuple[Finding, ...]:
    report = _report(work, options)
    if report is None:
        known = tuple(claim.id for claim in work.programme.claims)
        facts = {"claim": options.extra.get("claim"), "known": known or None}
        return (finding("TXT104", facts, catalogue=CATALOGUE),)
    chosen, refused = select(report, options.extra.get("sections"))
    return refused if chosen is None else render(chosen, out)


def _report(work: Work, options: ExportOptions) -> Dossier | None:
    """The dossier, or the claim that is asked for; None when the programme holds no such claim."""
    claim = options.extra.get("claim")
    if claim is not None:
        return build_claim(
            work.programme,
            work.assessment,
            work.findings,
            claim=claim,
            catalogue=work.catalogue,
            language=options.language,
        )
    return build_dossier(
        work.programme,
        work.assessment,
        work.findings,
        catalogue=work.catalogue,
        language=options.language,
        personal_data=options.personal_data,
    )
