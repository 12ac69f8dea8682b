"""A funder's own form filled in: the cells asked for, and nothing else of the workbook."""

from __future__ import annotations

from typing import BinaryIO

from labo_dossier.forms.codes import FORM_ENTRIES, tell
from labo_partenariats.plugin import ExportOptions, Finding, Work

__all__ = ["FORM_ENTRIES", "fill_form", "is_about_forms"]


def is_about_forms(options: ExportOptions) -> bool:
    """Whether an export is to fill a form, or asks for something that only a form has."""
    return options.template is not None or options.mapping is not None or options.suffix == ".xlsm"


def fill_form(work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
    """
    Fill the form among the *options* with what *work* says, and write it to *out*.

    An error among the findings (codes ``FRM…``) means that nothing was written. Raises `UnreadableSource` for a form or
    a mapping that cannot be opened.
    """
    if options.template is None:
        return (tell("FRM129" if options.mapping is not None else "FRM130", {}),)
    from labo_dossier.forms.filling import fill  # labo-excel loads when a form is really filled

    return fill(work, options, options.template, out)
