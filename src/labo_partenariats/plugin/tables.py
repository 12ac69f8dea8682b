"""The tables of a work, for exporters that write what people fill: workbooks, folders of text files."""

from __future__ import annotations

from labo_partenariats.findings import Finding, finding
from labo_partenariats.plugin.builtin import without_personal_data
from labo_partenariats.plugin.protocols import ExportOptions, Work
from labo_partenariats.tabular.filled import FilledTable, to_tables
from labo_partenariats.tabular.losses import losses
from labo_partenariats.tabular.rows import tables_of


def filled_tables(
    work: Work, options: ExportOptions, *, as_texts: bool = False
) -> tuple[tuple[FilledTable, ...], tuple[Finding, ...]]:
    """
    The tables to write, in the order of a workbook, and what they leave out.

    Reading them back gives the programme, but for personal data unless it was asked for (SRC061) and for what tables
    cannot hold (SRC060). With *as_texts* the exporter writes every cell as a text (`as_text`): that is then what is
    read back.
    """
    programme = work.programme if options.personal_data else without_personal_data(work.programme)
    tables = tables_of(programme, options.language)
    written = to_tables(tables, language=options.language if as_texts else None)
    told = losses(programme, written)
    kept = (*programme.actors, *programme.participants)
    given = (*work.programme.actors, *work.programme.participants)
    hidden = sum(one != other for one, other in zip(kept, given, strict=True))
    if hidden:
        told = (finding("SRC061", {"count": hidden}), *told)
    return tuple(table for table in tables if table.is_needed), told
