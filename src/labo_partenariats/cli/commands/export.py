"""`labo export`: one exporter, chosen by name or by the suffix of the output."""

from __future__ import annotations

from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def _only(values: tuple[str, ...], language: Language) -> dict[str, tuple[str, ...]]:
    """``territory=Oisans`` options as a filter: several of one kind add up."""
    wanted: dict[str, tuple[str, ...]] = {}
    for value in values:
        key, equals, name = value.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(text("cli.export.only_form", language, value=value), param_hint="--only")
        wanted[key.strip()] = (*wanted.get(key.strip(), ()), name.strip())
    return wanted


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def export(
        source: Path, out: Path, to: str | None, previous: Path | None, no_previous: bool, only: tuple[str, ...]
    ) -> int:
        from labo_partenariats import api
        from labo_partenariats.findings import has_errors
        from labo_partenariats.plugin.manager import installed
        from labo_partenariats.plugin.protocols import ExportOptions

        result = api.read(source)
        if previous is None and not no_previous and out.is_file():
            previous = out
        given = ExportOptions(language=language, previous=previous, only=_only(only, language))
        told = api.export(result, out, to=to, options=given)
        click.echo(text("cli.export.written", language, file=str(out)))
        findings = (*result.findings, *told)
        output.print_findings(findings, installed().catalogue, language)
        return int(has_errors(findings))

    return click.Command(
        "export",
        callback=export,
        params=[
            options.source(),
            click.Argument(["out"], type=click.Path(path_type=Path), metavar="OUT"),
            click.Option(["--to"], metavar="NOM", help=text("cli.options.to", language)),
            click.Option(["--previous"], type=click.Path(path_type=Path), help=text("cli.options.previous", language)),
            click.Option(["--no-previous"], is_flag=True, help=text("cli.options.no_previous", language)),
            click.Option(["--only"], multiple=True, metavar="TERRITORY=NOM", help=text("cli.options.only", language)),
        ],
        help=text("cli.export.help", language),
    )
