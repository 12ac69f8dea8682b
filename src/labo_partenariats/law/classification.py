"""What each rule of LEADER is in this library (formula, check, parameter, note) and which parameters carry it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import resources

from attrs import frozen

from labo_partenariats.law.terms import Bilingual


class RuleKind(Enum):
    """
    How a rule enters the library.

    FORMULA: an amount is computed by it. CHECK: a programme can break it. PARAMETER: it only gives values to others.
    NOTE: it is shown to readers.
    """

    FORMULA = "formula"
    CHECK = "check"
    PARAMETER = "parameter"
    NOTE = "note"


@frozen(kw_only=True)
class Rule:
    """One rule («règle»): ``parameters`` are the keys whose values it uses."""

    id: str
    kind: RuleKind
    title: Bilingual
    parameters: tuple[str, ...] = ()


@cache
def classification() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of its family."""
    source = resources.files("labo_partenariats.law") / "rules.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        rule: Rule(
            id=rule,
            kind=RuleKind(row["kind"]),
            title=Bilingual(row["title"]["fr"], row["title"]["en"]),
            parameters=tuple(row["parameters"]),
        )
        for rule, row in table.items()
    }
