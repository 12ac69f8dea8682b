"""
What a table says in other columns than the template's: a start and an end for a period, one amount with its tax.

A start and an end are the words of one period, read like any other. A lone «Montant HT» or «Montant TTC» is taken for
the amount of the plan, and told (SRC134): which of the two counts depends on whether the tax is recovered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import evolve

from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.table import Cell, CellState
from labo_partenariats.tabular.vocabulary import bounded

#: Where a table has its periods, for those that may have a start and an end instead.
_PERIODS = {"actions": "period_text", "sessions": "period"}
BOUNDS = ("start", "end")

AMOUNT = "amount"
_TAXED = ("amount_excl_vat", "amount_incl_vat")
_WITH_TAXED = frozenset({"expenses", "actual_expenses"})


def stand_ins(role: str, present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Columns that a table lacks, each with those that say it instead; an amount with and without tax says neither."""
    found: dict[str, tuple[str, ...]] = {}
    period = _PERIODS.get(role)
    bounds = tuple(key for key in BOUNDS if key in present)
    if period is not None and period not in present and bounds:
        found[period] = bounds
    taxed = tuple(key for key in _TAXED if key in present)
    if role in _WITH_TAXED and AMOUNT not in present and len(taxed) == 1:
        found[AMOUNT] = taxed
    return found


def said_twice(role: str, present: Collection[str]) -> bool:
    """Whether amounts stand there with and without tax, and nothing tells which of them the plan presents."""
    return role in _WITH_TAXED and all(key in present for key in _TAXED)


def is_spare(role: str, key: str, present: Collection[str]) -> bool:
    """Whether a start or an end says nothing of its own, for the table has a column of periods."""
    return key in BOUNDS and _PERIODS.get(role) in present


def joined(cells: Mapping[str, Cell], period: str) -> dict[str, Cell]:
    """The cells of a row, its start and its end made one period at the address of the first that is there."""
    start, end = (cells.get(key) for key in BOUNDS)
    others = {key: cell for key, cell in cells.items() if key not in BOUNDS}
    first = start or end
    if first is None:
        return others
    unread = next((cell for cell in (start, end) if cell and cell.state not in _WITH_VALUE), None)
    if unread is not None:
        return {**others, period: unread}
    return {**others, period: evolve(first, value=_words(start, end), number_format=None)}


_WITH_VALUE = frozenset({CellState.PLAIN, CellState.FORMULA})


def _words(start: Cell | None, end: Cell | None) -> str:
    """The period in words; «de … à …», for what follows a dash could be its label."""
    said = [text_of(cell) if cell else "" for cell in (start, end)]
    if said[0] == said[1]:
        return said[0]
    named = BOUNDS if all(said) else tuple(f"{key}_alone" for key in BOUNDS)
    return " ".join(bounded(key, text) for key, text in zip(named, said, strict=True) if text)
