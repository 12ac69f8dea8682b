"""
The frame of the `labo` command: language, lazy sub-commands, and one way out for every mistake.

Exit status: 0 no finding of severity error, 1 at least one, 2 the source or the command is unusable (one clear
message on the standard error, never a traceback; ``LABO_DEBUG=1`` shows it to a developer).
"""

from __future__ import annotations

import gettext
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from labo_partenariats.cli.encoding import tolerate, visible
from labo_partenariats.errors import LaboError, Misuse
from labo_partenariats.i18n.texts import LANGUAGES, Language, has_text, text

#: Sub-commands in the order of the help; each is a module of `labo_partenariats.cli.commands` imported when it is run.
COMMANDS = (
    "demo",
    "build",
    "read",
    "check",
    "annotate",
    "diff",
    "explain",
    "simulate",
    "solve",
    "export",
    "template",
    "network",
    "serve",
    "plugins",
    "codes",
    "schema",
)

UNUSABLE = 2
INTERRUPTED = 130


def chosen_language(arguments: Sequence[str]) -> Language:
    """The language of this run: ``--lang`` wherever it stands, else ``LABO_LANG``, else French."""
    wanted = os.environ.get("LABO_LANG", "fr")
    for rank, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        elif argument == "--lang" and rank + 1 < len(arguments):
            wanted = arguments[rank + 1]
    return "en" if wanted == "en" else "fr"


def speak(language: Language) -> None:
    """Have the command-line library say its own sentences (usage, unknown option …) in *language*."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("labo_click", str(Path(__file__).parent / "locale"))
    gettext.textdomain("labo_click")


def language_option(language: Language) -> click.Option:
    """The ``--lang`` option; its value was read before the command line was parsed."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=text("cli.lang", language))


def _spoken(language: Language) -> type[click.Context]:
    """A context whose help writes its headings as *language* does: «Options :» in French."""

    class Formatter(click.HelpFormatter):
        def write_heading(self, heading: str) -> None:
            self.write(f"{'':>{self.current_indent}}{text('cli.heading', language, heading=heading)}\n")

    class Context(click.Context):
        formatter_class = Formatter

    return Context


class _Group(click.Group):
    """The top of the command line; knows its sub-commands by name and imports the one that is run."""

    def __init__(self, language: Language, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.language = language
        self.context_class = _spoken(language)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"labo_partenariats.cli.commands.{cmd_name}")
        command: click.Command = module.make(self.language)
        command.params.append(language_option(self.language))
        command.context_class = self.context_class
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, text(f"cli.{name}.short", self.language)) for name in COMMANDS]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(rows)


def _version() -> str:
    from importlib.metadata import version

    return version("labo-partenariats")


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"labo {_version()}")
        ctx.exit()


def make_group(language: Language) -> click.Group:
    """The whole command line in *language*."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_show_version,
        help=gettext.gettext("Show the version and exit."),
    )
    return _Group(
        language,
        name="labo",
        params=[language_option(language), version],
        help=text("cli.help", language),
        subcommand_metavar=text("cli.metavars.command", language),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def message_of(error: LaboError, language: Language) -> str:
    """What to tell a user about an exception of the library."""
    try:
        return _message_of(error, language)
    except Misuse:  # a plugin that gives a code of ours without its facts
        return str(error)


def _message_of(error: LaboError, language: Language) -> str:
    data = dict(error.data)
    if error.code == "SRC009" and "limit" in data:  # a key of `Limits`, which has a name in each language
        from labo_partenariats.values.term import Term

        data["limit"] = Term("Limits", str(data["limit"]))
    for key in (f"findings.{error.code}", f"errors.{error.code}"):
        if has_text(f"{key}.message", language):
            lines = [text(f"{key}.message", language, **data)]
            if has_text(f"{key}.remedy", language):
                lines.append(text(f"{key}.remedy", language, **data))
            return " ".join(lines)
    return str(error)


def _details(error: LaboError, language: Language) -> list[str]:
    """What an exception holds beyond its message: every problem of a mapping, with its line."""
    found = getattr(error, "findings", ())
    if not found:
        return []
    from labo_partenariats.findings import core_catalogue

    catalogue = core_catalogue()
    return [f"  {each.location} : {catalogue[each.code].text('message', language, each.data)}" for each in found]


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; never raises."""
    language = chosen_language(arguments)
    speak(language)
    tolerate(sys.stdout, sys.stderr)
    try:
        status = make_group(language).main(list(arguments), prog_name="labo", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as mistake:
        shown = io.StringIO()
        mistake.show(shown)
        click.echo(visible(shown.getvalue()), err=True, nl=False)
        return UNUSABLE
    except SystemExit:  # how click ends when the reader of our output went away, as `head` does, or to complete words
        return 0
    except (click.Abort, KeyboardInterrupt):
        click.echo(gettext.gettext("Aborted!"), err=True)
        return INTERRUPTED
    except LaboError as error:
        if os.environ.get("LABO_DEBUG"):
            raise
        click.echo(visible(text("cli.error", language, message=message_of(error, language))), err=True)
        for line in _details(error, language):
            click.echo(visible(line), err=True)
        return UNUSABLE
    except BrokenPipeError:  # the same, while a message is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing to flush at exit
        return 0
    except Exception as error:
        if os.environ.get("LABO_DEBUG"):
            raise
        unexpected = f"{type(error).__name__}: {error}"
        click.echo(visible(text("cli.defect", language, error=unexpected)), err=True)
        return UNUSABLE


def main() -> None:
    """The entry point of the `labo` script."""
    sys.exit(run(sys.argv[1:]))
