"""`labo read`: what was understood of a source, and what was not."""

from __future__ import annotations

from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def read(
        source: Path,
        role: str | None,
        source_mapping: Path | None,
        corrected: Path | None,
        rejected: Path | None,
        format_: str,
        strict: bool,
    ) -> int:
        from labo_partenariats import api
        from labo_partenariats.codec.presentation import findings_data, records_data
        from labo_partenariats.codec.programme import to_data
        from labo_partenariats.findings import has_errors
        from labo_partenariats.findings import strict as raised_to_errors
        from labo_partenariats.plugin.manager import installed

        with output.patience("reading", source, language):
            understood = api.read(source, role=role, mapping=source_mapping, corrected=corrected)
        saved = None if rejected is None else api.save_rejected(understood, rejected, language=language)
        result = api.in_file(understood)
        found = raised_to_errors(result.findings) if strict else result.findings
        catalogue = installed().catalogue
        records = records_data(result.programme, result.origins)
        if format_ == "json":
            output.print_json(
                {
                    "records": records,
                    "programme": to_data(result.programme),
                    "findings": findings_data(found, catalogue, language),
                    "left_out": [{"sheet": row.sheet, "row": row.row, "reason": row.reason} for row in result.left_out],
                }
            )
            return int(has_errors(found))
        output.title(result.programme.title or source.name)
        for role_name, rows in records.items():
            if rows:
                click.echo(f"  {text(f'cli.read.counts.{role_name}', language, count=len(rows))}")
        for reason in ("notice", "title", "outside", "header", "unfilled", "total", "rejected"):
            count = sum(row.reason == reason for row in result.left_out)
            if count:
                click.echo(f"  {text(f'cli.read.left_out.{reason}', language, count=count)}")
        if saved is not None:
            click.echo(text("cli.read.saved", language, count=saved, file=str(rejected)))
        output.print_findings(found, catalogue, language)
        output.print_tally(found, language)
        return int(has_errors(found))

    return click.Command(
        "read",
        callback=read,
        params=[
            options.source(),
            options.role(language),
            options.mapping(language),
            options.corrected(language),
            click.Option(["--rejected"], type=click.Path(path_type=Path), help=text("cli.options.rejected", language)),
            options.output_format(language),
            options.strict(language),
        ],
        help=text("cli.read.help", language),
    )
