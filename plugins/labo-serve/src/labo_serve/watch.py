"""
Has the source changed, and is whoever writes it done?

Asking the file system once a second costs nothing and works where notifications do not: network shares, synchronised
folders, and editors that write beside the file and rename.
"""

from __future__ import annotations

import os
from pathlib import Path

#: What tells one saved state from another; None while there is no source.
Signature = tuple[tuple[str, int, int, int, int], ...] | None


def signature(source: Path) -> Signature:
    """The state of *source*, a file or the files of a folder, without reading it; hidden files do not count."""
    try:
        if not source.is_dir():
            return (_state("", source.stat()),)
        with os.scandir(source) as entries:
            files = [each for each in entries if not each.name.startswith((".", "~$")) and each.is_file()]
            return tuple(sorted(_state(each.name, each.stat()) for each in files))
    except OSError:  # it is being replaced, or gone
        return None


def _state(name: str, found: os.stat_result) -> tuple[str, int, int, int, int]:
    # The time of change stands for the content where a program sets back the time of modification.
    return name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


class Watch:
    """
    Tells when a source has changed and stayed as it is since the last time it was asked.

    A save in progress is never reported: one that is being written changes from one question to the next.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self.known = self.seen = signature(source)

    def settled(self) -> bool:
        """Whether there is a change to take note of; call `taken` when that is done."""
        now = signature(self.source)
        was, self.seen = self.seen, now
        return now != self.known and now == was

    def taken(self) -> bool:
        """Take the state last seen as known; False when the source has changed again meanwhile."""
        if signature(self.source) != self.seen:
            return False
        self.known = self.seen
        return True
