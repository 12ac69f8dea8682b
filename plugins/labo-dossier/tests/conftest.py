"""Dossiers written and read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as ReadWorkbook

from labo_dossier import DossierExporter
from labo_partenariats.codec.programme import loads
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.plugin import Assessment, Exporter, ExportOptions, Finding, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case


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


@pytest.fixture(scope="session")
def gaia() -> Programme:
    """A programme with the figures of GAIA's 2017 dossier."""
    decoded = loads((Path(__file__).parent / "gaia.toml").read_text(encoding="utf-8"), "toml")
    assert not decoded.findings
    return decoded.programme


@pytest.fixture(scope="session")
def write() -> Callable[..., Dossier]:
    """Writes the dossier of a programme, or what another exporter makes of it."""

    def written(
        programme: Programme,
        language: Language = "fr",
        *,
        personal_data: bool = False,
        exporter: Exporter | None = None,
        **extra: str,
    ) -> Dossier:
        assessment = assess(make_case(programme, Library.builtin()))
        work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
        out = io.BytesIO()
        options = ExportOptions(language=language, personal_data=personal_data, extra=extra)
        findings = (exporter or DossierExporter()).export(work, options, out)
        return Dossier(out.getvalue(), findings, assessment)

    return written
