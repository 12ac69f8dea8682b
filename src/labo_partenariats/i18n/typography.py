"""Words as they are printed."""

from __future__ import annotations

import re

from labo_partenariats.i18n.texts import Language

_INSIDE = re.compile(r"(?<=«) | (?=[»:])")
_THIN = re.compile(r" (?=[;!?])")


def typeset(words: str, language: Language) -> str:
    r"""
    A text whose lines break where they may: in French, never inside « » nor before a colon, a semicolon, «!» or «?».

    >>> typeset("Où ? « Ici » : là.", "fr")
    'Où\u202f? «\xa0Ici\xa0»\xa0: là.'
    """
    return _THIN.sub("\u202f", _INSIDE.sub("\u00a0", words)) if language == "fr" else words
