"""
Texts on terminals and pipes that do not speak UTF-8, as Windows still has: the closest plain spelling, never a failure.

French amounts hold narrow no-break spaces and the findings arrows, which Windows-1252 does not know.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import TextIO

_HANDLER = "labo_closest"
_PLAIN = str.maketrans({"→": "->", "€": "EUR", "—": "-", "–": "-", "…": "...", "«": '"', "»": '"', "’": "'", "œ": "oe"})


def closest(error: UnicodeError) -> tuple[str, int]:
    """The closest spelling in ASCII of the characters that an encoding lacks; a question mark for one without any."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    spelled = (unicodedata.normalize("NFKD", char.translate(_PLAIN)).encode("ascii", "ignore") for char in lacking)
    return "".join(char.decode("ascii") or "?" for char in spelled), error.end


def tolerate(*streams: TextIO) -> None:
    """Have *streams* write the closest spelling of what their encoding lacks."""
    codecs.register_error(_HANDLER, closest)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)
