"""`labo export`: one exporter, chosen by name or by the suffix of the output."""

from __future__ import annotations

from pathlib import Path

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def _pairs(values: tuple[str, ...], option: str, language: Language) -> dict[str, tuple[str, ...]]:
    """``territory=Oisans`` options by key: several of one key add up."""
    wanted: dict[str, tuple[str, ...]] = {}
    for value in values:
        key, equals, name = value.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(text("cli.export.pair_form", language, value=value), param_hint=option)
        wanted[key.strip()] = (*wanted.get(key.strip(), ()), name.strip())
    return wanted


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def export(
        source: Path,
        out: Path,
        to: str | None,
        previous: Path | None,
        no_previous: bool,
        template: Path | None,
        mapping: Path | None,
        source_mapping: Path | None,
        corrected: Path | None,
        only: tuple[str, ...],
        extra: tuple[str, ...],
        personal_data: bool,
    ) -> int:
        from labo_partenariats import api
        from labo_partenariats.findings import has_errors
        from labo_partenariats.plugin.manager import installed
        from labo_partenariats.plugin.protocols import ExportOptions

        with output.patience("reading", source, language):
            result = api.read(source, mapping=source_mapping, corrected=corrected)
        if previous is None and not no_previous and out.is_file():
            previous = out
        given = ExportOptions(
            language=language,
            previous=previous,
            template=template,
            mapping=mapping,
            only=_pairs(only, "--only", language),
            extra={key: values[-1] for key, values in _pairs(extra, "--option", language).items()},
            personal_data=personal_data,
        )
        with output.patience("writing", out, language):
            told = api.export(result, out, to=to, options=given)
        key = "refused" if has_errors(told) else "written"
        click.echo(text(f"cli.export.{key}", language, file=str(out)))
        findings = (*result.findings, *told)
        output.print_findings(findings, installed().catalogue, language)
        return int(has_errors(findings))

    return click.Command(
        "export",
        callback=export,
        params=[
            options.source(),
            click.Argument(["out"], type=click.Path(path_type=Path), metavar="OUT"),
            click.Option(["--to"], metavar=text("cli.metavars.name", language), help=text("cli.options.to", language)),
            click.Option(["--previous"], type=click.Path(path_type=Path), help=text("cli.options.previous", language)),
            click.Option(["--no-previous"], is_flag=True, help=text("cli.options.no_previous", language)),
            click.Option(["--template"], type=click.Path(path_type=Path), help=text("cli.options.template", language)),
            click.Option(["--mapping"], type=click.Path(path_type=Path), help=text("cli.options.mapping", language)),
            options.mapping(language, form_too=True),
            options.corrected(language),
            click.Option(
                ["--only"],
                multiple=True,
                metavar=text("cli.metavars.part", language),
                help=text("cli.options.only", language),
            ),
            click.Option(
                ["--option", "extra"],
                multiple=True,
                metavar=text("cli.metavars.setting", language),
                help=text("cli.options.extra", language),
            ),
            click.Option(["--personal-data"], is_flag=True, help=text("cli.options.personal_data", language)),
        ],
        help=text("cli.export.help", language),
    )
