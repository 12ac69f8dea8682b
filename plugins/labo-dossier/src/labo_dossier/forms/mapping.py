"""The correspondence («correspondance») between the cells of a form and what a programme says: a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Map
from pathlib import Path

from attrs import evolve, field, frozen

from labo_dossier.forms.codes import tell
from labo_partenariats.plugin import Finding, LineLocation, UnreadableSource, syntax_place

CELLS, WORDS = "cellules", "mots"
_LARGEST = 2**20


@frozen
class Mapping:
    """
    What a mapping says: ``cells`` is place in the form → name, ``words`` our words → the form's own.

    ``file`` is its name and ``text`` what is written in it.
    """

    cells: Map[str, str] = field(factory=dict)
    words: Map[str, str] = field(factory=dict)
    file: str = ""
    text: str = field(default="", repr=False)

    def place(self, key: str) -> LineLocation:
        """The line of an entry or of a section, for findings."""
        lines = enumerate(self.text.splitlines(), start=1)
        return LineLocation(self.file, next((number for number, line in lines if key in line), None))


def read_mapping(path: Path | None) -> tuple[Mapping, tuple[Finding, ...]]:
    """
    The mapping written at *path*, and what of it is no mapping (FRM102); an empty one without a path.

    Raises `UnreadableSource`: SRC009 (too big), SRC080 (not TOML).
    """
    if path is None:
        return Mapping(), ()
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            facts = {"file": path.name, "limit": "file_bytes", "maximum": _LARGEST, "found": path.stat().st_size}
            raise UnreadableSource("SRC009", facts)
        text = content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableSource("SRC080", {"file": path.name, "format": "TOML", "reason": syntax_place(error)}) from None
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": path.name, "reason": error.strerror or str(error)}) from None
    mapping = Mapping({}, {}, path.name, text)
    findings: list[Finding] = []
    sections = {CELLS: dict[str, str](), WORDS: dict[str, str]()}
    for section, entries in table.items():
        if section not in sections or not isinstance(entries, dict):
            findings.append(tell("FRM102", {"entry": section}, mapping.place(section)))
            continue
        for key, value in entries.items():
            if isinstance(value, str) and value.strip():
                sections[section][key] = value.strip()
            else:
                findings.append(tell("FRM102", {"entry": key}, mapping.place(key), value=str(value)))
    return evolve(mapping, cells=sections[CELLS], words=sections[WORDS]), tuple(findings)
