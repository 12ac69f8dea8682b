"""The exporters that the core itself brings: a programme as JSON and as TOML, and the whole dossier in one archive."""

from __future__ import annotations

from typing import BinaryIO

from attrs import evolve, frozen

from labo_partenariats.codec.programme import Format, dumps
from labo_partenariats.findings import Finding
from labo_partenariats.model import Programme
from labo_partenariats.plugin.bundle import BundleExporter
from labo_partenariats.plugin.protocols import Exporter, ExportOptions, Work


def without_personal_data(programme: Programme) -> Programme:
    """The programme without e-mail addresses, telephone numbers and participants' names: what may be published."""
    return evolve(
        programme,
        actors=tuple(evolve(actor, email=None, phone=None) for actor in programme.actors),
        participants=tuple(evolve(participant, name=None) for participant in programme.participants),
    )


@frozen
class ProgrammeExporter:
    """Writes the programme in one of the library's own text formats."""

    name: str
    suffixes: tuple[str, ...]
    format: Format

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the programme; personal data only when it was asked for."""
        programme = work.programme if options.personal_data else without_personal_data(work.programme)
        out.write(dumps(programme, self.format).encode("utf-8"))
        return ()


_PROGRAMMES: tuple[Exporter, ...] = (
    ProgrammeExporter("json", (".json",), "json"),
    ProgrammeExporter("toml", (".toml",), "toml"),
)

EXPORTERS: tuple[Exporter, ...] = (*_PROGRAMMES, BundleExporter(_PROGRAMMES))
