"""Texts that come in both languages with the data that holds them, such as the names of layers of law."""

from attrs import frozen


@frozen
class Bilingual:
    """A text in French and in English."""

    fr: str
    en: str

    def __call__(self, language: str = "fr") -> str:
        """The text in *language*."""
        return self.fr if language == "fr" else self.en
