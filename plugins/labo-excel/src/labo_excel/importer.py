"""The importer itself: a workbook becomes sheets, in the order of its tabs."""

from __future__ import annotations

import zipfile
from pathlib import Path

from labo_excel.addresses import runs
from labo_excel.archive import Archive
from labo_excel.cells import CellReader
from labo_excel.opening import open_workbook
from labo_excel.signature import ZIP
from labo_excel.strings import RichText, read_shared_strings
from labo_excel.styles import Style, read_styles
from labo_excel.workbook import SheetEntry, Workbook, read_tables, read_workbook
from labo_excel.worksheet import Content, read_content
from labo_partenariats.plugin import Limits, Note, Notebook, Sheet, Tables, UnreadableSource, Visibility, column_letters

#: Workbooks that we know by their suffix and cannot read: we say yes in order to explain.
_EXPLAINED = frozenset({".xls", ".xlsb", ".xlt"})
_READ = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


class ExcelImporter:
    """Excel workbooks («classeurs») of 2007 and later: ``.xlsx`` and ``.xlsm``."""

    name = "excel"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def recognises(self, path: Path) -> bool:
        """Whether *path* is a workbook, by its suffix or else by its content, or one whose refusal we can explain."""
        if path.suffix.lower() in _READ | _EXPLAINED:
            return True
        try:
            with path.open("rb") as stream:
                if stream.read(len(ZIP)) != ZIP:
                    return False
            with zipfile.ZipFile(path) as archive:
                return "xl/workbook.xml" in archive.namelist()
        except Exception:
            return False

    def read(self, path: Path, limits: Limits) -> Tables:
        """The sheets of the workbook at *path*; raises `UnreadableSource` and nothing else."""
        try:
            return self._read(path, limits)
        except UnreadableSource as refusal:
            raise UnreadableSource(refusal.code, {"file": path.name, **refusal.data}) from refusal.__cause__

    def _read(self, path: Path, limits: Limits) -> Tables:
        _content, archive, part = open_workbook(path, limits)
        workbook = read_workbook(archive, part, limits)
        notebook = Notebook()
        _note_what_is_left_alone(archive, notebook)
        sheets = _read_sheets(archive, workbook, limits, notebook)
        if not sheets:
            raise UnreadableSource("SRC019")
        return Tables(sheets, notebook.notes())


def _note_what_is_left_alone(archive: Archive, notebook: Notebook) -> None:
    names = archive.names()
    if any(name.endswith("vbaproject.bin") for name in names):
        notebook.add(Note("SRC020"))
    links = sum(name.startswith("xl/externallinks/") and name.endswith(".xml") for name in names)
    if links:
        notebook.add(Note("SRC021", {"count": links}))


def _read_sheets(archive: Archive, workbook: Workbook, limits: Limits, notebook: Notebook) -> tuple[Sheet, ...]:
    texts: list[str | RichText] = []
    if workbook.strings_part is not None:
        texts = read_shared_strings(archive, workbook.strings_part, limits)
    styles: list[Style] = read_styles(archive, workbook.styles_part) if workbook.styles_part is not None else []
    sheets = []
    for entry in _input_sheets(workbook, notebook):
        if entry.kind != "worksheet":
            notebook.add(Note("SRC022", {"sheet": entry.name, "kind": entry.kind}, sheet=entry.name))
            continue
        reader = CellReader(entry.part, entry.name, texts, styles, workbook.since_1904, notebook)
        content = read_content(archive, reader)
        areas = (*read_tables(archive, entry.part), *workbook.areas.get(entry.name.casefold(), ()))
        sheets.append(
            Sheet(
                name=entry.name,
                rows=content.rows,
                merges=content.merges,
                areas=areas,
                hidden_rows=content.hidden_rows,
                visibility=Visibility.HIDDEN if entry.hidden else Visibility.VISIBLE,
                role=workbook.inputs.get(entry.name.casefold()),
            )
        )
        _note_what_is_peculiar(entry, content, notebook)
    return tuple(sheets)


def _input_sheets(workbook: Workbook, notebook: Notebook) -> tuple[SheetEntry, ...]:
    """The sheets to read: those marked as input, and all of them when none is; the others are told."""
    read = tuple(entry for entry in workbook.sheets if entry.name.casefold() not in workbook.aside)
    marked = tuple(entry for entry in read if entry.name.casefold() in workbook.inputs)
    if not marked:
        return read
    others = tuple(entry.name for entry in read if entry not in marked)
    if others:
        notebook.add(Note("SRC023", {"count": len(marked), "sheets": others}))
    return marked


def _note_what_is_peculiar(entry: SheetEntry, content: Content, notebook: Notebook) -> None:
    if content.hidden_rows:
        facts: dict[str, object] = {"sheet": entry.name, "rows": runs(content.hidden_rows, str)}
        notebook.add(Note("SRC024", facts, sheet=entry.name, row=min(content.hidden_rows)))
    if content.hidden_columns:
        facts = {"sheet": entry.name, "columns": runs(content.hidden_columns, column_letters)}
        notebook.add(Note("SRC030", facts, sheet=entry.name))
    if content.foreign:
        row, column = content.foreign[0]
        facts = {"sheet": entry.name, "count": len(content.foreign)}
        notebook.add(Note("SRC028", facts, sheet=entry.name, row=row, column=column))
