"""The exporter of payment claims: work in, the workbook of one claim out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from labo_dossier.codes import CATALOGUE
from labo_partenariats.plugin import Entry, ExportOptions, Finding, Work, finding
from labo_partenariats.plugin.report import build_claim


class ClaimExporter:
    """
    Writes a payment claim («demande de paiement») as an Excel workbook: expenses declared, retained and refused, both
    methods, penalty, what is paid and what is left.

    It answers for no suffix: it is asked for by its name. What the check retains may be typed into the workbook, and
    every amount follows.
    """

    name = "claim"
    suffixes: tuple[str, ...] = ()
    #: ``claim=ID`` chooses a claim; the last one without.
    options: Mapping[str, str] = {"claim": "ID"}
    entries: tuple[Entry, ...] = ()  # those of the exporter of the dossier

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """
        Write the claim; XLS111 when the programme holds none, XLS112 when not the one asked for, XLS113 when it is
        not known what it comes to.
        """
        known = tuple(each.id for each in work.programme.claims)
        if not known:
            return (_tell("XLS111", {}),)
        asked = options.extra.get("claim")
        report = build_claim(
            work.programme,
            work.assessment,
            work.findings,
            claim=asked,
            catalogue=work.catalogue,
            language=options.language,
        )
        if report is None:
            return (_tell("XLS112", {"claim": asked, "known": known}),)
        from labo_dossier.workbook import write_workbook  # XlsxWriter loads when a claim is really written

        told = (_tell("XLS113", {"missing": report.missing}),) if report.missing else ()
        return (*told, *write_workbook(report, (), out))


def _tell(code: str, facts: Mapping[str, object]) -> Finding:
    return finding(code, facts, catalogue=CATALOGUE)
