"""`labo explain`: why an amount is what it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.cli.encoding import visible
from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""
    from labo_partenariats.rules.assessment import PUBLIC_AMOUNTS

    def explain(source: Path, amount: str, source_mapping: Path | None, format_: str, on: dt.date | None) -> int:
        from labo_partenariats import api
        from labo_partenariats.codec.presentation import explanation_data, findings_data
        from labo_partenariats.findings import Severity
        from labo_partenariats.rules.explained import ComputedAmount

        result = api.in_file(api.read(source, mapping=source_mapping))
        errors = [found for found in result.findings if found.severity is Severity.ERROR]
        report = api.check(result, on=on)
        computed = ComputedAmount(amount, report.assessment.case, report.origins)
        if format_ == "json":
            told = findings_data(errors, report.catalogue, language)
            output.print_json({**explanation_data(computed.step, report.origins), "findings": told})
            return int(bool(errors))
        click.echo(visible(computed.explain(language)))
        if errors:  # an amount that rests on a source read with errors must not look as if nothing were wrong
            output.heading(text("cli.explain.errors", language, source=visible(source.name)))
            output.print_findings(errors, report.catalogue, language)
        return int(bool(errors))

    amount = click.Argument(
        ["amount"],
        type=click.Choice(PUBLIC_AMOUNTS),
        default="eafrd",
        required=False,
        metavar=text("cli.metavars.amount", language),
    )
    return click.Command(
        "explain",
        callback=explain,
        params=[
            options.source(),
            amount,
            options.mapping(language),
            options.output_format(language),
            options.on(language),
        ],
        help=text("cli.explain.help", language),
        epilog=text("cli.explain.amounts", language, amounts=", ".join(PUBLIC_AMOUNTS)),
    )
