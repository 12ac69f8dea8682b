"""The last pass over the finished workbook: the language of the document, which XlsxWriter has no setting for."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from labo_partenariats.plugin.report import Language

_CORE = "docProps/core.xml"
_TAGS: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}


def with_language(workbook: io.BytesIO, language: Language, out: BinaryIO) -> None:
    """Copy *workbook* to *out* with the language among its properties; all else stays as it is."""
    tag = f"<dc:language>{_TAGS[language]}</dc:language></cp:coreProperties>".encode()
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == _CORE:
                data = data.replace(b"</cp:coreProperties>", tag)
            target.writestr(part, data)
