"""The beginning of a mapping: every cell of a form that seems to wait, with the name that its label suggests."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from itertools import islice

from labo_dossier.forms.book import Form
from labo_dossier.forms.candidates import EmptyCell, columns, empty_cells
from labo_dossier.forms.mapping import CELLS, WORDS
from labo_dossier.forms.names import key_of, names, words
from labo_partenariats.plugin import Language

#: A mapping of more cells than these would be read by nobody.
_MOST_CELLS = 500
_LIKE = 0.9


def starter(form: Form, language: Language) -> str:
    """
    The text of a mapping that a person completes, with its explanations in *language*.

    Every line is a comment until someone has read it: a label says what a funder asks, not what it means.
    """
    said: Mapping[str, str] = words()["starter"][language]  # type: ignore[assignment]
    head = said["head"].replace("{form}", _comment(form.path.name))
    return "\n".join((*_comments(head), "", f"[{CELLS}]", *_named(form), *_empty(form), *_words(said["words"]), ""))


def _comments(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]


def _named(form: Form) -> list[str]:
    known = names()
    return [
        f'# {json.dumps(each.name, ensure_ascii=False)} = "{_suggested(each.name)}"'
        for each in form.names
        if each.area is not None and each.is_shown and not known.knows(each.name)
    ]


def _empty(form: Form) -> list[str]:
    lines: list[str] = []
    sheet = None
    for found in columns(islice(empty_cells(form), _MOST_CELLS)):
        if found.sheet != sheet:
            sheet = found.sheet
            lines += ["", f"# {_comment(sheet)}"]
        lines.append(_line(found))
    return lines


def _line(found: EmptyCell) -> str:
    place = json.dumps(str(found), ensure_ascii=False)
    return f'# {place} = "{_suggested(found.label or "")}"  # {_comment(found.label or "")}'.rstrip(" #")


def _words(told: str) -> list[str]:
    return ["", *_comments(told), f"[{WORDS}]", '# "Public national" = "Public"']


def _comment(words: str) -> str:
    """Words that end no comment."""
    return " ".join("".join(char for char in words if char.isprintable() or char.isspace()).split())


def _suggested(label: str) -> str:
    """The known name that a label of the form looks like; nothing when none does."""
    known = {key_of(name): name for name in names().listed}
    for key, name in names().amounts_by_label().items():
        known.setdefault(key, name)
    near = difflib.get_close_matches(key_of(label), known, 1, _LIKE)
    return known[near[0]] if near else ""
