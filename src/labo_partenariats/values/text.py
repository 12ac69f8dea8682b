"""Folding of texts: what counts as the same word whatever its case, accents, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_COMMON_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # U+034F joins and is no mark


def plain(text: str) -> str:
    """Lower case without accents; ligatures are opened («œ» becomes oe)."""
    if text.isascii():
        return text.lower()
    opened = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    small = unicodedata.normalize("NFKD", opened).casefold()  # in this order: «℠» opens to capitals
    decomposed = unicodedata.normalize("NFKD", small)
    bare = _COMMON_MARKS.sub("", decomposed)
    if bare.isascii():  # French texts
        return bare
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text: str) -> str:
    """
    A text reduced to its words, to compare headers and names; letters of every script count.

    >>> fold("  Date / période :") == fold("DATE - PERIODE")
    True
    """
    return _NOT_WORD.sub(" ", plain(text)).strip()


def slug(text: str) -> str:
    """An identifier made of the words of a text, joined by hyphens; ``sans-nom`` when it has none."""
    return _NOT_PLAIN.sub("-", plain(text)).strip("-") or "sans-nom"
