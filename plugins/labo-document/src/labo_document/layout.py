"""From the sections of a dossier to the shapes of a document: one rule for each kind of block, none for a section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from attrs import define, field

from labo_document.cleaning import Cleaner
from labo_document.shapes import Align, Bar, Cell, Chart, Grid, Heading, Listing, Pages, Part, Shape, Text
from labo_document.widths import ON_SIDE, UPRIGHT, need_of, shares
from labo_document.wording import in_words
from labo_partenariats.plugin import Finding
from labo_partenariats.plugin.report import (
    Block,
    Bullets,
    CellValue,
    Column,
    Dossier,
    Facts,
    Figure,
    FormulaOf,
    Kind,
    Language,
    Lines,
    Money,
    NamedAmount,
    Paragraph,
    Section,
    Selected,
    Table,
    Timeline,
    text,
)

_ALIGN = {
    Kind.MONEY: Align.END,
    Kind.RATE: Align.END,
    Kind.NUMBER: Align.END,
    Kind.MARK: Align.CENTRE,
    Kind.VERDICT: Align.CENTRE,
}
#: Columns whose texts must not be broken.
_WHOLE = (Kind.MONEY, Kind.RATE, Kind.NUMBER, Kind.MARK, Kind.VERDICT)
_FACTS = (35, 65)


def lay_out(report: Dossier) -> tuple[Pages, tuple[Finding, ...]]:
    """The document of *report*, and what had to be changed in its texts."""
    count = _Count()
    found: list[Finding] = []
    parts = []
    for section in report.sections:
        writer = _SectionLayout(report.language, section, Cleaner(section.name), count)
        parts.append(writer.part())
        found += writer.clean.findings()
    opens = bool(report.sections) and report.sections[0].title == report.title
    whole = Cleaner("")  # what it would say was said by the cover
    return (
        Pages(
            language=report.language,
            title=whole(report.title),
            subject=whole(report.subject),
            author=whole(report.author),
            date=report.date,
            opening=parts[0] if opens else None,
            parts=tuple(parts[1:] if opens else parts),
        ),
        tuple(found),
    )


@define
class _Count:
    """The numbers of tables and charts, over the whole document."""

    tables: int = 0
    charts: int = 0

    def table(self) -> int:
        self.tables += 1
        return self.tables

    def chart(self) -> int:
        self.charts += 1
        return self.charts


@define
class _SectionLayout:
    """Lays out one section, block after block."""

    language: Language
    section: Section
    clean: Cleaner
    count: _Count
    shapes: list[Shape] = field(factory=list)

    def part(self) -> Part:
        for block in self.section.blocks:
            self._block(block)
        return Part(
            key=self.section.key,
            title=self.clean(self.section.title),
            shapes=tuple(self.shapes),
            is_wide=self.section.is_wide,
        )

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._text(block.text, is_note=block.is_note)
            case Bullets():
                self._bullets(block)
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Timeline():
                self._timeline(block)
            case _:
                assert_never(block)

    def _text(self, words: str, *, is_note: bool = False) -> None:
        self.shapes.append(Text(self.clean.lines(words), is_note))

    def _bullets(self, block: Bullets) -> None:
        if block.title:
            self.shapes.append(Heading(self.clean(block.title), 2))
        if block.items:
            self.shapes.append(Listing(tuple(self.clean.lines(item) for item in block.items)))

    def _facts(self, block: Facts) -> None:
        if not block.rows:
            return
        rows = tuple((self._cell(label), self._fact(value)) for label, value in block.rows)
        self.shapes.append(
            Grid(
                caption=self.clean(block.title or self.section.title),
                number=self.count.table(),
                heads=(),
                rows=rows,
                widths=_FACTS,
                is_named=True,
            )
        )

    def _fact(self, value: CellValue) -> Cell:
        """A value beside its label; there is no note to say what an empty one means."""
        cell = self._cell(value)
        if not cell.lines and isinstance(value, NamedAmount | Selected):
            return self._cell(text("terms.Answer.unknown", self.language).lower())
        return cell

    def _cell(self, value: CellValue, kind: Kind = Kind.TEXT) -> Cell:
        texts = tuple(self.clean(each) for each in in_words(value, self.language))
        is_list = isinstance(value, Lines) and len(texts) > 1
        lines = texts if is_list else tuple(line for each in texts for line in each.split("\n"))
        return Cell(lines, _ALIGN.get(kind, Align.START), is_list, is_marked=kind is Kind.MARK and bool(lines))

    # --- tables ---

    def _table(self, table: Table) -> None:
        if not table.rows:
            said = f"{table.title} — {table.empty}" if table.title else table.empty
            self._text(said, is_note=True)
        else:
            self.shapes.append(self._grid(table))
        if table.note:
            self._text(table.note, is_note=True)

    def _grid(self, table: Table) -> Grid:
        shown = [rank for rank, column in enumerate(table.columns) if not _is_told_twice(table, rank, column)]
        columns = [table.columns[rank] for rank in shown]
        rows = tuple(
            tuple(self._cell(row[rank], column.kind) for rank, column in zip(shown, columns, strict=True))
            for row in table.rows
        )
        heads = tuple(Cell(self.clean.lines(column.header), _ALIGN.get(column.kind, Align.START)) for column in columns)
        total = tuple(self._cell(table.total.get(column.key), column.kind) for column in columns) if table.total else ()
        if total:
            total = (Cell((text("report.workbook.total", self.language),)), *total[1:])
        return Grid(
            caption=self.clean(table.title or self.section.title),
            number=self.count.table(),
            heads=heads,
            rows=rows,
            total=total,
            widths=self._widths(columns, heads, (*rows, total) if total else rows),
            is_named=_names_rows(rows),
            is_matrix=any(column.kind is Kind.MARK for column in columns),
        )

    def _widths(
        self, columns: Sequence[Column], heads: Sequence[Cell], rows: Sequence[tuple[Cell, ...]]
    ) -> tuple[int, ...]:
        needs = [
            max(
                need_of(heads[rank].lines, is_whole=False),
                need_of([line for row in rows for line in row[rank].lines], is_whole=True)
                if column.kind in _WHOLE
                else 0,
            )
            for rank, column in enumerate(columns)
        ]
        room = ON_SIDE if self.section.is_wide else UPRIGHT
        return shares([column.weight for column in columns], needs, room)

    # --- charts and calendar ---

    def _figure(self, figure: Figure) -> None:
        table = next(block for block in self.section.blocks if isinstance(block, Table) and block.key == figure.table)
        labels, values = table.index(figure.labels), table.index(figure.values)
        cents = [max(_cents(row[values]), 0) for row in table.rows]
        longest = max(cents, default=0) or 1
        bars = tuple(
            Bar(
                " ".join(self._cell(row[labels]).lines),
                " ".join(self._cell(row[values]).lines),
                1000 * amount // longest,
            )
            for row, amount in zip(table.rows, cents, strict=True)
        )
        if bars:
            title, alt = self.clean(figure.title), self.clean(figure.alt)
            self.shapes.append(Chart(title=title, number=self.count.chart(), alt=alt, bars=bars))

    def _timeline(self, timeline: Timeline) -> None:
        columns = (
            Column(key="label", header=timeline.header, weight=4),
            *(Column(key=f"c{n}", header=head, kind=Kind.MARK) for n, head in enumerate(timeline.columns)),
        )
        rows = tuple((line.label, *line.marks) for line in timeline.rows)
        self._table(Table(key=timeline.key, columns=columns, rows=rows, note="\n".join(timeline.legend)))


def _is_told_twice(table: Table, rank: int, column: Column) -> bool:
    """Whether a column of formulas says in words only what its rows say elsewhere."""
    return column.kind is Kind.FORMULA and all(
        any(_same(row[rank], other) for i, other in enumerate(row) if i != rank) for row in table.rows
    )


def _same(formula: CellValue, other: CellValue) -> bool:
    return (formula.words if isinstance(formula, FormulaOf) else formula) == other


def _names_rows(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the first cell of each row is its name: said, and no other row's."""
    names = [row[0].lines for row in rows]
    return all(names) and len(set(names)) == len(names)


def _cents(value: CellValue) -> int:
    exact = value.value if isinstance(value, NamedAmount | Selected) else value
    return exact.cents if isinstance(exact, Money) else 0
