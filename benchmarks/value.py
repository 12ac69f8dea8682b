"""
How many financing plans a second: as whole numbers, as objects, and explained down to their inputs.

Plans are drawn once from a fixed seed; every run takes all of them, each plan once, and the median of the runs is
shown. In the same run a sample is computed again on fractions and every cent and gap compared.

Run it with ``python benchmarks/value.py [PLANS] [RUNS]``.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from labo_partenariats.formula import Unknown, evaluate, recompute
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.simulation import (
    AMOUNTS,
    Limit,
    PlanFigures,
    Status,
    amounts_in_cents,
    explain_plan,
    simulate,
)
from labo_partenariats.values.money import Money, Rate

SEED = 2017
SAMPLE = 5_000
LIMITS: tuple[Limit, ...] = ("requested", "eafrd_ceiling")


def draw(chance: random.Random) -> PlanFigures:
    """One plan: most within usual sizes, some of a few cents, some absurdly large; limits and minima now and then."""

    def cents() -> int:
        return chance.randrange(chance.choice((300, 10**6, 10**7, 10**7, 10**9)))

    def sometimes(value: Money | Rate) -> Money | Rate | None:
        return value if chance.random() < 0.3 else None

    eligible = cents()
    return PlanFigures(
        eligible=Money(eligible),
        aid_rate=Rate(f"{chance.randrange(101)}e-2"),
        eafrd_rate=Rate(f"{chance.randrange(1, 1000)}e-3"),
        counterpart=Money(chance.randrange(eligible + 1)),
        aid_rate_mode=chance.choice(("maximum", "maximum", "fixed")),
        requested=sometimes(Money(cents())),  # type: ignore[arg-type]
        eafrd_ceiling=sometimes(Money(cents())),  # type: ignore[arg-type]
        in_kind=Money(chance.randrange(eligible + 1) if chance.random() < 0.2 else 0),
        min_self_financing_rate=sometimes(Rate("0.2")),  # type: ignore[arg-type]
    )


def numbers(plan: PlanFigures) -> tuple[tuple[Limit, ...], tuple[int, ...]]:
    """The limits of a plan and its figures as whole numbers."""
    limits = tuple(name for name in LIMITS if getattr(plan, name) is not None)
    plain = (plan.eligible.cents, plan.in_kind.cents, plan.counterpart.cents)
    return limits, (*plain, *plan.aid_rate.ratio, *plan.eafrd_rate.ratio, *(getattr(plan, n).cents for n in limits))


def per_plan(work: Callable[[], None], plans: int, runs: int) -> float:
    """The median time of a run, in seconds a plan; the first run warms up and is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) / plans)
    return statistics.median(times[1:])


def wrong_results(plans: list[PlanFigures]) -> int:
    """How many amounts of the plans differ from those of fractions, by whole numbers, objects or explanations."""
    wrong = 0
    for plan in plans:
        names = ("eligible", "in_kind", "counterpart", "aid_rate", "eafrd_rate", *LIMITS)
        values = evaluate(BOOK, {name: getattr(plan, name) for name in names}, *AMOUNTS)
        limits, figures = numbers(plan)
        wrong += sum(
            values[key] != found for key, found in zip(AMOUNTS, amounts_in_cents(*limits)(*figures), strict=True)
        )
        made, step = simulate(plan), explain_plan(plan)
        if made.status is Status.OK:
            wrong += sum(values[key] != getattr(made, key).cents for key in AMOUNTS)
        wrong += step.value != values["eafrd"] or recompute(step) != step.value
    # Rates outside of their domain: the gaps are those of fractions too.
    for figures in ((100, 0, 50, 4, 5, 1, 1), (100, 0, 50, 4, 5, 0, 1), (100, 0, -50, 9, 5, 7, 5)):
        eligible, in_kind, counterpart, *rates = figures
        aid, share = (Rate(rates[0]).fraction / rates[1], Rate(rates[2]).fraction / rates[3])
        amounts = {"eligible": Money(eligible), "in_kind": Money(in_kind), "counterpart": Money(counterpart)}
        values = evaluate(BOOK, {**amounts, "aid_rate": aid, "eafrd_rate": share}, *AMOUNTS)
        found = amounts_in_cents()(*figures)
        wrong += sum(
            each != values[key] if isinstance(each, (int, Unknown)) else True
            for key, each in zip(AMOUNTS, found, strict=True)
        )
    return wrong


def main() -> None:
    """Measure the three and print them with the number of wrong cents."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    chance = random.Random(SEED)
    plans = [draw(chance) for _ in range(count)]
    by_limits: dict[tuple[Limit, ...], list[tuple[int, ...]]] = {}
    for plan in plans:
        limits, figures = numbers(plan)
        by_limits.setdefault(limits, []).append(figures)

    def as_numbers() -> None:
        for limits, rows in by_limits.items():
            compute = amounts_in_cents(*limits)
            for row in rows:
                compute(*row)

    def as_objects() -> None:
        for plan in plans:
            simulate(plan)

    explained = plans[: max(1, count // 10)]

    def as_steps() -> None:
        for plan in explained:
            explain_plan(plan)

    print(f"{count} plans, seed {SEED}, {runs} runs, Python {sys.version.split()[0]}")
    seconds = per_plan(as_numbers, count, runs)
    print(f"as whole numbers  {1 / seconds:12,.0f} plans/s  {seconds * 1e6:7.2f} µs a plan")
    seconds = per_plan(as_objects, count, runs)
    print(f"as objects        {1 / seconds:12,.0f} plans/s  {seconds * 1e6:7.2f} µs a plan")
    seconds = per_plan(as_steps, len(explained), runs)
    print(f"explained         {1 / seconds:12,.0f} plans/s  {seconds * 1e6:7.2f} µs a plan")
    sample = chance.sample(plans, min(SAMPLE, count))
    print(f"wrong cents       {wrong_results(sample):12} of {len(sample)} plans computed again on fractions")


if __name__ == "__main__":
    main()
