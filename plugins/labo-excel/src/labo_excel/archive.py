"""The zip archive of a workbook, opened with suspicion: names, sizes and the clock are checked as it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from labo_partenariats.plugin import Limits, Tally, UnreadableSource

_CHUNK = 256 * 1024

#: Office formats use these two methods; the others of zip inflate without a bound.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

#: Parts that are held as objects rather than streamed (workbook, styles, relationships, tables).
_SMALL_PART = 32 * 2**20

#: Each entry of an archive's directory becomes an object before we can look at any of them.
_DIRECTORY_ENTRY = b"PK\x01\x02"
_MOST_PARTS = 20_000

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """
    The parts of a workbook by name.

    Raises `UnreadableSource`: SRC005 (protected by a password), SRC009 (a limit), SRC014 (damaged), SRC015 (two entries
    of one name, or a name that leaves the archive).
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.tally = Tally.starting_now(limits)
        self.tally.check("parts", content.count(_DIRECTORY_ENTRY), _MOST_PARTS)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise UnreadableSource("SRC014") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            self._admit(entry)
        declared = sum(entry.file_size for entry in self._entries.values())
        self.tally.check("inflated_bytes", declared)

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename.replace("\\", "/")
        key = name.lower()
        if key in self._entries:
            raise UnreadableSource("SRC015", {"entry": name, "reason": "duplicate"})
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise UnreadableSource("SRC015", {"entry": name, "reason": "outside"})
        if entry.flag_bits & 0x1:
            raise UnreadableSource("SRC005")
        if entry.compress_type not in _METHODS:
            raise UnreadableSource("SRC014")
        self._entries[key] = entry

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> tuple[str, ...]:
        """The names of the parts, in lower case (a part's name has no case)."""
        return tuple(self._entries)

    def chunks(self, name: str, *, small: bool = False) -> Iterator[bytes]:
        """The bytes of a part as they inflate, under the limits; SRC018 when there is no such part."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise UnreadableSource("SRC018", {"part": name})
        if small:
            self.tally.check("inflated_bytes", entry.file_size, _SMALL_PART)
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    self.tally.count("inflated_bytes", len(chunk))
                    self.tally.check_time()
                    yield chunk
        except _BROKEN as error:
            raise UnreadableSource("SRC014") from error
