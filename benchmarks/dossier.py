"""
CPU time of writing dossiers, beside bare openpyxl and XlsxWriter writing the same cells.

Run ``python benchmarks/dossier.py SOURCE``: the dossier of a source, and of a programme of 1 000 expenses, 200 actors
and 100 projects. Each figure is the least of five runs in one process, libraries loaded.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from attrs import evolve

import labo_partenariats as labo
from labo_dossier import DossierExporter
from labo_partenariats.law import Library
from labo_partenariats.model import Actor, Expense, ExpenseCategory, FinancingPlan, Programme, Project
from labo_partenariats.plugin import ExportOptions, Work
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.values.money import Money

RUNS = 5
LARGE = (1_000, 200, 100)


def large(base: Programme) -> Programme:
    """*base* with many expenses, actors and projects."""
    expenses, actors, projects = LARGE
    categories = list(ExpenseCategory)
    lines = tuple(
        Expense(id=f"d{n}", label=f"Dépense {n}", amount=Money(100 * n + 99), category=categories[n % len(categories)])
        for n in range(expenses)
    )
    plan = evolve(base.financing or FinancingPlan(), expenses=lines)
    return evolve(
        base,
        financing=plan,
        actors=(*base.actors, *(Actor(id=f"a{n}", name=f"Partenaire {n}") for n in range(actors))),
        projects=tuple(Project(id=f"p{n}", title=f"Projet {n}", description="Un projet.") for n in range(projects)),
    )


def least(run: Callable[[], object]) -> float:
    """The least CPU time of some runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def dossier(work: Work) -> bytes:
    """The dossier of *work*."""
    out = io.BytesIO()
    DossierExporter().export(work, ExportOptions(), out)
    return out.getvalue()


def cells_of(data: bytes) -> dict[str, list[tuple[int, int, Any]]]:
    """Every cell that holds something, by sheet: row and column from 1, and the formula or the value."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [
            (cell.row, cell.column, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        for sheet in book
    }


def bare_openpyxl(cells: dict[str, list[tuple[int, int, Any]]]) -> None:
    """The same cells without any look."""
    book = openpyxl.Workbook()
    for name, found in cells.items():
        sheet = book.create_sheet(name)
        for row, column, value in found:
            sheet.cell(row, column, value)
    book.save(io.BytesIO())


def bare_xlsxwriter(cells: dict[str, list[tuple[int, int, Any]]]) -> None:
    """The same cells without any look."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, found in cells.items():
        sheet = book.add_worksheet(name)
        for row, column, value in found:
            sheet.write(row - 1, column - 1, value)
    book.close()


def measure(name: str, programme: Programme) -> None:
    """Print the figures of one programme."""
    start = time.process_time()
    assessment = assess(make_case(programme, Library.builtin()))
    rules = time.process_time() - start
    work = Work(programme=programme, assessment=assessment, findings=assessment.findings)
    data = dossier(work)
    cells = cells_of(data)
    count = sum(map(len, cells.values()))
    ours = least(lambda: dossier(work))
    theirs = {
        "openpyxl": least(lambda: bare_openpyxl(cells)),
        "XlsxWriter": least(lambda: bare_xlsxwriter(cells)),
    }
    ratios = ", ".join(f"{ours / seconds:.1f} x {library} ({seconds:.3f} s)" for library, seconds in theirs.items())
    print(f"{name}: {ours:.3f} s CPU for {count} cells, {len(data) // 1024} KiB; {ratios}; rules {rules:.3f} s")


def main(source: Path) -> None:
    """Measure the source's own dossier and a large one."""
    programme = labo.read(source).programme
    measure("source", programme)
    measure("large", large(programme))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
