"""What plugins hand over: importers, exporters and batch engines, objects with these attributes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, MutableMapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

from attrs import field, frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.findings import Catalogue, Finding, core_catalogue
from labo_partenariats.i18n import LANGUAGES, Language
from labo_partenariats.model import Programme
from labo_partenariats.plugin.limits import Limits
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.tabular.table import Tables

if TYPE_CHECKING:
    from labo_partenariats.report import Dossier


@runtime_checkable
class Importer(Protocol):
    """
    Turns the bytes of one kind of source into cells with addresses, and interprets nothing.

    Optional attributes: ``headers``, a network's own words for columns (role → column key → words); ``entries``, the
    catalogue entries of its notes, with their texts; ``by_content``, True for one that recognises a format by what
    stands in the file: it is asked before those that go by the suffix.
    """

    @property
    def name(self) -> str:
        """What users type."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes it answers for, lower case with their dot."""
        ...

    def recognises(self, path: Path) -> bool:
        """
        Whether this importer answers for *path*: cheap, never raises, never writes.

        Says yes to a file that it can only refuse with a better message than anyone else's.
        """
        ...

    def read(self, path: Path, limits: Limits) -> Tables:
        """The cells of *path*; raises `UnreadableSource` and nothing else when it cannot be opened."""
        ...


def _known_language(_: object, __: object, language: str) -> None:
    if language not in LANGUAGES:
        raise Misuse("MIS044", {"name": "language", "value": language, "wanted": ", ".join(LANGUAGES)})


def _path(given: str | PathLike[str] | None) -> Path | None:
    return None if given is None else Path(given)


def _several(only: Mapping[str, str | Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The names wanted of each criterion; one name may be given as it is."""
    return {key: (names,) if isinstance(names, str) else tuple(names) for key, names in only.items()}


@frozen(kw_only=True)
class ExportOptions:
    """
    What a user may ask of an export.

    ``previous`` is an earlier output of the same exporter, ``template`` a form to fill and ``mapping`` how; ``only``
    keeps a part of the programme (``territory``, ``actor``, ``kind``, ``project`` → wanted names). ``now`` stands for
    the clock, which no exporter reads. Personal data stays out unless ``personal_data`` is set. ``cache`` is a place
    that belongs to the caller, where an exporter may keep what makes the caller's next export faster; the bytes written
    are the same without it. ``suffix`` is that of the file to be written, lower case with its dot; the core sets it.
    """

    language: Language = field(default="fr", validator=_known_language)
    previous: Path | None = field(default=None, converter=_path)
    template: Path | None = field(default=None, converter=_path)
    mapping: Path | None = field(default=None, converter=_path)
    only: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_several)
    now: dt.date | None = None
    personal_data: bool = False
    extra: Mapping[str, str] = field(factory=dict)
    suffix: str | None = None
    cache: MutableMapping[str, object] | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Work:
    """
    What an exporter is given: the programme, what the rules say of it, and all findings so far, reading included.

    ``tables`` are the cells that the programme was read from, None where it comes from no table.
    """

    programme: Programme
    assessment: Assessment
    findings: tuple[Finding, ...] = ()
    catalogue: Catalogue = field(factory=core_catalogue)
    tables: Tables | None = field(default=None, eq=False, repr=False)


@runtime_checkable
class Exporter(Protocol):
    """
    Writes a programme for people or machines.

    The first exporter, by name of its plugin, that claims a suffix answers for it. Optional attributes: ``entries``,
    the catalogue entries of its findings, with their texts; ``options``, what it takes in `ExportOptions.extra` (name →
    the values, as users read them); ``criteria``, the keys of `ExportOptions.only` that it understands;
    ``fills_forms``, True for one that takes `ExportOptions.template` and ``mapping``. The core refuses what an exporter
    does not name.
    """

    @property
    def name(self) -> str:
        """What users type after ``--to``."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes it writes unless another exporter is named; empty for one that must be named."""
        ...

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """
        Write *work* to *out* and return what could not be said in this format.

        An error among it is a refusal: whatever was written to *out* is thrown away. The same input gives the same
        bytes. The core opens *out* on a temporary file and moves it into place, so that a
        failure leaves the former file as it was.
        """
        ...


@runtime_checkable
class Renderer(Protocol):
    """
    What an `Exporter` may be as well: it writes any report of the section model, such as that on a network.

    `labo_partenariats.plugin.report` has the sections and the means to render them.
    """

    def render(self, report: Dossier, out: BinaryIO) -> tuple[Finding, ...]:
        """Write *report* to *out* and return what could not be said in this format."""
        ...


@runtime_checkable
class FolderExporter(Protocol):
    """
    Writes a programme as several files of one folder.

    An object may be an `Exporter` too, under the same name: a folder is then written where the target is one. The
    optional attributes are those of an `Exporter`.
    """

    @property
    def name(self) -> str:
        """What users type after ``--to``."""
        ...

    def files(self, work: Work, options: ExportOptions) -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
        """
        The content of each file by its name, which has no folder in it, and what could not be said in this format; an
        error among it is a refusal, and nothing is written.

        The same input gives the same bytes. The core writes the files, each as it does for an `Exporter`.
        """
        ...


@runtime_checkable
class BatchEngine(Protocol):
    """
    Simulates the plans of a file, one a row, whatever its size.

    The first engine, by name of its plugin, that claims the suffixes of both the source and the target runs the batch;
    without one, CSV files are computed row by row by the core.
    """

    @property
    def name(self) -> str:
        """What `labo plugins` shows."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes it reads and writes, lower case with their dot."""
        ...

    def run(self, source: Path, out: BinaryIO, suffix: str) -> Mapping[str, int]:
        """
        Write the plan of each row of *source*, in order, to *out* in the format of *suffix*, and return how many plans
        have each status.

        A CSV has the bytes that the core would write. Raises `UnreadableSource` for a source that is no batch. The core
        opens *out* on a temporary file and moves it into place.
        """
        ...
