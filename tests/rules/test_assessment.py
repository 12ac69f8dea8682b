"""The assessment of any programme whatever: it never fails, and all it says can be said in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.findings import CellLocation, Origins, PathLocation, Severity, Verdict, core_catalogue
from labo_partenariats.i18n.texts import LANGUAGES
from labo_partenariats.law import Library
from labo_partenariats.model import (
    Action,
    Application,
    Expense,
    FinancingPlan,
    LocalActionGroup,
    Partnership,
    Programme,
    Resource,
    ResourceKind,
    RoleKind,
)
from labo_partenariats.rules.assessment import PUBLIC_AMOUNTS, Assessment, assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.rules.check import check
from labo_partenariats.rules.outcome import Answer, satisfied, unknown, violated
from labo_partenariats.testing import strategies
from labo_partenariats.values.money import Money

#: A whole programme takes long to make: a fifth of the usual number.
few = settings(max_examples=settings.default.max_examples // 5)

REGIMES = st.sampled_from(Library.builtin().ids)
LAGS = st.none() | st.builds(LocalActionGroup, name=st.just("GAL"), regime=REGIMES)
APPLICATIONS = st.none() | st.builds(Application, date=st.dates(dt.date(2005, 1, 1), dt.date(2028, 12, 31)))


@st.composite
def dossiers(draw: st.DrawFn) -> Programme:
    """A programme under some real law, at times with ids repeated and references that lead nowhere."""
    made = evolve(draw(strategies.programmes()), lag=draw(LAGS), application=draw(APPLICATIONS))
    if draw(st.booleans()):
        lost = Partnership(actor="nobody at all", role=RoleKind.LEAD)
        made = evolve(made, actors=made.actors * 2, actions=made.actions * 2, partnerships=(lost, *made.partnerships))
    return made


def _assess(programme: Programme) -> Assessment:
    return assess(make_case(programme, Library.builtin()))


@few
@given(dossiers())
def test_every_outcome_can_be_told(programme: Programme) -> None:
    """No programme makes a check fail, and each answer has a code, a place and its words in both languages."""
    catalogue, assessment = core_catalogue(), _assess(programme)

    for outcome in assessment.outcomes:
        assert outcome.code in catalogue
        assert outcome.path is not None
        assert bool(outcome.missing) == (outcome.answer is Answer.UNKNOWN)
        if outcome.answer is Answer.SATISFIED:
            assert all(catalogue[outcome.code].text("satisfied", language, outcome.data) for language in LANGUAGES)
    for found in assessment.findings:
        for language in LANGUAGES:
            assert catalogue.message(found, language)
            assert catalogue.remedy(found, language)


@few
@given(dossiers())
def test_findings_are_the_answers_that_are_not_satisfied(programme: Programme) -> None:
    """Findings are the unhappy outcomes and the inconsistencies, the gravest first; what is unknown is a note."""
    assessment = _assess(programme)
    codes = {outcome.code for outcome in assessment.outcomes if outcome.answer is not Answer.SATISFIED}

    assert {found.code for found in assessment.findings} - {"MOD001", "MOD002"} == codes
    assert [found.severity.rank for found in assessment.findings] == sorted(
        found.severity.rank for found in assessment.findings
    )
    assert {found.severity for found in assessment.findings if found.verdict is Verdict.UNKNOWN} <= {Severity.NOTE}
    assert assessment.findings == _assess(programme).findings


@few
@given(dossiers())
def test_every_amount_explains_itself(programme: Programme) -> None:
    """Each amount has a text in both languages, known or not, and the number in it is the amount."""
    assessment = _assess(programme)

    for key in PUBLIC_AMOUNTS:
        amount = getattr(assessment, key)
        assert amount.money == assessment.amounts[key]
        assert all(amount.explain(language) for language in LANGUAGES)
        assert str(amount) == ("?" if amount.money is None else str(amount.money))


def test_an_amount_that_does_not_exist() -> None:
    """Only the amounts of the plan are attributes."""
    with pytest.raises(AttributeError):
        _ = _assess(Programme()).nothing


PROGRAMME = Programme(
    financing=FinancingPlan(
        expenses=(Expense(id="e", label="E", amount=Money(100)),),
        resources=(Resource(id="r", label="R", amount=Money(99), kind=ResourceKind.PRIVATE),),
    ),
    actions=(Action(id="a", title="A"), Action(id="a", title="A")),
)


def test_findings_stand_where_the_source_says() -> None:
    """Paths become the cells they came from, or the nearest part that has one; related places move too."""
    cell, row, sheet = (CellLocation("Ressources", 2, 3), CellLocation("Ressources", 2), CellLocation("Actions"))
    origins = Origins({"$.financing.expenses": cell, "$.financing.resources[0]": row, "$.actions": sheet})
    found = {each.code: each for each in assess(make_case(PROGRAMME, Library.builtin()), origins=origins).findings}

    assert (found["FIN101"].location, found["FIN101"].related) == (cell, (PathLocation("$.financing.resources"),))
    assert found["FIN107"].location == row
    assert (found["MOD001"].location, found["MOD001"].related) == (sheet, (sheet,))


def test_a_check_of_ones_own_says_its_severity() -> None:
    """A check's outcomes carry its code; a severity it names wins over the catalogue's and over «unknown is a note»."""

    @check("FIN101")
    def mine(case: object) -> list[object]:
        return [
            satisfied("$.a"),
            violated("$.b", gap=Money(1), expenses=Money(1), resources=Money(2), severity=Severity.NOTE),
            unknown("expenses", path="$.c", severity=Severity.WARNING),
        ]

    assessment = assess(make_case(Programme(), Library.builtin()), [mine])

    assert [outcome.code for outcome in assessment.outcomes] == ["FIN101"] * 3
    assert [(found.severity, str(found.location)) for found in assessment.findings] == [
        (Severity.WARNING, "$.c"),
        (Severity.NOTE, "$.b"),
    ]
