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
import header_pages
import law_pages

from labo_partenariats import model
from labo_partenariats.codec.schema import json_schema
from labo_partenariats.i18n import LANGUAGES, Language, text
from labo_partenariats.i18n.texts import template
from labo_partenariats.plugin.manager import installed

HERE = Path(__file__).parent
_PARTS = ("message", "unknown", "satisfied", "why", "remedy")
_FRENCH = re.compile(r"«\s*([^»]+?)\s*»")


def schema() -> str:
    """The JSON Schema of the programme file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


_FINDINGS = {
    "fr": (
        (
            "# Constats\n\nChaque constat a un code stable, une gravité et, s'il applique le droit, la règle "
            "qu'il suit.\n"
            "`labo codes CODE` montre la même chose. Les mots entre accolades sont remplacés par les faits du "
            "dossier.\n"
            "Page générée : ne pas modifier à la main. [In English](en/findings.md).\n"
        ),
        "## {code} : {title}\n\n*{severity}{rule}* (`{name}`)\n",
        ", règle [{rule}](regles.md#{anchor})",
    ),
    "en": (
        (
            "# Findings\n\nEvery finding has a stable code, a severity and, when it applies the law, the rule "
            "it follows.\n"
            "`labo --lang en codes CODE` shows the same. Words in braces are replaced by the facts of the dossier.\n"
            "Generated page: not to be changed by hand. [En français](../constats.md).\n"
        ),
        "## {code}: {title}\n\n*{severity}{rule}* (`{name}`)\n",
        ", rule [{rule}](rules.md#{anchor})",
    ),
}


def findings_in_french() -> str:
    """Every finding, of the core and of the plugins beside it, for French readers."""
    return _findings("fr")


def findings_in_english() -> str:
    """Every finding, of the core and of the plugins beside it, for English readers."""
    return _findings("en")


def _findings(language: Language) -> str:
    """Every finding: what it says, why it matters, how to put it right."""
    intro, head, rule_link = _FINDINGS[language]
    lines = [intro]
    labels = {part: text(f"cli.codes.{part}", language) for part in ("message", "why", "remedy")}
    labels |= {"unknown": text("cli.codes.unknown_part", language), "satisfied": text("cli.codes.satisfied", language)}
    for code, entry in sorted(installed().catalogue.entries.items()):
        severity = text(f"terms.Severity.{entry.severity.value}", language)
        rule = rule_link.format(rule=entry.rule, anchor=entry.rule.lower()) if entry.rule else ""
        title = entry.static("title", language)
        lines.append(head.format(code=code, title=title, severity=severity, rule=rule, name=entry.name))
        told = {part: entry.static(part, language) for part in _PARTS}
        lines += [f"- **{labels[part]}** {words}" for part, words in told.items() if words is not None]
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
    "reference/constats.md": findings_in_french,
    "reference/en/findings.md": findings_in_english,
    "reference/glossaire.md": glossary,
    "reference/en-tetes.md": header_pages.headers_in_french,
    "reference/en/headers.md": header_pages.headers_in_english,
    "reference/formules.md": law_pages.formulas_in_french,
    "reference/en/formulas.md": law_pages.formulas_in_english,
    "reference/regles.md": law_pages.rules_in_french,
    "reference/en/rules.md": law_pages.rules_in_english,
    "reference/parametres.md": law_pages.parameters_in_french,
    "reference/en/parameters.md": law_pages.parameters_in_english,
    "reference/a-verifier.md": law_pages.unverified_in_french,
    "reference/en/unverified.md": law_pages.unverified_in_english,
}


def main() -> None:
    """Write every page."""
    for name, write in PAGES.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
