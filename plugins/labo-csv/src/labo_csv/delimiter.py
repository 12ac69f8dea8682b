"""The delimiter of a file: the candidate that cuts its records into the same number of fields."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from attrs import frozen

from labo_csv.records import split_records

#: In the order in which we prefer them when they fit equally well: a French Excel writes the semicolon, and the comma
#: is the one that sentences and amounts hold too.
CANDIDATES = (";", "\t", "|", ",")

_DECLARED = re.compile(r'"?sep=([^\w"\r\n])"?[ ;,\t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)

#: What stands for a delimiter when there is one column: a character that no text holds once decoded.
NONE = "\0"

_SAMPLE_RECORDS = 500
_SAMPLE_CHARACTERS = 200_000


@frozen
class Delimiter:
    """
    A delimiter and how it was found.

    ``skip`` is the length of the line ``sep=;`` at the top, which is no data. ``rival`` is another delimiter that fits
    as well.
    """

    character: str
    skip: int = 0
    rival: str | None = None


def find_delimiter(text: str) -> Delimiter:
    """
    The delimiter of *text*: the one declared by its first line, else the most consistent candidate.

    A candidate must cut at least half of the records: commas here and there in the sentences of a file of one column
    are no delimiter. Lines above a small table, which are its titles, do not count against those that sentences lack.
    """
    declared = _DECLARED.match(text)
    if declared is not None:
        return Delimiter(declared[1], skip=declared.end())
    sample = text[:_SAMPLE_CHARACTERS]
    fits = {candidate: _fit(sample, candidate) for candidate in CANDIDATES}
    best = max(CANDIDATES, key=lambda candidate: fits[candidate].share)
    share, columns = fits[best].share, fits[best].columns
    if share == 0:
        return Delimiter(NONE)
    rivals = (c for c in CANDIDATES if c != best and fits[c].share == share and fits[c].columns > columns)
    return Delimiter(best, rival=next(rivals, None))


@frozen
class _Fit:
    """The share of records that have the commonest number of fields above one, and that number."""

    share: float = 0.0
    columns: int = 1


def _fit(sample: str, delimiter: str) -> _Fit:
    records = islice(split_records(sample, delimiter), _SAMPLE_RECORDS)
    widths = [len(r.fields) for r in records if any(field and not field.isspace() for field in r.fields)]
    several = Counter(width for width in widths if width > 1)
    cut = widths if delimiter == "," else _under_titles(widths)
    if not several or several.total() * 2 < len(cut):
        return _Fit()
    columns, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return _Fit(count / len(widths), columns)


def _under_titles(widths: list[int]) -> list[int]:
    """The widths from the first record that is cut, when the next is cut alike: a header and a row under titles."""
    first = next((rank for rank, width in enumerate(widths) if width > 1), len(widths))
    return widths[first:] if len(set(widths[first : first + 2])) == 1 < len(widths) - first else widths
