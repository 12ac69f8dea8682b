"""`labo template`: the workbook to fill."""

from __future__ import annotations

from pathlib import Path

import click

from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def template(out: Path) -> int:
        from labo_partenariats import api
        from labo_partenariats.model import Programme
        from labo_partenariats.plugin.protocols import ExportOptions

        to = "workbook" if out.suffix else "csv"  # a folder of CSV files when the name has no suffix
        api.export(Programme(), out, to=to, options=ExportOptions(language=language))
        click.echo(text("cli.template.written", language, file=str(out)))
        return 0

    out = click.Argument(["out"], type=click.Path(path_type=Path), metavar="OUT.xlsx")
    return click.Command("template", callback=template, params=[out], help=text("cli.template.help", language))
