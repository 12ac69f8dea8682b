"""`labo check`: all that the rules and the reading have to say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.cli.encoding import visible
from labo_partenariats.i18n import Language, text


def print_law(assessment_day: dt.date | None, reason: str, regime: str | None, language: Language) -> None:
    """Which law was used, and why that day's."""
    why = text(f"terms.LawDate.{reason}", language)
    day = assessment_day or text("cli.check.no_day", language)
    click.echo(text("cli.check.law", language, day=day, why=why))
    click.echo(text("cli.check.regime", language, regime=regime) if regime else text("cli.check.no_regime", language))


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def check(
        source: Path,
        format_: str,
        role: str | None,
        source_mapping: Path | None,
        corrected: Path | None,
        on: dt.date | None,
        chosen: tuple[str, ...],
        ignored: tuple[str, ...],
        strict: bool,
    ) -> int:
        from labo_partenariats import api
        from labo_partenariats.codec.presentation import report_data
        from labo_partenariats.findings import has_errors
        from labo_partenariats.rules.outcome import Answer

        with output.patience("reading", source, language):
            result = api.read(source, role=role, mapping=source_mapping, corrected=corrected)
        report = api.check(
            result,
            on=on,
            select=options.codes(chosen),
            ignore=options.codes(ignored),
            strict=strict,
        )
        if format_ == "json":
            output.print_json(report_data(report.findings, report.assessment, report.catalogue, language))
            return int(has_errors(report.findings))
        case = report.assessment.case
        output.title(report.programme.title or source.name)
        print_law(
            case.on.day, case.on.reason, case.regime.layers[-1].label(language) if case.regime else None, language
        )
        output.print_findings(report.findings, report.catalogue, language)
        kept = [outcome for outcome in report.assessment.outcomes if outcome.answer is Answer.SATISFIED]
        if kept and not (chosen or ignored):
            output.heading(text("cli.groups.satisfied", language, count=len(kept)))
            for outcome in kept:
                words = report.catalogue[outcome.code].text("satisfied", language, outcome.data)
                click.echo(f"  {click.style(outcome.code, fg='green')}  {visible(words or '')}")
        output.print_tally(report.findings, language)
        return int(has_errors(report.findings))

    return click.Command(
        "check",
        callback=check,
        params=[
            options.source(),
            options.output_format(language),
            options.role(language),
            options.mapping(language),
            options.corrected(language),
            options.on(language),
            *options.selection(language),
        ],
        help=text("cli.check.help", language),
    )
