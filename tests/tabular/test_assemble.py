"""From records to a programme: names resolved, vocabularies applied, the origin of every part remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.findings import CellLocation
from labo_partenariats.model import (
    ActorKind,
    ExpenseCategory,
    PlanVersion,
    ResourceKind,
    ResourceStatus,
    RoleKind,
    inconsistencies,
)
from labo_partenariats.tabular.assemble import assemble
from labo_partenariats.tabular.records import read_records
from labo_partenariats.tabular.table import Tables
from labo_partenariats.values.money import Money, Rate

EXPENSES = ["Type dépenses", "Montant"]
RESOURCES = ["Financeur", "Montant", "Demandé/Obtenue"]
ACTORS = ["Nom", "Type", "Rôle", "SIRET", "SIREN"]


def told(findings):
    """Codes and places of findings."""
    return [(found.code, str(found.location)) for found in findings]


def test_no_table_makes_an_empty_programme():
    """A programme of nothing has nothing, not even a plan."""
    assembled = assemble(read_records(Tables(())))
    assert assembled.programme.financing is None
    assert assembled.programme.actors == ()
    assert assembled.findings == ()


# Expenses and resources


def test_categories_are_taken_from_labels_with_a_note(sheet, programme):
    """Without a column for it, the label tells the category, and the user is told; one that tells nothing is left."""
    rows = [["Animation, frais salariaux", "12 603 €"], ["Forfait de frais généraux", "1 890 €"], ["Divers", "5 €"]]
    made, findings = programme(sheet(EXPENSES, *rows, name="Dépenses"))
    categories = [line.category for line in made.financing.expenses]
    assert categories == [ExpenseCategory.STAFF, ExpenseCategory.INDIRECT, None]
    assert told(findings) == [("SRC502", "Dépenses!A2"), ("SRC502", "Dépenses!A3")]
    assert [found.data["understood"] for found in findings] == categories[:2]


def test_a_label_that_is_the_name_of_its_category_is_no_guess(sheet, programme):
    """«Déplacements» says its category in full: there is nothing to tell."""
    rows = [["Déplacements", "5 €"], ["frais de personnel", "1 €"]]
    made, findings = programme(sheet(EXPENSES, *rows, name="Dépenses"))
    categories = [line.category for line in made.financing.expenses]
    assert (categories, told(findings)) == ([ExpenseCategory.TRAVEL, ExpenseCategory.STAFF], [])


def test_a_category_that_cannot_be_read_is_not_replaced(sheet, programme):
    """A word written in the column and not understood is the user's to settle: the label is not asked instead."""
    made, findings = programme(
        sheet(
            ["Dépense", "Catégorie", "Montant"],
            ["Frais salariaux", "RH", "5 €"],
            ["Repas", "Déplacements", "1 €"],
            name="D",
        )
    )
    assert [line.category for line in made.financing.expenses] == [None, ExpenseCategory.TRAVEL]
    assert told(findings) == [("SRC501", "D!B2")]


def test_the_resources_of_the_first_dossier(sheet, programme):
    """«Directe» is public money of nobody in particular, «FEADER» the fund, «Région» names who pays."""
    rows = [
        ["Autofinancement privé", "4 936.40 €", None],
        ["Directe", "5 000 €", "Demandé"],
        ["FEADER", "14 745.60 €", "sollicité"],
        ["Région Auvergne-Rhône-Alpes", "100 €", "obtenue"],
    ]
    made, findings = programme(sheet(RESOURCES, *rows, name="Recettes"))
    lines = made.financing.resources
    assert [(line.label, line.kind, line.funder) for line in lines] == [
        ("Autofinancement privé", ResourceKind.SELF_FINANCING, None),
        ("Directe", ResourceKind.NATIONAL_PUBLIC, None),
        ("FEADER", ResourceKind.EAFRD, None),
        ("Région Auvergne-Rhône-Alpes", ResourceKind.NATIONAL_PUBLIC, "Région Auvergne-Rhône-Alpes"),
    ]
    assert [line.amount for line in lines][1] == Money.euros(5000)
    statuses = [None, ResourceStatus.REQUESTED, ResourceStatus.REQUESTED, ResourceStatus.OBTAINED]
    assert [line.status for line in lines] == statuses
    assert {code for code, _ in told(findings)} == {"SRC502"}


def test_a_column_for_the_funder_is_believed(sheet, programme):
    """Where a column names the funder, a blank cell says that there is none."""
    head = ["Ressource", "Nature", "Montant", "Organisme financeur"]
    rows = [["Région", "public", "1", None], ["Aide", "public", "2", "Département de l'Isère"]]
    made, _ = programme(sheet(head, *rows, name="Ressources"))
    assert [line.funder for line in made.financing.resources] == [None, "Département de l'Isère"]


def test_partners_of_expenses_are_found_by_name(sheet, programme):
    """An expense is borne by an actor of the list, by any of its names; an unknown one is reported and left out."""
    actors = sheet(
        ["Nom", "Type", "Autres noms"], ["Grenoble Alpes Initiative Active", "association", "GAIA"], name="Acteurs"
    )
    head = ["Type dépenses", "Montant", "Partenaire"]
    made, findings = programme(actors, sheet(head, ["Repas", "1", "gaia"], ["Repas", "2", "GAÏA 2"], name="Dépenses"))
    assert [line.partner for line in made.financing.expenses] == ["grenoble-alpes-initiative-active", None]
    assert ("SRC504", "Dépenses!C3") in told(findings)


# Actors


def test_actors_and_their_roles(sheet, programme):
    """Each wording of a role is kept and classed; one that says nothing known is «other», with a note."""
    row = ["GAIA", "Association", "Porteur de projet ; Prospective territoriale\nMascotte", None, None]
    made, findings = programme(sheet(ACTORS, row, name="Acteurs"))
    (actor,) = made.actors
    assert (actor.id, actor.kind) == ("gaia", ActorKind.ASSOCIATION)
    assert [(each.actor, each.role, each.wording) for each in made.partnerships] == [
        ("gaia", RoleKind.LEAD, "Porteur de projet"),
        ("gaia", RoleKind.FORESIGHT, "Prospective territoriale"),
        ("gaia", RoleKind.OTHER, "Mascotte"),
    ]
    assert told(findings) == [("SRC503", "Acteurs!C2")]


@pytest.mark.parametrize(
    ("siret", "siren", "expected", "codes"),
    [
        ("55208131766522", None, ("55208131766522", None), []),
        ("552081317", None, (None, "552081317"), ["SRC402"]),
        ("552081317", "552081317", (None, "552081317"), ["SRC402"]),
        ("552081318", None, (None, None), ["SRC401"]),
    ],
)
def test_a_siren_in_the_place_of_a_siret(sheet, programme, siret, siren, expected, codes):
    """Nine digits in the column of SIRETs are kept as the SIREN that they are."""
    made, findings = programme(sheet(ACTORS, ["EDF", "entreprise", None, siret, siren], name="Acteurs"))
    (actor,) = made.actors
    assert (actor.siret, actor.siren) == expected
    assert [found.code for found in findings] == codes


def test_an_actor_listed_twice(sheet, programme):
    """A name that comes twice keeps both rows, with ids of their own, and tells where the first one is."""
    made, findings = programme(sheet(["Nom", "Type"], ["EDF", "entreprise"], ["edf", "entreprise"], name="Acteurs"))
    assert [actor.id for actor in made.actors] == ["edf", "edf-2"]
    (found,) = findings
    assert (found.code, str(found.location), str(found.related[0])) == ("SRC506", "Acteurs!3", "Acteurs!2")


def test_an_id_that_is_given_is_kept(sheet, programme):
    """An explicit id wins over the words of the name; taken twice, both stay and the model tells."""
    made, _ = programme(
        sheet(["Nom", "Type", "Identifiant"], ["EDF", "entreprise", "a1"], ["CCI", "public", "a1"], name="Acteurs")
    )
    assert [actor.id for actor in made.actors] == ["a1", "a1"]
    assert "MOD001" in [found.code for found in inconsistencies(made)]


# Plan of action


def test_actions_and_what_they_refer_to(sheet, programme):
    """Territories come from their list; a name that is not on it, or an unknown actor, is found at its cell."""
    territories = sheet(["Territoire", "Code INSEE"], ["Trièves", "200030658"], ["Oisans", None], name="Territoires")
    head = ["Action", "Date / période", "Territoires", "Intervenants"]
    actions = sheet(head, ["Rencontres", "6/11/2017", "Oisans ; Vercors", "EDF"], name="Plan d'action")
    made, findings = programme(territories, actions)
    (action,) = made.actions
    assert action.territories == ("oisans",)
    assert action.actors == ()
    assert sorted(told(findings)) == [("SRC504", "Plan d'action!C2"), ("SRC504", "Plan d'action!D2")]


def test_territories_without_a_list_of_their_own(sheet, programme):
    """Without their own table, territories are those that the others name, once each."""
    actors = sheet(
        ["Nom", "Type", "Territoire"], ["A", "public", "Oisans"], ["B", "public", "OISANS ; Trièves"], name="Acteurs"
    )
    made, findings = programme(actors)
    assert [territory.name for territory in made.territories] == ["Oisans", "Trièves"]
    assert [actor.territories for actor in made.actors] == [("oisans",), ("oisans", "trieves")]
    assert findings == ()


def test_sessions_are_spelled_by_the_period(sheet, programme):
    """The period of an action gives its sessions, with the territory that each names."""
    territories = sheet(["Territoire", "Code INSEE"], ["Matheysine", None], ["Oisans", None], name="Territoires")
    head = ["Action", "Date / période"]
    made, _ = programme(
        territories, sheet(head, ["Rencontres", "6/11/2017 : Matheysine\n13/11/2017 : Oisans"], name="Plan d'action")
    )
    sessions = made.actions[0].sessions
    assert [(str(session.period.start), session.territories) for session in sessions] == [
        ("2017-11-06", ("matheysine",)),
        ("2017-11-13", ("oisans",)),
    ]
    assert len({session.id for session in sessions}) == 2


def test_sessions_of_their_own_table_come_first(sheet, programme):
    """Where sessions are listed, the words of the period make none; one of an unknown action is found."""
    actions = sheet(
        ["Action", "Date / période", "Public"], ["Formation", "oct. 2017", "9 associations"], name="Plan d'action"
    )
    head = ["Action de rattachement", "Date de la séance", "Lieu"]
    sessions = sheet(head, ["formation", "16/10/2017", "Vizille"], ["Danse", "17/10/2017", None], name="Séances")
    made, findings = programme(actions, sessions)
    (session,) = made.actions[0].sessions
    assert (str(session.period.start), session.place) == ("2017-10-16", "Vizille")
    assert ("SRC504", "Séances!A3") in told(findings)


def test_the_sheets_may_come_in_any_order(sheet, programme):
    """References are resolved whatever the order of the sheets."""
    sheets = [
        sheet(["Territoire", "Code INSEE"], ["Oisans", None], name="Territoires"),
        sheet(["Nom", "Type", "Territoire"], ["EDF", "entreprise", "Oisans"], name="Acteurs"),
        sheet(["Action", "Date / période", "Intervenants"], ["Rencontre", "6/11/2017", "EDF"], name="Plan d'action"),
        sheet(
            ["Action de rattachement", "Date de la séance", "Lieu"], ["Rencontre", "6/11/2017", "Oz"], name="Séances"
        ),
        sheet(["Type dépenses", "Montant", "Partenaire"], ["Repas", "1", "EDF"], name="Dépenses"),
    ]
    assert programme(*sheets)[0] == programme(*reversed(sheets))[0]


def test_a_committee_has_a_row_for_each_member(sheet, programme):
    """Rows of one committee make one committee."""
    head = ["Comité", "Mission", "Membre", "Collège", "Voix"]
    rows = [
        ["Comité de sélection", "Choisir", "Le maire", "public", "1"],
        ["Comité de sélection", None, "La CCI", "privé", "2"],
    ]
    (committee,) = programme(sheet(head, *rows, name="Comités"))[0].committees
    assert (committee.name, committee.mandate) == ("Comité de sélection", "Choisir")
    assert [(member.name, member.votes) for member in committee.members] == [("Le maire", 1), ("La CCI", 2)]


# Facts

FACTS = [
    ["Intitulé du projet", "Labo des partenariats"],
    ["GAL", "Alpes Sud Isère"],
    ["Taux d'aide publique", "80 %"],
    ["Règlement d'aide d'État appliqué", "NON"],
    ["Impact économique", "Création d'emplois"],
    ["Impact économique", "Diversification"],
    ["Version du plan", "Prévisionnel"],
    ["LEADER demandé", "11 332 €", "annoncé dans le texte"],
]


def test_facts_of_the_programme(sheet, programme):
    """Each field goes to its place; those that may come several times keep their order and their remark."""
    made, findings = programme(sheet(["Champ", "Valeur", "Précision"], *FACTS, name="Programme"))
    assert findings == ()
    assert (made.title, made.lag.name) == ("Labo des partenariats", "Alpes Sud Isère")
    assert (made.financing.aid_rate, made.financing.state_aid.applies) == (Rate("0.80"), False)
    assert made.financing.version is PlanVersion.FORECAST
    assert [impact.text for impact in made.impacts] == ["Création d'emplois", "Diversification"]
    (stated,) = made.stated_figures
    assert (stated.amount, stated.wording) == (Money.euros(11332), "annoncé dans le texte")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Humeur", "bonne"], ("SRC115", "P!A3")),
        (["Intitulé du projet", "Autre"], ("SRC116", "P!B3")),
        (["Taux d'aide publique", "beaucoup"], ("SRC204", "P!B3")),
        (["Date de dépôt", "mars 2018"], ("SRC507", "P!B3")),
        (["Aide d'État", "peut-être"], ("SRC505", "P!B3")),
    ],
    ids=str,
)
def test_facts_that_are_wrong(sheet, programme, row, expected):
    """An unknown, repeated or unreadable field is found at its cell, and nothing takes its place."""
    made, findings = programme(sheet(["Champ", "Valeur"], ["Intitulé du projet", "Labo"], row, name="P"))
    assert told(findings) == [expected]
    assert made.title == "Labo"


def test_origins_lead_back_to_cells(sheet):
    """The path of any part of the programme leads to the cell that it comes from, or to its nearest parent's."""
    sheets = (
        sheet(["Champ", "Valeur"], *[row[:2] for row in FACTS], name="Programme"),
        sheet(EXPENSES, ["Animation", "5 €"], ["Repas", "7 €"], name="Dépenses"),
    )
    origins = assemble(read_records(Tables(sheets))).origins
    assert origins.locate("$.financing.expenses[1].amount") == CellLocation("Dépenses", 3, 2)
    assert origins.locate("$.financing.expenses[1].category") == CellLocation("Dépenses", 3)
    assert origins.locate("$.financing.expenses") == CellLocation("Dépenses")
    assert origins.locate("$.lag.name") == CellLocation("Programme", 3, 2)
    assert origins.locate("$.financing.aid_rate") == CellLocation("Programme", 4, 2)


NAMES = st.text(alphabet="AaÉé -«»;\n'.", max_size=6)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=6), st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=6))
def test_whatever_the_names_all_references_hold(sheet, programme, actors, actions):
    """Names that fold alike, or to nothing, still give each part an id of its own and no reference to nowhere."""
    made, _ = programme(
        sheet(["Nom", "Rôle", "Territoire"], *actors, name="Acteurs"),
        sheet(["Action", "Intervenants", "Territoires"], *actions, name="Plan d'action"),
    )
    assert tuple(inconsistencies(made)) == ()


def test_a_line_of_a_plan_that_is_not_listed_is_accounted_for(sheet, read):
    """It belongs to no plan, is told, and stands among the rejected rows: corrected, it can be read again."""
    lines = sheet(
        ["Poste", "Montant", "Plan concerné"], ["Affiches", "100", "Avenant"], ["Repas", "50"], name="Dépenses"
    )
    records = read(lines)
    made = assemble(records)
    assert [line.label for line in made.programme.financing.expenses] == ["Repas"]
    assert [(row.row, row.reason, row.role) for row in made.left_out] == [(2, "rejected", "expenses")]
    assert "SRC504" in [found.code for found in made.findings]


def test_a_slip_in_the_form_is_answered_with_the_near_word(sheet, programme):
    """A field of the programme's own table suggests what a column would."""
    rows = [["Champ", "Valeur"], ["Catégorie de région", "Régions moins dévelopées"]]
    _, findings = programme(sheet(*rows, name="Programme"))
    (told,) = [found for found in findings if found.location is not None and found.location.row == 2]
    assert (told.code, told.location.cell) == ("SRC512", "B2")
