"""
Which figure makes the plan come out as wished? What `labo solve` answers.

The answer is exact and complete: all the values of the unknown figure, as intervals, for which the formulas come to the
target *and* `simulate` accepts the plan; or the reason there is none, with what can be reached instead.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.findings import Finding
from labo_partenariats.formula.intervals import Interval
from labo_partenariats.rules.decimals import decimals_in
from labo_partenariats.rules.question import UNKNOWNS, USUAL, Target, UnknownFigure, keeps_the_largest, read_target
from labo_partenariats.rules.refusals import plan_findings
from labo_partenariats.rules.search import Search
from labo_partenariats.rules.simulation import PlanFigures, SimulatedPlan, Status, simulate
from labo_partenariats.rules.unsolved import why_none
from labo_partenariats.values.money import Money, Rate

_JUDGED = 20  # intervals whose ends are put to `simulate`: the first and the last ones


@frozen(kw_only=True)
class SolvedInterval:
    """
    A run of answers («intervalle de réponses»): every cent, or every rate, from ``low`` to ``high``.

    ``high`` is None when there is no upper end. ``binding`` is the limit that fixes the EAFRD all along. For a rate,
    ``low`` and ``high`` are the outermost decimals inside, as `decimals_in` chooses them, and ``exact`` has the ends
    themselves, which may have no decimal writing and may be open.
    """

    low: Money | Rate
    high: Money | Rate | None
    binding: str
    exact: Interval


@frozen(kw_only=True)
class Solution:
    """
    The answer to a question («réponse»).

    With a solution: all of its ``intervals``, the ``figure`` to keep among them, the amount ``reached`` (None when the
    target names none) and the ``plan`` that the figure makes. Without: the ``reasons``, as findings.
    """

    unknown: UnknownFigure
    target: Target
    intervals: tuple[SolvedInterval, ...] = ()
    figure: Money | Rate | None = None
    reached: Money | None = None
    plan: SimulatedPlan | None = None
    reasons: tuple[Finding, ...] = ()

    @property
    def status(self) -> Literal["solved", "impossible"]:
        """Whether there is a solution."""
        return "solved" if self.intervals else "impossible"


def solve(unknown: UnknownFigure, figures: PlanFigures, target: Target | str | None = None) -> Solution:
    """
    All values of one figure of a plan for which the plan comes to *target* and is accepted.

    The figure of that name in *figures* is what is looked for: its value there is not read. *target* is a `Target` or
    its spelling («eafrd=max», «self_financing>=5000»); by default what is usually asked of that figure. Raises `Misuse`
    on an unknown figure (MIS063), on a target that says nothing (MIS064), and where rates are so fine that the answers
    would be scattered cent by cent (MIS061).

    >>> from labo_partenariats import Money, PlanFigures, Rate
    >>> plan = PlanFigures(
    ...     eligible=Money.euros(24682), aid_rate=Rate("0.8"), eafrd_rate=Rate("0.8"), counterpart=Money.euros(5000)
    ... )
    >>> solve("counterpart", plan).figure
    Money.euros('3949.12')
    """
    if unknown not in UNKNOWNS:
        raise Misuse("MIS063", {"name": str(unknown), "known": ", ".join(UNKNOWNS)})
    asked = read_target(target) if isinstance(target, str) else target or USUAL[unknown]
    search = Search(unknown=unknown, figures=figures, target=asked)
    faults = simulate(search.with_figure(None))
    if faults.status is Status.INVALID:
        return Solution(unknown=unknown, target=asked, reasons=plan_findings(search.with_figure(None), faults))
    solutions = search.solutions
    if not solutions:
        return Solution(unknown=unknown, target=asked, reasons=why_none(search))
    intervals = tuple(_interval(search, part, limit) for part, limit in search.by_limit(solutions))
    last = keeps_the_largest(unknown, asked)
    figure = search.figure(solutions.intervals[-1 if last else 0], last=last)
    _judge(search, intervals)
    return Solution(
        unknown=unknown,
        target=asked,
        intervals=intervals,
        figure=figure,
        reached=None if asked.value == "ok" else search.amount(asked.name, figure),
        plan=simulate(search.with_figure(figure)),
    )


def _interval(search: Search, part: Interval, limit: str) -> SolvedInterval:
    if search.unknown == "aid_rate":
        low, high = decimals_in(part)
        return SolvedInterval(low=low, high=high, binding=limit, exact=part)
    highest = None if part.high is None else Money(int(part.high))
    return SolvedInterval(low=search.figure(part), high=highest, binding=limit, exact=part)


def _judge(search: Search, intervals: tuple[SolvedInterval, ...]) -> None:
    """`simulate` has the last word: it accepts the ends of what the inverse reading found, with the same limit."""
    for interval in (*intervals[:_JUDGED], *intervals[_JUDGED:][-_JUDGED:]):
        for figure in (interval.low, interval.high or interval.low):
            plan = simulate(search.with_figure(figure))
            assert (plan.status, plan.binding) == (Status.OK, interval.binding), (search, interval)
