"""
The library in six verbs: what the commands do, returning objects.

`read` turns a source into a programme and findings, `check` lets the rules speak, `export` hands the result to
people. Nothing here knows a file format: importers and exporters are found through `labo_partenariats.plugin`.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, field, frozen

from labo_partenariats.codec.graph import graph_writer
from labo_partenariats.codec.programme import Format, loads
from labo_partenariats.errors import LaboError, Misuse, UnreadableSource, UnusableTarget
from labo_partenariats.findings import (
    Catalogue,
    CellLocation,
    Finding,
    LineLocation,
    Location,
    Origins,
    PathLocation,
    finding,
    has_errors,
    in_order,
)
from labo_partenariats.findings import (
    select as selected,
)
from labo_partenariats.findings import strict as raised_to_errors
from labo_partenariats.i18n import Language
from labo_partenariats.law import Library
from labo_partenariats.model import Programme
from labo_partenariats.model.differences import Change, differences
from labo_partenariats.model.financing import PLAN_TABLES
from labo_partenariats.network import Network, cooperation_graph, merged
from labo_partenariats.plugin.builtin import EXPORTERS
from labo_partenariats.plugin.faults import blaming, guarded_checks
from labo_partenariats.plugin.law import library_of
from labo_partenariats.plugin.limits import Limits
from labo_partenariats.plugin.manager import Plugins, installed
from labo_partenariats.plugin.protocols import Exporter, ExportOptions, FolderExporter, Importer, Renderer, Work
from labo_partenariats.rules.assessment import CHECKS, Assessment, assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.tabular.assemble import assemble
from labo_partenariats.tabular.mapping import read_mapping
from labo_partenariats.tabular.records import LeftOut, read_records
from labo_partenariats.tabular.returned import as_csv, put_back, rejected_tables, without_marks
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.table import Sheet, Tables
from labo_partenariats.tabular.uncollected import uncollected
from labo_partenariats.tabular.vocabulary import Vocabulary
from labo_partenariats.values.reasons import syntax_place
from labo_partenariats.values.term import Term

#: What the tables of a source that is a folder may be called.
_TABLE_SUFFIXES = (".csv", ".tsv")
_TEXT_FORMATS: dict[str, Format] = {".json": "json", ".toml": "toml"}
#: The exporter of annotated copies.
_ANNOTATED = "annotated"


@frozen
class ReadResult:
    """
    What was understood of a source.

    ``programme`` may be empty but is never None; ``findings`` says what was not understood; ``origins`` knows where
    each part of the programme stands in the source; ``left_out`` are the rows that became no record. ``unread`` names
    the tables of the financing plan (``expenses``, ``resources``) of which a line could not be read: amounts that rest
    on them cannot be told. ``tables`` are the cells of the source, None for JSON and TOML.
    """

    programme: Programme
    findings: tuple[Finding, ...]
    origins: Origins
    left_out: tuple[LeftOut, ...] = ()
    source: Path | None = None
    unread: frozenset[str] = frozenset()
    tables: Tables | None = field(default=None, eq=False, repr=False)


@frozen
class Report:
    """What the rules say of a programme: all findings, reading included, and the assessment with its amounts."""

    programme: Programme
    findings: tuple[Finding, ...]
    assessment: Assessment
    origins: Origins
    catalogue: Catalogue
    source: Path | None = None
    tables: Tables | None = field(default=None, eq=False, repr=False)


def _importer_for(path: Path, plugins: Plugins) -> Importer | None:
    suffix = path.suffix.lower()

    def rank(importer: Importer) -> tuple[bool, bool]:
        return not getattr(importer, "by_content", False), suffix not in importer.suffixes

    return next((importer for importer in sorted(plugins.importers, key=rank) if _recognises(importer, path)), None)


def _recognises(importer: Importer, path: Path) -> bool:
    try:
        return importer.recognises(path)
    except Exception:  # one that breaks its promise must not keep the others from being asked
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise UnreadableSource("SRC002", {"file": str(path), "reason": error.strerror or str(error)}) from None


def _named(tables: Tables, path: Path) -> Tables:
    """The tables with the name of their file, as findings show it."""

    def name(sheet: Sheet) -> Sheet:
        return sheet if sheet.file else evolve(sheet, file=path.name)

    return evolve(tables, sheets=tuple(name(sheet) for sheet in tables.sheets))


def _in_file(location: Location | None, file: str) -> Location | None:
    if isinstance(location, (CellLocation, PathLocation)) and location.file is None:
        return evolve(location, file=file)
    if isinstance(location, LineLocation) and not location.file:
        return evolve(location, file=file)
    return location


def read(
    source: str | os.PathLike[str],
    *,
    role: str | None = None,
    mapping: str | os.PathLike[str] | None = None,
    corrected: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    plugins: Plugins | None = None,
) -> ReadResult:
    """
    Read a programme from a workbook, a CSV file or folder, JSON or TOML.

    *role* says what a lone table holds (``actors``, ``actions``, ``projects``, ``expenses``, ``resources``); *mapping*
    is a TOML file of a network's own words (`labo_partenariats.tabular.mapping`), which only tables need; *corrected*
    is a file of rejected rows that were put right (`rejected`), which are read in their places. Mistakes in the data
    are findings; raises `UnreadableSource` only when the source cannot be opened at all, and `UnusableMapping` with all
    that is wrong in the mapping.
    """
    path, plugins = Path(source), plugins or installed()
    if role is not None and role not in SCHEMAS:
        raise Misuse("MIS043", {"value": role, "name": "role"})
    own = None if mapping is None else read_mapping(Path(mapping))
    if not _exists(path):
        raise UnreadableSource("SRC001", {"file": str(source)})
    if not (path.is_file() or path.is_dir()):  # a pipe or a device would be waited for without end
        raise UnreadableSource("SRC002", {"file": path.name, "reason": ""})
    if (format_ := _TEXT_FORMATS.get(path.suffix.lower())) is not None and path.is_file():
        return _read_text(path, format_, limits or Limits(), plugins)
    told: tuple[Finding, ...] = ()
    with uncollected():
        tables, importer = _tables(path, limits or Limits(), plugins)
        if corrected is not None:
            tables, told = _put_back(tables, Path(corrected), limits or Limits(), plugins)
        tables = without_marks(tables)
        with blaming(plugins, "importers", importer.name, UnreadableSource):
            words = Vocabulary.core().with_headers(getattr(importer, "headers", {}))
        words = words if own is None else own.added_to(words)
        records = read_records(tables, words, role, plugins.catalogue)
        made = assemble(records, words)
    findings = in_order((*plugins.findings, *told, *records.findings, *made.findings))
    unread = frozenset(row.role for row in records.left_out if row.reason == "rejected" and row.role in PLAN_TABLES)
    left_out = (*records.left_out, *made.left_out)
    return ReadResult(made.programme, findings, made.origins, left_out, path, unread, tables)


def _tables(path: Path, limits: Limits, plugins: Plugins) -> tuple[Tables, Importer]:
    """The cells of a source of tables, with who read them."""
    importer = _importer_for(path, plugins)
    if importer is None:
        known = tuple(sorted({suffix for each in plugins.importers for suffix in each.suffixes} | {".json", ".toml"}))
        raise UnreadableSource("SRC070", {"file": path.name, "known": known})
    try:
        with blaming(plugins, "importers", importer.name, UnreadableSource):
            return _named(importer.read(path, limits), path), importer
    except UnreadableSource as refused:
        raise UnreadableSource(refused.code, {"file": path.name, **refused.data}) from refused
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or str(error)}) from error


def _put_back(tables: Tables, corrected: Path, limits: Limits, plugins: Plugins) -> tuple[Tables, tuple[Finding, ...]]:
    """The tables of a source with its corrected rows."""
    if not _exists(corrected):
        raise UnreadableSource("SRC001", {"file": str(corrected)})
    if not (corrected.is_file() or corrected.is_dir()):
        raise UnreadableSource("SRC002", {"file": corrected.name, "reason": ""})
    rows, _ = _tables(corrected, limits, plugins)
    return put_back(tables, rows, corrected.name)


def rejected(result: ReadResult, language: Language = "fr", plugins: Plugins | None = None) -> Tables:
    """
    The rows of *result* that became no record, under their headers, with why and where they stood; no sheet when every
    row was understood. Corrected, they are read alone, or with their source (`read`, *corrected*).
    """
    catalogue = (plugins or installed()).catalogue
    tables = result.tables or Tables(())
    return rejected_tables(
        tables, result.left_out, result.findings, lambda found: catalogue.message(found, language), language
    )


def save_rejected(
    result: ReadResult,
    target: str | os.PathLike[str],
    *,
    language: Language = "fr",
    plugins: Plugins | None = None,
) -> int:
    """
    Write the rejected rows to *target*, a workbook or a CSV file by its suffix, and return how many there are.

    The file is written even without any, so that an earlier one does not pass for today's.
    """
    path, plugins = Path(target), plugins or installed()
    spare(result.source, path)
    rows = rejected(result, language, plugins)
    if path.suffix.lower() in _TABLE_SUFFIXES:
        with replacing(path) as out:
            out.write(as_csv(rows, language))
    else:
        exporter = exporter_for(path, _ANNOTATED if path.suffix.lower() == ".xlsx" else path.suffix, plugins)
        nothing = assess(make_case(Programme(), Library.builtin()), ())
        work = Work(programme=Programme(), assessment=nothing, tables=rows)
        options = ExportOptions(language=language, extra={"summary": "no"})
        with blaming(plugins, "exporters", exporter.name, UnusableTarget), replacing(path) as out:
            _unless_refused(exporter.export(work, options, out))
    return len({(row.sheet, row.row) for row in result.left_out if row.reason == "rejected"})


def annotate(
    report: Report | ReadResult,
    target: str | os.PathLike[str],
    *,
    language: Language = "fr",
    plugins: Plugins | None = None,
) -> tuple[Finding, ...]:
    """
    Write a workbook with the values of the source at their addresses, each finding as a comment on its cell, and a
    sheet that sums them up. The source is not touched.

    Raises `UnusableTarget` when *target* is no .xlsx or when no plugin writes workbooks.
    """
    path = Path(target)
    if path.suffix.lower() != ".xlsx":
        raise UnusableTarget("SRC072", {"wanted": path.suffix or path.name, "known": (".xlsx",)})
    return export(report, path, to=_ANNOTATED, options=ExportOptions(language=language), plugins=plugins)


def diff(
    old: Programme | ReadResult | Report | str | os.PathLike[str],
    new: Programme | ReadResult | Report | str | os.PathLike[str],
    *,
    plugins: Plugins | None = None,
) -> tuple[Change, ...]:
    """
    What changed from *old* to *new*, programmes or sources; empty when nothing did.

    Sources are read as by `read`, which says what is raised.
    """

    def programme(each: Programme | ReadResult | Report | str | os.PathLike[str]) -> Programme:
        if isinstance(each, Programme):
            return each
        return each.programme if isinstance(each, ReadResult | Report) else read(each, plugins=plugins).programme

    return differences(programme(old), programme(new))


def _read_text(path: Path, format_: Format, limits: Limits, plugins: Plugins) -> ReadResult:
    size = path.stat().st_size
    if size > limits.file_bytes:
        facts = {"file": path.name, "limit": "file_bytes", "maximum": limits.file_bytes, "found": size}
        raise UnreadableSource("SRC009", facts)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        facts = {"file": path.name, "format": format_.upper(), "reason": syntax_place(error)}
        raise UnreadableSource("SRC080", facts) from None
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or str(error)}) from None
    decoded = loads(text, format_, path.name)
    silent = decoded.programme == Programme() and not has_errors(decoded.findings)
    empty = (finding("SRC114", {}),) if silent else ()
    findings = in_order((*plugins.findings, *decoded.findings, *empty))
    return ReadResult(decoded.programme, findings, decoded.origins, (), path, decoded.unread)


def _several(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def check(
    subject: Programme | ReadResult,
    *,
    on: dt.date | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    strict: bool = False,
    plugins: Plugins | None = None,
    library: Library | None = None,
) -> Report:
    """
    All rules of the programme's regime, on the day *on* (by default the day the application, the document or the
    first session gives, which the report names).

    Given a `ReadResult`, the findings of the reading come along and places are the user's own cells. *select* and
    *ignore* are beginnings of codes, one or several, and raise `Misuse` when no code begins so; *strict* makes errors
    of warnings.
    """
    if not isinstance(subject, (Programme, ReadResult)):
        raise Misuse("MIS044", {"name": "subject", "value": type(subject).__name__, "wanted": "Programme, ReadResult"})
    plugins = plugins or installed()
    chosen, ignored = _several(select), _several(ignore)
    for prefix in (*chosen, *ignored):  # a misspelt code would pass for «nothing found»
        if not any(code.startswith(prefix) for code in plugins.catalogue.entries):
            raise Misuse("MIS045", {"value": prefix})
    result = subject if isinstance(subject, ReadResult) else ReadResult(subject, (), Origins())
    law = library_of(plugins) if library is None else (library, ())
    case = make_case(result.programme, law[0], on, result.unread)
    failures: list[Finding] = []
    checks = (*CHECKS, *guarded_checks(plugins, failures))
    assessment = assess(case, checks, origins=result.origins, catalogue=plugins.catalogue)
    found = selected(in_order((*result.findings, *law[1], *failures, *assessment.findings)), chosen, ignored)
    if result.source is not None:
        found = tuple(_located(each, result.source.name) for each in found)
    found = raised_to_errors(found) if strict else found
    return Report(
        result.programme, in_order(found), assessment, result.origins, plugins.catalogue, result.source, result.tables
    )


def in_file(result: ReadResult) -> ReadResult:
    """The same result with every place naming its file, as users who read several sources want it."""
    if result.source is None:
        return result
    name = result.source.name
    places = {path: moved for path, place in result.origins.places.items() if (moved := _in_file(place, name))}
    return evolve(result, findings=tuple(_located(each, name) for each in result.findings), origins=Origins(places))


def make_folder(folder: Path) -> None:
    """Make *folder* and its parents; raises `UnusableTarget` when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def _located(found: Finding, file: str) -> Finding:
    related = tuple(moved for each in found.related if (moved := _in_file(each, file)) is not None)
    return evolve(found, location=_in_file(found.location, file), related=related)


#: What the operating system says of a place that cannot be written, in words of ours.
_REFUSALS = {
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
    errno.EISDIR: "is_folder",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.ENAMETOOLONG: "name_too_long",
}


def _unwritable(target: Path, error: OSError) -> UnusableTarget:
    known = _REFUSALS.get(error.errno or 0)
    reason = Term("WriteRefusal", known) if known else error.strerror or str(error)
    return UnusableTarget("SRC071", {"file": str(target), "reason": reason})


def spare(source: Path | None, target: Path, *, is_folder: bool = False) -> None:
    """
    Refuse (`UnusableTarget`) to write *target* where it is a folder (or, for a folder, a file), the source, or a table
    of a source that is a folder.
    """
    try:
        if not target.exists():
            return
        if target.is_dir() and not is_folder:
            raise UnusableTarget("SRC071", {"file": str(target), "reason": Term("WriteRefusal", "is_folder")})
        if source is None:
            return
        of_folder = source.is_dir() and target.parent.samefile(source) and target.suffix.lower() in _TABLE_SUFFIXES
        is_source = of_folder or target.samefile(source)
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise _unwritable(target, error) from None
    if is_source:
        raise UnusableTarget("SRC073", {"file": str(target)})


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """
    A file that takes the place of *target* only when all of it is written; a failure leaves the former one as it was.

    What the system refuses meanwhile, a full disk among others, is `UnusableTarget` (SRC071).
    """
    try:
        place = target.resolve()  # a link keeps pointing at what it pointed at
        temporary = place.with_name(f".{place.name[:100]}.{secrets.token_hex(8)}")
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise _unwritable(target, error) from None
    except RuntimeError as error:  # links that lead to one another
        raise UnusableTarget("SRC071", {"file": str(target), "reason": str(error)}) from None
    try:
        try:  # a full disk may not tell before the file is closed
            with os.fdopen(handle, "wb") as out:
                yield out
        except OSError as error:
            raise _unwritable(target, error) from None
        _take_place(temporary, place, target)
    finally:
        temporary.unlink(missing_ok=True)


def _take_place(temporary: Path, place: Path, target: Path) -> None:
    """Put the written file where it belongs, as readable as the one it replaces."""
    try:
        if place.exists():
            temporary.chmod(stat.S_IMODE(place.stat().st_mode))
        temporary.replace(place)
    except OSError as error:
        raise _unwritable(target, error) from None


def exporters(plugins: Plugins | None = None) -> tuple[Exporter, ...]:
    """All exporters, the core's own first."""
    return (*EXPORTERS, *(plugins or installed()).exporters)


def exporter_for(target: Path, to: str | None, plugins: Plugins | None = None) -> Exporter:
    """
    The exporter called *to*, else the first that claims the suffix of *target*; raises `UnusableTarget` when there is
    none.
    """
    every = exporters(plugins)
    if to is not None:
        found = next((each for each in every if each.name == to), None)
    else:
        found = next((each for each in every if target.suffix.lower() in each.suffixes), None)
    if found is None:
        names = {each.name for each in every} | {each.name for each in (plugins or installed()).folder_exporters}
        raise UnusableTarget("SRC072", {"wanted": to or target.suffix or target.name, "known": tuple(sorted(names))})
    return found


def export(
    subject: Programme | ReadResult | Report,
    target: str | os.PathLike[str],
    *,
    to: str | None = None,
    options: ExportOptions | None = None,
    plugins: Plugins | None = None,
) -> tuple[Finding, ...]:
    """
    Write the programme to *target* with the exporter called *to*, or the one that its suffix names.

    *target* is a folder where *to* names an exporter of folders. Returns what could not be said in that format. Each
    file is written atomically; the source itself is never overwritten. An exporter that returns an error has refused:
    nothing is written and the former file stays. Raises `UnusableTarget` for an option or a
    criterion that the exporter does not have, `UnreadableSource` for a file that the options name and that is none.
    """
    path = Path(target)
    plugins = plugins or installed()
    folder = _folder_exporter(path, to, plugins)
    spare(None if isinstance(subject, Programme) else subject.source, path, is_folder=folder is not None)
    single = None if folder else exporter_for(path, to, plugins)
    given = evolve(options or ExportOptions(), suffix=path.suffix.lower() or None)
    _require(folder or single, given)
    for kept in (given.template, given.mapping):  # a blank form is needed again
        spare(kept, path, is_folder=folder is not None)
    report = subject if isinstance(subject, Report) else check(subject, plugins=plugins)
    work = Work(
        programme=report.programme,
        assessment=report.assessment,
        findings=report.findings,
        catalogue=report.catalogue,
        tables=report.tables,
    )
    told: tuple[Finding, ...] = ()
    try:
        if folder is not None:
            with blaming(plugins, "exporters", folder.name, UnusableTarget):
                told = _write_folder(folder, work, given, path)
        elif single is not None:
            with blaming(plugins, "exporters", single.name, UnusableTarget), replacing(path) as out:
                told = _unless_refused(single.export(work, given, out))
    except _Refused as refusal:
        told = refusal.findings
    return tuple(report.origins.relocate(found) for found in told)


def export_network(
    network: Network,
    target: str | os.PathLike[str],
    findings: tuple[Finding, ...] = (),
    *,
    to: str | None = None,
    options: ExportOptions | None = None,
    plugins: Plugins | None = None,
) -> tuple[Finding, ...]:
    """
    Write *network* to *target*: a graph (`GRAPH_WRITERS`), a report where the exporter is a `Renderer`, else the merged
    programme.

    *findings* are those of the reading, which a report tells. Returns and raises what `export` does.
    """
    path, given, plugins = Path(target), options or ExportOptions(), plugins or installed()
    draw = graph_writer(path.suffix, to)
    if draw is not None:
        _require(None, given, to or path.suffix)  # a drawing takes no option
        spare(None, path)
        content = draw(cooperation_graph(network), given.language)
        with replacing(path) as out:
            out.write(content)
        return ()
    exporter = None if _folder_exporter(path, to, plugins) else exporter_for(path, to, plugins)
    if exporter is None or not isinstance(exporter, Renderer):
        return export(merged(network), path, to=to, options=given, plugins=plugins)
    _require(None, given, exporter.name)  # what an exporter takes is for a programme, not for a report
    spare(None, path)
    from labo_partenariats.report.network import build_network  # sections load when a report is really written

    library, catalogue = library_of(plugins)[0], plugins.catalogue
    report = build_network(network, findings, library=library, catalogue=catalogue, language=given.language)
    try:
        with blaming(plugins, "exporters", exporter.name, UnusableTarget), replacing(path) as out:
            return _unless_refused(exporter.render(report, out))
    except _Refused as refusal:
        return refusal.findings


class _Refused(LaboError):
    """An exporter that says why it does not write; it ends what would put its file into place."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].code)
        self.findings = findings


def _unless_refused(told: Iterable[Finding]) -> tuple[Finding, ...]:
    """What an exporter says, unless there is an error in it."""
    findings = tuple(told)
    if has_errors(findings):
        raise _Refused(findings)
    return findings


def _require(exporter: Exporter | FolderExporter | None, options: ExportOptions, name: str = "") -> None:
    """Refuse what *exporter* would leave aside without a word, and files that are none: a pipe would be waited for."""
    name = exporter.name if exporter is not None else name
    for code, asked, attribute in (("SRC075", options.extra, "options"), ("SRC076", options.only, "criteria")):
        known = tuple(getattr(exporter, attribute, ()))
        unknown = next((each for each in asked if each not in known), None)
        if unknown is not None:
            raise UnusableTarget(code, {"name": unknown, "exporter": name, "known": known or None})
    for path in (options.previous, options.template, options.mapping):
        if path is not None and not _exists(path):
            raise UnreadableSource("SRC001", {"file": str(path)})
        if path is not None and not path.is_file():
            raise UnreadableSource("SRC002", {"file": str(path), "reason": ""})
    for key in ("template", "mapping"):
        if getattr(options, key) is not None and not getattr(exporter, "fills_forms", False):
            known = tuple(getattr(exporter, "options", ()))
            raise UnusableTarget("SRC075", {"name": key, "exporter": name, "known": known or None})


def _folder_exporter(target: Path, to: str | None, plugins: Plugins) -> FolderExporter | None:
    """The exporter of folders called *to*, where *target* is a folder or looks like one."""
    found = next((each for each in plugins.folder_exporters if each.name == to), None)
    writes_files_too = any(each.name == to for each in exporters(plugins))
    return None if found is not None and writes_files_too and target.suffix and not target.is_dir() else found


def _write_folder(exporter: FolderExporter, work: Work, options: ExportOptions, folder: Path) -> tuple[Finding, ...]:
    """
    Write every file; a folder that holds others of their kind is refused, for they would be read back as part of it.
    """
    files, told = exporter.files(work, options)
    told = _unless_refused(told)
    make_folder(folder)
    suffixes = {Path(name).suffix for name in files}
    try:
        present = tuple(folder.iterdir())
    except OSError as error:
        raise _unwritable(folder, error) from None
    strangers = sorted(each.name for each in present if each.suffix in suffixes and each.name not in files)
    if strangers:
        raise UnusableTarget("SRC074", {"folder": str(folder), "files": tuple(strangers)})
    for name, content in files.items():
        with replacing(folder / name) as out:
            out.write(content)
    return told
