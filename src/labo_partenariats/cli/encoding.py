"""
Texts on terminals: the closest plain spelling where UTF-8 is not spoken, and nothing that a terminal would obey.

French amounts hold narrow no-break spaces and the findings arrows, which Windows-1252 does not know. The cells of a
hostile file may hold the codes by which terminals are commanded.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import TextIO

_HANDLER = "labo_closest"
_PLAIN = str.maketrans({"→": "->", "€": "EUR", "—": "-", "–": "-", "…": "...", "«": '"', "»": '"', "’": "'", "œ": "oe"})


#: Control characters but tabs and line breaks, and the marks that turn the direction of writing.
_OBEYED = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {ord("\t"), ord("\n")}
_SHOWN = dict.fromkeys(_OBEYED, "\N{REPLACEMENT CHARACTER}")


def visible(text: str) -> str:
    """A text of a user's file without anything that a terminal would obey."""
    return text.translate(_SHOWN)


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
