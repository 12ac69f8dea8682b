"""Fail when a page of the built site asks another site for anything: a font, a script, a style, a picture."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

#: Tag → the attribute that makes a browser fetch something by itself; links that a reader follows are another matter.
_FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}
_IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(_FETCHED.get(tag, "")) or ""
        if address.startswith(("http:", "https:", "//")) and given.get("rel") != "canonical":
            self.found.append(address)


def requests_elsewhere(site: Path) -> Iterator[str]:
    """The addresses of other sites that pages and styles of *site* would fetch, each with its file."""
    for path in sorted(site.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        yield from (f"{path.relative_to(site)}: {address}" for address in page.found)
    for path in sorted(site.rglob("*.css")):
        for address in _IN_STYLES.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(site)}: {address}"


if __name__ == "__main__":
    built = Path(sys.argv[1])
    pages = sum(1 for _ in built.rglob("*.html"))
    elsewhere = list(requests_elsewhere(built))
    print("\n".join(elsewhere) or f"{pages} pages, no request to another site")
    sys.exit(bool(elsewhere) or pages == 0)
