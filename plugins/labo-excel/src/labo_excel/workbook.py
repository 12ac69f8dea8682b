"""The table of contents of a workbook: its sheets, the names it gives to areas, its system of dates."""

from __future__ import annotations

import posixpath
import re

from attrs import field, frozen

from labo_excel.addresses import read_area
from labo_excel.archive import Archive
from labo_excel.marks import ASIDE, role_marked
from labo_excel.markup import Attributes, parse, relationship_id
from labo_partenariats.plugin import Limits, NamedArea, UnreadableSource

_ON = frozenset({"1", "true", "on"})
_SHEET_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([$A-Za-z0-9:]+)")

#: Names that Excel makes for itself: print areas, filters.
_RESERVED = "_xlnm."


@frozen
class Link:
    """A relationship from one part to another; ``kind`` is the last word of its type."""

    kind: str
    target: str


@frozen
class SheetEntry:
    """A sheet as the workbook lists it; ``part`` is None when the workbook says no kind that we know."""

    name: str
    kind: str
    part: str
    hidden: bool


@frozen
class Workbook:
    """
    What the workbook part says; ``inputs`` are the roles of the sheets that are marked as input, by folded name, and
    ``aside`` the folded names of those that are marked as never read.
    """

    sheets: tuple[SheetEntry, ...]
    since_1904: bool
    aside: frozenset[str] = frozenset()
    areas: dict[str, list[NamedArea]] = field(factory=dict)
    inputs: dict[str, str] = field(factory=dict)
    strings_part: str | None = None
    styles_part: str | None = None


def _ignore(_data: str) -> None:
    pass


def read_links(archive: Archive, part: str) -> dict[str, Link]:
    """The relationships of *part* by identifier, their targets made names of the archive; none when it has none."""
    folder, name = posixpath.split(part)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    links: dict[str, Link] = {}
    if relationships not in archive:
        return links

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", "")] = Link(kind, resolved)

    parse(relationships, archive.chunks(relationships, small=True), start, _ignore, _ignore)
    return links


def find_workbook(archive: Archive) -> str | None:
    """The name of the workbook part; None when the archive is no workbook."""
    for link in read_links(archive, "").values():
        if link.kind == "officeDocument" and link.target in archive:
            return link.target
    return "xl/workbook.xml" if "xl/workbook.xml" in archive else None


def read_workbook(archive: Archive, part: str, limits: Limits) -> Workbook:
    """
    The sheets in the order of their tabs.

    Raises `UnreadableSource`: SRC009 (too many sheets), SRC012 (not a workbook), SRC018 (a sheet without its part).
    """
    links = read_links(archive, part)
    sheets: list[SheetEntry] = []
    names: list[tuple[str, str]] = []
    since_1904 = False
    naming: str | None = None
    pieces: list[str] = []
    root = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal since_1904, naming, root
        root = root or tag
        if tag == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in _ON
        elif tag == "sheet":
            sheets.append(_sheet_entry(part, attributes, links))
            if len(sheets) > limits.sheets:
                raise UnreadableSource("SRC009", {"limit": "sheets", "maximum": limits.sheets, "found": len(sheets)})
        elif tag == "definedName":
            name = attributes.get("name", "")
            shown = attributes.get("hidden", "0") not in _ON and not name.startswith(_RESERVED)
            naming = name if shown else None

    def end(tag: str) -> None:
        nonlocal naming
        if tag == "definedName" and naming is not None:
            names.append((naming, "".join(pieces)))
        naming = None
        pieces.clear()

    def text(data: str) -> None:
        if naming is not None:
            pieces.append(data)

    parse(part, archive.chunks(part, small=True), start, end, text)
    if root != "workbook":
        raise UnreadableSource("SRC012")
    parts = {link.kind: link.target for link in links.values()}
    marks = _areas([(role, reference) for name, reference in names if (role := role_marked(name))])
    return Workbook(
        sheets=tuple(sheets),
        since_1904=since_1904,
        aside=frozenset(_areas([named for named in names if named[0].casefold() == ASIDE.casefold()])),
        areas=_areas([named for named in names if role_marked(named[0]) is None]),
        inputs={sheet: areas[0].name for sheet, areas in marks.items()},
        strings_part=parts.get("sharedStrings"),
        styles_part=parts.get("styles"),
    )


def _sheet_entry(workbook: str, attributes: Attributes, links: dict[str, Link]) -> SheetEntry:
    name = attributes.get("name", "")
    link = links.get(relationship_id(attributes) or "")
    if link is None:
        raise UnreadableSource("SRC018", {"part": workbook})
    return SheetEntry(name, link.kind, link.target, hidden=attributes.get("state", "visible") != "visible")


def _areas(names: list[tuple[str, str]]) -> dict[str, list[NamedArea]]:
    areas: dict[str, list[NamedArea]] = {}
    for name, reference in names:
        match = _SHEET_AREA.fullmatch(reference.strip())
        area = read_area(match[3]) if match else None
        if match is not None and area is not None:
            sheet = match[1].replace("''", "'") if match[1] else match[2]
            areas.setdefault(sheet.casefold(), []).append(NamedArea(name, *area))
    return areas


def read_tables(archive: Archive, sheet_part: str) -> list[NamedArea]:
    """The areas that a sheet declares as tables; those without a header row are left out."""
    areas: list[NamedArea] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag != "table" or attributes.get("headerRowCount", "1") == "0":
            return
        area = read_area(attributes.get("ref", ""))
        if area is not None:
            areas.append(NamedArea(attributes.get("displayName") or attributes.get("name", ""), *area))

    for link in read_links(archive, sheet_part).values():
        if link.kind == "table":
            parse(link.target, archive.chunks(link.target, small=True), start, _ignore, _ignore)
    return areas
