"""`labo plugins`: what is installed, and from which distribution."""

from __future__ import annotations

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def plugins(format_: str) -> int:
        import attrs

        from labo_partenariats.codec.presentation import findings_data
        from labo_partenariats.findings import has_errors
        from labo_partenariats.plugin.manager import installed

        found = installed()
        if format_ == "json":
            output.print_json(
                {
                    "plugins": [attrs.asdict(info) for info in found.infos],
                    "findings": findings_data(found.findings, found.catalogue, language),
                }
            )
            return int(has_errors(found.findings))
        if not found.infos:
            click.echo(text("cli.plugins.none", language))
        for info in found.infos:
            click.echo(f"{click.style(info.name, bold=True)}  {info.distribution} {info.version}")
            for kind in ("importers", "exporters", "regimes", "checks", "engines"):
                names = getattr(info, kind)
                if names:
                    click.echo(f"  {text(f'cli.plugins.{kind}', language, names=names)}")
        output.print_findings(found.findings, found.catalogue, language)
        return int(has_errors(found.findings))

    return click.Command(
        "plugins",
        callback=plugins,
        params=[options.output_format(language)],
        help=text("cli.plugins.help", language),
    )
