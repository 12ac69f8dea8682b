"""`labo network`: several programmes side by side, and as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labo_partenariats.cli import options, output
from labo_partenariats.cli.encoding import visible
from labo_partenariats.i18n import Language, text

if TYPE_CHECKING:
    from labo_partenariats.findings import Finding
    from labo_partenariats.model import Programme
    from labo_partenariats.network import Cooperation, Directory, FinancingRow, IndicatorLine, Network

_SHOWN = 20  # lines of a part on the screen; JSON and the files have them all
_AMOUNTS = ("eligible", "public_aid", "eafrd", "self_financing")


def _read(sources: tuple[str, ...], name: str | None, language: Language) -> tuple[Network, list[Finding]]:
    """The network of the sources, and what was wrong with them; every place names its file."""
    from labo_partenariats import api
    from labo_partenariats.codec.network import name_members
    from labo_partenariats.network import Member, Network

    given: list[tuple[str | None, str, Programme]] = []
    found: list[Finding] = []
    for source in sources:
        wanted, equals, path = source.partition("=")
        result = api.in_file(api.read(path if equals else source))
        file = Path(path if equals else source).stem
        given.append((wanted if equals else None, file, result.programme))
        found += result.findings
    members = (Member(each, part[2]) for each, part in zip(name_members(given), given, strict=True))
    return Network(name or text("cli.network.unnamed", language), tuple(members)), found


def _rest(lines: Iterable[str], language: Language) -> Iterator[str]:
    every = list(lines)
    yield from every[:_SHOWN]
    if len(every) > _SHOWN:
        yield text("cli.network.more", language, count=len(every) - _SHOWN)


def _directory(known: Directory, language: Language) -> Iterator[str]:
    for entry in known.shared:
        yield text("cli.network.shared", language, name=entry.actor.name, members=entry.members)


def _calendar(programme: Programme, language: Language) -> Iterator[str]:
    from labo_partenariats.model.schedule import slots

    for slot in slots(programme):
        if not slot.session.cancelled:
            yield text("cli.network.session", language, period=slot.session.period, title=slot.action.title)


def _financing(rows: Iterable[FinancingRow], language: Language) -> Iterator[str]:
    for row in rows:
        if not row.has_plan:
            yield text("cli.network.no_plan", language, member=row.member)
            continue
        yield text(
            "cli.network.plan",
            language,
            member=row.member,
            day=row.day,
            law=row.regime and row.regime.layers[-1].label(language),
        )
        for name in _AMOUNTS:
            label = text(f"amounts.{name}.label", language)
            yield text("cli.build.amount", language, label=label, amount=row.amounts[name])


def _indicators(lines: Iterable[IndicatorLine], language: Language) -> Iterator[str]:
    for line in lines:
        facts = {"name": line.indicator.name, "unit": line.indicator.unit, "members": tuple(n for n, _ in line.shares)}
        yield text(
            "cli.network.indicator", language, target=line.indicator.target, actual=line.indicator.actual, **facts
        )


def _cooperations(pairs: Iterable[Cooperation], known: Directory, language: Language) -> Iterator[str]:
    names = {entry.actor.id: entry.actor.name for entry in known.entries}
    for pair in pairs:
        one, other = (names.get(id_, id_) for id_ in (pair.one, pair.other))
        yield text("cli.network.pair", language, one=one, other=other, count=len(pair.actions))


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def network(sources: tuple[str, ...], name: str | None, out: Path | None, to: str | None, format_: str) -> int:
        from labo_partenariats import api
        from labo_partenariats.codec.network import network_data
        from labo_partenariats.findings import has_errors
        from labo_partenariats.network import (
            compared_financing,
            cooperations,
            directory,
            merged,
            summed_indicators,
        )
        from labo_partenariats.plugin.law import library_of
        from labo_partenariats.plugin.manager import installed
        from labo_partenariats.plugin.protocols import ExportOptions

        whole, findings = _read(sources, name, language)
        known = directory(whole)
        reading = tuple(findings)
        findings += known.findings
        one = merged(whole, known)
        rows = compared_financing(whole, library_of(installed())[0])
        lines, pairs = summed_indicators(whole), cooperations(one)
        told: tuple[Finding, ...] = ()
        if out is not None:
            previous = out if out.is_file() and out.suffix == ".ics" else None
            for source in sources:
                api.spare(Path(source.partition("=")[2] or source), out)
            chosen = ExportOptions(language=language, previous=previous)
            told = api.export_network(whole, out, reading, to=to, options=chosen)
            findings += told
        if format_ == "json":
            output.print_json(network_data(whole, known, rows, lines, pairs, findings, language))
            return int(has_errors(findings))
        output.title(whole.name)
        names = tuple(member.name for member in whole.members)
        click.echo(visible(text("cli.network.members", language, count=len(names), members=names)))
        counts = {"count": len(known.entries), "shared": len(known.shared)}
        click.echo(text("cli.network.organisations", language, **counts))
        parts = {
            "directory": _directory(known, language),
            "calendar": _calendar(one, language),
            "financing": _financing(rows, language),
            "indicators": _indicators(lines, language),
            "cooperations": _cooperations(pairs, known, language),
        }
        for part, words in parts.items():
            shown = list(words) if part == "financing" else list(_rest(words, language))
            if shown:
                output.heading(text(f"cli.network.parts.{part}", language))
                for line in shown:
                    click.echo(f"  {visible(line)}")
        output.print_findings(findings, installed().catalogue, language)
        if out is not None:
            click.echo(text(f"cli.export.{'refused' if has_errors(told) else 'written'}", language, file=str(out)))
        return int(has_errors(findings))

    return click.Command(
        "network",
        callback=network,
        params=[
            click.Argument(["sources"], nargs=-1, required=True, metavar=text("cli.metavars.sources", language)),
            click.Option(["--name"], metavar="…", help=text("cli.network.name", language)),
            click.Option(["-o", "--out"], type=click.Path(path_type=Path), help=text("cli.network.out", language)),
            click.Option(["--to"], metavar=text("cli.metavars.name", language), help=text("cli.options.to", language)),
            options.output_format(language),
        ],
        help=text("cli.network.help", language),
    )
