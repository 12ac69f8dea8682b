"""The common keys of the law: what a parameter is called, counted in and used for, declared once for every layer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Final

from labo_partenariats.errors import Misuse
from labo_partenariats.law.amounts import NUMERIC
from labo_partenariats.law.parameter import Declaration
from labo_partenariats.law.problems import DECLARED_OTHERWISE, MISSING_KEY, NOT_IN_LIST, Problem, TableReader
from labo_partenariats.law.terms import Bilingual, Unit

KEY: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RULE: Final = re.compile(r"[A-Z]{2,3}-\d{2}")

_UNITS: Final = frozenset(unit.value for unit in Unit)


@cache
def common_declarations() -> Mapping[str, Declaration]:
    """The library's own keys: layers give them values and need not declare them again."""
    source = resources.files("labo_partenariats.law") / "keys.toml"
    problems: list[Problem] = []
    found = {
        key: read_declaration(key, TableReader(raw, key, problems), {})
        for key, raw in tomllib.loads(source.read_text(encoding="utf-8")).items()
    }
    if problems:
        raise Misuse("MIS042", {"file": "keys.toml", "path": problems[0].path, "problem": problems[0].code})
    return {key: declaration for key, declaration in found.items() if declaration is not None}


def read_declaration(
    key: str, table: TableReader, common: Mapping[str, Declaration], *, last: bool = True
) -> Declaration | None:
    """
    The declaration of *key* that *table* holds, or the common one.

    A layer may repeat a common declaration, never change its unit, bands or options. With *last* every key of the table
    must belong to the declaration; otherwise the caller takes the rest.
    """
    known = common.get(key)
    unit = table.one_of("unit", _UNITS, required=known is None)
    label = table.bilingual("label", required=known is None)
    rule = table.name("rule", RULE)
    note = table.bilingual("note")
    options = _options(table)
    bands = _axes(table)
    if last:
        table.finish()
    if known is not None:
        for name, given, agreed in (
            ("unit", unit, known.unit.value),
            ("bands", bands, dict(known.bands)),
            ("options", options and tuple(options), tuple(known.options)),
        ):
            if given and given != agreed:
                table.report(DECLARED_OTHERWISE, name, key=key)
        return known
    if unit is None or label is None or bands is None or options is None:
        return None
    if (Unit(unit) in (Unit.CHOICE, Unit.CHOICES)) is not bool(options):
        table.report(MISSING_KEY, "options", key="options")
        return None
    if bands and Unit(unit) not in NUMERIC:
        table.report(NOT_IN_LIST, "unit", value=unit, allowed=_listed(NUMERIC))
        return None
    return Declaration(key=key, unit=Unit(unit), label=label, rule=rule, note=note, bands=bands, options=options)


def _listed(units: Iterable[Unit]) -> str:
    return ", ".join(sorted(unit.value for unit in units))


def _axes(table: TableReader) -> dict[str, Unit] | None:
    axes = table.table("bands")
    if axes is None:
        return None if "bands" in table.raw else {}
    allowed = [unit.value for unit in NUMERIC]
    found = {name: axes.one_of(name, allowed) for name in axes.raw if name != "gives"}
    axes.finish()
    return None if None in found.values() else {name: Unit(unit) for name, unit in found.items() if unit}


def _options(table: TableReader) -> dict[str, Bilingual] | None:
    options = table.table("options")
    if options is None:
        return None if "options" in table.raw else {}
    found = {name: options.bilingual(name) for name in options.raw}
    return None if None in found.values() else {name: text for name, text in found.items() if text}
