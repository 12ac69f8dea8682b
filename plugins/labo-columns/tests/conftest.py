"""What the tests of this plugin share: the core's own answer to a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from labo_partenariats.plugin.batches import RowEngine


@pytest.fixture
def core(tmp_path: Path) -> Callable[[bytes], bytes]:
    """What the core itself writes for a CSV file."""

    def run(content: bytes) -> bytes:
        source, out = tmp_path / "core.csv", io.BytesIO()
        source.write_bytes(content)
        RowEngine().run(source, out, ".csv")
        return out.getvalue()

    return run
