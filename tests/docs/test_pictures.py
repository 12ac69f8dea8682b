"""The pictures of the documentation are those that ``docs/pictures.py`` makes, and each is told in words."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
_SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


def _shown() -> list[tuple[Path, str, Path]]:
    """Each picture shown: its page, its text, its file."""
    return [
        (page, words, (page.parent / target).resolve())
        for page in PAGES
        for words, target in _SHOWN.findall(page.read_text("utf-8"))
    ]


def test_every_picture_shown_is_there_and_told_in_words() -> None:
    """A picture has a text for those who do not see it, long enough to say what is on it."""
    shown = _shown()
    assert [page.name for page, words, file in shown if not (file.is_file() and len(words) > 40)] == []
    assert ROOT / "README.md" in {page for page, _, _ in shown}


def test_the_pictures_are_those_that_the_script_makes() -> None:
    """None is pasted, none is made in vain, and none weighs more than a page should."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    files = {picture.file for picture in made.PICTURES}
    assert {file.name for file in IMAGES.iterdir()} == files == {file.name for _, _, file in _shown()}
    assert [file.name for file in IMAGES.iterdir() if file.stat().st_size > 150_000] == []
