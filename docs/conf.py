"""The site of the documentation: one tool, no request to any other site, search included."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

project = "labo_partenariats"
author = "labo_partenariats"
language = "fr"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "labo_partenariats"
html_copy_source = False
html_show_sphinx = False
exclude_patterns = ["site"]

myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 3

# Docstrings name objects in single backticks; they are read where they stand, whether or not they have a page.
default_role = "code"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
autodoc_member_order = "bysource"
nitpicky = False

# Generated pages mark places in HTML, which a forge shows as well; here they become targets that links can be checked
# against.
_PLACES = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
_INLINE_PLACES = re.compile(r'<a id="([\w-]+)"></a>([^|<]+?)(?= \|)')


# A place is found by its name alone: the English pages, which have the places of the French ones, say whose they are.
_ENGLISH = "reference/en/"
_LINKS = re.compile(r"\]\(((?:\w+\.md)?#)(?=\w)")


def _with_targets(app: Sphinx, name: str, source: list[str]) -> None:
    mark = "en-" if name.startswith(_ENGLISH) else ""
    text = _INLINE_PLACES.sub(rf"[\2]{{#{mark}\1}}", _PLACES.sub(rf"[]{{#{mark}\1}}", source[0]))
    source[0] = _LINKS.sub(rf"](\1{mark}", text)


def setup(app: Sphinx) -> None:
    """What Sphinx calls first."""
    app.connect("source-read", _with_targets)
