"""`labo build`: the main job, from a source to the files of a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labo_partenariats.cli import options, output
from labo_partenariats.i18n import Language, text

if TYPE_CHECKING:
    from labo_partenariats.api import Report
    from labo_partenariats.findings import Finding


def build_into(
    source: Path, folder: Path, language: Language, mapping: Path | None = None, corrected: Path | None = None
) -> int:
    """Read, check and write; returns the exit status."""
    from labo_partenariats import api
    from labo_partenariats.findings import has_errors, in_order
    from labo_partenariats.plugin.bundle import FINDINGS, OUTPUTS

    with output.patience("reading", source, language):
        report = api.check(api.read(source, mapping=mapping, corrected=corrected))
    api.make_folder(folder)
    for name in (*OUTPUTS, FINDINGS):  # before anything is written: all or nothing
        api.spare(source, folder / name)
    told: list[Finding] = list(report.findings)
    written: list[str] = []
    with output.steps([*OUTPUTS, FINDINGS]) as names:
        for name in names:
            if name == FINDINGS:
                _write_findings(report, told, folder / name, language)
            elif not _export(report, told, folder / name, language):
                continue
            written.append(name)
    _summary(report, folder, written, language)
    output.print_findings(in_order(told), report.catalogue, language)
    output.print_tally(told, language)
    return int(has_errors(told))


def _export(report: Report, told: list[Finding], target: Path, language: Language) -> bool:
    """Write one file; a format whose plugin is absent becomes a finding."""
    from labo_partenariats import api
    from labo_partenariats.errors import UnusableTarget
    from labo_partenariats.findings import finding, has_errors
    from labo_partenariats.plugin.bundle import OUTPUTS
    from labo_partenariats.plugin.protocols import ExportOptions

    try:
        api.exporter_for(target, None)
    except UnusableTarget:
        plugin = OUTPUTS[target.name]
        told.append(finding("DOS105", {"name": target.name, "plugin": plugin or ""}))
        return False
    previous = target if target.suffix == ".ics" and target.exists() else None
    found = api.export(report, target, options=ExportOptions(language=language, previous=previous))
    told += found
    return not has_errors(found)


def _write_findings(report: Report, told: list[Finding], target: Path, language: Language) -> None:
    from labo_partenariats import api
    from labo_partenariats.plugin.bundle import findings_file

    with api.replacing(target) as out:
        out.write(findings_file(told, report.assessment, report.catalogue, language))


def _summary(report: Report, folder: Path, written: list[str], language: Language) -> None:
    from labo_partenariats.cli.commands.check import print_law

    case = report.assessment.case
    output.title(report.programme.title or "—")
    print_law(case.on.day, case.on.reason, case.regime.layers[-1].label(language) if case.regime else None, language)
    for key in ("eligible", "public_aid", "eafrd", "self_financing"):
        amount = report.assessment.amounts[key]
        if amount is not None:
            label = text(f"amounts.{key}.label", language)
            click.echo(text("cli.build.amount", language, label=label, amount=amount))
    click.echo(text("cli.build.written", language, files=tuple(str(folder / name) for name in written)))


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def build(source: Path, out: Path, source_mapping: Path | None, corrected: Path | None) -> int:
        return build_into(source, out, language, source_mapping, corrected)

    target = click.Option(
        ["-o", "--out"], type=click.Path(path_type=Path), required=True, help=text("cli.options.out_dir", language)
    )
    return click.Command(
        "build",
        callback=build,
        params=[options.source(), target, options.mapping(language), options.corrected(language)],
        help=text("cli.build.help", language),
    )
