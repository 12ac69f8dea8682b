"""The styles of a form: read to know what a cell accepts, extended only where a value could not be shown otherwise."""

from __future__ import annotations

from attrs import define, field, frozen

from labo_dossier.forms.splice import Change, beside, element_end, refuse_other_encodings, retagged, spliced, tag_end
from labo_excel.archive import Archive
from labo_excel.dates import Shown
from labo_excel.markup import Attributes, Cursor, parse
from labo_excel.styles import PLAIN, Style, read_styles

_OFF = frozenset({"0", "false", "off"})
_ON = frozenset({"1", "true", "on"})

#: The formats of a short date and of a percentage, which every workbook knows by their number (ECMA-376, 18.8.30).
DATE, PERCENTAGE = 14, 10


@frozen
class Look:
    """A style of cells: the bytes of its ``<xf>``, whether it locks its cells, whether its texts keep their quote."""

    start: int
    end: int
    is_locked: bool
    is_quoted: bool


@define
class FormStyles:
    """The styles of a form, and those that filling it adds after them."""

    part: str | None = None
    data: bytes = field(default=b"", repr=False)
    meanings: list[Style] = field(factory=list, repr=False)
    looks: list[Look] = field(factory=list, repr=False)
    list_start: int = 0
    list_end: int = 0
    added: dict[tuple[int, bool, int | None], bytes] = field(factory=dict, repr=False)

    @classmethod
    def read(cls, archive: Archive, part: str | None) -> FormStyles:
        """The styles written in *part*; none when the form has no such part."""
        if part is None or part not in archive:
            return cls()
        data = b"".join(archive.chunks(part, small=True))
        refuse_other_encodings(part, data)
        made = cls(part, data, read_styles(archive, part))
        reading = _Pass(made)
        parse(part, (data,), reading.begin, reading.finish, lambda _text: None, reading.cursor)
        return made

    def meaning(self, style: int) -> Style:
        """What the number format of a style says."""
        return self.meanings[style] if style < len(self.meanings) else PLAIN

    def is_locked(self, style: int) -> bool:
        """Whether cells of that style are locked, once their sheet is protected: they are, unless a style says no."""
        return self.looks[style].is_locked if style < len(self.looks) else True

    def is_general(self, style: int) -> bool:
        """Whether a style says nothing of how numbers are shown."""
        return self.meaning(style).number_format is None

    def is_text(self, style: int) -> bool:
        """Whether what is typed into cells of that style stays a text."""
        return self.meaning(style).number_format == "@"

    def shows_dates(self, style: int) -> bool:
        """Whether numbers in cells of that style are shown as days."""
        return self.meaning(style).shown in {Shown.DATE, Shown.DATE_AND_TIME}

    def derived(self, style: int, *, quoted: bool = False, number_format: int | None = None) -> int:
        """
        A style like another one, with a quote mark or a number format of its own; it goes after all those of the form.

        Spreadsheets do the same when a user types a date or an apostrophe: the cells of the form keep their styles.
        """
        is_so = style < len(self.looks) and self.looks[style].is_quoted >= quoted and number_format is None
        if is_so or style >= len(self.looks):
            return style
        key = (style, quoted, number_format)
        if key not in self.added:
            look = self.looks[style]
            plus = {"quotePrefix": "1"} if quoted else {}
            if number_format is not None:
                plus |= {"numFmtId": str(number_format), "applyNumberFormat": "1"}
            written = self.data[look.start : look.end]
            head = retagged(written, 0, plus=plus)
            name = beside(written, 0, "xf")
            inside = written[tag_end(written, 0) :]
            self.added[key] = head + (inside or b"</" + name + b">")
        return len(self.looks) + list(self.added).index(key)

    def changed(self) -> bytes | None:
        """The part with the added styles; None when there are none."""
        if not self.added:
            return None
        count = str(len(self.looks) + len(self.added))
        head = retagged(self.data, self.list_start, plus={"count": count})
        changes: list[Change] = [
            (self.list_start, tag_end(self.data, self.list_start), head),
            (self.list_end, self.list_end, b"".join(self.added.values())),
        ]
        return spliced(self.data, changes)


class _Pass:
    """The handlers of the pass over the styles: where each ``<xf>`` of ``<cellXfs>`` stands."""

    def __init__(self, styles: FormStyles) -> None:
        self.styles = styles
        self.cursor = Cursor()
        self._in_list = False
        self._start = 0
        self._xf: Attributes | None = None
        self._locked = True

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "cellXfs":
            self._in_list, self.styles.list_start = True, self.cursor.index
        elif self._in_list and name == "xf":
            self._start, self._xf, self._locked = self.cursor.index, attributes, True
        elif self._xf is not None and name == "protection":
            self._locked = attributes.get("locked", "1") not in _OFF

    def finish(self, name: str) -> None:
        if name == "cellXfs":
            self._in_list, self.styles.list_end = False, self.cursor.index
        elif name == "xf" and self._xf is not None:
            end = element_end(self.styles.data, self._start, self.cursor.index)
            quoted = self._xf.get("quotePrefix", "0") in _ON
            self.styles.looks.append(Look(self._start, end, self._locked, quoted))
            self._xf = None
