"""
All that a plugin author imports; nothing else of the library is promised to plugins.

A plugin is a distribution with an entry point in the group ``labo_partenariats`` whose module implements some of the
hooks of `labo_partenariats.plugin.hookspecs`, marked with `hookimpl`.
"""

from labo_partenariats.errors import LaboError, Misuse, UnreadableSource, UnusableTarget
from labo_partenariats.findings import (
    Catalogue,
    CellLocation,
    Entry,
    Finding,
    LineLocation,
    Location,
    PathLocation,
    Severity,
    Verdict,
    finding,
)
from labo_partenariats.findings.location import column_letters
from labo_partenariats.i18n import Language, format_value, text
from labo_partenariats.plugin.hookspecs import (
    hookimpl,
    labo_batch_engines,
    labo_checks,
    labo_exporters,
    labo_importers,
    labo_regimes,
)
from labo_partenariats.plugin.limits import Limits
from labo_partenariats.plugin.notebook import Notebook
from labo_partenariats.plugin.protocols import (
    BatchEngine,
    Exporter,
    ExportOptions,
    FolderExporter,
    Importer,
    Renderer,
    Work,
)
from labo_partenariats.plugin.tables import filled_tables
from labo_partenariats.plugin.tally import Tally
from labo_partenariats.rules.assessment import Assessment
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import Check, check
from labo_partenariats.rules.outcome import Outcome, satisfied, unknown, violated
from labo_partenariats.tabular.cells import join_names
from labo_partenariats.tabular.cells_out import OutValue, as_cell, as_text
from labo_partenariats.tabular.filled import FilledTable
from labo_partenariats.tabular.guard import apostrophe_kept, guarded
from labo_partenariats.tabular.help import column_help, field_help
from labo_partenariats.tabular.places import place_words
from labo_partenariats.tabular.schema import Column, Kind
from labo_partenariats.tabular.table import Cell, CellState, Merge, NamedArea, Note, Sheet, Tables, Visibility
from labo_partenariats.tabular.vocabulary import notice_name
from labo_partenariats.values.reasons import syntax_place
from labo_partenariats.values.text import fold, slug

__all__ = [
    "Assessment",
    "BatchEngine",
    "Case",
    "Catalogue",
    "Cell",
    "CellLocation",
    "CellState",
    "Check",
    "Column",
    "Entry",
    "ExportOptions",
    "Exporter",
    "FilledTable",
    "Finding",
    "FolderExporter",
    "Importer",
    "Kind",
    "LaboError",
    "Language",
    "Limits",
    "LineLocation",
    "Location",
    "Merge",
    "Misuse",
    "NamedArea",
    "Note",
    "Notebook",
    "OutValue",
    "Outcome",
    "PathLocation",
    "Renderer",
    "Severity",
    "Sheet",
    "Tables",
    "Tally",
    "UnreadableSource",
    "UnusableTarget",
    "Verdict",
    "Visibility",
    "Work",
    "apostrophe_kept",
    "as_cell",
    "as_text",
    "check",
    "column_help",
    "column_letters",
    "field_help",
    "filled_tables",
    "finding",
    "fold",
    "format_value",
    "guarded",
    "hookimpl",
    "join_names",
    "labo_batch_engines",
    "labo_checks",
    "labo_exporters",
    "labo_importers",
    "labo_regimes",
    "notice_name",
    "place_words",
    "satisfied",
    "slug",
    "syntax_place",
    "text",
    "unknown",
    "violated",
]
