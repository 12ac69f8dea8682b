"""Filling, on the bytes of the parts: the cells asked for, the stale values of formulas, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from xml.sax.saxutils import escape

from attrs import frozen

from labo_dossier.forms.book import Form
from labo_dossier.forms.serials import number_of, spelled
from labo_dossier.forms.sheet import CellXml, Place, SheetXml
from labo_dossier.forms.splice import Change, beside, is_whole, retagged, spliced, tag_end, tag_name
from labo_dossier.forms.styles import DATE, PERCENTAGE
from labo_dossier.forms.targets import Target
from labo_dossier.texts import Cleaner
from labo_partenariats.plugin import UnreadableSource, as_text, column_letters
from labo_partenariats.plugin.report import Rate

#: What a spreadsheet would take for a formula if someone edited the cell.
_FORMULA = re.compile(r"[=+\-@\t＝＋－＠]")
#: A spreadsheet reads ``_x0041_`` as a character; its underscore written so keeps it what it was.
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_MAIN_TYPES = (
    (b"spreadsheetml.template.main+xml", b"spreadsheetml.sheet.main+xml"),
    (b"ms-excel.template.macroEnabled.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"),
)
CONTENT_TYPES = "[content_types].xml"


@frozen
class Content:
    """
    What a cell is given: ``text`` as a part spells it, a number unless ``is_text``, and the style to show it in.

    ``is_worded`` tells that a day is written as a text, ``is_rounded`` that a cell keeps fewer digits than the number
    has, ``removed`` how many characters no workbook can hold were taken out.
    """

    text: str
    is_text: bool
    style: int
    quoted: bool = False
    number_format: int | None = None
    is_worded: bool = False
    is_rounded: bool = False
    removed: int = 0


def content_of(form: Form, target: Target) -> Content:
    """
    How a cell is to hold its value: numbers as numbers, days as serial numbers of the workbook's calendar, texts as
    texts that no editing turns into a formula.

    A cell of the general format shows a day or a rate as a spreadsheet would show one typed into it; a day in a cell
    that is for texts, or for other numbers, is written in words.
    """
    style = target.sheet.style_at(target.place)
    held, styles = target.held, form.styles
    if isinstance(held, dt.date):
        number = number_of(held, since_1904=form.since_1904)
        if number is None or not (styles.is_general(style) or styles.shows_dates(style)):
            return Content(as_text(held), is_text=True, style=style, is_worded=True)
        return Content(
            spelled(number), is_text=False, style=style, number_format=DATE if styles.is_general(style) else None
        )
    if isinstance(held, str):
        return _text(held, style)
    number = number_of(held, since_1904=form.since_1904) or Decimal(0)
    as_percentage = isinstance(held, Rate) and styles.is_general(style)
    return Content(
        spelled(number),
        is_text=False,
        style=style,
        number_format=PERCENTAGE if as_percentage else None,
        is_rounded=Decimal(repr(float(number))) != number and not isinstance(held, Rate),
    )


def _text(words: str, style: int) -> Content:
    removed: list[object] = []

    def tell(code: str, facts: Mapping[str, object]) -> None:
        removed.extend([facts["count"]] if code == "XLS102" else ())

    clean = Cleaner(tell)(words)
    count = sum(each for each in removed if isinstance(each, int))
    return Content(clean, is_text=True, style=style, quoted=_FORMULA.match(clean) is not None, removed=count)


def filled_parts(form: Form, targets: Iterable[Target], stale: Mapping[str, set[Place]]) -> dict[str, bytes]:
    """The parts of the form that filling changes, by their lower-case name."""
    by_sheet: dict[str, list[Target]] = {}
    for target in targets:
        by_sheet.setdefault(target.sheet.name, []).append(target)
    parts: dict[str, bytes] = {}
    for name in sorted({*by_sheet, *stale}):
        sheet = form.sheets[name]
        changes = [*_cells(form, sheet, by_sheet.get(name, ())), *_forgotten(sheet, stale.get(name, set()))]
        if changes:
            parts[sheet.part.lower()] = spliced(sheet.data, changes)
    if (styles := form.styles.changed()) is not None and form.styles.part is not None:
        parts[form.styles.part.lower()] = styles
    if stale:
        parts[form.part.lower()] = _recalculated(form)
    types = b"".join(form.archive.chunks(CONTENT_TYPES, small=True))
    plain = types
    for template, workbook in _MAIN_TYPES:
        plain = plain.replace(template, workbook)
    if plain != types:
        parts[CONTENT_TYPES] = plain
    return parts


def _recalculated(form: Form) -> bytes:
    """The workbook part, which asks for a full calculation when it is opened."""
    plus = {"fullCalcOnLoad": "1"}
    if form.calculation_at is None:
        made = b"<" + beside(form.data, form.sheets_at, "calcPr") + b' fullCalcOnLoad="1"/>'
        return spliced(form.data, [(form.calculation_goes, form.calculation_goes, made)])
    at = form.calculation_at
    head = retagged(form.data, at, plus=plus)
    if is_whole(form.data, at):
        head = head[:-1] + b"/>"
    return spliced(form.data, [(at, tag_end(form.data, at), head)])


def _forgotten(sheet: SheetXml, places: Iterable[Place]) -> list[Change]:
    """The stale values taken out of some cells; their formulas stay."""
    changes: list[Change] = []
    for place in sorted(places):
        cell = sheet.cells[place]
        if cell.value_at is None:
            continue
        changes.append((*cell.value_at, b""))
        head = retagged(sheet.data, cell.start, without=(b"t",))
        changes.append((cell.start, tag_end(sheet.data, cell.start), head))
    return changes


def _cells(form: Form, sheet: SheetXml, targets: Iterable[Target]) -> list[Change]:
    changes: list[Change] = []
    new: dict[int, list[Target]] = {}
    for target in sorted(targets, key=lambda each: each.place):
        cell = sheet.cells.get(target.place)
        if cell is not None:
            changes.append((cell.start, cell.end, _written(form, target, sheet.data, cell)))
        elif target.held is not None:
            new.setdefault(target.place[0], []).append(target)
    if new and sheet.is_implicit:  # a cell without an address would move by one if another came before it
        raise UnreadableSource("SRC017", {"file": form.path.name, "part": sheet.part})
    before = [target for row, each in new.items() if row not in sheet.rows for target in each]
    for row, added in new.items():
        if row in sheet.rows:
            changes += _into_row(form, sheet, row, added)
    return [*changes, *_new_rows(form, sheet, before)]


def _into_row(form: Form, sheet: SheetXml, row: int, added: list[Target]) -> list[Change]:
    """New cells of a row that is written, each before the first one to its right."""
    line = sheet.rows[row]
    if is_whole(sheet.data, line.start):
        name = tag_name(sheet.data, line.start)
        inside = b"".join(_written(form, target, sheet.data, None) for target in added)
        return [(line.start, line.end, retagged(sheet.data, line.start) + inside + b"</" + name + b">")]
    present = sorted(sheet.by_row.get(row, ()))
    changes: list[Change] = []
    for target in added:
        right = next((column for column in present if column > target.place[1]), None)
        at = line.inner_end if right is None else sheet.cells[row, right].start
        changes.append((at, at, _written(form, target, sheet.data, None)))
    return changes


def _new_rows(form: Form, sheet: SheetXml, added: list[Target]) -> list[Change]:
    """New cells of rows that are not written yet, each row before the first one below it."""
    by_row: dict[int, list[Target]] = {}
    for target in added:
        by_row.setdefault(target.place[0], []).append(target)
    if not by_row:
        return []
    name = beside(sheet.data, sheet.start, "row")
    made = {
        row: b"<" + name + f' r="{row}">'.encode() + b"".join(_written(form, each, sheet.data, None) for each in cells)
        + b"</" + name + b">"
        for row, cells in by_row.items()
    }  # fmt: skip
    if is_whole(sheet.data, sheet.start):
        head, tail = retagged(sheet.data, sheet.start), b"</" + tag_name(sheet.data, sheet.start) + b">"
        return [(sheet.start, sheet.end, head + b"".join(made[row] for row in sorted(made)) + tail)]
    present = sorted(sheet.rows)
    changes: list[Change] = []
    for row in sorted(made):
        below = next((each for each in present if each > row), None)
        at = sheet.inner_end if below is None else sheet.rows[below].start
        changes.append((at, at, made[row]))
    return changes


def _written(form: Form, target: Target, data: bytes, cell: CellXml | None) -> bytes:
    """The bytes of a filled cell: its own tag with its attributes where it had one."""
    sheet, (row, column) = target.sheet, target.place
    made = None if target.held is None else content_of(form, target)
    style = sheet.style_at(target.place)
    if made is not None:
        style = form.styles.derived(style, quoted=made.quoted, number_format=made.number_format)
    plus = {"s": str(style)} if style != sheet.style_at(target.place) or (cell is None and style) else {}
    if made is not None and made.is_text:
        plus["t"] = "inlineStr"
    if cell is not None:
        name, near = tag_name(data, cell.start), cell.start
        head = retagged(data, cell.start, without=(b"t", b"cm", b"vm"), plus=plus)
    else:
        name, near = beside(data, sheet.start, "c"), sheet.start
        attributes = "".join(f' {key}="{value}"' for key, value in plus.items())
        head = b"<" + name + f' r="{column_letters(column)}{row}"{attributes}>'.encode()
    return head + _inside(made, data, near) + b"</" + name + b">"


def _inside(made: Content | None, data: bytes, near: int) -> bytes:
    if made is None:
        return b""
    if not made.is_text:
        value = beside(data, near, "v")
        return b"<" + value + b">" + made.text.encode() + b"</" + value + b">"
    inline, run = beside(data, near, "is"), beside(data, near, "t")
    words = escape(_ESCAPE.sub(r"_x005F_\1", made.text)).encode()
    return b"<" + inline + b"><" + run + b' xml:space="preserve">' + words + b"</" + run + b"></" + inline + b">"
