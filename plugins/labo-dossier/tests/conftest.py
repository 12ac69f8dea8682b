"""Writing dossiers."""

from __future__ import annotations

import io

import pytest
from dossier_reading import Dossier, Write

from labo_dossier import DossierExporter
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.plugin import ExportOptions, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case


@pytest.fixture(scope="session")
def write() -> Write:
    """Writes the dossier of a programme."""

    def written(programme: Programme, language: Language = "fr", *, personal_data: bool = False) -> Dossier:
        assessment = assess(make_case(programme, Library.builtin()))
        work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
        out = io.BytesIO()
        options = ExportOptions(language=language, personal_data=personal_data)
        findings = DossierExporter().export(work, options, out)
        return Dossier(out.getvalue(), findings, assessment)

    return written
