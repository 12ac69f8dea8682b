"""The exporter of mappings: a form in, the beginning of its mapping out."""

from __future__ import annotations

from typing import BinaryIO

from labo_dossier.forms.codes import tell
from labo_partenariats.plugin import Entry, ExportOptions, Finding, Limits, Work


class MappingExporter:
    """
    Writes the beginning of a mapping («correspondance») for a form: a TOML file that a person completes.

    It answers for no suffix: ``.toml`` is the programme's, and this one is asked for by its name.
    """

    name = "mapping"
    suffixes: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()  # those of the exporter of the dossier
    fills_forms = True

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the beginning of a mapping for the form among the *options*; FRM132 without one."""
        if options.template is None:
            return (tell("FRM132", {}),)
        from labo_dossier.forms.book import open_form  # labo-excel loads when a form is really read
        from labo_dossier.forms.starter import starter

        out.write(starter(open_form(options.template, Limits()), options.language).encode())
        return ()
