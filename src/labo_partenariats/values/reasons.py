"""
Where a text breaks the rules of its format, in facts that can be told in the user's language.

What the parsers of JSON, TOML and CSV say is English, and about the parser rather than about the file.
"""

from __future__ import annotations

import json
import re

from labo_partenariats.values.term import Place, Term

_PLACE = re.compile(r"line (\d+),? col(?:umn)? (\d+)")
_LINE = re.compile(r"line (\d+)")


def syntax_place(error: Exception) -> Term | Place:
    """
    The place that the error of a parser names, or else the kind of the mistake.

    >>> syntax_place(ValueError("Expected '=' after a key (at line 3, column 5)"))
    Place(line=3, column=5)
    """
    if isinstance(error, UnicodeDecodeError):
        return Term("SyntaxReason", "not_utf8")
    if isinstance(error, RecursionError):
        return Term("SyntaxReason", "too_deep")
    if isinstance(error, json.JSONDecodeError):
        return Place(error.lineno, error.colno)
    found = _PLACE.search(str(error))
    if found is not None:
        return Place(int(found[1]), int(found[2]))
    line = _LINE.search(str(error))
    if line is not None:
        return Place(int(line[1]))
    return Term("SyntaxReason", "cut_short" if "end of document" in str(error) else "malformed")
