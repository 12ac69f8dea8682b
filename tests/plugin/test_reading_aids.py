"""What an importer is given to count and to note with."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.plugin import Catalogue, Limits, Misuse, Note, Notebook, Tally, UnreadableSource

CODES = """
[ABC101]
name = "nothing"
severity = "note"
[ABC101.fr]
title = "Rien"
message = "Rien de {what}."
why = "Parce que."
remedy = "Rien."
"""


@given(counts=st.lists(st.integers(0, 50), max_size=20), maximum=st.integers(1, 200))
def test_a_limit_bounds_all_that_is_counted(counts: list[int], maximum: int) -> None:
    """The sum of what is counted is refused as soon as it passes the limit, and never before."""
    tally, total = Tally.starting_now(Limits(cells=maximum)), 0
    for number in counts:
        total += number
        if total > maximum:
            with pytest.raises(UnreadableSource) as refused:
                tally.count("cells", number)
            assert refused.value.code == "SRC009"
            assert refused.value.data == {"limit": "cells", "maximum": maximum, "found": total}
            return
        tally.count("cells", number)
    assert tally.counted["cells"] == total


@pytest.mark.parametrize(("found", "refused"), [(9, False), (10, False), (11, True)])
def test_one_thing_is_held_against_a_limit(found: int, refused: bool) -> None:
    """A cell as long as the limit passes, one character more does not; a tighter maximum wins."""
    tally = Tally.starting_now(Limits(cell_characters=100))
    tally.check("cell_characters", found)
    if refused:
        with pytest.raises(UnreadableSource):
            tally.check("cell_characters", found, 10)
    else:
        tally.check("cell_characters", found, 10)


def test_time_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the seconds are spent the reading is refused, with what was spent."""
    tally = Tally.starting_now(Limits(seconds=2.5))
    tally.check_time()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 10)
    with pytest.raises(UnreadableSource) as refused:
        tally.check_time()
    assert refused.value.data["limit"] == "seconds"
    assert str(refused.value.data["maximum"]) == "2.5"


@given(st.lists(st.sampled_from([("A", "x"), ("A", "y"), ("B", "x")]), max_size=400))
def test_notes_are_bounded_and_none_is_forgotten(taken: list[tuple[str, str]]) -> None:
    """Of one code on one sheet a hundred notes are kept; the others are counted."""
    notebook = Notebook()
    for code, sheet in taken:
        notebook.add(Note(code, sheet=sheet))
    notes = notebook.notes()
    for kind in set(taken):
        kept = sum((note.code, note.sheet) == kind for note in notes)
        counted = sum(
            int(str(note.data["count"]))
            for note in notes
            if note.code == "SRC039" and (note.data["code"], note.sheet) == kind
        )
        assert kept <= 100
        assert kept + counted == taken.count(kind)


def test_a_plugins_codes_are_read_with_their_texts() -> None:
    """A text of codes becomes a catalogue that words its findings; a code of another shape is refused."""
    catalogue = Catalogue.read(CODES)
    assert catalogue["ABC101"].text("message", "fr", {"what": "neuf"}) == "Rien de neuf."
    with pytest.raises(Misuse):
        Catalogue.read(CODES.replace("ABC101", "abc1"))
