"""The strategies reach the whole model."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import Phase, given, settings

from labo_partenariats import model
from labo_partenariats.testing.dossiers import dossiers

CLASSES = {each for each in vars(model).values() if isinstance(each, type) and attrs.has(each)}


def _parts(value: Any) -> set[type]:
    """The classes of the model that stand anywhere in *value*."""
    if isinstance(value, tuple):
        return {found for each in value for found in _parts(each)}
    if not attrs.has(type(value)):
        return set()
    below = (_parts(getattr(value, field.name)) for field in attrs.fields(type(value)))
    return {type(value)}.union(*below)


@pytest.mark.slow
def test_no_class_of_the_model_is_without_a_strategy() -> None:
    """Every class that can be part of a programme comes up in generated dossiers."""
    found: set[type] = set()

    @settings(max_examples=120, phases=[Phase.generate], deadline=None, database=None)
    @given(dossiers())
    def look(programme: model.Programme) -> None:
        found.update(_parts(programme))

    look()
    assert {each.__name__ for each in CLASSES - found} == set()
