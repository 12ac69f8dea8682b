"""How wide the columns of a grid are: shares of a page, none narrower than what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

#: Characters of a table's letters across an A4 page, upright and on its side.
UPRIGHT, ON_SIDE = 105, 158
_SHORTEST, _LONGEST_WORD, _PADDING = 3, 16, 2


def shares(weights: Sequence[float], needs: Sequence[int], room: int) -> tuple[int, ...]:
    """
    The width of each column in hundredths of *room*, which is in characters; they add up to 100.

    A column gets what it *needs* where the room allows, and what is left goes by weight.
    """
    least = [max(need, _SHORTEST) + _PADDING for need in needs]
    short = room - sum(least)
    if short <= 0:
        wanted = [float(each) for each in least]
    else:
        unit = room / sum(weights)
        spare = [max(weight * unit - need, 0.0) for weight, need in zip(weights, least, strict=True)]
        total = sum(spare) or 1.0
        wanted = [need + short * part / total for need, part in zip(least, spare, strict=True)]
    return _whole(wanted)


def need_of(texts: Sequence[str], *, is_whole: bool) -> int:
    """The characters that a column cannot do without: its longest word, or its longest text when *is_whole*."""
    if is_whole:
        return max((len(text) for text in texts), default=0)
    return min(max((len(word) for text in texts for word in text.split()), default=0), _LONGEST_WORD)


def _whole(wanted: Sequence[float]) -> tuple[int, ...]:
    """The proportions of *wanted* as whole numbers that add up to 100."""
    total = sum(wanted)
    edges, at = [0], 0.0
    for width in wanted:
        at += width
        edges.append(round(100 * at / total))
    return tuple(after - before for before, after in pairwise(edges))
