"""Reading leaves the collector of cycles aside, and puts it back as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from labo_partenariats.tabular.uncollected import uncollected


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


def test_it_is_back_after_the_reading() -> None:
    """The collector is off inside, on again outside, whatever happens inside."""
    gc.enable()
    inside: list[bool] = []

    def read() -> None:
        with uncollected():
            inside.append(gc.isenabled())
            raise KeyError

    with pytest.raises(KeyError):
        read()
    assert (inside, gc.isenabled()) == ([False], True)


def test_what_was_off_stays_off() -> None:
    """Who turned it off themselves finds it off."""
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
