"""Texts by key and formats by locale: French by default, English beside it."""

from labo_partenariats.i18n.formats import format_value
from labo_partenariats.i18n.texts import LANGUAGES, Language, has_text, text, texts_of
from labo_partenariats.values.term import Term

__all__ = ["LANGUAGES", "Language", "Term", "format_value", "has_text", "text", "texts_of"]
