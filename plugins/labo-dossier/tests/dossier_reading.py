"""Dossiers read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from attrs import frozen
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as ReadWorkbook

from labo_partenariats.plugin import Assessment, Finding


@frozen
class Dossier:
    """A written dossier, what the exporter said of it, and the assessment that it shows."""

    data: bytes
    findings: tuple[Finding, ...]
    assessment: Assessment

    def open(self, *, values: bool = False) -> ReadWorkbook:
        """The workbook: formulas, or their cached *values*."""
        return load_workbook(io.BytesIO(self.data), data_only=values)

    def named(self, name: str, *, values: bool = True) -> Any:
        """What the cell of that name holds."""
        book = self.open(values=values)
        sheet, address = next(iter(book.defined_names[name].destinations))
        return book[sheet][address.replace("$", "")].value

    def texts(self) -> list[str]:
        """Every text of the workbook."""
        book = self.open()
        return [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]


Write = Callable[..., Dossier]
