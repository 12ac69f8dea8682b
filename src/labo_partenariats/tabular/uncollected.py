"""Reading without the search for cycles: a table is a million small objects, and none of them points back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Leave the collector of cycles aside for a while; what nobody refers to any more is freed as always.

    It would go through all the cells again and again while they are made, which takes a third of the time of reading
    a large table. Where it is off already, it stays off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
