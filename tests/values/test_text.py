"""Folding: what counts as the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.values.text import fold, plain, slug

SAME = [
    ("Date / période", "DATE - PERIODE"),
    ("  Coût   total : ", "cout total"),
    ("Évènement", "EVENEMENT"),
    ("Maître d'ouvrage", "Maitre d’ouvrage"),
    ("Cœur d’Hérault", "coeur d'herault"),
    ("ŒUVRE", "oeuvre"),
    ("Æthusa", "aethusa"),
    ("Montant\u00a0(€)", "montant"),
    ("N° SIRET", "n° siret"),
    ("e\u0301tape", "étape"),
    ("STRASSE", "straße"),
    ("ﬁche", "fiche"),
    ("Demandé/Obtenue", "Demandé / Obtenue"),
    ("Type\nde dépense", "type de dépense"),
    ("10²", "102"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_word(one, other):
    """Case, accents, ligatures, spaces and punctuation make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIREN", "SIRET"),
        ("Montant HT", "Montant TTC"),
        ("Action", "Actions"),
        ("Sous-total", "Total"),
        ("Łódź", "odz"),
        ("北京", ""),
    ],
)
def test_different_words(one, other):
    """Words that differ by a letter stay different."""
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_is_stable(text):
    """Folding twice changes nothing more, and leaves words of letters and digits of any script with single spaces."""
    folded = fold(text)
    assert folded == fold(folded)
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text())
def test_plain_keeps_no_accent(text):
    """The plain form of a plain form is itself."""
    assert plain(text) == plain(plain(text))


@given(st.text())
def test_slugs_are_identifiers(text):
    """A slug is made of words and hyphens and is never empty."""
    made = slug(text)
    assert made
    assert made == made.strip("-")
    assert " " not in made


def test_a_text_without_words_has_a_slug():
    """Punctuation alone still names something."""
    assert slug("— !") == "sans-nom"
