"""
The exporters of the workbook to fill and of annotated copies.

XlsxWriter writes them rather than openpyxl: it gives the same bytes for the same input (openpyxl stamps each file with
the hour), knows the mark that keeps a text from becoming a formula, and has no dependency of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import BinaryIO

from labo_partenariats.plugin import ExportOptions, Finding, Work, filled_tables, finding, text

#: The date of a file whose user gives none: no exporter reads the clock.
_NO_DAY = dt.date(2000, 1, 1)
#: A text is a text, whatever it looks like.
_LITERALLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class WorkbookExporter:
    """
    The workbook to fill («classeur à remplir»): an empty programme gives the template.

    It answers for no suffix: ``.xlsx`` is the dossier's, and this one is asked for by its name.
    """

    name = "workbook"
    suffixes: tuple[str, ...] = ()

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the tables of *work*, its personal data only when asked for; returns what they cannot hold."""
        from xlsxwriter.workbook import Workbook

        from labo_excel.writing.guide import write_guide
        from labo_excel.writing.lists import write_lists
        from labo_excel.writing.looks import Looks
        from labo_excel.writing.tables import TableSheets

        tables, told = filled_tables(work, options)
        findings = list(told)
        with Workbook(out, _LITERALLY) as book:
            title = work.programme.title or text("template.guide.title", options.language)
            day = options.now or _NO_DAY
            book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
            looks = Looks(book)
            write_guide(book, looks, tables, options.language)
            sheets = {table.role: book.add_worksheet(table.sheet) for table in tables}
            lists = write_lists(book, looks, tables, options.language)
            names = {table.role: table.sheet for table in tables}
            writer = TableSheets(book, looks, lists, options.language, names, findings)
            for table in tables:
                writer.write(sheets[table.role], table)
        return tuple(findings)


class AnnotatedExporter:
    """
    The annotated copy («copie annotée») of a source of tables.

    It answers for no suffix: it is asked for by its name, by ``labo annotate`` first of all.
    """

    name = "annotated"
    suffixes: tuple[str, ...] = ()
    #: ``summary=no`` leaves the first sheet out.
    options: Mapping[str, str] = {"summary": "yes, no"}

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the copy; returns the texts that had to be cut (SRC062), or SRC064 when the source has no cells."""
        if work.tables is None:
            return (finding("SRC064"),)
        from xlsxwriter.workbook import Workbook

        from labo_excel.writing.annotated import Copy

        with Workbook(out, _LITERALLY) as book:
            title = work.programme.title or text("annotated.programme", options.language)
            day = options.now or _NO_DAY
            book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
            copy = Copy(book, work, work.tables, options.language)
            copy.write(with_summary=options.extra.get("summary") != "no")
        return tuple(copy.findings)
