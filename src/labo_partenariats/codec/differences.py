"""What `labo diff` answers, as JSON. Keys here are promised to users' scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from labo_partenariats.codec.converter import converter
from labo_partenariats.model.differences import Change

#: Version of the JSON form of differences.
DIFFERENCES_VERSION = 1


def differences_data(changes: Iterable[Change]) -> dict[str, Any]:
    """The changes in their order; values as programmes have them in JSON."""
    return {"schema_version": DIFFERENCES_VERSION, "changes": [_change_data(change) for change in changes]}


def _change_data(change: Change) -> dict[str, Any]:
    data = attrs.asdict(change, recurse=False)
    return {**data, "kind": change.kind.value, "old": _value(change.old), "new": _value(change.new)}


def _value(value: object) -> Any:
    return None if value is None else converter().unstructure(value)
