"""What goes where: the cells of a form that a mapping, a mark or a name asks to fill, and with what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from attrs import define, evolve, field, frozen

from labo_dossier.forms.book import Form
from labo_dossier.forms.codes import cell, tell
from labo_dossier.forms.facts import PERSONAL, Facts, Line, Said
from labo_dossier.forms.mapping import Mapping
from labo_dossier.forms.names import MARK, ColumnName
from labo_dossier.forms.sheet import Place, SheetXml
from labo_excel.addresses import Area, read_area
from labo_partenariats.plugin import Finding, Location, OutValue, column_letters
from labo_partenariats.plugin.report import format_value

_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^!]+))!([$A-Za-z0-9:]+)")
#: No form provides more rows than this for one table.
_TALLEST = 5_000


class Source(Enum):
    """Who asks for a cell to be filled, the more explicit first."""

    MAPPING = "mapping"
    MARK = "mark"
    NAME = "name"


@frozen
class Target:
    """
    A cell to fill: ``held`` is what it is to hold, None to empty it.

    ``name`` is the name under which the programme says it; ``is_spare`` marks a row of the form without a line.
    """

    sheet: SheetXml = field(repr=False, eq=False)
    place: Place
    held: OutValue
    name: str
    source: Source
    is_line: bool = False
    is_spare: bool = False


@frozen
class _Row:
    """A cell of a row that the form provides for a line of a table; ``band`` are the rows of the area it is in."""

    sheet: SheetXml = field(repr=False)
    place: Place
    column: ColumnName
    name: str
    source: Source
    band: tuple[int, int] | None = None


@define
class Aim:
    """Collects the targets of one form, and what cannot be one."""

    form: Form
    facts: Facts
    mapping: Mapping
    targets: dict[tuple[str, Place], Target] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    asked_private: bool = False
    _rows: list[_Row] = field(factory=list)
    _taken: set[tuple[str, Place]] = field(factory=set)
    _summed: list[ColumnName] = field(factory=list)

    def take(self) -> None:
        """Find every target: those of the mapping first, then marks, then names; the first to ask for a cell has it."""
        self._mapped()
        self._marked()
        self._named()
        self._lines()

    def where(self, sheet: SheetXml, place: Place) -> Location:
        """A cell of the form, for findings."""
        return cell(self.form.path.name, sheet.name, *place)

    # --- who asks ---

    def _mapped(self) -> None:
        for written, name in self.mapping.cells.items():
            found = self._place(written)
            location = self.mapping.place(written)
            if found is None:
                known = tuple(self.form.sheets)
                self.findings.append(tell("FRM104", {"place": written, "known": known}, location))
            else:
                self._ask(*found, name, Source.MAPPING, location)

    def _place(self, written: str) -> tuple[SheetXml, Area] | None:
        """A place of a mapping: ``Plan!C12``, ``'Plan 1'!B3:B9`` or a name of the form."""
        match = _PLACE.fullmatch(written.strip())
        if match is not None:
            sheet = self.form.sheet((match[1] or "").replace("''", "'") or match[2].strip())
            area = read_area(match[3])
            return None if sheet is None or area is None else (sheet, area)
        for each in self.form.names:
            if each.name.casefold() == written.strip().casefold() and each.area is not None:
                sheet = self.form.sheet(each.area[0])
                return None if sheet is None else (sheet, each.area[1])
        return None

    def _marked(self) -> None:
        for sheet in self.form.sheets.values():
            for place in list(sheet.cells):
                written = self.form.text_at(sheet, place)
                if written is not None and "{{" in written and (sheet.name, place) not in self.targets:
                    self._mark(sheet, place, written)

    def _mark(self, sheet: SheetXml, place: Place, written: str) -> None:
        asked = MARK.findall(written)
        if not asked or (sheet.name, place) in self._taken:
            return
        location = self.where(sheet, place)
        if len(asked) == 1 and MARK.fullmatch(written.strip()):
            self._ask(sheet, (*place, *place), asked[0], Source.MARK, location)
            return
        said = {name: each for name in asked if (each := self._said(name, location)) is not None}
        if len(said) < len(set(asked)):
            return
        for name, each in said.items():
            self._note_if_untold(name, each, location)
        filled = MARK.sub(lambda match: self._words(said[match[1]]), written)
        self._fill(Target(sheet, place, filled, asked[0], Source.MARK), location)

    def _named(self) -> None:
        for each in self.form.names:
            area = each.area
            sheet = None if area is None or not each.is_shown else self.form.sheet(area[0])
            if area is None or sheet is None:
                continue
            if self.facts.names.column(each.name) or self.facts.scalar(each.name) is not None:
                location = self.where(sheet, (area[1][0], area[1][1]))
                self._ask(sheet, area[1], each.name, Source.NAME, location)

    # --- what is asked ---

    def _ask(self, sheet: SheetXml, area: Area, name: str, source: Source, location: Location) -> None:
        column = self.facts.names.column(name)
        if column is not None and not column.is_sum:
            if self.facts.knows_kind(column):
                self._ask_lines(sheet, area, name, column, source, location)
            else:
                self._unknown(name, location)
            return
        said = self._said(name, location)
        place = self._one_cell(sheet, area, source, name, location)
        if said is None or place is None:
            return
        self._note_if_untold(name, said, location)
        if said.held is not None or source is Source.MARK:
            self._fill(Target(sheet, place, self.facts.word(said), name, source), location)
        if column is not None:
            self._summed.append(column)

    def _said(self, name: str, location: Location) -> Said | None:
        column = self.facts.names.column(name)
        if column is not None and not column.is_sum:  # a table cannot stand in the middle of a sentence
            self.findings.append(tell("FRM103", {"name": name, "near": None}, location))
            return None
        said = self.facts.scalar(name)
        if said is None:
            self._unknown(name, location)
        return said

    def _unknown(self, name: str, location: Location) -> None:
        near = self.facts.names.near(name)
        self.findings.append(tell("FRM103", {"name": name, "near": near or None}, location))

    def _note_if_untold(self, name: str, said: Said, location: Location) -> None:
        self.asked_private |= said.is_private
        if said.held is None and not said.is_private:
            facts = {"name": name, "missing": said.missing} if said.missing else {"name": name}
            self.findings.append(tell("FRM131" if said.missing else "FRM114", facts, location))

    def _words(self, said: Said) -> str:
        held = self.facts.word(said)
        if held is None:
            return ""
        return held if isinstance(held, str) else str(format_value(held, self.facts.language))

    def _one_cell(self, sheet: SheetXml, area: Area, source: Source, name: str, location: Location) -> Place | None:
        """The cell that an area stands for: itself, or the first of a merged area."""
        place = area[:2]
        merged = sheet.merge_at(place)
        if area[2:] == place and (merged is None or merged[:2] == place):
            return place
        if merged == area:
            return place
        facts = {"name": name, "area": _spelled(merged or area)}
        code = "FRM107" if merged is not None and area[2:] == place else "FRM115"
        self.findings.append(tell(code, facts, location))
        return None

    def _fill(self, target: Target, location: Location) -> None:
        key = (target.sheet.name, target.place)
        former = self.targets.get(key)
        if former is None:
            self.targets[key] = target
        elif former.source is target.source and former.held != target.held:
            self.findings.append(tell("FRM113", {"name": former.name, "other": target.name}, location))

    # --- lines ---

    def _ask_lines(
        self, sheet: SheetXml, area: Area, name: str, column: ColumnName, source: Source, location: Location
    ) -> None:
        if area[2] - area[0] >= _TALLEST or area[3] - area[1] >= _TALLEST:
            self.findings.append(tell("FRM115", {"name": name, "area": _spelled(area)}, location))
            return
        band = None if source is Source.MARK else (area[0], area[2])
        for row in range(area[0], area[2] + 1):
            places = [(row, each) for each in range(area[1], area[3] + 1)]
            heads = [place for place in places if (merged := sheet.merge_at(place)) is None or merged[:2] == place]
            if len(heads) > 1:
                self.findings.append(tell("FRM115", {"name": name, "area": _spelled(area)}, location))
                return
            if heads and (key := (sheet.name, heads[0])) not in self._taken and key not in self.targets:
                self._taken.add(key)
                self._rows.append(_Row(sheet, heads[0], column, name, source, band))
            elif not heads and area[2] == area[0]:
                merged = sheet.merge_at(places[0])
                self.findings.append(tell("FRM107", {"name": name, "area": _spelled(merged or area)}, location))

    def _lines(self) -> None:
        placed: dict[str, set[int]] = {}
        for block in _blocks(self._rows):
            lines = self.facts.chosen(block[0][0].column)
            placed.setdefault(block[0][0].column.role, set()).update(id(line) for line in lines)
            if len(lines) > len(block):
                self._overflow(block, lines)
            for rank, row in enumerate(block):
                line = lines[rank] if rank < len(lines) else None
                for each in row:
                    self._fill_line(each, line)
        for column in self._summed:
            if column.role in placed:
                placed[column.role].update(id(line) for line in self.facts.chosen(column))
        for role, known in placed.items():
            left = [line.title for line in self.facts.lines.get(role, ()) if id(line) not in known]
            if left:
                table = next(row.name for row in self._rows if row.column.role == role)
                self.findings.append(tell("FRM111", {"name": table, "lines": tuple(left)}))

    def _overflow(self, block: Sequence[Sequence[_Row]], lines: Sequence[Line]) -> None:
        first = block[0][0]
        facts = {
            "name": first.name,
            "lines": len(lines),
            "rows": len(block),
            "left": tuple(line.title for line in lines[len(block) :]),
        }
        self.findings.append(tell("FRM110", facts, self.where(first.sheet, first.place)))

    def _fill_line(self, row: _Row, line: Line | None) -> None:
        self.asked_private |= row.column.column in PERSONAL
        said = Said() if line is None else line.cells.get(row.column.column, Said())
        target = Target(row.sheet, row.place, self.facts.word(said), row.name, row.source, is_line=True)
        self._fill(evolve(target, is_spare=line is None), self.where(row.sheet, row.place))


def _blocks(rows: Iterable[_Row]) -> Iterator[list[list[_Row]]]:
    """
    The rows of the form that one table fills, from top to bottom.

    Rows that ask for the same columns of the same lines on one sheet go together; other columns, or another area,
    begin the table anew.
    """
    by_row: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        key = (row.sheet.name, row.place[0], row.column.role, row.column.only, row.source is Source.MARK, row.band)
        by_row.setdefault(key, []).append(row)
    blocks: dict[tuple[object, ...], list[list[_Row]]] = {}
    for (sheet, _line, role, only, *rest), cells in sorted(
        by_row.items(), key=lambda each: (str(each[0][0]), each[0][1])
    ):
        columns = frozenset(each.column.column for each in cells) if rest[0] else None
        blocks.setdefault((sheet, role, only, columns, *rest), []).append(cells)
    yield from blocks.values()


def _spelled(area: Area) -> str:
    """An area as users write it."""
    first, last = (f"{column_letters(area[at + 1])}{area[at]}" for at in (0, 2))
    return first if first == last else f"{first}:{last}"
