"""Places in the words of the tables, never as paths."""

import pytest

from labo_partenariats.findings import CellLocation, LineLocation, PathLocation
from labo_partenariats.tabular.places import place_words


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [
        ("$", "Programme", "Programme"),
        ("$.title", "Programme, Intitulé du projet", "Programme, Title"),
        ("$.financing", "Plan de financement", "Financing plan"),
        ("$.financing.expenses", "Dépenses", "Expenses"),
        ("$.financing.expenses[4].amount", "Dépenses n° 5, Montant", "Expenses no. 5, Amount"),
        ("$.financing.aid_rate", "Programme, Taux d'aide publique", "Programme, Public aid rate"),
        ("$.financing.state_aid", "Programme", "Programme"),
        ("$.stated_figures[0].amount", "Programme", "Programme"),
        ("$.committees[0].members", "Comité de sélection n° 1", "Selection committee no. 1"),
        ("$.actions[1].sessions[0].place", "Plan d'action n° 2, Séances n° 1, Lieu", None),
        ("$.other_plans[0].resources[2]", "Autres plans n° 1, Ressources n° 3", "Other plans no. 1, Resources no. 3"),
        ("$.decisions[0].ballots[3]", "Décisions n° 1, Votes n° 4", "Decisions no. 1, Votes no. 4"),
        ("$.financing.resources[0].in_words", "Ressources n° 1", "Resources no. 1"),
    ],
)
def test_a_path_is_said_in_the_words_of_the_tables(path, french, english):
    """The table, the rank that a reader counts and the column; what has no table is in the programme's own."""
    assert place_words(PathLocation(path)) == french
    assert english is None or place_words(PathLocation(path), "en") == english


@pytest.mark.parametrize(
    "location",
    [CellLocation("Dépenses", 4, 2), LineLocation("depenses.csv", 4, 2), PathLocation("--aid-rate")],
)
def test_an_address_stays_as_it_is(location):
    """Cells, lines and options of a command are already where their readers look."""
    assert place_words(location) == str(location)
