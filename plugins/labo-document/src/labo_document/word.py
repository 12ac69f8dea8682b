"""
Shapes as a Word document.

python-docx makes the package, its styles, sections, heads and feet; tables are built as elements, as its own cells are
found by walking the table for each of them.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

from attrs import define, field
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.section import Section as WordSection
from docx.shared import Mm, Pt, RGBColor

from labo_document.shapes import Align, Cell, Chart, Grid, Heading, Listing, Pages, Part, Shape, Text
from labo_partenariats.plugin.report import Language, format_value, text

_TAGS: Final[dict[Language, str]] = {"fr": "fr-FR", "en": "en-GB"}
_DARK, _GREY, _LINE, _MARK = "1F3864", "595959", "8497B0", "DCE6F2"
_SHORT_SIDE, _LONG_SIDE, _MARGIN = 210, 297, 18
_TWIPS_PER_MM: Final = 56.7
_JUSTIFIED: Final = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}
#: The day of a document that bears none, and of the parts of its package: no clock is read.
_NO_DAY: Final = dt.date(2000, 1, 1)
_PACKED: Final = (1980, 1, 1, 0, 0, 0)
_BAR, _LONGEST_BAR = "█", 24


def write_document(pages: Pages, out: BinaryIO) -> None:
    """Write *pages* as a ``.docx`` to *out*."""
    document = Document()
    _properties(document, pages)
    _styles(document, pages.language)
    _Writer(document, pages).write()
    packed = io.BytesIO()
    document.save(packed)
    _repack(packed, out)


def _repack(packed: io.BytesIO, out: BinaryIO) -> None:
    """The parts as they are, with no hour of writing: the same document gives the same bytes."""
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _PACKED)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))


def _properties(document: WordDocument, pages: Pages) -> None:
    core = document.core_properties
    day = dt.datetime.combine(pages.date or _NO_DAY, dt.time())
    core.title, core.subject, core.author = pages.title[:255], pages.subject[:255], pages.author[:255]
    core.language, core.category = _TAGS[pages.language], "LEADER"
    core.created = core.modified = day
    core.last_modified_by, core.comments, core.keywords, core.revision = pages.author[:255], "", "", 1


def _styles(document: WordDocument, language: Language) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    for tagged in document.element.xpath("//w:lang") + styles.element.xpath("//w:lang"):
        for name in ("w:val", "w:eastAsia"):
            tagged.set(qn(name), _TAGS[language])
    for name, size, before in (("Title", 22, 0), ("Heading 1", 15, 12), ("Heading 2", 12, 10)):
        style = styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), RGBColor.from_string(_DARK), "Calibri"
        fonts = style.element.rPr.find(qn("w:rFonts"))
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
        style.paragraph_format.keep_with_next = True
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9.5), True, RGBColor.from_string(_DARK)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)


@define
class _Writer:
    """Writes the parts one after the other, each on pages of its own orientation."""

    document: WordDocument
    pages: Pages
    bookmarks: dict[str, int] = field(factory=dict)

    def write(self) -> None:
        """The title, what stands under it, the table of contents, then every part."""
        first = self.document.sections[0]
        _set_up(first, is_wide=False)
        self._head_and_foot(first)
        self.document.add_paragraph(self.pages.title, style="Title")
        if self.pages.date is not None:
            day = format_value(self.pages.date, self.pages.language)
            self._note(f"{self.pages.subject} — {text('report.document.made', self.pages.language, day=day)}")
        else:
            self._note(self.pages.subject)
        if self.pages.opening is not None:
            self._shapes(self.pages.opening)
        self._contents()
        is_wide = False
        for part in self.pages.parts:
            turns = part.is_wide != is_wide
            if turns:
                is_wide = part.is_wide
                _set_up(self.document.add_section(), is_wide=is_wide)
            self._part(part, starts_page=part.is_wide and not turns)

    def _head_and_foot(self, section: WordSection) -> None:
        """The title above, the page below; the sections after take them over."""
        head = section.header.paragraphs[0]
        head.text = " ".join(self.pages.title.split())[:120]
        _small(head)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        words = text("report.workbook.page", self.pages.language, page="\x00", pages="\x01")
        for piece in words.replace("\x00", "\x02PAGE\x02").replace("\x01", "\x02NUMPAGES\x02").split("\x02"):
            if piece in ("PAGE", "NUMPAGES"):
                _field(foot, piece)
            elif piece:
                foot.add_run(piece)
        _small(foot)

    def _contents(self) -> None:
        self.document.add_paragraph(text("report.cover.contents", self.pages.language), style="Heading 2")
        for number, part in enumerate(self.pages.parts, 1):
            self.bookmarks[part.key] = number
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            link = _add(paragraph._p, "w:hyperlink", anchor=f"partie{number}")  # noqa: SLF001  # python-docx has no way to write one
            run = _add(link, "w:r")
            properties = _add(run, "w:rPr")
            _add(properties, "w:color", val="0563C1")
            _add(properties, "w:u", val="single")
            _add(properties, "w:sz", val="18")
            _add(run, "w:t").text = part.title

    def _part(self, part: Part, *, starts_page: bool) -> None:
        heading = self.document.add_paragraph(style="Heading 1")
        heading.paragraph_format.page_break_before = starts_page
        number = self.bookmarks[part.key]
        start = _add(heading._p, "w:bookmarkStart", id=str(number), name=f"partie{number}")  # noqa: SLF001
        heading.add_run(part.title)
        end = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), start.get(qn("w:id")))
        heading._p.append(end)  # noqa: SLF001
        self._shapes(part)

    def _shapes(self, part: Part) -> None:
        for shape in part.shapes:
            self._shape(shape, _width(is_wide=part.is_wide))

    def _shape(self, shape: Shape, width: int) -> None:
        match shape:
            case Heading(words, level):
                self.document.add_paragraph(words, style=f"Heading {level}")
            case Text(lines, is_note):
                if is_note:
                    self._note("\n".join(lines))
                else:
                    self.document.add_paragraph("\n".join(lines))
            case Listing(items):
                for item in items:
                    self.document.add_paragraph("\n".join(item), style="List Bullet").paragraph_format.space_after = Pt(
                        2
                    )
            case Grid():
                label = text("report.document.table", self.pages.language, number=shape.number)
                self.document.add_paragraph(f"{label} — {shape.caption}", style="Caption")
                self._table(_grid(shape, width), shape.caption)
            case Chart():
                label = text("report.document.chart", self.pages.language, number=shape.number)
                self.document.add_paragraph(f"{label} — {shape.title}", style="Caption")
                self._table(_bars(shape, width), shape.alt)

    def _note(self, words: str) -> None:
        run = self.document.add_paragraph().add_run(words)
        run.italic, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor.from_string(_GREY)

    def _table(self, table: Any, said: str) -> None:
        """A table before the end of the body, with what it holds in words for those who do not see it."""
        _add(table.tblPr, "w:tblDescription", val=said[:255])
        body = self.document.element.body
        body.insert(len(body) - 1, table)  # the properties of the last section stay last
        self.document.add_paragraph().paragraph_format.space_after = Pt(4)


# Tables


def _grid(grid: Grid, width: int) -> Any:
    widths = [width * share // 100 for share in grid.widths]
    table = _new_table(widths)
    if grid.heads:
        _row(table, [_Styled(cell, is_head=True) for cell in grid.heads], widths, repeats=True)
    for row in grid.rows:
        cells = [
            _Styled(cell, is_bold=cell.is_marked or (rank == 0 and grid.is_named), is_marked=cell.is_marked)
            for rank, cell in enumerate(row)
        ]
        _row(table, cells, widths)
    if grid.total:
        _row(table, [_Styled(cell, is_bold=True) for cell in grid.total], widths)
    return table


def _bars(chart: Chart, width: int) -> Any:
    """A bar chart as rows of blocks: it prints, it is read aloud, and whoever edits the text can follow it."""
    widths = [width * share // 100 for share in (32, 48, 20)]
    table = _new_table(widths)
    for bar in chart.bars:
        blocks = _BAR * max(-(-bar.length * _LONGEST_BAR // 1000), 1 if bar.length else 0)
        cells = (Cell((bar.label,)), Cell((blocks,)), Cell((bar.value,), Align.END))
        _row(table, [_Styled(cell, is_bar=rank == 1) for rank, cell in enumerate(cells)], widths)
    return table


@define
class _Styled:
    """A cell with how it looks."""

    cell: Cell
    is_head: bool = False
    is_bold: bool = False
    is_marked: bool = False
    is_bar: bool = False


def _new_table(widths: Sequence[int]) -> Any:
    table = OxmlElement("w:tbl")
    properties = _add(table, "w:tblPr")
    _add(properties, "w:tblW", w=str(sum(widths)), type="dxa")
    borders = _add(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, f"w:{side}", val="single", sz="4", space="0", color=_LINE)
    _add(properties, "w:tblLayout", type="fixed")
    margins = _add(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _add(margins, f"w:{side}", w="70", type="dxa")
    columns = _add(table, "w:tblGrid")
    for width in widths:
        _add(columns, "w:gridCol", w=str(width))
    return table


def _row(table: Any, cells: Iterable[_Styled], widths: Sequence[int], *, repeats: bool = False) -> None:
    row = _add(table, "w:tr")
    properties = _add(row, "w:trPr")
    _add(properties, "w:cantSplit")
    if repeats:
        _add(properties, "w:tblHeader")
    for styled, width in zip(cells, widths, strict=True):
        _cell(row, styled, width)


def _cell(row: Any, styled: _Styled, width: int) -> None:
    made = _add(row, "w:tc")
    properties = _add(made, "w:tcPr")
    _add(properties, "w:tcW", w=str(width), type="dxa")
    shade = _DARK if styled.is_head else _MARK if styled.is_marked else None
    if shade is not None:
        _add(properties, "w:shd", val="clear", color="auto", fill=shade)
    _add(properties, "w:vAlign", val="center")
    lines = styled.cell.lines or ("",)
    for line in lines:
        paragraph = _add(made, "w:p")
        look = _add(paragraph, "w:pPr")
        _add(look, "w:spacing", before="20", after="20")
        _add(look, "w:jc", val=_JUSTIFIED[styled.cell.align])
        words = f"• {line}" if styled.cell.is_list else line
        run = _add(paragraph, "w:r")
        letters = _add(run, "w:rPr")
        if styled.is_head or styled.is_bold:
            _add(letters, "w:b")
        if styled.is_head or styled.is_bar:
            _add(letters, "w:color", val="FFFFFF" if styled.is_head else _DARK)
        _add(letters, "w:sz", val="17")
        told = _add(run, "w:t")
        told.text = words
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# Elements


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child, with attributes of Word's own names."""
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def _field(paragraph: Any, code: str) -> None:
    """A field that Word and LibreOffice work out: the page, the number of pages."""
    made = _add(paragraph._p, "w:fldSimple", instr=code)  # noqa: SLF001
    _add(_add(made, "w:r"), "w:t").text = "1"


def _small(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(_GREY)


def _set_up(section: WordSection, *, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    width, height = (_LONG_SIDE, _SHORT_SIDE) if is_wide else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)


def _width(*, is_wide: bool) -> int:
    """The room between the margins, in twentieths of a point."""
    return int(((_LONG_SIDE if is_wide else _SHORT_SIDE) - 2 * _MARGIN) * _TWIPS_PER_MM)
