"""Plans in bulk: rows of text in, rows of text out, one plan a row, whatever the row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from labo_partenariats.errors import UnreadableSource
from labo_partenariats.rules.simulation import PlanFigures, SimulatedPlan, Status, simulate
from labo_partenariats.values.amounts import read_amount, read_rate
from labo_partenariats.values.money import Money, Rate

#: Column → reader of its cells. Those in `REQUIRED` may not be empty; a counterpart that is not given is none.
_AMOUNTS: Final = (
    "eligible",
    "counterpart",
    "requested",
    "eafrd_ceiling",
    "eafrd_floor",
    "in_kind",
    "min_public_aid",
)
_RATES: Final = ("aid_rate", "eafrd_rate", "min_self_financing_rate")
REQUIRED: Final = ("eligible", "aid_rate", "eafrd_rate")
INPUT_COLUMNS: Final = (
    "id",
    "eligible",
    "aid_rate",
    "aid_rate_mode",
    "eafrd_rate",
    "counterpart",
    "requested",
    "eafrd_ceiling",
    "eafrd_floor",
    "in_kind",
    "min_self_financing_rate",
    "min_public_aid",
)
OUTPUT_COLUMNS: Final = (
    "id",
    "public_aid_cap",
    "eafrd",
    "calling_counterpart",
    "top_up",
    "self_financing",
    "binding",
    "status",
    "reasons",
)

ABSENT: Final = "FIN133"
NOT_A_MODE: Final = "FIN134"


def _amount(text: str) -> tuple[Money | None, tuple[str, ...]]:
    reading = read_amount(text)
    return reading.value, tuple(doubt.code for doubt in reading.doubts)


def _rate(text: str) -> tuple[Rate | None, tuple[str, ...]]:
    reading = read_rate(text)
    return reading.value, tuple(doubt.code for doubt in reading.doubts)


_READERS: Final[Mapping[str, Callable[[str], tuple[Any, tuple[str, ...]]]]] = {
    **dict.fromkeys(_AMOUNTS, _amount),
    **dict.fromkeys(_RATES, _rate),
}


def check_columns(names: Sequence[str], file: str) -> None:
    """Raise `UnreadableSource` (SRC083) when *names* lack a required column of a batch or hold one it does not know."""
    missing = tuple(name for name in REQUIRED if name not in names)
    unknown = tuple(name for name in names if name not in INPUT_COLUMNS)
    if missing or unknown:
        raise UnreadableSource("SRC083", {"file": file, "missing": missing, "unknown": unknown})


def read_figures(row: Mapping[str, str | None]) -> tuple[PlanFigures | None, tuple[str, ...]]:
    """
    The figures of one row of text, and the codes of what is wrong with it.

    A row that leaves a doubt (an ambiguous mark, a fraction of a cent) makes no plan: in bulk nobody is there to look
    at it.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    for name, reader in _READERS.items():
        text = (row.get(name) or "").strip()
        if text:
            value, codes = reader(text)
            values[name] = value
            faults += codes
        elif name in REQUIRED:
            faults.append(ABSENT)
    mode = (row.get("aid_rate_mode") or "").strip() or "maximum"
    if mode not in ("maximum", "fixed"):
        faults.append(NOT_A_MODE)
    if faults:
        return None, tuple(dict.fromkeys(faults))
    return PlanFigures(aid_rate_mode="fixed" if mode == "fixed" else "maximum", **values), ()


def plan_row(plan: SimulatedPlan, id_: str = "") -> dict[str, str]:
    """One plan as a row of text; amounts with two decimals, empty when there is none."""
    amounts = ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing")
    return {
        "id": id_,
        **{name: "" if (amount := getattr(plan, name)) is None else str(amount) for name in amounts},
        "binding": plan.binding or "",
        "status": plan.status.value,
        "reasons": " ".join(plan.reasons),
    }


def simulate_rows(rows: Iterable[Mapping[str, str | None]]) -> Iterator[dict[str, str]]:
    """The plan of each row, in order; a row that cannot be read is ``invalid`` and the others go on."""
    for row in rows:
        figures, faults = read_figures(row)
        plan = simulate(figures) if figures else SimulatedPlan(status=Status.INVALID, reasons=faults)
        yield plan_row(plan, (row.get("id") or "").strip())
