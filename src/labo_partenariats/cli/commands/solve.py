"""`labo solve`: which figure makes the plan come out as wished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from labo_partenariats.cli import options, output, plans
from labo_partenariats.i18n import Language, text

if TYPE_CHECKING:
    from labo_partenariats.rules.solving import Solution, SolvedInterval

_SHOWN = 12  # intervals of an answer on the screen; JSON has them all


def _target_words(solution: Solution, language: Language) -> str:
    """The target, and what it comes to where there is an answer, in a sentence."""
    from labo_partenariats.values.term import Term

    kinds = {"max": "max", "min": "min", "cap": "cap", "ok": "ok"}
    signs = {"=": "equal", ">=": "at_least", "<=": "at_most"}
    target = solution.target
    kind = kinds.get(str(target.value), signs.get(target.sign, "equal"))
    facts = {"amount": Term("PlanFigure", target.name), "asked": target.value, "reached": solution.reached}
    if kind == "ok":
        facts = {}
    told = "wanted" if solution.plan is None else "target"
    return text(f"cli.solve.{told}.{kind}", language, **facts)


def _interval_words(interval: SolvedInterval, language: Language) -> str:
    kind = "from" if interval.high is None else "one" if interval.low == interval.high else "between"
    words = text(f"cli.solve.interval.{kind}", language, low=interval.low, high=interval.high)
    limit = text(f"terms.Limit.{interval.binding}", language)
    return text("cli.solve.interval.binding", language, interval=words, limit=limit)


def _intervals(solution: Solution, language: Language) -> Iterator[str]:
    shown = solution.intervals[:_SHOWN]
    for interval in shown:
        yield _interval_words(interval, language)
    rest = len(solution.intervals) - len(shown)
    if rest:
        last = _interval_words(solution.intervals[-1], language)
        yield text("cli.solve.interval.more", language, count=rest, last=last)


def _show(solution: Solution, language: Language) -> None:
    from labo_partenariats.codec.batch import plan_row

    if solution.plan is None:
        click.secho(text("cli.solve.impossible", language), bold=True)
        click.echo(f"  {_target_words(solution, language)}")
        plans.show_reasons(solution.reasons, language)
        return
    label = text(f"amounts.{solution.unknown}.label", language)
    click.secho(text("cli.solve.answer", language, label=label, figure=solution.figure), bold=True)
    click.echo(f"  {_target_words(solution, language)}")
    output.heading(text("cli.solve.all", language))
    for line in _intervals(solution, language):
        click.echo(f"  {line}")
    click.echo()
    plans.show_plan(plan_row(solution.plan), language)


def _figures(unknown: str, given: Mapping[str, str | None], language: Language) -> dict[str, str | None]:
    """The figures given, with something harmless for the one that is looked for."""
    from labo_partenariats.codec.batch import REQUIRED

    if given.get(unknown):
        raise click.UsageError(text("cli.solve.given", language, option=plans.option_name(unknown)))
    # Unlike a simulation, a question about a plan without counterpart is a slip: no EAFRD is called, whatever it asks.
    plans.require(given, (name for name in (*REQUIRED, "counterpart") if name != unknown), language)
    return {**given, **({unknown: "0"} if unknown in REQUIRED else {})}


def make(language: Language) -> click.Command:
    """The command in *language*."""
    from labo_partenariats.rules.question import AMOUNTS, UNKNOWNS, USUAL, read_target

    def solve(unknown: str, target: str | None, format_: str, **given: Any) -> int:
        from labo_partenariats.codec.batch import read_figures
        from labo_partenariats.codec.solution import solution_data
        from labo_partenariats.rules.solving import Solution
        from labo_partenariats.rules.solving import solve as solve_plan

        (figure,) = (name for name in UNKNOWNS if name == unknown)
        asked = USUAL[figure] if target is None else read_target(target)
        figures, faults = read_figures(_figures(unknown, given, language))
        unanswered = Solution(unknown=figure, target=asked, reasons=faults)
        solution = solve_plan(figure, figures, asked) if figures else unanswered
        if format_ == "json":
            output.print_json(solution_data(solution, language))
        else:
            _show(solution, language)
        return int(solution.status != "solved")

    target = click.Option(
        ["--target"],
        metavar=text("cli.metavars.target", language),
        help=text("cli.solve.target_help", language, amounts=", ".join(AMOUNTS)),
    )
    return click.Command(
        "solve",
        callback=solve,
        params=[
            click.Argument(["unknown"], type=click.Choice(UNKNOWNS), metavar=text("cli.metavars.unknown", language)),
            target,
            *plans.figure_options(language),
            options.output_format(language),
        ],
        help=text("cli.solve.help", language),
        epilog=text("cli.solve.unknowns", language, unknowns=", ".join(UNKNOWNS)),
    )
