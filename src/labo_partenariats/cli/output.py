"""
What the commands print for people: findings in groups, amounts, progress. Colours vanish where there is no terminal.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from labo_partenariats.cli.encoding import visible
from labo_partenariats.findings import Catalogue, Finding, Location, PathLocation, Severity, Verdict
from labo_partenariats.i18n.texts import Language, plural, text

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def print_json(data: Any) -> None:
    """Data as JSON on the standard output, in UTF-8 whatever the terminal."""
    payload = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    click.echo(payload.encode("utf-8", "backslashreplace"), nl=False)  # a file name may be no text


def title(words: str) -> None:
    """The name of what is shown, as its source gives it."""
    click.secho(visible(words), bold=True)


def heading(words: str) -> None:
    """A heading, set off by a blank line."""
    click.echo()
    click.secho(words, bold=True)


def print_findings(findings: Iterable[Finding], catalogue: Catalogue, language: Language) -> None:
    """Findings grouped by severity, what cannot be told last, each with its place and remedy."""
    every = list(findings)
    groups = [
        (severity, [f for f in every if f.severity is severity and f.verdict is not Verdict.UNKNOWN])
        for severity in Severity
    ]
    for severity, group in groups:
        if group:
            heading(text(f"cli.groups.{severity.value}", language, count=len(group)))
            _print_group(group, catalogue, language, _COLOURS[severity])
    unknown = [found for found in every if found.verdict is Verdict.UNKNOWN]
    if unknown:
        heading(text("cli.groups.unknown", language, count=len(unknown)))
        _print_group(unknown, catalogue, language, "magenta")


def _place(location: Location, language: Language) -> str:
    """A place as the source spells it: only a file of a programme has paths."""
    from labo_partenariats.tabular.places import place_words

    if isinstance(location, PathLocation) and not (location.file or "").endswith((".json", ".toml")):
        return place_words(location, language)
    return str(location)


def _print_group(group: list[Finding], catalogue: Catalogue, language: Language, colour: str) -> None:
    for found in group:
        place = f"{_place(found.location, language)} — " if found.location is not None else ""
        words = visible(f"{place}{catalogue.message(found, language)}")
        click.echo(f"  {click.style(found.code, fg=colour)}  {words}")
        if found.related:
            places = ", ".join(_place(location, language) for location in found.related)
            click.echo(f"          {visible(text('cli.see_also', language, places=places))}")
        remedy = catalogue.remedy(found, language)
        if remedy:
            click.echo(f"          → {visible(remedy)}")


def print_tally(findings: Iterable[Finding], language: Language) -> None:
    """How many findings of each severity, in one line."""
    every = list(findings)
    counts = {severity.value: sum(found.severity is severity for found in every) for severity in Severity}
    click.echo()
    click.echo(", ".join(plural(f"cli.tally.{name}", count, language) for name, count in counts.items()) + ".")


@contextmanager
def patience(doing: str, path: Path, language: Language, *, after: float = 1.0) -> Iterator[None]:
    """
    Say on the standard error, and only on a terminal, what takes longer than *after* seconds: a file that is read or
    written, with its size and the seconds so far.
    """
    if not sys.stderr.isatty():
        yield
        return
    done, started, last = threading.Event(), time.monotonic(), 0

    def tell() -> None:
        nonlocal last
        while not done.wait(after):
            facts = {"file": path.name, "seconds": int(time.monotonic() - started)}
            line = visible(text(f"cli.patience.{doing}", language, **facts))
            click.echo(f"\r{line:<{last}}", nl=False, err=True)
            last = len(line)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        if last:
            click.echo(f"\r{'':<{last}}\r", nl=False, err=True)


@contextmanager
def steps(labels: Iterable[str]) -> Iterator[Iterator[str]]:
    """A progress display over named steps, on the standard error and only on a terminal."""
    names = list(labels)
    if not sys.stderr.isatty():
        yield iter(names)
        return
    with click.progressbar(names, file=sys.stderr, item_show_func=lambda name: name or "") as shown:
        yield iter(shown)
