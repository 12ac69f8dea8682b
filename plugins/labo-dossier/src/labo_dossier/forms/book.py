"""The form: a workbook of a funder, read as it is written so that it can be filled without touching the rest."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from attrs import define, field, frozen

from labo_dossier.forms.sheet import Place, SheetXml, read_sheet
from labo_dossier.forms.splice import element_end, refuse_other_encodings
from labo_dossier.forms.styles import FormStyles
from labo_excel.addresses import Area, read_area
from labo_excel.archive import Archive
from labo_excel.markup import Attributes, Cursor, parse, relationship_id
from labo_excel.opening import open_workbook
from labo_excel.strings import RichText, read_shared_strings
from labo_excel.workbook import read_links
from labo_partenariats.plugin import Limits, UnreadableSource

_ON = frozenset({"1", "true", "on"})
_SHEET_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([$A-Za-z0-9:]+)")

#: What stands before ``<calcPr>`` in a workbook part, in this order.
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")

#: Parts that show words outside cells.
_BESIDE_CELLS = ("xl/drawings/", "xl/comments", "xl/threadedcomments/", "xl/charts/")

_SIGNATURES = "_xmlsignatures/"


@frozen
class DefinedName:
    """A name of the form: what it stands for, and the sheet it belongs to when it is not the whole workbook's."""

    name: str
    text: str
    sheet: str | None = None
    hidden: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether people see it: neither hidden nor made by the spreadsheet for itself, as print areas are."""
        return not self.hidden and not self.name.startswith("_xlnm.")

    @property
    def area(self) -> tuple[str, Area] | None:
        """The sheet and the cells that it names; None when it is a formula, a constant or several areas."""
        match = _SHEET_AREA.fullmatch(self.text.strip())
        area = read_area(match[3]) if match else None
        if match is None or area is None:
            return None
        return (match[1].replace("''", "'") if match[1] else match[2]), area


@define
class Form:
    """
    A form («formulaire du financeur»).

    ``calculation_at`` is the place, in the workbook part, of the tag that tells how it is recalculated;
    ``calculation_goes`` is where a missing one belongs, ``sheets_at`` the tag of the list of sheets.
    """

    path: Path
    content: bytes = field(repr=False)
    archive: Archive = field(repr=False)
    part: str
    data: bytes = field(repr=False)
    sheets: dict[str, SheetXml]
    names: list[DefinedName]
    texts: list[str | RichText] = field(repr=False)
    styles: FormStyles = field(repr=False)
    since_1904: bool = False
    calculation_at: int | None = None
    calculation_goes: int = 0
    sheets_at: int = 0

    @property
    def has_macros(self) -> bool:
        """Whether it carries macros."""
        return any(name.endswith("vbaproject.bin") for name in self.archive.names())

    @property
    def is_signed(self) -> bool:
        """Whether someone signed its content, which filling it would belie."""
        return any(name.startswith(_SIGNATURES) for name in self.archive.names())

    def text_at(self, sheet: SheetXml, place: Place) -> str | None:
        """What a cell shows as a text or number; None when it is empty or a formula."""
        cell = sheet.cells.get(place)
        if cell is None or cell.formula is not None:
            return None
        if cell.inline is not None:
            return cell.inline.whole if isinstance(cell.inline, RichText) else cell.inline
        if cell.kind == "s":
            found = self.shared(cell.value)
            return found.whole if isinstance(found, RichText) else found
        return cell.value

    def shared(self, rank: str | None) -> str | RichText:
        """The shared text of that rank."""
        known = rank is not None and rank.isascii() and rank.isdigit() and int(rank) < len(self.texts)
        return self.texts[int(rank)] if known and rank is not None else ""

    def is_rich(self, sheet: SheetXml, place: Place) -> bool:
        """Whether the text of a cell is written in several fonts."""
        cell = sheet.cells[place]
        return isinstance(cell.inline, RichText) or (cell.kind == "s" and isinstance(self.shared(cell.value), RichText))

    def sheet(self, name: str) -> SheetXml | None:
        """The worksheet of that name, whatever its case."""
        wanted = name.casefold()
        return next((sheet for known, sheet in self.sheets.items() if known.casefold() == wanted), None)

    def marked_elsewhere(self) -> Iterator[str]:
        """Where marks stand that are in no cell: heads of pages, drawings and comments."""
        for sheet in self.sheets.values():
            if "{{" in sheet.header:
                yield sheet.name
        for name in self.archive.names():
            beside_cells = name.startswith(_BESIDE_CELLS) and name.endswith((".xml", ".vml"))
            if beside_cells and b"{{" in b"".join(self.archive.chunks(name)):
                yield name

    def write(self, parts: Mapping[str, bytes], out: BinaryIO) -> None:
        """Write the form with some parts in another state, all others as they are and in the same order."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as source, zipfile.ZipFile(out, "w") as target:
            target.comment = source.comment
            for entry in source.infolist():
                made = zipfile.ZipInfo(entry.filename, entry.date_time)
                made.compress_type, made.external_attr = entry.compress_type, entry.external_attr
                made.create_system = entry.create_system
                name = entry.filename.replace("\\", "/").lower()
                target.writestr(made, parts[name] if name in parts else source.read(entry))


class _Contents:
    """The handlers of the pass over the workbook part."""

    def __init__(self, data: bytes) -> None:
        self.cursor = Cursor()
        self._data = data
        self.sheets: list[tuple[str, str]] = []
        self.names: list[tuple[Attributes, str]] = []
        self.since_1904 = False
        self.calculation_at: int | None = None
        self.calculation_goes = 0
        self._before = self.sheets_at = 0
        self._pieces: list[str] = []
        self._naming: Attributes | None = None

    def begin(self, name: str, attributes: Attributes) -> None:
        if name in _BEFORE_CALCULATION:
            self._before = self.cursor.index
        if name == "sheets":
            self.sheets_at = self.cursor.index
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in _ON
        elif name == "sheet":
            self.sheets.append((attributes.get("name", ""), relationship_id(attributes) or ""))
        elif name == "definedName":
            self._naming = attributes
        elif name == "calcPr":
            self.calculation_at = self.cursor.index

    def finish(self, name: str) -> None:
        if name in _BEFORE_CALCULATION:
            self.calculation_goes = element_end(self._data, self._before, self.cursor.index)
        if name == "definedName" and self._naming is not None:
            self.names.append((self._naming, "".join(self._pieces)))
            self._naming = None
        self._pieces.clear()

    def text(self, data: str) -> None:
        if self._naming is not None:
            self._pieces.append(data)


def open_form(path: Path, limits: Limits) -> Form:
    """
    The form at *path*, under the limits of any source: it comes from strangers.

    Raises `UnreadableSource` as the reader of workbooks does, and SRC019 for one without a worksheet.
    """
    try:
        return _opened(path, limits)
    except UnreadableSource as refusal:
        raise UnreadableSource(refusal.code, {"file": path.name, **refusal.data}) from refusal.__cause__


def _opened(path: Path, limits: Limits) -> Form:
    content, archive, part = open_workbook(path, limits)
    links = read_links(archive, part)
    data = b"".join(archive.chunks(part, small=True))
    refuse_other_encodings(part, data)
    contents = _Contents(data)
    parse(part, (data,), contents.begin, contents.finish, contents.text, contents.cursor)
    if len(contents.sheets) > limits.sheets:
        raise UnreadableSource("SRC009", {"limit": "sheets", "maximum": limits.sheets, "found": len(contents.sheets)})
    listed = [name for name, _ in contents.sheets]
    sheets = {
        name: read_sheet(archive, name, link.target, limits)
        for name, relation in contents.sheets
        if (link := links.get(relation)) is not None and link.kind == "worksheet"
    }
    if not sheets:
        raise UnreadableSource("SRC019")
    parts = {link.kind: link.target for link in links.values()}
    strings = parts.get("sharedStrings")
    return Form(
        path=path,
        content=content,
        archive=archive,
        part=part,
        data=data,
        sheets=sheets,
        names=[_named(attributes, text, listed) for attributes, text in contents.names],
        texts=read_shared_strings(archive, strings, limits) if strings is not None else [],
        styles=FormStyles.read(archive, parts.get("styles")),
        since_1904=contents.since_1904,
        calculation_at=contents.calculation_at,
        calculation_goes=contents.calculation_goes,
        sheets_at=contents.sheets_at,
    )


def _named(attributes: Attributes, text: str, listed: list[str]) -> DefinedName:
    rank = attributes.get("localSheetId", "")
    sheet = listed[int(rank)] if rank.isascii() and rank.isdigit() and int(rank) < len(listed) else None
    return DefinedName(attributes.get("name", ""), text, sheet, hidden=attributes.get("hidden", "0") in _ON)
