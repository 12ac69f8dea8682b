"""
The files of a finished dossier, and all of them in one archive («dossier complet») for people without access to it.

`OUTPUTS` is the one list of them: ``labo build`` writes them into a folder, `BundleExporter` into a zip.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final

from attrs import frozen

from labo_partenariats.codec.presentation import report_data
from labo_partenariats.codec.schema import json_schema
from labo_partenariats.errors import UnusableTarget
from labo_partenariats.findings import Catalogue, Finding, finding, has_errors, in_order
from labo_partenariats.i18n import Language, text
from labo_partenariats.plugin.faults import blaming
from labo_partenariats.plugin.manager import Plugins, installed
from labo_partenariats.plugin.protocols import Exporter, ExportOptions, Work
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.tabular.places import place_words

#: File → distribution whose plugin writes it; None for what the core writes.
OUTPUTS: Final[Mapping[str, str | None]] = {
    "dossier.xlsx": "labo-dossier",
    "dossier.docx": "labo-document",
    "dossier.html": "labo-document",
    "plan.ics": "labo-ical",
    "programme.json": None,
}
FINDINGS: Final = "findings.json"
_SCHEMA: Final = "programme.schema.json"
_READ_ME: Final[Mapping[Language, str]] = {"fr": "LISEZ-MOI.txt", "en": "README.txt"}
_LIST: Final[Mapping[Language, str]] = {"fr": "constats.txt", "en": "findings.txt"}
#: No clock is read: the parts of two archives of the same programme are alike.
_PACKED: Final = (1980, 1, 1, 0, 0, 0)


def findings_file(found: Iterable[Finding], assessment: Assessment, catalogue: Catalogue, language: Language) -> bytes:
    """Findings as JSON, in the form that ``labo check --format json`` prints."""
    data = report_data(found, assessment, catalogue, language)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


@frozen
class BundleExporter:
    """
    Writes every file of `OUTPUTS` into one zip, with the findings as text and JSON, the schema of the data, and a page
    that says what each file is. A format whose plugin is missing, or that refuses, is told and left out.
    """

    beside: tuple[Exporter, ...]  # the core's own, which no plugin hands over
    name: str = "zip"
    suffixes: tuple[str, ...] = (".zip",)

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the archive; returns what each of its files could not say, and DOS105 for each that is missing."""
        files: dict[str, bytes] = {}
        told: list[Finding] = []
        plugins = installed()
        for name, distribution in OUTPUTS.items():
            found, content = self._file(name, distribution, work, options, plugins)
            told += found
            if content is not None:
                files[name] = content
        language = options.language
        files[_SCHEMA] = (json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        files[FINDINGS] = findings_file((*work.findings, *told), work.assessment, work.catalogue, language)
        files[_LIST[language]] = _plain("\n\n".join(_told(work, tuple(told), language)))
        files[_READ_ME[language]] = _plain(_read_me(work, tuple(files), language))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                part = zipfile.ZipInfo(name, _PACKED)
                part.compress_type = zipfile.ZIP_DEFLATED
                part.external_attr = 0o644 << 16
                archive.writestr(part, files[name])
        return tuple(told)

    def _file(
        self, name: str, distribution: str | None, work: Work, options: ExportOptions, plugins: Plugins
    ) -> tuple[tuple[Finding, ...], bytes | None]:
        suffix = "." + name.rpartition(".")[2]
        every = (*self.beside, *plugins.exporters)
        exporter = next((each for each in every if suffix in each.suffixes), None)
        if exporter is None:
            return (finding("DOS105", {"name": name, "plugin": distribution or ""}),), None
        buffer = io.BytesIO()
        plain = ExportOptions(
            language=options.language, now=options.now, personal_data=options.personal_data, suffix=suffix
        )
        with blaming(plugins, "exporters", exporter.name, UnusableTarget):
            found = tuple(exporter.export(work, plain, buffer))
        return found, None if has_errors(found) else buffer.getvalue()


def _told(work: Work, told: tuple[Finding, ...], language: Language) -> Iterator[str]:
    """The findings as a person reads them, the gravest first."""
    found = in_order((*work.findings, *told))
    if not found:
        yield text("bundle.none", language)
    for each in found:
        severity = text(f"terms.Severity.{each.severity.value}", language)
        place = "" if each.location is None else f" — {place_words(each.location, language)}"
        remedy = work.catalogue.remedy(each, language)
        lines = [f"{severity} {each.code}{place}", work.catalogue.message(each, language)]
        yield "\n".join([*lines, *([f"→ {remedy}"] if remedy else [])])


def _read_me(work: Work, names: tuple[str, ...], language: Language) -> str:
    title = work.programme.title or text("report.cover.untitled", language)
    lines = [title, "", text("bundle.what", language), ""]
    lines += [f"{name} : {text(f'bundle.{key}', language)}" for name, key in _described(names, language)]
    return "\n".join(lines)


def _described(names: tuple[str, ...], language: Language) -> Iterator[tuple[str, str]]:
    """The files with the keys of what is said of them."""
    keys = {
        "dossier.xlsx": "workbook",
        "dossier.docx": "document",
        "dossier.html": "page",
        "plan.ics": "calendar",
        "programme.json": "programme",
        _SCHEMA: "schema",
        FINDINGS: "findings",
        _LIST[language]: "list",
    }
    return ((name, key) for name, key in keys.items() if name in names)


def _plain(words: str) -> bytes:
    """A text for any editor: with a mark of its encoding and the line ends that all of them show."""
    return ("\ufeff" + words.replace("\n", "\r\n") + "\r\n").encode("utf-8")
