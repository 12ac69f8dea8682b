"""
Words that look like a known one: only ever suggested to people, never taken for it.

Headers are few, and the standard library compares them well enough. Names of actors come by the thousand: two are near
when the same letters remain once one letter is taken from each, which is found without comparing every pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from labo_partenariats.values.text import fold

#: Below this share of common letters, the likeness of two words is chance; below this length, nearly always.
_LIKENESS = 0.8
_SHORTEST = 4
_SHORTEST_NAME = 6
_LONGEST_NAME = 80
_DIGITS = re.compile(r"\d+")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """
    The known folded word that a written one may stand for; None when nothing is like it.

    >>> nearest("Montnat", ["montant", "label"])
    'montant'
    """
    folded = fold(word)
    if not _SHORTEST <= len(folded) <= _LONGEST_NAME:
        return None
    words = tuple(known)
    alike = [each for each in words if _DIGITS.findall(each) == _DIGITS.findall(folded)]
    found = get_close_matches(folded, alike, n=1, cutoff=_LIKENESS)
    if found:
        return found[0]
    begun = [each for each in words if len(each) > _SHORTEST and folded.startswith(f"{each} ")]
    return max(begun, key=len, default=None)


def near_pairs(names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """
    The ranks of names that look alike without being the same, each name with the first that is near it.

    >>> list(near_pairs(["Cluster Jura", "Eco parc", "Ecooparc"]))
    [(2, 1)]
    """
    seen: dict[str, int] = {}
    written: list[str] = []
    for rank, name in enumerate(names):
        words = fold(name)
        written.append(words)
        letters = words.replace(" ", "")
        if not _SHORTEST_NAME <= len(letters) <= _LONGEST_NAME:
            continue
        keys = {letters, *(letters[:index] + letters[index + 1 :] for index in range(len(letters)))}
        if seen.get(letters) is not None and written[seen[letters]] == words:
            continue  # told as the same name
        near = [other for key in keys if (other := seen.get(key)) is not None and _may_be_one(words, written[other])]
        if near:
            yield rank, min(near)
        for key in keys:
            seen.setdefault(key, rank)


def _may_be_one(words: str, others: str) -> bool:
    """Whether two near names may be one: the same name is told elsewhere, and numbers tell things apart."""
    return words != others and _DIGITS.findall(words) == _DIGITS.findall(others)
