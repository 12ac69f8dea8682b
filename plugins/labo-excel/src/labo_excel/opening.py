"""A workbook opened with suspicion: the one door for the importer and for plugins that fill workbooks."""

from __future__ import annotations

from pathlib import Path

from labo_excel.archive import Archive
from labo_excel.signature import read_bytes, refuse_other_archive, refuse_other_formats
from labo_excel.workbook import find_workbook
from labo_partenariats.plugin import Limits, UnreadableSource


def open_workbook(path: Path, limits: Limits) -> tuple[bytes, Archive, str]:
    """
    The bytes of the workbook at *path*, its archive and the name of its workbook part.

    Raises `UnreadableSource` with the code that explains what the file is, when it is no workbook or one made to harm.
    """
    content = read_bytes(path, limits)
    refuse_other_formats(content)
    archive = Archive(content, limits)
    refuse_other_archive(archive.names())
    part = find_workbook(archive)
    if part is None:
        raise UnreadableSource("SRC012")
    return content, archive, part
