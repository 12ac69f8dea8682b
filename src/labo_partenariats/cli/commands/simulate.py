"""`labo simulate`: one plan from the command line, or many from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text


def _rows(path: Path) -> Iterator[Mapping[str, str | None]]:
    """The rows of a batch; raises `UnreadableSource` when the file is no such CSV."""
    from labo_partenariats.codec.batch import INPUT_COLUMNS, REQUIRED
    from labo_partenariats.errors import UnreadableSource

    if not path.is_file():
        raise UnreadableSource("SRC001", {"file": str(path)})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or ()
            missing = tuple(name for name in REQUIRED if name not in names)
            unknown = tuple(name for name in names if name not in INPUT_COLUMNS)
            if missing or unknown:
                raise UnreadableSource("SRC083", {"file": path.name, "missing": missing, "unknown": unknown})
            yield from reader
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or ""}) from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableSource("SRC080", {"file": path.name, "format": "CSV", "reason": str(error)}) from None


def run_batch(source: Path, target: Path, language: Language) -> int:
    """Write the plan of every row; 1 when one of them is refused or invalid."""
    from labo_partenariats import api
    from labo_partenariats.codec.batch import OUTPUT_COLUMNS, simulate_rows

    api.spare(source, target)
    counts = {"ok": 0, "refused": 0, "invalid": 0}
    with api.replacing(target) as binary:
        out = io.TextIOWrapper(binary, encoding="utf-8", newline="", write_through=True)
        writer = csv.DictWriter(out, OUTPUT_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in simulate_rows(_rows(source)):
            writer.writerow(row)
            counts[row["status"]] += 1
        out.detach()
    click.echo(text("cli.simulate.tally", language, **counts))
    return int(bool(counts["refused"] or counts["invalid"]))


def _show(row: Mapping[str, str], reasons: list[str], language: Language) -> None:
    from labo_partenariats.values.money import Money

    click.secho(text(f"terms.Status.{row['status']}", language), bold=True)
    for key in ("public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing"):
        if row[key]:
            label = text(f"amounts.{key}.label", language)
            click.echo(text("cli.build.amount", language, label=label, amount=Money.euros(row[key])))
    if row["binding"]:
        limit = text(f"terms.Limit.{row['binding']}", language)
        click.echo(text("cli.simulate.binding", language, limit=limit))
    for reason in reasons:
        click.echo(f"  {reason}")


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def simulate(format_: str, batch: Path | None, out: Path | None, **figures: Any) -> int:
        from labo_partenariats.codec.batch import REQUIRED, simulate_rows
        from labo_partenariats.findings import core_catalogue

        if batch is not None:
            if out is None:
                raise click.UsageError(text("cli.simulate.needs_out", language))
            return run_batch(batch, out, language)
        missing = [f"--{name.replace('_', '-')}" for name in REQUIRED if not figures.get(name)]
        if missing:
            raise click.UsageError(text("cli.simulate.needs", language, options=tuple(missing)))
        (row,) = simulate_rows([figures])
        if format_ == "json":
            output.print_json({**row, "reasons": row["reasons"].split()})
        else:
            titles = [f"{code} — {core_catalogue()[code].static('title', language)}" for code in row["reasons"].split()]
            _show(row, titles, language)
        return int(row["status"] != "ok")

    names = (
        "id",
        "eligible",
        "aid_rate",
        "eafrd_rate",
        "counterpart",
        "requested",
        "eafrd_ceiling",
        "eafrd_floor",
        "in_kind",
        "min_self_financing_rate",
        "min_public_aid",
    )
    given = [
        click.Option([f"--{name.replace('_', '-')}"], metavar="…", help=text(f"cli.simulate.{name}", language))
        for name in names
    ]
    mode = click.Option(
        ["--aid-rate-mode"],
        type=click.Choice(["maximum", "fixed"]),
        default="maximum",
        show_default=True,
        help=text("cli.simulate.aid_rate_mode", language),
    )
    files = [
        click.Option(["--batch"], type=click.Path(path_type=Path), help=text("cli.simulate.batch", language)),
        click.Option(["-o", "--out"], type=click.Path(path_type=Path), help=text("cli.simulate.out", language)),
    ]
    return click.Command(
        "simulate",
        callback=simulate,
        params=[*given, mode, *files, options.output_format(language)],
        help=text("cli.simulate.help", language),
    )
