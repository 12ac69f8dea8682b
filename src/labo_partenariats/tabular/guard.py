"""
Texts that a spreadsheet could take for a formula, and the apostrophe that prevents it.

A spreadsheet computes what begins with ``=``, ``+``, ``-`` or ``@`` when it opens a text file, so that a name typed by
a stranger can become a command. The apostrophe that users type for the same purpose is written before such texts and
taken off when they are read. A text that really begins so bears one apostrophe more: nothing is ever lost.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠]")

#: A signed number or a telephone number computes to itself.
_HARMLESS = re.compile(r"[+-][\d\s.,]*")


def unguarded(text: str) -> str:
    """
    The text that is meant.

    >>> unguarded("'=A1"), unguarded("'quoted'")
    ('=A1', "'quoted'")
    """
    return text[1:] if _GUARDED.match(text) else text


def apostrophe_kept(text: str) -> str:
    """
    The text as a cell holds it, which `unguarded` takes back: one with such an apostrophe gets another.

    >>> apostrophe_kept("'=A1"), apostrophe_kept("=A1")
    ("''=A1", '=A1')
    """
    return f"'{text}" if _GUARDED.match(text) else text


def guarded(text: str) -> str:
    """
    The text of a cell as a file of texts must hold it, so that no spreadsheet computes it.

    >>> guarded("=A1"), guarded("-150,00")
    ("'=A1", '-150,00')
    """
    is_formula = _FORMULA.match(text) is not None and _HARMLESS.fullmatch(text) is None
    return f"'{text}" if is_formula else text
