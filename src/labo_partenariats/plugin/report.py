"""
What an exporter of documents imports besides `labo_partenariats.plugin`: the sections of a dossier and the means to
render them.

A dossier is described once (`build_dossier`); a renderer turns its blocks into cells, paragraphs or pages, and writes
a live formula where its format has any (`to_spreadsheet` over `BOOK`).
"""

from labo_partenariats.formula import NoLimit, SheetFormula, Value, to_spreadsheet
from labo_partenariats.i18n import LANGUAGES, Language, format_value, text
from labo_partenariats.report import (
    Block,
    Bullets,
    CellValue,
    Column,
    Difference,
    Dossier,
    Facts,
    Figure,
    FormulaOf,
    Gap,
    Kind,
    Lines,
    NamedAmount,
    Paragraph,
    Periods,
    Relation,
    Section,
    Selected,
    Share,
    Table,
    Timeline,
    TimelineRow,
    Verdict,
    Within,
    build_claim,
    build_dossier,
)
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.values.calendar import format_periods
from labo_partenariats.values.money import Money, Rate

__all__ = [
    "BOOK",
    "LANGUAGES",
    "Block",
    "Bullets",
    "CellValue",
    "Column",
    "Difference",
    "Dossier",
    "Facts",
    "Figure",
    "FormulaOf",
    "Gap",
    "Kind",
    "Language",
    "Lines",
    "Money",
    "NamedAmount",
    "NoLimit",
    "Paragraph",
    "Periods",
    "Rate",
    "Relation",
    "Section",
    "Selected",
    "Share",
    "SheetFormula",
    "Table",
    "Timeline",
    "TimelineRow",
    "Value",
    "Verdict",
    "Within",
    "build_claim",
    "build_dossier",
    "format_periods",
    "format_value",
    "text",
    "to_spreadsheet",
]
