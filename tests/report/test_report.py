"""The section model that every renderer shares."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from enum import Enum

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from labo_partenariats.findings import Severity, Verdict
from labo_partenariats.i18n import LANGUAGES, Language, has_text, text
from labo_partenariats.law import Certainty, Library
from labo_partenariats.model import (
    Action,
    Actor,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    LocalActionGroup,
    Partnership,
    Programme,
    Resource,
    ResourceKind,
    RoleKind,
    Session,
    StatedFigure,
    StatedSubject,
    terms,
)
from labo_partenariats.report import (
    Block,
    Dossier,
    NamedAmount,
    Paragraph,
    Section,
    Selected,
    Table,
    Timeline,
    build_dossier,
)
from labo_partenariats.report import (
    Verdict as Holds,
)
from labo_partenariats.report.timeline import MOST_COLUMNS, SPAN
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.rules.financing_book import BOOK
from labo_partenariats.rules.outcome import Answer
from labo_partenariats.testing.strategies import programmes
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision
from labo_partenariats.values.rounding import Rounding

PLAN = FinancingPlan(
    aid_rate=Rate("0.80"),
    expenses=(
        Expense(id="d1", label="Animation", amount=Money.euros(12603), category=ExpenseCategory.STAFF),
        Expense(id="d2", label="Communication", amount=Money.euros(12079), category=ExpenseCategory.COMMUNICATION),
    ),
    resources=(
        Resource(id="r1", label="Autofinancement", amount=Money.euros("4936.40"), kind=ResourceKind.SELF_FINANCING),
        Resource(id="r2", label="Directe", amount=Money.euros(5000), kind=ResourceKind.NATIONAL_PUBLIC),
        Resource(id="r3", label="FEADER", amount=Money.euros("14745.60"), kind=ResourceKind.EAFRD),
    ),
)
PROGRAMME = Programme(
    title="Labo",
    lag=LocalActionGroup(name="Alpes Sud Isère", regime="fr.ara.alpes-sud-isere"),
    actors=(Actor(id="gaia", name="GAIA", email="contact@exemple.fr"),),
    partnerships=(Partnership(actor="gaia", role=RoleKind.LEAD),),
    financing=PLAN,
    stated_figures=(StatedFigure(subject=StatedSubject.EAFRD, amount=Money.euros(11332)),),
    actions=(Action(id="a", title="Rencontre", sessions=(Session(id="s", period=Period.day(dt.date(2017, 11, 6))),)),),
)


def reported(programme: Programme, language: Language = "fr", *, personal_data: bool = False) -> Dossier:
    """The report of a programme."""
    assessment = assess(make_case(programme, Library.builtin()))
    return build_dossier(programme, assessment, language=language, personal_data=personal_data)


def table(report: Dossier, section: str, key: str) -> Table:
    """A table of a section."""
    return next(block for block in report.section(section).blocks if isinstance(block, Table) and block.key == key)


def test_sections_follow_the_order_of_an_application() -> None:
    """The dossier opens on the cover and closes on what was checked."""
    keys = [section.key for section in reported(PROGRAMME).sections]
    assert keys == [
        "cover",
        "presentation",
        "partnership",
        "roles",
        "plan",
        "calendar",
        "projects",
        "strategy",
        "success",
        "expenses",
        "financing",
        "cash",
        "controls",
        "calculation",
        "basis",
        "documents",
        "findings",
        "kept",
    ]


def _shape(block: Block) -> object:
    if isinstance(block, Table):
        return (block.key, tuple(column.key for column in block.columns), len(block.rows))
    return type(block).__name__


@pytest.mark.parametrize("programme", [PROGRAMME, Programme(), Programme(financing=FinancingPlan())])
def test_both_languages_say_the_same_things(programme: Programme) -> None:
    """French and English reports have the same sections, blocks, columns and rows."""
    french, english = (reported(programme, language) for language in LANGUAGES)
    for one, other in zip(french.sections, english.sections, strict=True):
        assert one.key == other.key
        assert [_shape(block) for block in one.blocks] == [_shape(block) for block in other.blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sections_fit_a_tab(language: Language) -> None:
    """Each section has a name of its own of at most 31 characters that a sheet may bear."""
    names = [section.name for section in reported(PROGRAMME, language).sections]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_rows_have_a_value_for_each_column() -> None:
    """No table has a ragged row."""
    tables = [b for section in reported(PROGRAMME).sections for b in section.blocks if isinstance(b, Table)]
    assert tables
    assert all(len(row) == len(block.columns) for block in tables for row in block.rows)


def test_each_quantity_is_worked_out_in_one_place() -> None:
    """A quantity of the financing book has one home; everything else refers to it."""
    homes = [
        value.key
        for section in reported(PROGRAMME).sections
        for block in section.blocks
        if isinstance(block, Table)
        for value in (*(v for row in block.rows for v in row), *block.total.values())
        if isinstance(value, NamedAmount) and value.is_home
    ]
    assert len(set(homes)) == len(homes)
    assert set(BOOK.formulas) <= set(homes)


def test_controls_set_the_announced_amount_against_the_plan() -> None:
    """The control of the announced EAFRD does not hold and says by how much."""
    rows = {row[0]: row for row in table(reported(PROGRAMME), "controls", "controls").rows}
    row = rows[text("report.control.stated_eafrd", "fr")]
    assert row[1] == Money.euros(11332)
    assert isinstance(row[3], Selected)
    assert row[3].value == Money.euros("14745.60")
    assert isinstance(row[-1], Holds)
    assert row[-1].holds is False


def test_control_that_cannot_be_told_is_neither_kept_nor_broken() -> None:
    """Without the nature of a resource no control of public money has an answer."""
    resources = (evolve(PLAN.resources[1], kind=None), PLAN.resources[2])
    rows = table(reported(evolve(PROGRAMME, financing=evolve(PLAN, resources=resources))), "controls", "controls").rows
    held = {row[0]: row[-1].holds for row in rows if isinstance(row[-1], Holds)}
    assert held[text("report.control.eafrd", "fr")] is None
    assert held[text("report.control.balance", "fr")] is False


def test_personal_data_is_left_out_unless_asked() -> None:
    """E-mail addresses are a column only when they are wanted."""
    assert "email" not in [column.key for column in table(reported(PROGRAMME), "partnership", "actors").columns]
    asked = table(reported(PROGRAMME, personal_data=True), "partnership", "actors")
    assert "contact@exemple.fr" in asked.rows[0]


def test_empty_programme_says_what_is_missing() -> None:
    """Every section of an empty programme still says something."""

    def says(section: Section) -> bool:
        return any(not isinstance(block, Table) or block.rows or block.empty for block in section.blocks)

    report = reported(Programme())
    assert all(says(section) for section in report.sections)
    assert isinstance(report.section("calendar").blocks[0], Paragraph)


ENUMS = [
    found for _, found in inspect.getmembers(terms, inspect.isclass) if issubclass(found, Enum) and found is not Enum
]


@pytest.mark.parametrize("vocabulary", [*ENUMS, Precision, Severity, Verdict, Answer, Certainty, Rounding])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_word(vocabulary: type[Enum], language: Language) -> None:
    """Each member of a closed vocabulary has a word of its own in each language."""
    words = [text(f"terms.{vocabulary.__name__}.{member.value}", language) for member in vocabulary]
    assert len({word.casefold() for word in words}) == len(words)


@pytest.mark.parametrize("key", BOOK.declarations)
def test_every_quantity_has_a_label_and_a_cell(key: str) -> None:
    """Each quantity has a label in each language and one name for its cell, which a spreadsheet accepts."""
    assert all(has_text(f"amounts.{key}.label", language) for language in LANGUAGES)
    names = {text(f"amounts.{key}.cell", language) for language in LANGUAGES}
    assert len(names) == 1
    assert re.fullmatch(r"[A-Z][A-Za-z]{4,}", names.pop())


@pytest.mark.parametrize("key", BOOK.formulas)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_formula_is_told_in_words(key: str, language: Language) -> None:
    """Each amount has a sentence that tells what it is."""
    assert has_text(f"amounts.{key}.meaning", language)


def _drawn(programme: Programme) -> Timeline:
    block = reported(programme).section("calendar").blocks[0]
    assert isinstance(block, Timeline)
    return block


def test_timeline_tells_days_from_months() -> None:
    """Known days are numbers in the order of the month; a month without a fixed day is a sign."""
    sessions = (
        Session(id="1", period=Period.day(dt.date(2017, 11, 27))),
        Session(id="2", period=Period.day(dt.date(2017, 11, 6))),
        Session(id="3", period=Period(dt.date(2017, 11, 13), dt.date(2017, 11, 15))),
        Session(id="4", period=Period(dt.date(2017, 12, 1), dt.date(2017, 12, 31), Precision.MONTH)),
        Session(id="5", period=Period.day(dt.date(2018, 1, 9)), cancelled=True),
    )
    drawn = _drawn(Programme(actions=(Action(id="a", title="Rencontres", sessions=sessions),)))
    assert drawn.columns == ("nov. 2017", "déc. 2017")
    assert drawn.rows[0].marks == ("6, 13–15, 27", SPAN)


days = st.dates()
spans = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair), Precision.DAY))
open_spans = days.map(lambda day: Period(day, None)) | days.map(lambda day: Period(None, day))


@given(periods=st.lists(days.map(Period.day) | spans | open_spans, min_size=1, max_size=6))
def test_timeline_fits_the_page_and_forgets_nobody(periods: list[Period]) -> None:
    """However long the programme, few enough columns cover it and each action has a mark."""
    actions = tuple(
        Action(id=f"a{n}", title=f"Action {n}", sessions=(Session(id=f"s{n}", period=period),))
        for n, period in enumerate(periods)
    )
    drawn = _drawn(Programme(actions=actions))
    assert len(drawn.columns) <= MOST_COLUMNS
    assert len(set(drawn.columns)) == len(drawn.columns)
    assert [row.label for row in drawn.rows] == [action.title for action in actions]
    assert all(any(row.marks) for row in drawn.rows)


@given(programmes())
def test_no_dossier_asks_its_reader_to_read_a_path(programme: Programme) -> None:
    """Whatever the programme, where something is stands in the words of the tables."""
    report = reported(programme)
    for key in ("findings", "kept"):
        shown = table(report, key, key)
        column = [each.key for each in shown.columns].index("place")
        places = [row[column] for row in shown.rows]
        assert not any("$" in place for place in places if isinstance(place, str))
