"""`labo codes`: the catalogue of findings."""

from __future__ import annotations

import click

from labo_partenariats.i18n import Language, text

_PARTS = {"message": "message", "unknown": "unknown_part", "satisfied": "satisfied", "why": "why", "remedy": "remedy"}


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def codes(code: str | None) -> int:
        from labo_partenariats.plugin.manager import installed

        catalogue = installed().catalogue
        if code is None:
            for known, entry in sorted(catalogue.entries.items()):
                severity = text(f"terms.Severity.{entry.severity.value}", language)
                title = entry.static("title", language)
                click.echo(f"{known}  {severity:<14} {title}{f'  [{entry.rule}]' if entry.rule else ''}")
            return 0
        if code.upper() not in catalogue:
            raise click.BadParameter(text("cli.codes.unknown", language, code=code), param_hint="CODE")
        entry = catalogue[code.upper()]
        severity = text(f"terms.Severity.{entry.severity.value}", language)
        click.secho(f"{entry.code} — {entry.static('title', language)}", bold=True)
        click.echo(text("cli.codes.severity", language, severity=severity))
        if entry.rule:
            click.echo(text("cli.codes.rule", language, rule=entry.rule))
        for part, label in _PARTS.items():
            words = entry.static(part, language)
            if words:
                click.echo(f"{text(f'cli.codes.{label}', language)} {words}")
        return 0

    argument = click.Argument(["code"], required=False, metavar="[CODE]")
    return click.Command("codes", callback=codes, params=[argument], help=text("cli.codes.help", language))
