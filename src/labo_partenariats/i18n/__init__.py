"""Texts by key and formats by locale: French by default, English beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labo_partenariats.i18n.texts import LANGUAGES, Language, has_text, text, texts_of

if TYPE_CHECKING:
    from labo_partenariats.i18n.formats import format_value
    from labo_partenariats.values.term import Term

__all__ = ["LANGUAGES", "Language", "Term", "format_value", "has_text", "text", "texts_of"]


def __getattr__(name: str) -> Any:
    """What formatting needs (decimals, fractions, values) is imported when used: a help page needs none of it."""
    if name == "format_value":
        from labo_partenariats.i18n.formats import format_value

        return format_value
    if name == "Term":
        from labo_partenariats.values.term import Term

        return Term
    raise AttributeError(name)
