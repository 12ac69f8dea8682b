"""The pages outside the site point to files that exist; Sphinx holds the links of the others."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("plugins/*/README.md")))
_TARGET = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_something(page):
    """A file or folder named by a link is in the repository."""
    path = ROOT / page
    targets = _TARGET.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_links_are_found():
    """The pages of the first contact do have links to look at."""
    assert {"README.md", "CONTRIBUTING.md"} <= set(PAGES)
    assert all(_TARGET.search((ROOT / page).read_text(encoding="utf-8")) for page in ("README.md", "CONTRIBUTING.md"))
