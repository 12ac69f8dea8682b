"""How the data of a file of an earlier format version become those of this one, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

Migration = Callable[[dict[str, Any]], dict[str, Any]]

#: From each version of the format, the first one first, how its data become the next version's. When the format
#: changes in a way that a file of today would not survive, its step goes to the end of this list and a file of the
#: version left behind to ``tests/cases/versions``.
MIGRATIONS: Final[tuple[Migration, ...]] = ()


def version_after(migrations: Sequence[Migration]) -> int:
    """The version that *migrations* lead to; the first is 1."""
    return 1 + len(migrations)


def migrated(data: dict[str, Any], version: int, migrations: Sequence[Migration] = MIGRATIONS) -> dict[str, Any]:
    """
    The *data* of a file of *version*, without the version key, as a file of the present version would hold them.

    Raises `ValueError` when they do not even have the shape that a step works on.
    """
    for step in migrations[version - 1 :]:
        try:
            data = step(data)
        except (LookupError, TypeError, AttributeError) as error:  # what a step meets in data of any shape
            raise ValueError(version) from error
    return data
