"""Plans in bulk: rows of text in, rows of text out, one plan a row, whatever the row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from labo_partenariats.errors import UnreadableSource
from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.rules.simulation import (
    MONEY_FIGURES,
    RATE_FIGURES,
    PlanFigures,
    SimulatedPlan,
    Status,
    simulate,
)
from labo_partenariats.values.amounts import read_amount, read_rate
from labo_partenariats.values.reading import Doubt, Reading

#: These may not be empty; a counterpart that is not given is none.
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


_READERS: Final[Mapping[str, Callable[[str], Reading[Any]]]] = {
    **dict.fromkeys(MONEY_FIGURES, read_amount),
    **dict.fromkeys(RATE_FIGURES, read_rate),
}


def check_columns(names: Sequence[str], file: str) -> None:
    """Raise `UnreadableSource` (SRC083) when *names* lack a required column of a batch or hold one it does not know."""
    missing = tuple(name for name in REQUIRED if name not in names)
    unknown = tuple(name for name in names if name not in INPUT_COLUMNS)
    if missing or unknown:
        raise UnreadableSource("SRC083", {"file": file, "missing": missing, "unknown": unknown})


def _doubted(doubt: Doubt, name: str, text: str) -> Finding:
    return finding(doubt.code, {"text": doubt.text or text, **doubt.data}, location=PathLocation(name), value=text)


def read_figures(row: Mapping[str, str | None]) -> tuple[PlanFigures | None, tuple[Finding, ...]]:
    """
    The figures of one row of text, or what is wrong with it; the places of the findings are names of figures.

    A row that leaves a doubt (an ambiguous mark, a fraction of a cent) makes no plan: in bulk nobody is there to look
    at it.
    """
    values: dict[str, Any] = {}
    faults: list[Finding] = []
    for name, reader in _READERS.items():
        text = (row.get(name) or "").strip()
        if text:
            reading = reader(text)
            values[name] = reading.value
            faults += (_doubted(doubt, name, text) for doubt in reading.doubts)
        elif name in REQUIRED:
            faults.append(finding(ABSENT, location=PathLocation(name)))
    mode = (row.get("aid_rate_mode") or "").strip() or "maximum"
    if mode not in ("maximum", "fixed"):
        faults.append(finding(NOT_A_MODE, location=PathLocation("aid_rate_mode"), value=mode))
    if faults:
        return None, tuple(faults)
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


def invalid(faults: Iterable[Finding]) -> SimulatedPlan:
    """The plan of a row that could not be read."""
    return SimulatedPlan(status=Status.INVALID, reasons=tuple(dict.fromkeys(fault.code for fault in faults)))


def simulate_rows(rows: Iterable[Mapping[str, str | None]]) -> Iterator[dict[str, str]]:
    """The plan of each row, in order; a row that cannot be read is ``invalid`` and the others go on."""
    for row in rows:
        figures, faults = read_figures(row)
        yield plan_row(simulate(figures) if figures else invalid(faults), (row.get("id") or "").strip())
