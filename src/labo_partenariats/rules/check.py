"""
Checks: named functions from a `Case` to outcomes, each under one code of the catalogue.

A check is a pure function. It yields what it can say: nothing when it does not apply, `satisfied`, `violated` or
`unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve, frozen

from labo_partenariats.findings import Entry
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.outcome import Outcome

Examine = Callable[[Case], Iterable[Outcome]]


@frozen
class Check:
    """
    One check. ``entry`` is the catalogue entry that a plugin's check brings along with its texts; the library's own
    entries are already in the catalogue.
    """

    code: str
    examine: Examine
    entry: Entry | None = None

    def __call__(self, case: Case) -> tuple[Outcome, ...]:
        """The outcomes of this check, marked with its code."""
        return tuple(evolve(outcome, code=self.code) for outcome in self.examine(case))


def check(code: str, *, entry: Entry | None = None) -> Callable[[Examine], Check]:
    """Make a `Check` of a function from a case to outcomes."""
    return lambda examine: Check(code, examine, entry)
