"""
Write the pages and files of the documentation that follow from the code: run by ``tox -e generate``, compared by a
test.

`PAGES` maps each file, relative to this folder, to the function that writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import attrs
import law_pages

from labo_partenariats import model
from labo_partenariats.codec.schema import json_schema
from labo_partenariats.findings import core_catalogue
from labo_partenariats.i18n import LANGUAGES, text
from labo_partenariats.i18n.texts import template

HERE = Path(__file__).parent
_PARTS = ("message", "unknown", "satisfied", "why", "remedy")
_FRENCH = re.compile(r"«\s*([^»]+?)\s*»")


def schema() -> str:
    """The JSON Schema of the programme file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def findings() -> str:
    """Every finding: what it says, why it matters, how to put it right."""
    lines = [
        "# Constats",
        "",
        "Chaque constat a un code stable, une gravité et, s'il applique le droit, la règle qu'il suit.",
        "`labo codes CODE` montre la même chose. Les mots entre accolades sont remplacés par les faits du dossier.",
        "Page générée : ne pas modifier à la main.",
        "",
    ]
    labels = {part: text(f"cli.codes.{part}", "fr") for part in ("message", "why", "remedy")}
    labels |= {"unknown": text("cli.codes.unknown_part", "fr"), "satisfied": text("cli.codes.satisfied", "fr")}
    for code, entry in sorted(core_catalogue().entries.items()):
        severity = text(f"terms.Severity.{entry.severity.value}", "fr")
        rule = f", règle {entry.rule}" if entry.rule else ""
        lines += [f"## {code} : {entry.static('title', 'fr')}", "", f"*{severity}{rule}* (`{entry.name}`)", ""]
        for part in _PARTS:
            if (words := entry.static(part, "fr")) is not None:
                lines.append(f"- **{labels[part]}** {words}")
        lines.append("")
    return "\n".join(lines)


def glossary() -> str:
    """The classes of the model: their English name, their French term, what they are."""
    lines = [
        "# Glossaire",
        "",
        "Les noms du code sont les termes anglais du droit de l'Union ; voici les mots français.",
        "Page générée : ne pas modifier à la main.",
        "",
        "| code | français | en anglais |",
        "|---|---|---|",
    ]
    for name in model.__all__:
        thing = getattr(model, name)
        summary = " ".join((thing.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
        if not (attrs.has(thing) or isinstance(thing, type)):
            continue
        found = _FRENCH.search(summary)
        lines.append(f"| `{name}` | {found[1] if found else ''} | {summary} |")
    lines += ["", "## Vocabulaires", "", "| code | français | anglais |", "|---|---|---|"]
    for name in model.__all__:
        thing = getattr(model, name)
        for member in getattr(thing, "__members__", {}).values():
            words = [template(f"terms.{name}.{member.value}", language) for language in LANGUAGES]
            lines.append(f"| `{name}.{member.name}` | {words[0]} | {words[1]} |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "reference/programme.schema.json": schema,
    "reference/constats.md": findings,
    "reference/glossaire.md": glossary,
    "reference/formules.md": law_pages.formulas_in_french,
    "reference/en/formulas.md": law_pages.formulas_in_english,
    "reference/regles.md": law_pages.rules,
    "reference/parametres.md": law_pages.parameters,
}


def main() -> None:
    """Write every page."""
    for name, write in PAGES.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
