"""The words of the report in one language, by key."""

from __future__ import annotations

from attrs import frozen

from labo_partenariats.i18n import Language, format_value, text
from labo_partenariats.i18n.typography import typeset
from labo_partenariats.tabular.vocabulary import header


@frozen
class Wording:
    """Access to the catalogue's texts for the sections of a report."""

    language: Language

    def __call__(self, key: str, **data: object) -> str:
        """The text ``report.KEY``."""
        return self.printed(text(f"report.{key}", self.language, **data))

    def printed(self, words: str) -> str:
        """A sentence of the library as it is printed, its lines broken where they may be."""
        return typeset(words, self.language)

    def amount(self, key: str, part: str = "label") -> str:
        """The name of a quantity of the financing book, or another *part* of what is said of it."""
        return text(f"amounts.{key}.{part}", self.language)

    def value(self, value: object) -> str:
        """A value as a reader of the language writes it."""
        return format_value(value, self.language)

    def header(self, role: str, key: str) -> str:
        """The header of an input table's column, the one that the reader of tables knows."""
        return header(role, key, self.language)
