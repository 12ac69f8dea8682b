"""The hidden sheet that holds the values of the drop-down lists."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook

from labo_excel.writing.looks import Looks
from labo_partenariats.plugin import Column, FilledTable, Kind, Language, notice_name, text

YES_NO = "yes_no"


@frozen
class Lists:
    """Where the values of each list stand, by name of vocabulary."""

    places: dict[str, str]

    def of(self, column: Column) -> str | None:
        """The formula that names the values of a column; None when it has no list."""
        if column.kind is Kind.YES_NO:
            return self.places[YES_NO]
        return None if column.terms is None else self.places[column.terms.__name__]


def sheet_reference(name: str) -> str:
    """The name of a sheet as formulas write it."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def write_lists(book: Workbook, looks: Looks, tables: Iterable[FilledTable], language: Language) -> Lists:
    """Write the sheet of lists, hidden, and tell where each is."""
    name = notice_name("lists", language)
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, text("template.lists_title", language), looks.title())
    places: dict[str, str] = {}
    for rank, (key, heading, words) in enumerate(_lists(tables, language)):
        sheet.set_column(rank, rank, 32)
        sheet.write_string(1, rank, heading, looks.header(required=False))
        for row, word in enumerate(words, start=2):
            sheet.write_string(row, rank, word, looks.value("@"))
        places[key] = f"={sheet_reference(name)}!{xl_range_abs(2, rank, 1 + len(words), rank)}"
    sheet.hide()
    return Lists(places)


def _lists(tables: Iterable[FilledTable], language: Language) -> list[tuple[str, str, tuple[str, ...]]]:
    """The name, the heading and the words of every vocabulary that a table or a field uses."""
    used: dict[type[Enum], str] = {}
    for table in tables:
        for column, header in zip(table.columns, table.headers, strict=True):
            if column.terms is not None:
                used.setdefault(column.terms, f"{table.sheet} : {header}")
        for row in range(len(table.rows) if table.fields else 0):
            terms = table.column_at(row, 1).terms
            if terms is not None:
                used.setdefault(terms, f"{table.sheet} : {table.rows[row][0]}")
    yes_no = (text("terms.yes", language), text("terms.no", language))
    return [
        (YES_NO, " / ".join(yes_no), yes_no),
        *(
            (kind.__name__, heading, tuple(text(f"terms.{kind.__name__}.{each.value}", language) for each in kind))
            for kind, heading in used.items()
        ),
    ]
