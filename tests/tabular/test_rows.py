"""A programme written as tables and read back is the same programme."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labo_partenariats.i18n import LANGUAGES, Language, text
from labo_partenariats.model import (
    Action,
    Actor,
    ActorKind,
    Application,
    CommitteeMember,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Impact,
    ImpactKind,
    Indicator,
    Partnership,
    PlanVersion,
    Programme,
    Project,
    Range,
    Resource,
    ResourceKind,
    RoleKind,
    SelectionCommittee,
    Session,
    StateAid,
    StatedFigure,
    StatedSubject,
    StrategyLink,
    Territory,
    inconsistencies,
)
from labo_partenariats.tabular.assemble import Assembled, assemble
from labo_partenariats.tabular.cells import join_names, split_names
from labo_partenariats.tabular.cells_out import as_text, spelled
from labo_partenariats.tabular.filled import to_tables
from labo_partenariats.tabular.guard import apostrophe_kept, guarded, unguarded
from labo_partenariats.tabular.help import column_help, field_help
from labo_partenariats.tabular.losses import differing_paths, losses
from labo_partenariats.tabular.normal import normal_form, normal_text
from labo_partenariats.tabular.records import Records, read_records
from labo_partenariats.tabular.rows import tables_of
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS, SCHEMAS, field_column
from labo_partenariats.tabular.table import Cell, Sheet, Tables, Visibility
from labo_partenariats.tabular.vocabulary import Vocabulary, file_name, header, notice_name, sheet_name, terms
from labo_partenariats.testing.dossiers import dossiers
from labo_partenariats.testing.strategies import UNKIND_TEXTS, texts
from labo_partenariats.values.amounts import read_amount, read_number, read_rate
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision
from labo_partenariats.values.text import fold

LANGUAGE = st.sampled_from(LANGUAGES)
GAIA = Path(__file__).parents[2] / "examples" / "gaia_2017" / "gaia_2017.toml"
DAY = dt.date(2018, 4, 27)


def records_of(programme: Programme, language: Language = "fr", *, as_texts: bool = False) -> Records:
    return read_records(to_tables(tables_of(programme, language), language=language if as_texts else None))


def there_and_back(programme: Programme, language: Language = "fr", *, as_texts: bool = False) -> Assembled:
    return assemble(records_of(programme, language, as_texts=as_texts))


def codes(*findings: object) -> list[str]:
    return [found.code for found in findings]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dossiers(), LANGUAGE, st.booleans())
def test_reading_what_was_written_gives_the_same_programme(
    programme: Programme, language: Language, as_texts: bool
) -> None:
    """Every part comes back with its id and its order, from typed cells and from texts, in both languages."""
    written = to_tables(tables_of(programme, language), language=language if as_texts else None)
    read = assemble(read_records(written))

    assert list(differing_paths(programme, read.programme)) == []
    assert programme == read.programme
    assert (losses(programme, written), read.left_out) == ((), ())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dossiers())
def test_programmes_of_the_strategies_are_consistent_and_normal(programme: Programme) -> None:
    """Ids are unique, references resolve, and the normal form of a programme in normal form is itself."""
    assert inconsistencies(programme) == ()
    assert programme == normal_form(programme)


ACTORS = (Actor(id="a", name="GAIA"), Actor(id="b", name="EDF"))
EXPENSE = Expense(id="e", label="Animation", amount=Money.euros("12603.5"), category=ExpenseCategory.STAFF)
SESSION = Session(id="s", period=Period.day(DAY))
PROGRAMMES = {
    "nothing": Programme(),
    "roles that their words do not tell": Programme(
        actors=ACTORS,
        partnerships=(
            Partnership(actor="a", role=RoleKind.HOST, wording="Communication"),
            Partnership(actor="b", role=RoleKind.OTHER),
        ),
    ),
    "roles in an order of their own": Programme(
        actors=ACTORS,
        partnerships=tuple(
            Partnership(actor=id_, role=RoleKind.COMMUNICATION, wording="Communication") for id_ in ("b", "a")
        ),
    ),
    "an actor called Total": Programme(actors=(Actor(id="total", name="Total", kind=ActorKind.COMPANY),)),
    "names made of headers' words": Programme(
        actors=(Actor(id="x", name="Nom", website="Site", aliases=("Rôle",)),),
        projects=(Project(id="y", title="Projet", origin="Origine", description="Description"),),
    ),
    "a programme called like a header": Programme(title="Démarrage", network="Étape"),
    "names that are alike": Programme(
        territories=(
            Territory(id="1", name="Oisans"),
            Territory(id="2", name="oisans"),
            Territory(id="Oisans", name="X"),
        ),
        actors=(Actor(id="a", name="A", territories=("2", "Oisans", "1")),),
    ),
    "names without a Latin letter": Programme(
        territories=(Territory(id="t1", name="北京"), Territory(id="t2", name="上海")),
        actors=(Actor(id="a", name="A", territories=("t2",)),),
    ),
    "names with separators": Programme(
        territories=(Territory(id="t", name="Oisans ; Trièves"),),
        actors=(Actor(id="a", name="A", aliases=('"A"', "a|b", "c;"), territories=("t",)),),
    ),
    "words of a period without session": Programme(actions=(Action(id="a", title="A", period_text="mars 2018"),)),
    "a session that its period does not tell": Programme(
        actions=(Action(id="a", title="A", period_text="mars 2018", sessions=(SESSION,)),)
    ),
    "sessions of hours, labels and open ends": Programme(
        actions=(
            Action(
                id="a",
                title="A",
                sessions=(
                    Session(
                        id="1", period=Period(DAY, DAY, label="Matin", start_time=dt.time(9), end_time=dt.time(12))
                    ),
                    Session(id="2", period=Period(dt.date(2018, 4, 1), None, Precision.MONTH, "Suite ; fin")),
                ),
            ),
        )
    ),
    "a committee and one without member": Programme(
        committees=(
            SelectionCommittee(
                id="c",
                name="Comité",
                members=(CommitteeMember(name="Élu", votes=0), CommitteeMember(name="Élu", votes=2)),
            ),
            SelectionCommittee(id="d", name="Comité", mandate="Choisir"),
        )
    ),
    "a category that nobody knows": Programme(
        financing=FinancingPlan(
            expenses=(Expense(id="e", label="Frais de personnel", amount=Money(1)),),
            resources=(Resource(id="r", label="FEADER", amount=Money(-5)),),
        )
    ),
    "a funder that its label does not tell": Programme(
        financing=FinancingPlan(
            resources=(
                Resource(id="r", label="Région", amount=Money(1), kind=ResourceKind.NATIONAL_PUBLIC),
                Resource(id="q", label="Directe", amount=Money(1), kind=ResourceKind.PRIVATE, funder="Mécène"),
            )
        )
    ),
    "a plan without a line": Programme(financing=FinancingPlan()),
    "a plan of which only the state aid is known": Programme(
        financing=FinancingPlan(state_aid=StateAid(justification="Hors champ concurrentiel"))
    ),
    "plans of other versions": Programme(
        actors=ACTORS,
        financing=FinancingPlan(expenses=(EXPENSE,)),
        other_plans=(
            FinancingPlan(version=PlanVersion.GRANTED, date=DAY, aid_rate=Rate("0.33333"), expenses=(EXPENSE,)),
            FinancingPlan(version=PlanVersion.GRANTED, expenses=(evolve(EXPENSE, partner="b"),), remark="Avenant"),
        ),
    ),
    "impacts and figures in their order": Programme(
        impacts=(
            Impact(kind=ImpactKind.SOCIAL, text="1"),
            Impact(kind=ImpactKind.ECONOMIC, text="2"),
            Impact(kind=ImpactKind.SOCIAL, text="3"),
        ),
        stated_figures=(
            StatedFigure(subject=StatedSubject.EXAMPLE_PROJECTS, count=35, wording="Romans"),
            StatedFigure(subject=StatedSubject.EAFRD, amount=Money.euros(11332)),
            StatedFigure(subject=StatedSubject.EAFRD, amount=Money.euros(14745), wording="Ailleurs"),
        ),
    ),
    "numbers with three decimals": Programme(
        indicators=(
            Indicator(id="i", name="I", target=Range(Decimal("-1.5"), Decimal("2.125")), actual=Decimal("1.234")),
        )
    ),
    "more digits than a spreadsheet keeps": Programme(
        financing=FinancingPlan(expenses=(evolve(EXPENSE, amount=Money(12345678901234567)),))
    ),
}


@pytest.mark.parametrize("as_texts", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_tables_seem_unable_to_hold(name: str, language: Language, as_texts: bool) -> None:
    """Parts that need a word, a column or a table of their own come back like the others."""
    assert PROGRAMMES[name] == there_and_back(PROGRAMMES[name], language, as_texts=as_texts).programme


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_comes_back_without_a_doubt(language: Language) -> None:
    """The tables of GAIA 2017 give GAIA 2017 again, and only the table of sessions is empty."""
    from labo_partenariats.codec.programme import loads

    gaia = loads(GAIA.read_text(encoding="utf-8"), "toml").programme
    records = records_of(gaia, language)
    read = assemble(records)

    assert gaia == read.programme
    assert (codes(*records.findings), codes(*read.findings)) == (["SRC110"], [])


def test_a_template_has_every_table_and_field() -> None:
    """An empty programme gives the tables that people fill, a row for each field, and nothing for the tool alone."""
    tables = tables_of(Programme())

    assert list(SCHEMAS) == [table.role for table in tables]
    assert {"partnerships", "plans"} == {table.role for table in tables if not table.is_needed}
    assert set(PROGRAMME_FIELDS) == set(tables[0].fields)
    assert {"undated", "plan", "funder"}.isdisjoint(key for table in tables for key in table.keys)
    assert all(value is None for row in tables[0].rows for value in row[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_holds_nothing(language: Language) -> None:
    """Reading it finds nothing, says so, and has nothing else to warn of."""
    records = records_of(Programme(), language)

    assert records.by_role == {}
    assert {"SRC110", "SRC114"} == set(codes(*records.findings))
    assert len(PROGRAMME_FIELDS) == sum(row.reason == "unfilled" for row in records.left_out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_template_writes_is_what_is_read(language: Language) -> None:
    """Names of sheets and files, headers and fields mean the table and the column for which they are written."""
    words = Vocabulary.core()

    for role, schema in SCHEMAS.items():
        assert {role} == {
            words.sheets[fold(name(role, language))] for name in (sheet_name, file_name)
        } or schema.supplementary
        assert [c.key for c in schema.columns] == [
            words.headers[role][fold(header(role, c.key, language))] for c in schema.columns
        ]
    assert all(key == words.fields[fold(header("fields", key, language))] for key in PROGRAMME_FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_vocabularies_are_read_back(language: Language) -> None:
    """Each term that a table writes means its own member, and no other."""
    kinds: set[type[Enum]] = {c.terms for schema in SCHEMAS.values() for c in schema.columns if c.terms is not None}

    for kind in kinds:
        written = {text(f"terms.{kind.__name__}.{member.value}", language): member for member in kind}
        assert written == {word: terms(kind)[fold(word)] for word in written}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_field_has_its_help(language: Language) -> None:
    """Help ends like a sentence or with an example."""
    columns = [column_help(role, c, language) for role, schema in SCHEMAS.items() for c in schema.columns]
    fields = [field_help(field_column(key), language) for key in PROGRAMME_FIELDS]

    assert all(len(words) > 4 for words in (*columns, *fields))


def test_only_what_says_nothing_is_lost() -> None:
    """Spaces, line ends, control characters, bullets, empty texts and empty parts go; the rest stays."""
    untidy = Programme(
        title=" Labo\n des\N{NO-BREAK SPACE}partenariats\x00 ",
        summary=("", " a "),
        strategy=StrategyLink(),
        application=Application(reference=" "),
        actors=(Actor(id=" a ", name="A\tB", aliases=("x", "x ")),),
        actions=(Action(id="b", title="B", description=("- - x", "\ty  z"), period_text=" 2018 :\r\n\n mars "),),
        financing=FinancingPlan(state_aid=StateAid(), remark="\ufffe"),
    )
    tidy = Programme(
        title="Labo des partenariats",
        summary=("a",),
        application=None,
        actors=(Actor(id="a", name="A B", aliases=("x",)),),
        actions=(Action(id="b", title="B", description=("x", "y z"), period_text="2018 :\nmars"),),
        financing=FinancingPlan(),
    )

    assert tidy == normal_form(evolve(untidy, application=Application()))
    read = there_and_back(evolve(untidy, application=Application())).programme
    assert evolve(tidy, actions=()) == evolve(read, actions=())
    assert tidy.actions == read.actions


def test_a_loss_is_told_with_its_place() -> None:
    """What the tables cannot give back is named by its path; the rest is not."""
    odd = Period(dt.date(2018, 3, 2), dt.date(2018, 3, 30), Precision.MONTH)
    programme = Programme(
        title="A",
        actors=(Actor(id="a", name="A", siret="123"),),
        actions=(Action(id="b", title="B", sessions=(Session(id="s", period=odd),)),),
    )
    told = losses(programme, to_tables(tables_of(programme)))

    assert [found.data["path"] for found in told] == ["$.actors[0].siret", "$.actions[0].sessions[0].period.precision"]
    assert {"SRC060"} == set(codes(*told))


@pytest.mark.parametrize("name", PROGRAMMES)
def test_nothing_is_told_lost_that_is_not(name: str) -> None:
    """A programme in normal form goes through its tables without a word."""
    assert losses(PROGRAMMES[name], to_tables(tables_of(PROGRAMMES[name]))) == ()


@given(texts())
def test_a_guarded_text_is_no_formula_and_comes_back(words: str) -> None:
    """What a file of texts holds never begins like a formula, unless it is a number; the reader takes the mark off."""
    written = guarded(apostrophe_kept(words))

    assert words == unguarded(written)
    assert written[0] not in "=+-@" or not any(character.isalpha() for character in written)


@given(st.lists(texts(), max_size=4, unique=True))
def test_names_of_one_cell_come_apart_as_they_were_joined(names: list[str]) -> None:
    """Separators and quotes inside names are no obstacle."""
    assert tuple(names) == split_names(join_names(names))


@given(st.decimals(-(10**9), 10**9, places=4), LANGUAGE)
def test_a_spelled_number_is_read_without_doubt(number: Decimal, language: Language) -> None:
    """No spelling of a number could be taken for another."""
    read = read_number(spelled(number, language))

    assert (number, ()) == (read.value, read.doubts)


@given(st.integers(-(10**12), 10**12).map(Money), st.decimals(0, 1, places=5).map(Rate), LANGUAGE)
def test_spelled_amounts_and_rates_are_read_without_doubt(amount: Money, rate: Rate, language: Language) -> None:
    """Amounts and rates come back to the last digit."""
    amounts, rates = read_amount(as_text(amount, language)), read_rate(as_text(rate, language))

    assert ((amount, ()), (rate, ())) == ((amounts.value, amounts.doubts), (rates.value, rates.doubts))


def sheet_of(name: str, *rows: tuple[str, ...], hidden: bool = False) -> Sheet:
    cells = {
        number: tuple(Cell(number, column, value) for column, value in enumerate(row, start=1) if value)
        for number, row in enumerate(rows, start=1)
    }
    return Sheet(name, cells, visibility=Visibility.HIDDEN if hidden else Visibility.VISIBLE)


ACTOR_ROWS = (("Nom", "Type"), ("GAIA", "Association"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["guide", "lists"])
def test_a_sheet_known_to_hold_no_data_is_passed_over(key: str, language: Language) -> None:
    """Instructions and lists, even hidden, are no findings; their rows are accounted for."""
    notice = sheet_of(notice_name(key, language), ("Comment remplir ce classeur",), ("Bonjour", "x"), hidden=True)
    records = read_records(Tables((notice, sheet_of("Acteurs", *ACTOR_ROWS))))

    assert records.findings == ()
    assert [row.reason for row in records.left_out] == ["notice", "notice", "header"]


def test_a_table_is_read_whatever_the_name_of_its_sheet() -> None:
    """The name of a sheet without data hides no table."""
    records = read_records(Tables((sheet_of("Listes", *ACTOR_ROWS),)))

    assert [record.get("name") for record in records.of("actors")] == ["GAIA"]


@pytest.mark.parametrize(
    ("sheet", "rows", "kept"),
    [
        ("Acteurs", (("Nom", "Type"), ("Total", "Entreprise")), 1),
        ("Acteurs", (("Nom", "Type"), ("Total", "19")), 0),
        ("Acteurs", (("Nom", "Type"), ("Total",)), 0),
        ("Acteurs", (("Nom", "Identifiant"), ("Total", "total")), 1),
        ("Dépenses", (("Dépense", "Montant"), ("A", "5"), ("Total", "5 EUR")), 1),
        ("Dépenses", (("Dépense", "Montant", "id"), ("Total", "5", "t")), 1),
    ],
)
def test_a_total_is_told_from_a_name(sheet: str, rows: tuple[tuple[str, ...], ...], kept: int) -> None:
    """A row with an identifier is a record; where nothing is added up, so is one that says more than a number."""
    records = read_records(Tables((sheet_of(sheet, *rows),)))

    assert (kept, []) == (
        sum(map(len, records.by_role.values())),
        codes(*records.findings)[: -1 if kept == 0 else None],
    )


def test_a_line_of_an_unknown_plan_belongs_to_none() -> None:
    """A plan that is not listed is reported, and its line is not counted in the main one."""
    rows = (("Dépense", "Montant", "Plan concerné"), ("A", "5", ""), ("B", "7", "Avenant"))
    made = assemble(read_records(Tables((sheet_of("Dépenses", *rows),))))

    assert made.programme.financing is not None
    assert [expense.label for expense in made.programme.financing.expenses] == ["A"]
    assert codes(*made.findings) == ["SRC504"]


@given(st.sampled_from(UNKIND_TEXTS))
def test_unkind_texts_are_normal(words: str) -> None:
    """The texts that strategies are fond of say something and are single-spaced."""
    assert words == normal_text(words)
