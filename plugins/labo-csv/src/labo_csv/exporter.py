"""A folder of CSV files: one a table, as a French or English spreadsheet opens it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from types import MappingProxyType

from labo_partenariats.plugin import (
    ExportOptions,
    FilledTable,
    Finding,
    Language,
    OutValue,
    Work,
    as_text,
    filled_tables,
    guarded,
)

#: The option of this format alone: ``formulas=keep`` writes texts that look like formulas as they are.
FORMULAS_OPTION, KEEP = "formulas", "keep"


class CsvExporter:
    """
    The tables of a programme as a folder of CSV files («dossier de fichiers CSV»), to be filled when it is empty.

    UTF-8 with its mark, semicolons and line ends of Windows: what Excel opens without a question. Texts that a
    spreadsheet would compute bear an apostrophe, which the reader takes off; the option ``formulas=keep`` leaves them
    bare, for programs that are no spreadsheets.
    """

    name = "csv"
    options = MappingProxyType({FORMULAS_OPTION: KEEP})

    def files(self, work: Work, options: ExportOptions) -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
        """The files by name, personal data only when asked for, and what tables cannot hold."""
        tables, told = filled_tables(work, options, as_texts=True)
        bare = options.extra.get(FORMULAS_OPTION) == KEEP
        return {f"{table.file}.csv": _content(table, options.language, bare=bare) for table in tables}, told


def _content(table: FilledTable, language: Language, *, bare: bool) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headers)
    for row in table.rows:
        writer.writerow([_field(value, language, bare=bare) for value in row])
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8")


def _field(value: OutValue, language: Language, *, bare: bool) -> str:
    text = as_text(value, language)
    return guarded(text) if isinstance(value, str) and not bare else text
