"""What `labo network` answers, as JSON. Keys here are promised to users' scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labo_partenariats.codec.presentation import findings_data
from labo_partenariats.findings import Finding, core_catalogue
from labo_partenariats.i18n import Language
from labo_partenariats.model import Programme
from labo_partenariats.network import Cooperation, Directory, FinancingRow, IndicatorLine, Network
from labo_partenariats.values.text import slug

#: Version of the JSON form of networks.
NETWORK_VERSION = 1


def network_data(
    network: Network,
    known: Directory,
    rows: Iterable[FinancingRow],
    lines: Iterable[IndicatorLine],
    pairs: Iterable[Cooperation],
    findings: Iterable[Finding],
    language: Language,
) -> dict[str, Any]:
    """A network; amounts are texts in euros, null where something is missing; ids are those of the merged programme."""
    return {
        "schema_version": NETWORK_VERSION,
        "name": network.name,
        "members": [{"name": each.name, "title": each.programme.title} for each in network.members],
        "directory": [
            {
                "id": entry.actor.id,
                "name": entry.actor.name,
                "aliases": list(entry.actor.aliases),
                "members": list(entry.members),
                "conflicts": [conflict.field for conflict in entry.conflicts],
            }
            for entry in known.entries
        ],
        "financing": [
            {
                "member": row.member,
                "day": None if row.day is None else row.day.isoformat(),
                "regime": None if row.regime is None else row.regime.id,
                "amounts": {name: None if amount is None else str(amount) for name, amount in row.amounts.items()},
            }
            for row in rows
        ],
        "indicators": [_indicator_data(line) for line in lines],
        "cooperations": [{"one": pair.one, "other": pair.other, "actions": list(pair.actions)} for pair in pairs],
        "findings": findings_data(findings, core_catalogue(), language),
    }


def _indicator_data(line: IndicatorLine) -> dict[str, Any]:
    target, actual = line.indicator.target, line.indicator.actual
    return {
        "id": line.indicator.id,
        "name": line.indicator.name,
        "unit": line.indicator.unit,
        "target": None if target is None else [str(target.minimum), str(target.maximum)],
        "actual": None if actual is None else str(actual),
        "members": [name for name, _ in line.shares],
    }


def name_members(programmes: Iterable[tuple[str | None, str, Programme]]) -> list[str]:
    """
    The names of members, all different: the one given, else of the local action group, else of the programme, else
    that of the file; a name that is taken gets the file's beside it.
    """
    names: list[str] = []
    for wanted, file, programme in programmes:
        lag = programme.lag
        name = wanted or (lag and (lag.acronym or lag.name)) or programme.title or file
        while slug(name) in map(slug, names):
            name = f"{name} ({file})"
        names.append(name)
    return names
