"""
From the tables of a source to records: one a row, each value with the cell it comes from, every row accounted for.

A row becomes a record, or is left out with a reason; a cell that cannot be read leaves its value out and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from labo_partenariats.findings import Catalogue, Finding, LineLocation, Location, finding, in_order
from labo_partenariats.tabular import strays
from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.locate import Region, find_tables
from labo_partenariats.tabular.record import LeftOut, Record, place
from labo_partenariats.tabular.rows_in import RegionReader
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.suggestions import misspelt_headers
from labo_partenariats.tabular.table import Note, Sheet, Tables, Visibility
from labo_partenariats.tabular.vocabulary import Vocabulary, table_name
from labo_partenariats.values.text import fold

__all__ = ["LeftOut", "Record", "Records", "place", "read_records"]


@frozen
class Records:
    """All that was read of a source: records by role, findings, and the rows that became no record."""

    by_role: Mapping[str, tuple[Record, ...]] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def of(self, role: str) -> tuple[Record, ...]:
        """The records of one role, in the order of the source."""
        return self.by_role.get(role, ())


class _Reader:
    """Collects the records and findings of one source."""

    def __init__(self, catalogue: Catalogue | None, vocabulary: Vocabulary) -> None:
        self.catalogue = catalogue
        self.vocabulary = vocabulary
        self.records: dict[str, list[Record]] = {}
        self.findings: list[Finding] = []
        self.left_out: dict[LeftOut, None] = {}
        self.without_rows: list[tuple[str, Location]] = []  # each by its sheet and its header

    def note(self, note: Note, sheets: Mapping[str, Sheet]) -> None:
        sheet = sheets.get(note.sheet) if note.sheet else None
        location: Location | None = place(sheet, note.row, note.column) if sheet else None
        if location is None and isinstance(file := note.data.get("file"), str):  # a file that became no sheet
            location = LineLocation(file)
        self.findings.append(finding(note.code, note.data, location=location, catalogue=self.catalogue))

    def sheet(self, sheet: Sheet, role: str | None) -> None:
        """Read one sheet; *role* is what the caller says that it holds."""
        role = role or (sheet.role if sheet.role in SCHEMAS else None)
        regions = find_tables(sheet, self.vocabulary, role) if sheet.rows else ()
        if fold(sheet.name) in self.vocabulary.notices and not regions:
            self._leave_all(sheet, sheet.rows, "notice")
            return
        if sheet.visibility is Visibility.HIDDEN:
            self.findings.append(finding("SRC109", {"sheet": sheet.name}, location=place(sheet)))
        if not sheet.rows:
            self.findings.append(finding("SRC101", {"sheet": sheet.name}, location=place(sheet)))
            return
        if not regions:
            self._unrecognised(sheet, role)
            return
        stray = strays.strays(sheet, regions)
        self.findings += strays.tell(sheet, stray)
        inside = {number for region in regions for number in (*region.rows, region.header_row)}
        outside = {cell.row for cell in stray}
        for number in sheet.rows:
            if number not in inside:
                self._leave(sheet, number, "outside" if number in outside else "title")
        for region in regions:
            self.region(sheet, region, outside)

    def _unrecognised(self, sheet: Sheet, role: str | None) -> None:
        first = min(sheet.rows)
        seen = tuple(text_of(cell) for cell in sheet.rows[first])[:8]
        self.findings.append(finding("SRC102", {"sheet": sheet.name, "headers": seen}, location=place(sheet, first)))
        self.findings += misspelt_headers(sheet, self.vocabulary, role)
        self._leave_all(sheet, sheet.rows, "rejected")

    def _leave_all(self, sheet: Sheet, rows: Iterable[int], reason: str) -> None:
        for number in rows:
            self._leave(sheet, number, reason)

    def _leave(self, sheet: Sheet, row: int, reason: str, role: str | None = None) -> None:
        self.left_out[LeftOut(sheet.name, row, reason, role)] = None

    def region(self, sheet: Sheet, region: Region, outside: set[int]) -> None:
        """Read one table; the rows *outside* hold something beside it, which is told already."""
        role = region.schema.role
        if region.header_row is not None:
            self._leave(sheet, region.header_row, "header")
        if region.rivals:
            roles = (role, *region.rivals)
            facts = {"sheet": sheet.name, "roles": roles, "tables": tuple(table_name(each) for each in roles)}
            self.findings.append(finding("SRC103", facts, location=place(sheet, region.header_row)))
            self._leave_all(sheet, region.rows, "rejected")
            return

        def leave(row: int, reason: str) -> None:
            if reason == "title":
                reason = "outside" if row in outside else reason
            self._leave(sheet, row, reason, role if reason == "rejected" else None)

        reader = RegionReader(sheet, region, self.vocabulary, self.findings.append, leave)
        self.records.setdefault(role, []).extend(reader.records())
        if not region.rows and not region.schema.occasional:
            self.without_rows.append((sheet.name, place(sheet, region.header_row)))

    def conclude(self) -> None:
        """Tell what only the whole source tells: its empty tables, together (a template has twenty), or nothing."""
        if self.without_rows:
            sheets = tuple(dict.fromkeys(name for name, _ in self.without_rows))
            first = self.without_rows[0][1]
            self.findings.append(finding("SRC110", {"sheets": sheets}, location=first))
        if not any(self.records.values()) and not any(found.code == "SRC103" for found in self.findings):
            self.findings.append(finding("SRC114", {}))


def read_records(
    tables: Tables,
    vocabulary: Vocabulary | None = None,
    role: str | None = None,
    catalogue: Catalogue | None = None,
) -> Records:
    """
    The records of all tables of a source.

    With *role* the caller says what a lone table holds; *catalogue* knows the codes of the importer's notes. Never
    raises on what a user may have written.
    """
    words = vocabulary or Vocabulary.core()
    reader = _Reader(catalogue, words)
    sheets = {sheet.name: sheet for sheet in tables.sheets}
    for note in tables.notes:
        reader.note(note, sheets)
    for sheet in tables.sheets:
        reader.sheet(sheet, role)
    reader.conclude()
    by_role = {name: tuple(records) for name, records in reader.records.items() if records}
    return Records(by_role, in_order(reader.findings), tuple(reader.left_out))
