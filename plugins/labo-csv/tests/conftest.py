"""What the tests of this plugin share: a reader of bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labo_csv import CsvImporter
from labo_partenariats.plugin import Limits, Tables


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Tables]:
    """Read the bytes of a CSV file through a file, whose content must stay as it was."""
    folder = tmp_path_factory.mktemp("tables")

    def read_bytes(content: bytes | str, limits: Limits | None = None, name: str = "plan.csv") -> Tables:
        raw = content.encode() if isinstance(content, str) else content
        path = folder / name
        path.write_bytes(raw)
        try:
            return CsvImporter().read(path, limits or Limits())
        finally:
            assert path.read_bytes() == raw

    return read_bytes
