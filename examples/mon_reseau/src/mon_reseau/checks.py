"""The network's own check: every expense says who pays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources

from labo_partenariats.plugin import Case, Entry, Outcome, Severity, check, satisfied, violated

CODE = "MRX101"
_FOLDER = resources.files("mon_reseau") / "messages"
_TEXTS = {each: tomllib.loads((_FOLDER / f"{each}.toml").read_text("utf-8"))[CODE] for each in ("fr", "en")}


@check(CODE, entry=Entry(CODE, "expense-without-bearer", Severity.WARNING, texts=_TEXTS))
def every_expense_has_a_bearer(case: Case) -> Iterator[Outcome]:
    """Each line of expense names the partner who pays it."""
    plan = case.programme.financing
    for rank, line in enumerate(plan.expenses if plan else ()):
        place = f"$.financing.expenses[{rank}]"
        yield satisfied(place) if line.partner else violated(place, label=line.label)
