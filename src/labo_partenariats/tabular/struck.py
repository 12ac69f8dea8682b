"""Choices struck through in files of texts: «~~OUI~~ NON», as programs write what they cannot strike."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve

from labo_partenariats.tabular.columns import Kind
from labo_partenariats.tabular.table import Cell

#: Where one value is expected, what is struck is no part of it; in free texts the marks are the author's.
_ONE_VALUE = frozenset(
    {Kind.TERM, Kind.YES_NO, Kind.AMOUNT, Kind.RATE, Kind.COUNT, Kind.NUMBER, Kind.DATE, Kind.PERIODS}
)
_STRUCK = re.compile(r"~~(.+?)~~")

#: What stands on either side; a text without it has nothing struck.
MARK = "~~"

PARTLY, WHOLLY = "SRC025", "SRC113"


def unstruck(cell: Cell, kind: Kind) -> tuple[Cell | None, str, Mapping[str, object]] | None:
    """
    The cell without what is struck through, with the code and the facts that tell it; None when nothing is struck.

    The cell is None in its turn when nothing else is written in it.
    """
    if not isinstance(cell.value, str) or MARK not in cell.value or kind not in _ONE_VALUE:
        return None
    struck = " ".join(" ".join(_STRUCK.findall(cell.value)).split())
    if not struck:
        return None
    kept = " ".join(_STRUCK.sub(" ", cell.value).split())
    if not kept:
        return None, WHOLLY, {"text": struck}
    return evolve(cell, value=kept), PARTLY, {"text": cell.value, "kept": kept, "struck": struck}
