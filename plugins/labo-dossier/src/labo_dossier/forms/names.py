"""The names that forms use for what a programme says, and those near a name that nobody knows."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from attrs import frozen

from labo_partenariats.plugin import fold
from labo_partenariats.plugin.report import BOOK, text

#: What stands between the braces of ``{{titre}}``.
MARK = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")

#: ``depenses[Déplacements].montant``: a table, the lines of some kinds only, a column.
_COLUMN = re.compile(r"([^\[\].]+)(?:\[([^\[\]]+)\])?\.([^\[\]]+)")
#: ``financing.expenses[*].amount``: the same as the programme's JSON spells it.
_JSON_COLUMN = re.compile(r"([a-z_.]+)\[\*?\]\.([a-z_]+)")

#: The name of the sum of the amounts of some lines.
_SUM = "total"
_NEAR = 3


def key_of(name: str) -> str:
    """A name reduced to what counts in it."""
    return fold(name).replace(" ", "")


@frozen
class ColumnName:
    """A column of the lines of a table; of some kinds only, with commas between them, if ``only`` says so."""

    role: str
    column: str
    only: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of lines that it is limited to, as `key_of` writes them; none for all lines."""
        return () if self.only is None else tuple(key_of(each) for each in self.only.split(","))

    @property
    def is_sum(self) -> bool:
        """Whether it stands for one amount, the sum of those of the lines."""
        return self.column == _SUM


@frozen
class Names:
    """
    The vocabulary: ``facts`` and ``amounts`` by what counts in their name, ``tables`` by name, ``columns`` of a table.
    """

    facts: Mapping[str, str]
    amounts: Mapping[str, str]
    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    areas: Mapping[str, ColumnName]
    listed: tuple[str, ...]

    def column(self, name: str) -> ColumnName | None:
        """The column of lines that *name* stands for; None when it is none."""
        if found := self.areas.get(key_of(name)):
            return found
        if match := _JSON_COLUMN.fullmatch(name):
            role = match[1].rpartition(".")[2]
            return ColumnName(role, match[2]) if match[2] in self.columns.get(role, {}).values() else None
        match = _COLUMN.fullmatch(name)
        role = self.tables.get(key_of(match[1])) if match else None
        if match is None or role is None:
            return None
        key = key_of(match[3])
        column = self.columns[role].get(key)
        if key == _SUM and "amount" in self.columns[role].values():
            column = _SUM
        return None if column is None else ColumnName(role, column, match[2])

    def knows(self, name: str) -> bool:
        """Whether *name* is one of the vocabulary."""
        key = key_of(name)
        return key in self.facts or key in self.amounts or self.column(name) is not None

    def amounts_by_label(self) -> Mapping[str, str]:
        """The names of amounts by what people call them."""
        return {
            key_of(text(f"amounts.{key}.label", "fr")): text(f"amounts.{key}.cell", "fr")
            for key in self.amounts.values()
        }

    def near(self, name: str) -> tuple[str, ...]:
        """The known names that look like *name*, for someone who mistyped it."""
        known = {key_of(each): each for each in self.listed}
        return tuple(known[key] for key in difflib.get_close_matches(key_of(name), known, _NEAR, 0.6))


@cache
def words() -> Mapping[str, Mapping[str, object]]:
    """The words of ``words.toml``."""
    source = resources.files("labo_dossier.forms") / "words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _lines() -> Mapping[str, Mapping[str, str]]:
    lines: Mapping[str, Mapping[str, str]] = words()["lines"]  # type: ignore[assignment]
    return lines


@cache
def names() -> Names:
    """The vocabulary of forms; it is French whatever the language of the export, as the names of cells are."""
    facts: Mapping[str, str] = words()["facts"]  # type: ignore[assignment]
    tables = {role: dict(columns) for role, columns in _lines().items()}
    titles = {role: columns.pop("name") for role, columns in tables.items()}
    amounts = {key: text(f"amounts.{key}.cell", "fr") for key in BOOK.declarations if key not in tables}
    lead = {f"porteur.{word}": column for word, column in tables["actors"].items()}
    areas = {
        f"{titles[role]}.{word}": ColumnName(role, column)
        for role, each in tables.items()
        for word, column in each.items()
    }
    dossier = {
        text("amounts.expenses.cell", "fr"): ColumnName("expenses", "amount"),
        text("amounts.expenses.category", "fr"): ColumnName("expenses", "category"),
        text("amounts.resources.cell", "fr"): ColumnName("resources", "amount"),
        text("amounts.resources.kind", "fr"): ColumnName("resources", "kind"),
    }
    return Names(
        facts=_keyed({**facts, **{name: f"lead.{column}" for name, column in lead.items()}, **_OPERATION}),
        amounts=_keyed({name: key for key, name in amounts.items()})
        | _keyed({f"plan.{name}": key for key, name in amounts.items()})
        | _keyed({f"plan.{key}": key for key in amounts}),
        tables={key_of(title): role for role, title in titles.items()},
        columns={role: _keyed(each) for role, each in tables.items()},
        areas={key_of(name): column for name, column in (areas | dossier).items()},
        listed=(*facts, *lead, *_OPERATION, *amounts.values(), *areas),
    )


#: What is told of the operation as a whole.
_OPERATION = {
    "operation.debut": "operation.start",
    "operation.fin": "operation.end",
    "operation.territoires": "operation.territories",
}


def _keyed(given: Mapping[str, str]) -> dict[str, str]:
    return {key_of(name): value for name, value in given.items()}
