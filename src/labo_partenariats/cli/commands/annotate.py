"""`labo annotate`: a copy of a source with each finding on its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def annotate(
        source: Path,
        out: Path,
        role: str | None,
        source_mapping: Path | None,
        corrected: Path | None,
        on: dt.date | None,
        chosen: tuple[str, ...],
        ignored: tuple[str, ...],
        strict: bool,
    ) -> int:
        from labo_partenariats import api
        from labo_partenariats.findings import has_errors

        with output.patience("reading", source, language):
            report = api.check(
                api.read(source, role=role, mapping=source_mapping, corrected=corrected),
                on=on,
                select=options.codes(chosen),
                ignore=options.codes(ignored),
                strict=strict,
            )
        with output.patience("writing", out, language):
            told = api.annotate(report, out, language=language)
        click.echo(text("cli.annotate.written", language, file=str(out)))
        output.print_findings(told, report.catalogue, language)
        output.print_tally((*report.findings, *told), language)
        return int(has_errors((*report.findings, *told)))

    return click.Command(
        "annotate",
        callback=annotate,
        params=[
            options.source(),
            click.Argument(["out"], type=click.Path(path_type=Path), metavar="OUT.xlsx"),
            options.role(language),
            options.mapping(language),
            options.corrected(language),
            options.on(language),
            *options.selection(language),
        ],
        help=text("cli.annotate.help", language),
    )
