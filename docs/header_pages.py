"""The reference pages of headers: the words by which each table and each of its columns is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

from labo_partenariats.i18n import Language
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS, SCHEMAS

_WORDS: Mapping[str, Any] = tomllib.loads(
    (resources.files("labo_partenariats.tabular") / "headers.toml").read_text(encoding="utf-8")
)
_SAID = {
    "fr": {
        "opening": (
            "# En-têtes reconnus\n\nLes mots sous lesquels chaque tableau et chaque colonne se lisent : le premier est "
            "celui du modèle, les autres valent autant.\nLes majuscules, les accents, les espaces et la ponctuation ne "
            "comptent pas, et les mots anglais de [l'autre page](en/headers.md) sont lus aussi.\nUn autre mot se "
            "déclare dans [une correspondance](../guides/correspondance.md).\n\n"
            "Page générée : ne pas modifier à la main.\n"
        ),
        "sheet": "Feuille ou titre : {words}.",
        "columns": "| colonne | se lit aussi |",
        "named": " et, où la feuille, le fichier ou un titre nomme le tableau |",
        "required": " (obligatoire)",
        "fields": "Champs de la fiche",
        "field": "| champ | se lit aussi |",
    },
    "en": {
        "opening": (
            "# Known headers\n\nThe words by which each table and each column is read: the first is the one of the "
            "template, the others count as much. Case, accents, spaces and punctuation do not matter, and the French "
            "words of [the other page](../en-tetes.md) are read too. Any other word is declared in "
            "[a mapping](../../guides/correspondance.md).\n\nGenerated page: not to be changed by hand.\n"
        ),
        "sheet": "Sheet or title: {words}.",
        "columns": "| column | also read as |",
        "named": " and, where the sheet, the file or a title names the table |",
        "required": " (required)",
        "fields": "Fields of the programme's own table",
        "field": "| field | also read as |",
    },
}


def headers_in_french() -> str:
    """Every header that is read, for French readers."""
    return "\n".join(_page("fr"))


def headers_in_english() -> str:
    """Every header that is read, for English readers."""
    return "\n".join(_page("en"))


def _page(language: Language) -> Iterator[str]:
    said = _SAID[language]
    yield said["opening"]
    for role, schema in SCHEMAS.items():
        branch, named = _WORDS[role], _WORDS["named"].get(role, {})
        first, *others = branch["sheet"][language]
        yield f"## {first}\n"
        if others:
            yield said["sheet"].format(words=_listed((first, *others), language)) + "\n"
        yield said["columns"] + (said["named"] if named else "")
        yield "|---|---|" + ("---|" if named else "")
        for column in schema.columns:
            name, *also = branch[column.key][language]
            only = [word for word in named.get(column.key, {}).get(language, ()) if word not in (name, *also)]
            required = said["required"] if column.required else ""
            row = f"| {name}{required} | {_listed(also, language)} |"
            yield row + (f" {_listed(only, language)} |" if named else "")
        yield ""
    yield f"## {said['fields']}\n\n{said['field']}\n|---|---|"
    for key in PROGRAMME_FIELDS:
        name, *also = _WORDS["fields"][key][language]
        yield f"| {name} | {_listed(also, language)} |"
    yield ""


def _listed(words: Iterable[str], language: Language) -> str:
    return " ; ".join(words) if language == "fr" else "; ".join(words)
