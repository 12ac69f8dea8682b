"""The exporter: work in, workbook out."""

from __future__ import annotations

from typing import BinaryIO

from labo_dossier.codes import ENTRIES
from labo_dossier.forms import FORM_ENTRIES, fill_form, is_about_forms
from labo_partenariats.plugin import Entry, ExportOptions, Finding, Work, filled_tables
from labo_partenariats.plugin.report import Dossier, build_dossier


class DossierExporter:
    """
    Writes the LEADER dossier («dossier») as one Excel workbook.

    Amounts are live formulas with the engine's values beside them; a changed expense changes EAFRD, cap,
    self-financing and controls on the spot. Figures are those of the work handed over; the same work gives the same
    bytes.
    """

    name = "dossier"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")
    entries: tuple[Entry, ...] = (*ENTRIES, *FORM_ENTRIES)
    fills_forms = True

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """
        Write the dossier of *work* to *out* and return what a workbook cannot hold as it is (codes ``XLS…``); with a
        form among the *options*, fill that instead (codes ``FRM…``).
        """
        if is_about_forms(options):
            return fill_form(work, options, out)
        from labo_dossier.workbook import write_workbook  # XlsxWriter loads when a dossier is really written

        tables, told = filled_tables(work, options)
        report = build_dossier(
            work.programme,
            work.assessment,
            work.findings,
            catalogue=work.catalogue,
            language=options.language,
            personal_data=options.personal_data,
        )
        return (*told, *write_workbook(report, tables, out))

    def render(self, report: Dossier, out: BinaryIO) -> tuple[Finding, ...]:
        """Write a report that needs no tables to fill, such as that on a network, as a workbook."""
        from labo_dossier.workbook import write_workbook

        return write_workbook(report, (), out)
