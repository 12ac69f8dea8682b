"""Documents written from programmes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from labo_document import DocumentExporter, PageExporter
from labo_partenariats.codec.programme import loads
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.plugin import Assessment, ExportOptions, Finding, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case

EXAMPLES = Path(__file__).parents[3] / "examples"


@frozen
class Written:
    """A written file, what the exporter said of it, and the assessment that it shows."""

    data: bytes
    findings: tuple[Finding, ...]
    assessment: Assessment

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [found.code for found in self.findings]


Write = Callable[..., Written]


@pytest.fixture(scope="session")
def gaia() -> Programme:
    """GAIA's programme of 2017."""
    return loads((EXAMPLES / "gaia_2017" / "gaia_2017.toml").read_text("utf-8"), "toml").programme


@pytest.fixture(scope="session")
def operation() -> Programme:
    """An invented operation with two payment claims."""
    return loads((EXAMPLES / "paiement" / "operation.toml").read_text("utf-8"), "toml").programme


@pytest.fixture(scope="session")
def write() -> Write:
    """Write a programme as ``docx`` or ``html``."""

    def written(programme: Programme, to: str, language: Language = "fr", **extra: str) -> Written:
        exporter = {"docx": DocumentExporter(), "html": PageExporter()}[to]
        assessment = assess(make_case(programme, Library.builtin()))
        work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
        out = io.BytesIO()
        told = exporter.export(work, ExportOptions(language=language, extra=extra), out)
        return Written(out.getvalue(), told, assessment)

    return written
