"""The guide of the tables names what is read and written, and no more."""

from __future__ import annotations

import re
from pathlib import Path

from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.vocabulary import Vocabulary, file_name, header
from labo_partenariats.values.text import fold

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "tableaux-du-dossier.md").read_text(encoding="utf-8")


def test_every_file_is_named() -> None:
    """Each table has its file there, and each file named there is read as a table."""
    named = set(re.findall(r"`([a-z-]+)\.csv`", GUIDE))

    assert {file_name(role) for role in SCHEMAS} <= named
    assert {Vocabulary.core().sheets[fold(name)] for name in named} == set(SCHEMAS)


def test_every_further_column_is_named() -> None:
    """Columns that the template does not show are told with the header under which they are read."""
    hidden = {
        header(role, column.key)
        for role, schema in SCHEMAS.items()
        for column in schema.columns
        if column.supplementary and not schema.supplementary
    }
    told = GUIDE.partition("## Colonnes en plus")[2].partition("\n## ")[0]

    assert {word for word in hidden if word not in told} == set()
