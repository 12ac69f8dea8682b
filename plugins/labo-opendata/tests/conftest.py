"""What the tests of this plugin share: a programme that can be published, and an export in memory."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import labo_partenariats as labo
from labo_opendata import ScdlExporter
from labo_partenariats import Programme
from labo_partenariats.plugin import Assessment, ExportOptions, Finding, Work

HERE = Path(__file__).parent
GAIA = HERE.parents[2] / "examples" / "gaia_2017" / "gaia_2017.toml"

Export = Callable[..., tuple[bytes, tuple[Finding, ...]]]


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """An assessment to hand over: this exporter reads the programme alone."""
    return labo.check(Programme()).assessment


@pytest.fixture(scope="session")
def programme() -> Programme:
    """A programme of which all public aid can be published."""
    return labo.read(HERE / "programme.toml").programme


@pytest.fixture(scope="session")
def export(assessment: Assessment) -> Export:
    """The bytes written for a programme, and what is said of them."""

    def run(programme: Programme, **options: object) -> tuple[bytes, tuple[Finding, ...]]:
        out = io.BytesIO()
        given = ExportOptions(**options)  # type: ignore[arg-type]
        told = ScdlExporter().export(Work(programme=programme, assessment=assessment), given, out)
        return out.getvalue(), told

    return run
