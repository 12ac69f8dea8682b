"""`labo serve`: the feeds over HTTP; the server itself is the distribution labo-serve, imported when it is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from labo_partenariats.cli import options
from labo_partenariats.i18n import Language, text


def _server(language: Language) -> Any:
    """The server, or one line that says how to get it."""
    try:
        return import_module("labo_serve")
    except ModuleNotFoundError as missing:
        raise click.ClickException(text("cli.serve.missing", language, name=missing.name or "labo_serve")) from None


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def serve(source: Path, **given: Any) -> int:
        from labo_partenariats.cli.app import message_of
        from labo_partenariats.cli.encoding import visible

        server = _server(language)

        def show(words: str) -> None:
            click.echo(visible(words))

        def say(words: str) -> None:
            click.echo(visible(words), err=True)

        try:
            status: int = server.serve(source, server.Options(**given), language, message_of, show, say)
        except server.Refused as refused:
            raise click.ClickException(str(refused)) from None
        return status

    return click.Command(
        "serve",
        callback=serve,
        params=[
            options.source(),
            click.Option(
                ["--host"],
                default="127.0.0.1",
                show_default=True,
                metavar=text("cli.metavars.name", language),
                help=text("cli.serve.host", language),
            ),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=8000,
                show_default=True,
                metavar=text("cli.metavars.number", language),
                help=text("cli.serve.port", language),
            ),
            click.Option(["--public-url"], metavar="URL", help=text("cli.serve.public_url", language)),
            click.Option(
                ["--state"],
                type=click.Path(path_type=Path, file_okay=False),
                metavar=text("cli.metavars.folder", language),
                help=text("cli.serve.state", language),
            ),
            click.Option(
                ["--renew"],
                multiple=True,
                metavar=text("cli.metavars.addresses", language),
                help=text("cli.serve.renew", language),
            ),
            click.Option(["--addresses"], is_flag=True, help=text("cli.serve.addresses", language)),
        ],
        help=text("cli.serve.help", language),
    )
