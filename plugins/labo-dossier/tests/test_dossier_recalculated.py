"""LibreOffice recalculates dossiers, as written and after a user's changes, to the engine's cents."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import Phase, given, settings
from openpyxl import load_workbook

from labo_dossier.claims import ClaimExporter
from labo_dossier.formulas import cell_name
from labo_partenariats.i18n import format_value
from labo_partenariats.model import Expense, ExpenseCategory, FinancingPlan, Programme, Resource, ResourceKind
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.testing.dossiers import dossiers
from labo_partenariats.values.money import Money

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

PLANS = 30
#: How many whole programmes are recalculated; a long run sets more.
PROGRAMMES = int(os.environ.get("LABO_DOSSIERS", "10"))
_BATCH = 15


def _recalculated(folder: Path, files: list[Path]) -> dict[str, Any]:
    """The workbooks as LibreOffice leaves them, by name."""
    books = {}
    for start in range(0, len(files), _BATCH):
        books.update(_batch(folder / f"batch{start}", files[start : start + _BATCH]))
    return books


def _batch(folder: Path, files: list[Path]) -> dict[str, Any]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    out = folder / "out"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {file.name: load_workbook(out / file.name, data_only=True) for file in files}


def _plan(rng: random.Random) -> FinancingPlan:
    def amount() -> Money:
        return Money(rng.choice((0, rng.randrange(10**4), rng.randrange(10**7), rng.randrange(10**8))))

    expenses = tuple(
        Expense(id=f"d{n}", label=f"Dépense {n}", amount=amount(), category=rng.choice(list(ExpenseCategory)))
        for n in range(rng.randint(1, 6))
    )
    resources = tuple(
        Resource(id=f"r{n}", label=f"Ressource {n}", amount=amount(), kind=rng.choice(list(ResourceKind)))
        for n in range(rng.randint(1, 5))
    )
    return FinancingPlan(expenses=expenses, resources=resources)


def _typed_over(data: bytes, plan: FinancingPlan) -> bytes:
    """The workbook after a user typed the amounts, categories and natures of *plan* into its lines."""
    book = load_workbook(io.BytesIO(data))
    columns = {
        ("Saisie Dépenses", "C"): [float(line.amount.amount) for line in plan.expenses],
        ("Saisie Dépenses", "B"): [format_value(line.category, "fr") for line in plan.expenses],
        ("Saisie Ressources", "C"): [float(line.amount.amount) for line in plan.resources],
        ("Saisie Ressources", "B"): [format_value(line.kind, "fr") for line in plan.resources],
    }
    for (sheet, column), typed in columns.items():
        for row, value in enumerate(typed, start=4):
            book[sheet][f"{column}{row}"].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _assert_engine_s_cents(book: Any, amounts: Any, what: str) -> None:
    for key, formula in BOOK.formulas.items():
        if formula.unit == "EUR" and cell_name(key) in book.defined_names:
            sheet, address = next(iter(book.defined_names[cell_name(key)].destinations))
            shown = book[sheet][address.replace("$", "")].value
            amount = amounts.money(key)
            cents = None if shown in (None, "") else round(float(shown) * 100)
            assert cents == (None if amount is None else amount.cents), f"{what}: {key}"


def test_recalculation_gives_the_engine_s_cents(gaia: Programme, write: Any, tmp_path: Path) -> None:
    """Recalculated as written, then typed over with another plan: both times the engine's cents."""
    rng = random.Random(2017)
    expected, files = {}, []
    base = Programme(lag=gaia.lag, document=gaia.document, actors=gaia.actors[:1], partnerships=gaia.partnerships[:1])
    for number in range(PLANS):
        plan = _plan(rng)
        dossier = write(evolve(base, financing=plan))
        other = evolve(
            plan,
            expenses=tuple(
                evolve(line, amount=Money(rng.randrange(10**7)), category=rng.choice(list(ExpenseCategory)))
                for line in plan.expenses
            ),
            resources=tuple(
                evolve(line, amount=Money(rng.randrange(10**7)), kind=rng.choice(list(ResourceKind)))
                for line in plan.resources
            ),
        )
        changed = write(evolve(base, financing=other))
        for name, data, amounts in (
            (f"written{number}.xlsx", dossier.data, dossier.assessment.case.amounts),
            (f"typed{number}.xlsx", _typed_over(dossier.data, other), changed.assessment.case.amounts),
        ):
            (tmp_path / name).write_bytes(data)
            files.append(tmp_path / name)
            expected[name] = amounts
    for name, book in _recalculated(tmp_path, files).items():
        _assert_engine_s_cents(book, expected[name], name)


def _compared(written: Path, recalculated: Any) -> tuple[int, list[tuple[object, ...]]]:
    """How many formulas a workbook has, and the cells that recalculation changed or left with an error."""
    formulas, cached = load_workbook(written), load_workbook(written, data_only=True)
    count, changed = 0, []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                found = recalculated[sheet.title][cell.coordinate]
                before, after = cached[sheet.title][cell.coordinate].value, found.value
                is_formula = cell.data_type == "f"
                count += is_formula
                if found.data_type == "e" or (is_formula and not _same(before, after)):
                    changed.append((written.name, sheet.title, cell.coordinate, before, after))
    return count, changed


def _same(before: object, after: object) -> bool:
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return abs(before - after) < 0.005
    return (before or "") == (after or "")


def test_any_programme_is_recalculated_to_the_values_beside_its_formulas(write: Any, tmp_path: Path) -> None:
    """Of whole random programmes and their claims no cell shows an error, and every formula gives its written value."""
    files: list[Path] = []

    @settings(max_examples=PROGRAMMES, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(dossiers())
    def collect(programme: Programme) -> None:
        files.append(tmp_path / f"programme{len(files)}.xlsx")
        files[-1].write_bytes(write(programme).data)
        if programme.claims:
            files.append(files[-1].with_suffix(".claim.xlsx"))
            files[-1].write_bytes(write(programme, exporter=ClaimExporter()).data)

    collect()
    books = _recalculated(tmp_path, files)
    compared = [_compared(file, books[file.name]) for file in files]
    assert [change for _, changed in compared for change in changed] == []
    assert sum(count for count, _ in compared) > 5 * len(files)
