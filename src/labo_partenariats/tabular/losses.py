"""What a programme would lose by going through its tables: found by reading them back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import attrs

from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.model import Programme
from labo_partenariats.tabular.assemble import assemble
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.tabular.records import read_records
from labo_partenariats.tabular.table import Tables

_ABSENT = object()


def losses(programme: Programme, tables: Tables) -> tuple[Finding, ...]:
    """One finding (SRC060) for each part of *programme* that reading *tables* does not give back."""
    read = assemble(read_records(tables)).programme
    return tuple(
        finding("SRC060", {"path": path}, location=PathLocation(path))
        for path in differing_paths(normal_form(programme), read)
    )


def differing_paths(expected: Any, found: Any, path: str = "$") -> Iterator[str]:
    """The paths of the smallest parts that differ."""
    if type(expected) is not type(found):
        yield path
    elif isinstance(expected, tuple):
        for index, (one, other) in enumerate(zip_longest(expected, found, fillvalue=_ABSENT)):
            yield from differing_paths(one, other, f"{path}[{index}]")
    elif expected != found:
        if not attrs.has(type(expected)):
            yield path
            return
        for name in (field.name for field in attrs.fields(type(expected)) if field.eq):
            yield from differing_paths(getattr(expected, name), getattr(found, name), f"{path}.{name}")
