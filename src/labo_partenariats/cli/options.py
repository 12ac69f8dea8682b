"""Options and arguments that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click

from labo_partenariats.errors import UnreadableSource
from labo_partenariats.i18n.texts import Language, text

#: What a lone table may hold: the roles of the tables, without loading them.
ROLES = (
    "programme",
    "territories",
    "actors",
    "actions",
    "sessions",
    "projects",
    "committees",
    "expenses",
    "resources",
    "indicators",
    "quotes",
    "actual_expenses",
    "staff_time",
    "trips",
    "claims",
    "breaches",
    "payments",
    "aids",
    "links",
    "decisions",
    "ballots",
    "scores",
    "supplied_documents",
    "participants",
)


def _reading_days(language: Language) -> Callable[[click.Context, click.Parameter, str | None], dt.date | None]:
    """What makes a day of the value of an option."""

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
        try:
            return None if value is None else dt.datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise click.BadParameter(text("cli.options.not_a_day", language, value=value), ctx, param) from None

    return read


def source(name: str = "source") -> click.Argument:
    """The source to read. Whether it exists is for the library to say, in its own words."""
    return click.Argument([name], type=click.Path(), callback=_path, metavar=name.upper())


def _path(ctx: click.Context, parameter: click.Parameter, value: str) -> Path:
    """The path; an empty word is none, though Python takes it for the current folder."""
    if not value:
        raise UnreadableSource("SRC001", {"file": "« »"})
    return Path(value)


def output_format(language: Language) -> click.Option:
    """Text for people or JSON for scripts."""
    return click.Option(
        ["--format", "format_"],
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=text("cli.options.format", language),
    )


def role(language: Language) -> click.Option:
    """What a lone table holds."""
    return click.Option(["--role"], type=click.Choice(ROLES), help=text("cli.options.role", language))


def mapping(language: Language, *, form_too: bool = False) -> click.Option:
    """A network's own words; where ``--mapping`` already says how a form is filled, only the longer name is free."""
    names = ["--source-mapping"] if form_too else ["--mapping", "--source-mapping"]
    return click.Option(
        [*names, "source_mapping"], type=click.Path(path_type=Path), help=text("cli.options.source_mapping", language)
    )


def corrected(language: Language) -> click.Option:
    """Rejected rows that were put right."""
    return click.Option(["--corrected"], type=click.Path(path_type=Path), help=text("cli.options.corrected", language))


def on(language: Language) -> click.Option:
    """The day whose law applies."""
    return click.Option(
        ["--on"],
        callback=_reading_days(language),
        metavar=text("cli.metavars.day", language),
        help=text("cli.options.on", language),
    )


def selection(language: Language) -> list[click.Parameter]:
    """Which findings to show, and how gravely."""
    return [
        click.Option(["--select", "chosen"], multiple=True, metavar="CODE", help=text("cli.options.select", language)),
        click.Option(["--ignore", "ignored"], multiple=True, metavar="CODE", help=text("cli.options.ignore", language)),
        strict(language),
    ]


def strict(language: Language) -> click.Option:
    """Warnings count as errors."""
    return click.Option(["--strict"], is_flag=True, help=text("cli.options.strict", language))


def codes(values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given once with commas or several times."""
    return tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
