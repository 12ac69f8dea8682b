"""`labo schema`: the JSON Schema that every programme in JSON follows."""

from __future__ import annotations

import json

import click

from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def schema() -> int:
        from labo_partenariats.codec.schema import json_schema

        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return 0

    return click.Command("schema", callback=schema, help=text("cli.schema.help", language))
