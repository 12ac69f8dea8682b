"""What each column and field is for, in the words of the template and of the reference pages."""

from __future__ import annotations

from labo_partenariats.i18n import Language, has_text, text
from labo_partenariats.tabular.schema import Column


def column_help(role: str, column: Column, language: Language = "fr") -> str:
    """What to write in a column of the table *role*: its own words, else those of what its cells hold."""
    return _first((f"column.{role}.{column.key}", f"column.{column.key}", f"kind.{column.kind.value}"), language)


def field_help(column: Column, language: Language = "fr") -> str:
    """What to write beside a field of the programme's own table (`labo_partenariats.tabular.schema.field_column`)."""
    return _first((f"field.{column.key}", f"kind.{column.kind.value}"), language)


def _first(keys: tuple[str, ...], language: Language) -> str:
    known = (f"template.{key}" for key in keys)
    return text(next(key for key in known if has_text(key, language)), language)
