"""The figures of a plan as options, and a plan on the screen: what `simulate` and `solve` share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click
from attrs import evolve

from labo_partenariats.cli import output
from labo_partenariats.findings import Finding, PathLocation, core_catalogue
from labo_partenariats.i18n.texts import Language, text

#: The figures of a plan; each is an option of its name.
FIGURES = (
    "eligible",
    "aid_rate",
    "eafrd_rate",
    "counterpart",
    "requested",
    "eafrd_ceiling",
    "eafrd_floor",
    "in_kind",
    "min_self_financing_rate",
    "min_public_aid",
)


def option_name(figure: str) -> str:
    """The option that gives a figure."""
    return f"--{figure.replace('_', '-')}"


def figure_options(language: Language) -> list[click.Parameter]:
    """One option a figure, as text: a figure that cannot be read is told, not refused by the parser."""
    figures = [
        click.Option([option_name(name)], metavar="…", help=text(f"cli.simulate.{name}", language)) for name in FIGURES
    ]
    mode = click.Option(
        ["--aid-rate-mode"],
        type=click.Choice(["maximum", "fixed"]),
        default="maximum",
        show_default=True,
        help=text("cli.simulate.aid_rate_mode", language),
    )
    return [*figures, mode]


def require(figures: Mapping[str, str | None], names: Iterable[str], language: Language) -> None:
    """End the command with the options that are missing, if any is."""
    missing = tuple(option_name(name) for name in names if not figures.get(name))
    if missing:
        raise click.UsageError(text("cli.simulate.needs", language, options=missing))


def _at_option(found: Finding) -> Finding:
    place = found.location
    return evolve(found, location=PathLocation(option_name(str(place)))) if isinstance(place, PathLocation) else found


def show_reasons(found: Iterable[Finding], language: Language) -> None:
    """Why there is no plan; findings about a figure are at the option that gave it."""
    output.print_findings(map(_at_option, found), core_catalogue(), language)


def show_plan(row: Mapping[str, str], language: Language) -> None:
    """A plan, as the row of a batch gives it: what becomes of it, its amounts and what limits it."""
    from labo_partenariats.values.money import Money

    click.secho(text(f"terms.Status.{row['status']}", language), bold=True)
    for key in ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing"):
        if row[key]:
            label = text(f"amounts.{key}.label", language)
            click.echo(text("cli.build.amount", language, label=label, amount=Money.euros(row[key])))
    if row["binding"]:
        limit = text(f"terms.Limit.{row['binding']}", language)
        click.echo(text("cli.simulate.binding", language, limit=limit))
