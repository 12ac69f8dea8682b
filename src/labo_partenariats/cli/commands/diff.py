"""`labo diff`: what changed between two sources, or two versions of one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labo_partenariats.cli import options, output
from labo_partenariats.cli.encoding import visible
from labo_partenariats.i18n import Language, text

if TYPE_CHECKING:
    from labo_partenariats.model.differences import Change

#: Parts that have a table under another name.
_TABLES = {"financing.expenses": "expenses", "financing.resources": "resources", "actions.sessions": "sessions"}


def _table(part: str) -> str:
    return _TABLES.get(part, part) or "programme"


def _part_words(part: str, language: Language) -> str:
    """The name of the sheet that holds the part, as the template has it; that of the programme for its own facts."""
    from labo_partenariats.tabular.schema import SCHEMAS
    from labo_partenariats.tabular.vocabulary import sheet_name

    role = _table(part)
    return sheet_name(role if role in SCHEMAS else "programme", language)


def _field_words(change: Change, language: Language) -> str:
    """The header of the column that holds the field; the field itself where no table has it."""
    from labo_partenariats.tabular.vocabulary import header

    field = change.field or ""
    for role, key in ((_table(change.part), field), ("fields", field), ("fields", f"{change.part}_{field}")):
        try:
            return header(role, key, language)
        except KeyError:
            continue
    return f"{change.part}.{field}".lstrip(".")


def _words(change: Change, language: Language) -> str:
    old, new = change.old, change.new
    if isinstance(old, tuple) and isinstance(new, tuple):  # of many paragraphs, those that differ
        old, new = tuple(each for each in old if each not in new), tuple(each for each in new if each not in old)
    facts = {"name": change.name or "", "old": old or None, "new": new or None}
    if change.field is None:
        return text(f"cli.diff.{change.kind.value}", language, name=change.name or _part_words(change.part, language))
    key = "fact" if change.name is None else "changed"
    return text(f"cli.diff.{key}", language, field=_field_words(change, language), **facts)


def _show(changes: Sequence[Change], language: Language) -> None:
    if not changes:
        click.echo(text("cli.diff.same", language))
    for part, group in groupby(changes, key=lambda change: _part_words(change.part, language)):
        output.heading(part)
        for change in group:
            click.echo(f"  {visible(_words(change, language))}")


def make(language: Language) -> click.Command:
    """The command in *language*."""

    def diff(old: Path, new: Path, format_: str) -> int:
        from labo_partenariats import api
        from labo_partenariats.codec.differences import differences_data
        from labo_partenariats.findings import has_errors
        from labo_partenariats.model.differences import differences
        from labo_partenariats.plugin.manager import installed

        before, after = (api.in_file(api.read(source)) for source in (old, new))
        changes = differences(before.programme, after.programme)
        unread = [found for found in (*before.findings, *after.findings) if found.severity.value == "error"]
        if format_ == "json":
            output.print_json(differences_data(changes))
        else:
            _show(changes, language)
            output.print_findings(unread, installed().catalogue, language)  # what was not read is not compared
        return int(bool(changes) or has_errors(unread))

    return click.Command(
        "diff",
        callback=diff,
        params=[options.source("old"), options.source("new"), options.output_format(language)],
        help=text("cli.diff.help", language),
    )
