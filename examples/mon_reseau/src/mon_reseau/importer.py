"""The network's own workbook: expenses in thousands of euros, under headers that nobody else uses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from attrs import evolve

from labo_excel.importer import ExcelImporter
from labo_partenariats.plugin import Cell, Limits, Sheet, Tables

SHEET = "Sous en k€"
LABEL, AMOUNT, BEARER = "Ce qu'on paie", "Combien (k€)", "Qui paie"
_BEGINNING = 100_000


class KiloEuroImporter:
    """Workbooks whose first sheet is «Sous en k€»; every other workbook is left to labo_excel."""

    name = "mon-reseau"
    suffixes: tuple[str, ...] = (".xlsx",)
    by_content = True
    headers: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "expenses": {"label": (LABEL,), "amount": (AMOUNT,), "partner": (BEARER,)}
    }

    def recognises(self, path: Path) -> bool:
        """Whether the workbook names the sheet; a file that cannot be looked into is not ours."""
        try:
            with ZipFile(path) as archive, archive.open("xl/workbook.xml") as stream:
                return f'name="{SHEET}"'.encode() in stream.read(_BEGINNING)
        except Exception:  # whatever a damaged archive raises
            return False

    def read(self, path: Path, limits: Limits) -> Tables:
        """The cells of the sheet, in euros, where they stand."""
        tables = ExcelImporter().read(path, limits)
        return evolve(tables, sheets=tuple(_in_euros(sheet) for sheet in tables.sheets if sheet.name == SHEET))


def _in_euros(sheet: Sheet) -> Sheet:
    rows = {number: tuple(map(_cell_in_euros, cells)) for number, cells in sheet.rows.items()}
    return evolve(sheet, rows=rows, role="expenses")


def _cell_in_euros(cell: Cell) -> Cell:
    return evolve(cell, value=cell.value * 1000) if isinstance(cell.value, Decimal) else cell
