"""The pages that follow from the code are those that the code gives today."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))  # where the generator finds its modules, as when it is run
_spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@pytest.mark.parametrize("name", generate.PAGES)
def test_page_is_up_to_date(name: str) -> None:
    """A generated page equals what the code gives; after a change, run ``tox -e generate``."""
    assert (DOCS / name).read_text("utf-8") == generate.PAGES[name]()
