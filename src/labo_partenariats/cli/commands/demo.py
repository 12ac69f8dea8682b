"""`labo demo`: the packaged example through `labo build`."""

from __future__ import annotations

from pathlib import Path

import click

from labo_partenariats.cli.commands.build import build_into
from labo_partenariats.i18n import Language, text


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def demo(out: Path) -> int:
        from labo_partenariats.demo import example

        build_into(example(), out, language)
        # The example's own errors are what the demonstration shows: the run itself went well.
        return 0

    target = click.Option(
        ["-o", "--out"],
        type=click.Path(path_type=Path),
        default=Path("out"),
        show_default=True,
        help=text("cli.options.out_dir", language),
    )
    return click.Command("demo", callback=demo, params=[target], help=text("cli.demo.help", language))
