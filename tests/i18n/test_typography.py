"""French sentences break where a printer would let them."""

from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.i18n.typography import typeset

SENTENCES = st.lists(st.sampled_from(["«", "»", ":", ";", "!", "?", "mot", "12"]), max_size=12).map(" ".join)


@given(words=SENTENCES)
def test_a_line_never_begins_or_ends_with_a_lone_mark(words):
    """Nothing that can break stands between a mark and the word it belongs to, and nothing else changes."""
    printed = typeset(words, "fr")
    assert "« " not in printed
    assert not any(f" {mark}" in printed for mark in "»:;!?")
    assert printed.replace("\u00a0", " ").replace("\u202f", " ") == words
    assert typeset(printed, "fr") == printed


@given(words=SENTENCES)
def test_other_languages_are_left_alone(words):
    """English has no space there."""
    assert typeset(words, "en") == words
