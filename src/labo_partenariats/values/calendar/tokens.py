"""Text to tokens: numbers, words, marks and line breaks, each with its place in the text."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from labo_partenariats.values.calendar.lexicon import fold

NUMBER: Final = "number"
WORD: Final = "word"
NEWLINE: Final = "newline"

# Alternatives begin with disjoint characters and no repetition is nested in one of the same class: one linear pass.
_TOKEN = re.compile(
    r"""
    (?P<newline>\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])
  | (?P<space>[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+|[\u00ad\u200b-\u200f\u2060\ufeff]+)
  | (?P<number>[0-9]+)
  | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+['’ʼ]?)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_SAME_MARK: Final = {
    char: mark
    for mark, chars in {
        "-": "-‐‑‒–—―−",
        "/": "/∕⁄／",
        ":": ":：",
        ";": ";|•●▪◦·*",
        "&": "&+",
        ",": ",",
        ".": ".",
        "(": "([",
        ")": ")]",
        "~": "~≈",
        ">": "→>",
        '"': '"«»“”„',
        "'": "'’ʼ`",
    }.items()
    for char in chars
}

_LONGEST_NUMBER: Final = 6


@frozen
class Token:
    """
    One piece of the text.

    ``kind`` is `NUMBER`, `WORD`, `NEWLINE` or the mark itself in its plain spelling (every dash is "-"); ``word`` is
    the folded word; ``value`` the number, -1 when it is too long to be of a date; ``tight`` tells that nothing
    separates the token from the one before.
    """

    kind: str
    start: int
    end: int
    tight: bool
    word: str = ""
    value: int = -1

    @property
    def digits(self) -> int:
        """How many characters the token has."""
        return self.end - self.start


def tokenize(text: str) -> list[Token]:
    """The tokens of *text* in order; spaces and invisible characters are left out."""
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "space":
            continue
        tight = start == last_end
        last_end = end
        if kind == "number":
            value = int(match[0]) if end - start <= _LONGEST_NUMBER else -1
            tokens.append(Token(NUMBER, start, end, tight, value=value))
        elif kind == "word":
            tokens.append(Token(WORD, start, end, tight, word=fold(match[0])))
        elif kind == "newline":
            tokens.append(Token(NEWLINE, start, end, tight))
        else:
            tokens.append(Token(_SAME_MARK.get(match[0], match[0]), start, end, tight))
    return tokens
