"""`labo network`: several programmes side by side, and as one."""

import json
from pathlib import Path

import pytest

from labo_partenariats.codec.network import name_members
from labo_partenariats.model import LocalActionGroup, Programme

EXAMPLES = Path(__file__).parents[2] / "examples"
GAIA, FIGEAC = EXAMPLES / "gaia_2017" / "gaia_2017.toml", EXAMPLES / "reseau" / "figeac.toml"


@pytest.fixture
def labo(capsys, monkeypatch, tmp_path):
    """Run `labo network` in an empty folder; returns status, output, errors."""
    from labo_partenariats.cli.app import run

    monkeypatch.chdir(tmp_path)

    def call(*words):
        status = run(["network", *map(str, words)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_programmes_are_shown_side_by_side(labo):
    status, out, _ = labo(f"Isère={GAIA}", f"Lot={FIGEAC}", "--name", "Réseau")
    assert status == 0
    for words in (
        "Réseau\nMembres (2) : Isère et Lot\n",
        "connus de plusieurs membres : 1",
        "Figeacteurs — Isère et Lot",
        "27 avril 2018 — Évènement Start up de Territoire (Isère)",
        "745,60\N{NO-BREAK SPACE}€",
        "Lot : pas de plan de financement",
    ):
        assert words in out


def test_the_json_form_holds_what_the_screen_shows(labo):
    status, out, _ = labo(GAIA, FIGEAC, "--format", "json", "--lang", "en")
    data = json.loads(out)
    assert (status, data["schema_version"], data["name"]) == (0, 1, "Network")
    assert [each["name"] for each in data["members"]] == ["Alpes Sud Isère", "Figeacteurs"]
    shared = [each["name"] for each in data["directory"] if len(each["members"]) == 2]
    assert shared == ["Figeacteurs"]
    assert [row["amounts"]["eafrd"] for row in data["financing"]] == ["14745.60", None]
    assert data["financing"][0]["regime"] == "fr.ara.alpes-sud-isere"


@pytest.mark.parametrize("name", ["reseau.ics", "reseau.json", "reseau.xlsx", "reseau.graphml", "reseau.dot"])
def test_the_network_is_written_as_one_programme(labo, name):
    status, out, _ = labo(GAIA, FIGEAC, "-o", name)
    assert status == 0
    assert f"Écrit : {name}" in out
    assert Path(name).stat().st_size > 500


def test_a_source_is_never_written_over(labo, tmp_path):
    copy = tmp_path / "a.toml"
    copy.write_bytes(FIGEAC.read_bytes())
    status, _, err = labo(f"Lot={copy}", "-o", copy, "--to", "json")
    assert status == 2
    assert "a.toml" in err
    assert copy.read_bytes() == FIGEAC.read_bytes()


def test_what_cannot_be_read_is_said_and_two_names_are_refused(labo):
    assert labo("none.xlsx")[0] == 2
    status, _, err = labo(f"A={GAIA}", "B=none.xlsx")
    assert (status, "none.xlsx" in err) == (2, True)
    assert labo()[0] == 2


def test_members_are_named_by_what_people_call_them():
    gal = Programme(title="Labo", lag=LocalActionGroup(name="Pays", acronym="GAL P"))
    given = [
        (None, "f", gal),
        (None, "g", gal),
        (None, "h", Programme(title="T")),
        (None, "i", Programme()),
        ("X", "j", gal),
    ]
    assert name_members(given) == ["GAL P", "GAL P (g)", "T", "i", "X"]
