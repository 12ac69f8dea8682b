"""
Tables whose headers say something else than their rows: recognised by what stands in them, and always told.

Plans of financing often stack resources under the header of the expenses («Type dépenses») and write amounts under
«Demandé/Obtenue». The rows themselves leave no doubt: nobody spends «FEADER» or «Autofinancement».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import evolve

from labo_partenariats.model import ExpenseCategory, ResourceKind
from labo_partenariats.tabular.cells import text_of
from labo_partenariats.tabular.heads import Match, Search, filled, word_of
from labo_partenariats.tabular.table import Cell, Sheet
from labo_partenariats.tabular.vocabulary import is_total, term_within, terms
from labo_partenariats.values.amounts import read_amount
from labo_partenariats.values.text import fold

#: A label that is one of these, and nothing more, can only be a resource.
_ONLY_RESOURCES = frozenset({ResourceKind.EAFRD, ResourceKind.SELF_FINANCING, ResourceKind.OWN_PUBLIC})

_MOST_ROWS = 60


def says_resources(labels: Iterable[str], *, hinted: bool = False) -> bool:
    """
    Whether lines can only be resources: one of them is «FEADER» or the like, and none is an expense.

    Where a title says «Recettes» (*hinted*), it is enough that none is an expense.
    """
    given = [label for label in labels if label and not is_total(label)]
    kinds = [terms(ResourceKind).get(fold(label)) for label in given]
    spent = (
        kind is None and term_within(ExpenseCategory, label) and not term_within(ResourceKind, label)
        for label, kind in zip(given, kinds, strict=True)
    )
    return bool(given) and (hinted or any(kind in _ONLY_RESOURCES for kind in kinds)) and not any(spent)


def borrowed_head(sheet: Sheet, cells: tuple[Cell, ...], hint: str | None, search: Search) -> Match | None:
    """
    The match of a row that bears the header of the expenses above lines that can only be resources.

    None unless one column of amounts, and one alone, stands beside the labels.
    """
    words = search.vocabulary.headers["expenses"]
    label = next((cell for cell in cells if words.get(word_of(cell)) == "label"), None)
    if len(cells) < 2 or "resources" not in search.roles or label is None:
        return None
    body = _body(sheet, cells[0].row, label.column)
    if not says_resources(map(text_of, body.get(label.column, ())), hinted=hint == "resources"):
        return None
    amounts = [cell for cell in cells if cell is not label and are_amounts(body.get(cell.column, ()))]
    named = [cell for cell in amounts if words.get(word_of(cell)) == "amount"] or amounts
    if len(named) != 1:
        return None
    borrowed = tuple(
        cell
        for cell in (label, named[0])
        if search.vocabulary.headers["resources"].get(word_of(cell)) not in {"label", "amount"}
    )
    match = Match("resources", {label.column: "label", named[0].column: "amount"}, hint=hint, borrowed=borrowed)
    return _completed(match, cells, search)


def _body(sheet: Sheet, header: int, label: int) -> Mapping[int, list[Cell]]:
    """The cells under a header by column, down to a blank row or a total."""
    found: dict[int, list[Cell]] = {}
    for number in range(header + 1, header + 1 + _MOST_ROWS):
        cells = filled(sheet, number) if number in sheet.rows else ()
        if not cells or any(cell.column == label and is_total(text_of(cell)) for cell in cells):
            break
        for cell in cells:
            found.setdefault(cell.column, []).append(cell)
    return found


def are_amounts(cells: Iterable[Cell]) -> bool:
    """Whether there are cells, and all of them hold amounts."""
    given = tuple(cells)
    return bool(given) and all(isinstance(cell.value, Decimal | str) and _is_amount(cell.value) for cell in given)


def _is_amount(value: Decimal | str) -> bool:
    return read_amount(value).value is not None


def _completed(match: Match, cells: tuple[Cell, ...], search: Search) -> Match:
    """The match with the other columns that the table knows by their own words."""
    columns = dict(match.columns)
    unknown: list[Cell] = []
    duplicate: list[Cell] = []
    for cell in cells:
        if cell.column in columns:
            continue
        key = search.vocabulary.column_of(match.role, word_of(cell), named=False)
        if key is None:
            unknown.append(cell)
        elif key in columns.values():
            duplicate.append(cell)
        else:
            columns[cell.column] = key
    return evolve(match, columns=columns, unknown=tuple(unknown), duplicate=tuple(duplicate))
