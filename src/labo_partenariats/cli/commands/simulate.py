"""`labo simulate`: one plan from the command line, or many from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from labo_partenariats.cli import options, output, plans
from labo_partenariats.i18n import Language, text


def run_batch(source: Path, target: Path, language: Language) -> int:
    """Write the plan of every row; 1 when one of them is refused or invalid."""
    from labo_partenariats import api
    from labo_partenariats.plugin.batches import run_batch as run
    from labo_partenariats.plugin.manager import installed

    api.spare(source, target)
    with api.replacing(target) as binary:
        counts = {"ok": 0, "refused": 0, "invalid": 0, **run(source, target, binary, installed())}
    click.echo(text("cli.simulate.tally", language, **counts))
    return int(bool(counts["refused"] or counts["invalid"]))


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def simulate(format_: str, batch: Path | None, out: Path | None, **figures: Any) -> int:
        from labo_partenariats.codec.batch import REQUIRED, simulate_rows

        if batch is not None:
            if out is None:
                raise click.UsageError(text("cli.simulate.needs_out", language))
            return run_batch(batch, out, language)
        plans.require(figures, REQUIRED, language)
        (row,) = simulate_rows([figures])
        if format_ == "json":
            output.print_json({**row, "reasons": row["reasons"].split()})
        else:
            plans.show_plan(row, language)
        return int(row["status"] != "ok")

    id_ = click.Option(["--id"], metavar="…", help=text("cli.simulate.id", language))
    files = [
        click.Option(["--batch"], type=click.Path(path_type=Path), help=text("cli.simulate.batch", language)),
        click.Option(["-o", "--out"], type=click.Path(path_type=Path), help=text("cli.simulate.out", language)),
    ]
    return click.Command(
        "simulate",
        callback=simulate,
        params=[id_, *plans.figure_options(language), *files, options.output_format(language)],
        help=text("cli.simulate.help", language),
    )
