"""The first sheet of an annotated copy: how many findings there are, and each of them with a link to its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import frozen
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labo_excel.writing.heights import height_for
from labo_excel.writing.lists import sheet_reference
from labo_excel.writing.looks import Looks
from labo_partenariats.plugin import CellLocation, Finding, Language, LineLocation, Verdict, Work, place_words, text

GROUPS: Final = ("error", "warning", "note", "unknown")
_COLUMNS: Final = {"severity": 16, "where": 24, "value": 24, "code": 10, "message": 60, "why": 46, "remedy": 46}
_HEADER_ROW: Final = 4
#: Beyond, nobody reads on, and a spreadsheet takes no more links on a sheet than 65 530.
_MOST_LISTED: Final = 5_000
_LONGEST: Final = 2_000


@frozen
class Place:
    """A cell of the copy, from 1, with what it shows."""

    tab: str
    row: int
    column: int
    value: str

    @property
    def cell(self) -> str:
        """Its address."""
        return str(xl_rowcol_to_cell(self.row - 1, self.column - 1))


def group_of(found: Finding) -> str:
    """The group that a finding is shown in: its severity, unless it cannot be told."""
    return "unknown" if found.verdict is Verdict.UNKNOWN else found.severity.value


@frozen
class Summary:
    """Writes the summary of one annotated copy."""

    book: Workbook
    sheet: Worksheet
    work: Work
    language: Language

    def write(self, placed: Sequence[tuple[Finding, Place | None]]) -> None:
        """Title, counts, then every finding, the gravest first."""
        looks = Looks(self.book)
        sheet, say = self.sheet, self._say
        counts = Counter(group_of(found) for found, _ in placed)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, say("title"), looks.title())
        sheet.write_string(1, 0, say("source"), looks.remark())
        tally = say("counts", **{group: counts[group] for group in GROUPS}) if placed else say("none")
        sheet.write_string(2, 0, tally, looks.tally())
        sheet.write_string(3, 0, say("how"), looks.remark())
        for column, (key, width) in enumerate(_COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADER_ROW, column, say(f"columns.{key}"), looks.header(required=True))
        ordered = sorted(placed, key=lambda each: GROUPS.index(group_of(each[0])))
        for number, (found, place) in enumerate(ordered[:_MOST_LISTED]):
            self._finding(_HEADER_ROW + 1 + number, found, place, looks)
        last = _HEADER_ROW + min(len(ordered), _MOST_LISTED)
        if len(ordered) > _MOST_LISTED:
            sheet.write_string(last + 1, 0, say("more", count=len(ordered) - _MOST_LISTED), looks.remark())
        if ordered:
            sheet.autofilter(_HEADER_ROW, 0, last, len(_COLUMNS) - 1)
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _finding(self, row: int, found: Finding, place: Place | None, looks: Looks) -> None:
        catalogue = self.work.catalogue
        message = catalogue.message(found, self.language)
        if found.related:
            message += "\n" + self._say(
                "see_also", places=", ".join(place_words(place, self.language) for place in found.related)
            )
        shown = {
            "severity": self._say(f"severity.{group_of(found)}"),
            "where": str(found.location) if self._is_in_source(found) else self._say("elsewhere"),
            "value": place.value if place is not None else "",
            "code": found.code,
            "message": message,
            "why": catalogue[found.code].static("why", self.language) or "",
            "remedy": catalogue.remedy(found, self.language) or "",
        }
        texts = {key: words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…" for key, words in shown.items()}
        self.sheet.set_row(row, height_for((texts[key], width) for key, width in _COLUMNS.items()))
        for column, words in enumerate(texts.values()):
            look = looks.value("@", quoted=words.startswith(tuple("=+-@＝＋－＠")))
            if column == 1 and place is not None:
                target = f"internal:{sheet_reference(place.tab)}!{place.cell}"
                tip = self._say("at", place=str(found.location))[:255]
                self.sheet.write_url(row, column, target, looks.link(), words[:_LONGEST], tip)
            elif words.startswith("<r>") and words.endswith("</r>"):  # XlsxWriter takes it for its own mark-up
                self.sheet.write_rich_string(row, column, words[0], looks.paragraph(), words[1:], look)
            else:
                self.sheet.write_string(row, column, words, look)

    @staticmethod
    def _is_in_source(found: Finding) -> bool:
        """Whether a finding names a place that the reader of the copy can see."""
        return isinstance(found.location, CellLocation | LineLocation)

    def _say(self, key: str, **data: object) -> str:
        return text(f"annotated.{key}", self.language, **data)
