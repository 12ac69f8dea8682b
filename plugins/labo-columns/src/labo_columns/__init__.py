"""
Plans by the million: the formulas of `labo_partenariats` over columns of integers, exact to the cent.

`simulate_batch` turns one Arrow record batch into another and keeps nothing in between, so any engine that maps a
function over batches can use it as it is. numpy and Arrow are imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labo_columns.batch import simulate_batch
    from labo_columns.expenses import eligible_from_expenses

__all__ = ["eligible_from_expenses", "simulate_batch"]

_HOMES = {"simulate_batch": "labo_columns.batch", "eligible_from_expenses": "labo_columns.expenses"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
