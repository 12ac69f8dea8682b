"""The plugin as the core sees it."""

from __future__ import annotations

from importlib.metadata import entry_points
from string import Formatter

import pytest

from labo_ical import plugin
from labo_ical.codes import ENTRIES
from labo_ical.texts import messages
from labo_partenariats.plugin import Exporter


def test_the_hook_hands_over_one_exporter():
    (exporter,) = plugin.labo_exporters()
    assert isinstance(exporter, Exporter)
    assert (exporter.name, exporter.suffixes) == ("ical", (".ics",))
    assert exporter.entries == ENTRIES


def test_the_installed_distribution_announces_the_plugin():
    points = entry_points(group="labo_partenariats", name="ical")
    if not points:
        pytest.skip("the distribution is not installed")
    assert {point.load() for point in points} == {plugin}


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_each_code_has_its_texts_in_both_languages_with_the_same_placeholders(entry):
    french, english = entry.texts["fr"], entry.texts["en"]
    assert french.keys() == english.keys() == {"title", "message", "why", "remedy"}
    for part, template in french.items():
        assert _names(template) == _names(english[part])


def test_both_languages_have_the_same_words():
    french, english = messages("fr"), messages("en")
    assert french.keys() == english.keys() == {"feed", *(entry.code for entry in ENTRIES)}
    assert {key: _names(text) for key, text in french["feed"].items()} == {
        key: _names(text) for key, text in english["feed"].items()
    }
