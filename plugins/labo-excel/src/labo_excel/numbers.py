"""Numbers as the file writes them, freed of binary noise."""

from __future__ import annotations

import re
from decimal import Context, Decimal

#: Excel shows and compares fifteen significant digits; what follows is noise of the binary number.
_FIFTEEN = Context(prec=15)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_INTEGER = re.compile(r"[+-]?[0-9]+")

#: The largest power of ten of a binary number; beyond it, writing the number out would fill the memory.
_LARGEST = 308


def read_number(text: str) -> Decimal | None:
    """
    The decimal number meant by ``4936.3999999999996`` (4936.4); whole numbers are kept to the last digit.

    None when *text* is no number. The result has neither exponent nor trailing zeros.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if abs(number.adjusted()) > _LARGEST:
        return None
    if not _INTEGER.fullmatch(text):
        number = _FIFTEEN.plus(number)
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """*number* without exponent nor trailing zeros: 100 rather than 1E+2, 0.8 rather than 0.80."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal(0) if text in {"-0", "0"} else Decimal(text)
