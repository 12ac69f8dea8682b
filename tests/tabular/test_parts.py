"""The tables of what a dossier gathers once it runs: quotes, invoices, claims, aids, decisions, participants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labo_partenariats.codec.presentation import records_data
from labo_partenariats.findings import Origins
from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import (
    Action,
    Actor,
    ActorLink,
    ActualExpense,
    Agreement,
    AidScheme,
    Ballot,
    Breach,
    BreachKind,
    ClaimKind,
    CommitteeMember,
    CriterionScore,
    Decision,
    DocumentKind,
    Expense,
    FinancingPlan,
    LinkKind,
    Participant,
    PaymentClaim,
    Programme,
    Project,
    Quote,
    ReceivedAid,
    ReceivedPayment,
    Resource,
    SelectionCommittee,
    SelectionGrid,
    Session,
    StaffTime,
    SuppliedDocument,
    Trip,
    Vote,
    inconsistencies,
)
from labo_partenariats.tabular.assemble import assemble
from labo_partenariats.tabular.cells_out import as_text
from labo_partenariats.tabular.filled import to_tables
from labo_partenariats.tabular.locate import find_tables
from labo_partenariats.tabular.losses import differing_paths, losses
from labo_partenariats.tabular.normal import normal_form
from labo_partenariats.tabular.parts import every_part
from labo_partenariats.tabular.records import LeftOut, read_records
from labo_partenariats.tabular.references import Ids
from labo_partenariats.tabular.rows import tables_of
from labo_partenariats.tabular.schema import SCHEMAS
from labo_partenariats.tabular.table import Cell, Sheet, Tables
from labo_partenariats.tabular.vocabulary import Vocabulary, header, sheet_name
from labo_partenariats.testing.strategies import UNKIND_TEXTS
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period
from labo_partenariats.values.text import slug

DAY = dt.date(2018, 2, 5)
EUR = Money.euros
ROLES = tuple(part.role for part in every_part())

DOSSIER = Programme(
    actors=(Actor(id="gaia", name="GAIA"), Actor(id="filiale", name="Filiale")),
    actions=(
        Action(id="a", title="Rencontres", sessions=(Session(id="s1", period=Period.day(DAY)),)),
        Action(
            id="b",
            title="Ateliers",
            sessions=(
                Session(id="s2", period=Period.day(DAY)),
                Session(id="s3", period=Period.day(dt.date(2018, 3, 5))),
            ),
        ),
    ),
    projects=(Project(id="p", title="Épicerie"),),
    committees=(SelectionCommittee(id="c", name="Comité", members=(CommitteeMember(name="Élu"),)),),
    financing=FinancingPlan(
        expenses=(
            Expense(id="salle", label="Salle", amount=EUR(100)),
            Expense(id="repas-1", label="Repas", amount=EUR(10)),
            Expense(id="repas-2", label="Repas", amount=EUR(10)),
        ),
        resources=(Resource(id="r", label="Région", amount=EUR(120)),),
    ),
    quotes=(Quote(id="q", expense="salle", supplier="MJC", amount=EUR("99.90"), date=DAY, is_chosen=True),),
    actual_expenses=(
        ActualExpense(id="f", label="Salle", amount=EUR(90), expense="repas-2", claim="dp1", paid=DAY, retained=EUR(0)),
    ),
    staff_time=(StaffTime(id="t", position="Animatrice", actor="gaia", time_share=Rate("0.5"), hours=Decimal("7.5")),),
    trips=(Trip(id="v", destination="Mens", date=DAY, fiscal_power=5, kilometres=Decimal("84.2")),),
    claims=(
        PaymentClaim(id="dp1", kind=ClaimKind.INSTALMENT, date=DAY, claimed=EUR(40)),
        PaymentClaim(
            id="dp2", kind=ClaimKind.BALANCE, no_fault=False, breaches=(Breach(kind=BreachKind.PUBLICITY, date=DAY),)
        ),
    ),
    payments=(ReceivedPayment(id="e", resource="r", claim="dp2", amount=EUR(5), date=DAY),),
    aids=(ReceivedAid(id="x", actor="gaia", amount=EUR(3000), granted=DAY, scheme=AidScheme.DE_MINIMIS),),
    links=(ActorLink(controlling="gaia", controlled="filiale", kind=LinkKind.MAJORITY_OF_VOTES),),
    decisions=(
        Decision(
            id="d",
            committee="c",
            project="p",
            date=DAY,
            score=Decimal(12),
            granted=EUR(7),
            selected=True,
            ballots=(Ballot(member="Élu", present=True, vote=Vote.FOR),),
            scores=(CriterionScore(criterion="Ancrage", points=Decimal("4.5")),),
        ),
    ),
    supplied_documents=(SuppliedDocument(id="n", kind=DocumentKind.DELIBERATION, date=DAY),),
    participants=(Participant(id="u", session="s3", name="Nom Fictif", actor="gaia", present=True),),
)


def head(role, *keys):
    """The French headers of these columns."""
    return [header(role, key) for key in keys]


def named(sheet, role, *rows, name=None):
    """A sheet called as a template calls it, its first row made of keys of columns."""
    return sheet(head(role, *rows[0]), *rows[1:], name=name or sheet_name(role))


def sheet_of(*rows, name):
    """A sheet of rows of values."""
    cells = (
        (number, tuple(Cell(number, column, value) for column, value in enumerate(row, start=1) if value is not None))
        for number, row in enumerate(rows, start=1)
    )
    return Sheet(name, {number: row for number, row in cells if row})


def codes(found):
    """The codes of findings."""
    return [each.code for each in found]


def test_the_dossier_of_these_tests_is_consistent():
    """Its references resolve, and every table has a row."""
    assert inconsistencies(DOSSIER) == ()
    assert normal_form(DOSSIER) == DOSSIER
    assert {table.role for table in tables_of(DOSSIER) if table.rows} >= set(ROLES)


@pytest.mark.parametrize("as_texts", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_comes_back_without_a_doubt(language, as_texts):
    """All of it is read, nothing is warned of and nothing told lost."""
    written = to_tables(tables_of(DOSSIER, language), language=language if as_texts else None)
    records = read_records(written)
    read = assemble(records)

    assert read.programme == DOSSIER
    assert (codes(read.findings), read.left_out) == ([], ())
    assert set(codes(records.findings)) <= {"SRC110", "SRC502"}
    assert losses(DOSSIER, written) == ()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read(sheet, role, language):
    """What is typed under the headers of a template, whatever the order of its columns, gives the part again."""
    (template,) = (table for table in tables_of(Programme(), language) if table.role == role)
    (filled,) = (table for table in tables_of(DOSSIER, language) if table.role == role)
    typed = [[as_text(value, language) or None for value in row] for row in filled.rows]
    rows = [list(reversed(row)) for row in (list(template.headers), *typed)]
    others = to_tables([table for table in tables_of(DOSSIER, language) if table.role != role]).sheets

    assert (template.is_needed, template.headers) == (True, filled.headers)
    assert assemble(read_records(Tables((*others, sheet(*rows, name="Feuille"))))).programme == DOSSIER


#: A column of each table, and what cannot be read in it.
WRONG = {
    "quotes": ("amount", "beaucoup", "SRC201"),
    "actual_expenses": ("paid", "mars 2018", "SRC507"),
    "staff_time": ("time_share", "moitié", "SRC204"),
    "trips": ("fiscal_power", "cinq", "SRC206"),
    "claims": ("kind", "la suite", "SRC501"),
    "breaches": ("kind", "retard", "SRC501"),
    "payments": ("date", "bientôt", "SRC300"),
    "aids": ("scheme", "ancien", "SRC501"),
    "links": ("kind", "cousins", "SRC501"),
    "decisions": ("selected", "peut-être", "SRC505"),
    "ballots": ("vote", "je ne sais pas", "SRC501"),
    "scores": ("points", "bien", "SRC206"),
    "supplied_documents": ("kind", "papier", "SRC501"),
    "participants": ("present", "en partie", "SRC505"),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_wrong_cell_is_found_at_its_address(sheet, role):
    """A cell that cannot be read is told where it stands; its row is left out where it says nothing without it."""
    key, wrong, code = WRONG[role]
    tables = tables_of(DOSSIER)
    (filled,) = (table for table in tables if table.role == role)
    column, row = filled.keys.index(key), len(filled.rows)
    values = [list(each) for each in filled.rows]
    values[-1][column] = wrong
    rows = [[value if value is None else as_text(value) for value in each] for each in values]
    others = to_tables([table for table in tables if table.role != role]).sheets
    records = read_records(Tables((*others, sheet(list(filled.headers), *rows, name=filled.sheet))))
    (found,) = [each for each in records.findings if each.code not in {"SRC110", "SRC502"}]

    assert str(found.location) == f"{filled.sheet}!{chr(ord('A') + column)}{row + 1}"
    assert (found.code, found.value) == (code, wrong)
    required = SCHEMAS[role].column(key).required
    assert (LeftOut(filled.sheet, row + 1, "rejected", role) in records.left_out) == required


@pytest.mark.parametrize("role", ROLES)
def test_the_origin_of_every_row_is_known(role):
    """A finding on a part leads to the row, and to the cell, that it comes from."""
    assembled = assemble(read_records(to_tables(tables_of(DOSSIER))))
    paths = {
        "breaches": "$.claims[1].breaches[0]",
        "ballots": "$.decisions[0].ballots[0]",
        "scores": "$.decisions[0].scores[0]",
    }
    path = paths.get(role, f"$.{role}[0]")
    key = SCHEMAS[role].columns[1].key

    assert str(assembled.origins.locate(path)) == f"{sheet_name(role)}!2"
    assert str(assembled.origins.locate(f"{path}.{key}")).startswith(f"{sheet_name(role)}!")
    assert str(assembled.origins.locate(f"{path}.{key}")) in {f"{sheet_name(role)}!B2", f"{sheet_name(role)}!2"}


def test_a_table_may_lack_the_column_that_names_its_rows(sheet):
    """Where rows need no name, the name of the sheet is enough to know what they are."""
    trips = (("date", "kilometres"), ["05/02/2018", "84,2"])
    assert len(read_records(Tables((named(sheet, "trips", *trips),))).of("trips")) == 1
    assert len(read_records(Tables((named(sheet, "trips", *trips, name="Feuille"),))).of("trips")) == 0


def base(*sheets):
    """The sheets that rows refer to, and these."""
    usual = [table for table in tables_of(DOSSIER) if not table.schema.occasional]
    return Tables((*to_tables(usual).sheets, *sheets))


@pytest.mark.parametrize(
    ("role", "key", "written", "expected"),
    [
        ("quotes", "expense", "SALLE", "salle"),
        ("quotes", "expense", "repas-2", "repas-2"),
        ("payments", "resource", "région", "r"),
        ("participants", "session", "Rencontres", "s1"),
        ("participants", "session", "Ateliers 05/03/2018", "s3"),
        ("participants", "session", "05/03/2018", "s3"),
        ("participants", "session", "2018-03-05", "s3"),
        ("participants", "session", dt.date(2018, 3, 5), "s3"),
        ("participants", "actor", "gaia", "gaia"),
    ],
)
def test_names_lead_to_what_they_name(sheet, role, key, written, expected):
    """A row names what it is about as people do: by a label, a title, a day, or an identifier."""
    made = assemble(read_records(base(named(sheet, role, ("id", key), ["1", written]))))

    assert getattr(getattr(made.programme, role)[0], key) == expected
    assert made.findings == ()


@pytest.mark.parametrize(
    ("role", "key", "written", "code"),
    [
        ("quotes", "expense", "Repas", "SRC508"),
        ("quotes", "expense", "Traiteur", "SRC504"),
        ("participants", "session", "Ateliers", "SRC508"),
        ("participants", "session", "05/02/2018", "SRC508"),
        ("payments", "resource", "Commune", "SRC504"),
    ],
)
def test_a_name_that_leads_nowhere_or_to_several_is_told(sheet, role, key, written, code):
    """The link is left out, never guessed; the row stays."""
    made = assemble(read_records(base(named(sheet, role, ("id", key), ["1", written]))))
    (found,) = made.findings

    assert (found.code, found.value, made.left_out) == (code, written, ())
    assert getattr(getattr(made.programme, role)[0], key) is None


@pytest.mark.parametrize(
    ("role", "row"),
    [
        ("aids", {"actor": "EDF", "amount": "5"}),
        ("links", {"controlling": "EDF", "controlled": "GAIA"}),
        ("links", {"controlling": "GAIA", "controlled": "EDF"}),
        ("decisions", {"committee": "Jury", "selected": "oui"}),
        ("breaches", {"claim": "DP9", "kind": "Défaut de publicité"}),
        ("ballots", {"decision": "Café", "member": "Élu"}),
        ("scores", {"decision": "Café", "criterion": "Ancrage", "points": "4"}),
    ],
)
def test_a_row_about_nothing_known_is_left_out_and_told(sheet, role, row):
    """Without what it is about, the row says nothing: it is reported at the cell and accounted for."""
    made = assemble(read_records(base(named(sheet, role, tuple(row), list(row.values())))))
    (found,) = made.findings

    assert found.code == "SRC509"
    assert str(found.location).startswith(f"{sheet_name(role)}!")
    assert made.left_out == (LeftOut(sheet_name(role), 2, "rejected", role),)


def test_a_claim_is_named_by_its_kind_when_it_is_the_only_one(sheet):
    """«Solde» is enough; of two instalments the one that is meant has to be named."""
    claims = named(sheet, "claims", ("id", "kind"), [None, "Acompte"], ["dp2", "Acompte"], [None, "Solde"])
    paid = named(sheet, "payments", ("id", "claim", "resource"), ["1", "solde", "Région"], ["2", "Acompte", "Région"])
    made = assemble(read_records(base(claims, paid)))

    assert [claim.id for claim in made.programme.claims] == ["acompte", "dp2", "solde"]
    assert [payment.claim for payment in made.programme.payments] == ["solde", None]
    assert codes(made.findings) == ["SRC508"]


def test_a_project_examined_twice_is_named_with_the_day(sheet):
    """Its name alone is that of both decisions."""
    decisions = named(
        sheet,
        "decisions",
        ("project", "committee", "date"),
        ["Épicerie", "Comité", "05/02/2018"],
        ["Épicerie", "Comité", "05/03/2018"],
    )
    votes = named(sheet, "ballots", ("decision", "member"), ["Épicerie 05/03/2018", "Élu"], ["Épicerie", "Élu"])
    made = assemble(read_records(base(decisions, votes)))

    assert [len(decision.ballots) for decision in made.programme.decisions] == [0, 1]
    assert codes(made.findings) == ["SRC509"]


def test_ids_of_participants_do_not_name_them(sheet):
    """The id of a row without one is made of no name of a person: ids are published."""
    rows = (("name", "session"), ["Nom Fictif", "Rencontres"], ["Autre Nom", "Rencontres"])
    made = assemble(read_records(base(named(sheet, "participants", *rows)))).programme

    assert [each.id for each in made.participants] == ["s1", "s1-2"]


@pytest.mark.parametrize(
    ("name", "headers", "role", "keys"),
    [
        ("Factures", ("Dépense", "Montant", "Date de paiement"), "actual_expenses", ("label", "amount", "paid")),
        ("devis", ("Fournisseur", "Poste", "Montant", "Date"), "quotes", ("supplier", "expense", "amount", "date")),
        ("Versements", ("Financeur", "Montant", "Date"), "payments", ("resource", "amount", "date")),
        ("participants", ("Nom", "Structure", "Présent"), "participants", ("name", "organisation", "present")),
        ("Feuille", ("Dépense", "Montant"), "expenses", ("label", "amount")),
        ("Feuille", ("Type dépenses", "Catégorie", "Montant"), "expenses", ("label", "category", "amount")),
        ("Feuille", ("Financeur", "Nature", "Montant"), "resources", ("label", "kind", "amount")),
        ("Feuille", ("Nom", "Type", "Rôle"), "actors", ("name", "kind", "roles")),
    ],
)
def test_the_name_of_a_file_gives_plain_headers_their_meaning(sheet, name, headers, role, keys):
    """«Dépense ; Montant» is the plan, unless the file is called after invoices."""
    (found,) = find_tables(sheet(headers, ["x"] * len(headers), name=name), Vocabulary.core())

    assert (found.schema.role, found.rivals, tuple(found.columns.values())) == (role, (), keys)


USUAL = tuple(role for role, schema in SCHEMAS.items() if not schema.occasional)


@pytest.mark.parametrize("role", USUAL)
def test_the_words_of_usual_tables_keep_their_meaning(sheet, role):
    """Two headers of a table that everybody fills are never taken for those of another that few need."""
    words = Vocabulary.core().headers[role]
    titles = [word for word, key in words.items() if key == SCHEMAS[role].title.key]
    for title in titles:
        for word in words:
            if words[word] != words[title]:
                (found,) = find_tables(sheet([title, word], ["x", "y"]), Vocabulary.core())
                assert {found.schema.role, *found.rivals} <= set(USUAL), (title, word)


def test_totals_of_payments_are_left_out_and_rows_that_relate_names_are_kept(sheet):
    """«Total» is a sum where amounts are listed, whatever their spelling, and a name where none is."""
    paid = named(sheet, "payments", ("resource", "amount"), ["Région", "5"], ["Total", "6 EUR"])
    records = read_records(base(paid))
    assert len(records.of("payments")) == 1
    assert [str(found.location) for found in records.findings if found.code == "SRC108"] == [
        f"{sheet_name('payments')}!B3"
    ]

    actors = (Actor(id="1", name="Total"), Actor(id="2", name="0123"))
    linked = Programme(actors=actors, links=(ActorLink(controlling="1", controlled="2"),))
    assert assemble(read_records(to_tables(tables_of(linked)))).programme == linked


def test_rows_made_of_headers_words_are_no_headers():
    """A table whose rows have no identifier keeps a row of words that another table has as headers."""
    actors = (Actor(id="1", name="Nom"), Actor(id="2", name="Type"))
    linked = Programme(actors=actors, links=(ActorLink(controlling="1", controlled="2"),))

    assert assemble(read_records(to_tables(tables_of(linked)))).programme == linked


def test_a_table_without_identifiers_ends_where_another_begins(sheet):
    """A blank row or a title parts them."""
    links = [head("links", "controlling", "controlled"), ["GAIA", "Filiale"]]
    actors = [["Nom", "Type"], ["GAIA", "Association"]]
    for between in ([[]], [["Acteurs"]], [[], ["Acteurs"]]):
        found = find_tables(sheet(*links, *between, *actors), Vocabulary.core())
        assert [region.schema.role for region in found] == ["links", "actors"], between


def test_tables_of_nothing_are_written_for_a_template_only():
    """An export has the tables that the programme needs; those that few need are silent when they are empty."""
    exported = {table.role for table in tables_of(Programme(title="A")) if table.is_needed}
    template = {table.role for table in tables_of(Programme()) if table.is_needed}
    records = read_records(to_tables(tables_of(Programme())))

    assert exported.isdisjoint(ROLES)
    assert template >= set(ROLES)
    (empty,) = [found for found in records.findings if found.code == "SRC110"]
    assert empty.data["sheets"] == tuple(t.sheet for t in tables_of(Programme()) if t.role in exported)[1:]  # no form


def test_columns_that_few_need_are_written_only_then():
    """They stay out of templates and come back when they are told."""
    plan = FinancingPlan(expenses=(Expense(id="e", label="Salle", amount=EUR(1), committed=DAY),))
    members = (CommitteeMember(name="Élu", interest_group="Élus"),)
    programme = Programme(
        actors=(Actor(id="a", name="A", fiscal_year_end=6),),
        committees=(SelectionCommittee(id="c", name="C", members=members, present_share=Rate("0.5")),),
        financing=plan,
    )
    further = {"fiscal_year_end", "interest_group", "substitute_of", "present_share", "option", "committed"}
    written = {key for table in tables_of(programme) if not table.schema.occasional for key in table.keys}
    template = {key for table in tables_of(Programme()) if not table.schema.occasional for key in table.keys}

    assert further & template == set()
    assert further & written == {"fiscal_year_end", "interest_group", "present_share", "committed"}
    assert assemble(read_records(to_tables(tables_of(programme)))).programme == programme


def test_parts_that_say_nothing_are_none():
    """An agreement and a grid without a word are not there."""
    empty = Programme(agreement=Agreement(), selection_grid=SelectionGrid())

    assert normal_form(empty) == Programme()
    assert assemble(read_records(to_tables(tables_of(evolve(empty, title="A"))))).programme == Programme(title="A")


def test_what_is_said_of_an_unnamed_group_is_told(sheet):
    """The authority of a group that nothing names is not lost in silence; a region is name enough."""
    alone = assemble(read_records(Tables((sheet(["Champ", "Valeur"], ["Autorité de gestion", "État"], name="P"),))))
    rows = (["Champ", "Valeur"], ["Région", "Rhône-Alpes"], ["Autorité de gestion", "État"])
    placed = assemble(read_records(Tables((sheet(*rows, name="P"),))))

    assert alone.programme.lag is None
    assert [(found.code, str(found.location)) for found in alone.findings] == [("SRC107", "P!B2")]
    assert placed.programme.lag is not None
    assert (placed.programme.lag.name, placed.findings) == ("Rhône-Alpes", ())


def test_records_of_every_table_are_printed():
    """`labo read` gives each row with its place; rows within another name the one they belong to."""
    assembled = assemble(read_records(to_tables(tables_of(DOSSIER))))
    data = records_data(assembled.programme, assembled.origins)

    assert set(ROLES) <= set(data)
    assert all(row["source"]["row"] == 2 for role in ROLES for row in data[role][:1])
    assert data["quotes"][0]["amount"] == "99.90"
    assert data["breaches"] == [
        {
            "claim": "dp2",
            "kind": "publicity",
            "date": "2018-02-05",
            "notice": None,
            "remark": None,
            "source": data["breaches"][0]["source"],
        }
    ]
    assert (data["scores"][0]["points"], data["ballots"][0]["decision"]) == ("4.5", "d")
    assert all(records_data(Programme(), Origins())[role] == [] for role in ROLES)


@given(st.lists(st.tuples(st.none() | st.sampled_from(["a", "a-2", "a-3", "b"]), st.sampled_from(["a", "b", "A 2"]))))
def test_derived_ids_take_the_first_rank_that_is_free(given_ids):
    """As if every rank were tried from the second on, however many names are alike."""
    ids, taken = Ids(), set()
    for explicit, name in given_ids:
        expected, rank = explicit or slug(name), 2
        while explicit is None and expected in taken:
            expected, rank = f"{slug(name)}-{rank}", rank + 1
        taken.add(expected)
        assert ids.copy().give(explicit, name) == ids.give(explicit, name) == expected


WORDS = (
    "a",
    "b",
    "Solde",
    "Pour",
    "oui",
    "non",
    "Total",
    "1",
    "5 €",
    "50 %",
    "05/02/2018",
    "a 05/02/2018",
    "Avance",
    "-1",
)
VALUES = st.none() | st.sampled_from((*WORDS, *UNKIND_TEXTS)) | st.sampled_from((Decimal("0.5"), DAY, True, dt.time(9)))


@st.composite
def filled_tables(draw):
    """Tables with some of their columns, filled with words that may mean something there or nothing at all."""
    made = []
    for role in draw(
        st.lists(st.sampled_from(sorted(set(SCHEMAS) - {"programme"})), min_size=1, max_size=5, unique=True)
    ):
        columns = [column for column in SCHEMAS[role].columns if column.required or draw(st.booleans())]
        rows = draw(st.lists(st.lists(VALUES, min_size=len(columns), max_size=len(columns)), max_size=3))
        made.append(sheet_of(head(role, *(column.key for column in columns)), *rows, name=sheet_name(role)))
    return Tables(tuple(made))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled_tables())
def test_whatever_is_typed_is_accounted_for_and_comes_back(tables):
    """Each row is a record or left out, nothing is raised, and a consistent programme goes through its own tables."""
    records = read_records(tables)
    made = assemble(records)
    typed = {(sheet.name, number) for sheet in tables.sheets for number in sheet.rows}
    left = {(row.sheet, row.row) for row in (*records.left_out, *made.left_out)}
    taken = {(record.sheet.name, record.row) for rows in records.by_role.values() for record in rows}

    assert typed == left | taken
    if not inconsistencies(made.programme):
        again = assemble(read_records(to_tables(tables_of(made.programme)))).programme
        assert list(differing_paths(normal_form(made.programme), again)) == []
