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
        from labo_partenariats.codec.batch import REQUIRED, invalid, plan_row, read_figures
        from labo_partenariats.codec.presentation import findings_data
        from labo_partenariats.findings import core_catalogue
        from labo_partenariats.rules.refusals import plan_findings
        from labo_partenariats.rules.simulation import simulate as simulate_plan

        if batch is not None:
            if out is None:
                raise click.UsageError(text("cli.simulate.needs_out", language))
            return run_batch(batch, out, language)
        plans.require(figures, REQUIRED, language)
        read, found = read_figures(figures)
        plan = simulate_plan(read) if read else invalid(found)
        row, found = plan_row(plan, figures["id"] or ""), plan_findings(read, plan) if read else found
        if format_ == "json":
            told = findings_data(found, core_catalogue(), language)
            output.print_json({**row, "reasons": row["reasons"].split(), "findings": told})
        else:
            plans.show_plan(row, language)
            plans.show_reasons(found, language)
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
