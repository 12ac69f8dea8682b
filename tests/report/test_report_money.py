"""The sections on what supports the expenses, on money over time and on documents."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve

from labo_partenariats.law import Library
from labo_partenariats.model import (
    Action,
    Actor,
    ClaimKind,
    DocumentKind,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Partnership,
    PaymentClaim,
    Programme,
    Quote,
    ReceivedPayment,
    Resource,
    ResourceKind,
    RoleKind,
    Session,
    StaffTime,
    SuppliedDocument,
    Trip,
)
from labo_partenariats.report import Bullets, Dossier, Facts, Paragraph, Section, Table, build_dossier
from labo_partenariats.rules.assessment import assess
from labo_partenariats.rules.case import make_case
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period

FEADER, COUNTERPART = Money.euros(800), Money.euros(200)
PLAN = FinancingPlan(
    expenses=(
        Expense(id="d1", label="Animation", amount=Money.euros(900), category=ExpenseCategory.STAFF),
        Expense(id="d2", label="Frais généraux", amount=Money.euros(100), category=ExpenseCategory.INDIRECT),
    ),
    resources=(
        Resource(id="r1", label="FEADER", amount=FEADER, kind=ResourceKind.EAFRD),
        Resource(id="r2", label="Département", amount=COUNTERPART, kind=ResourceKind.NATIONAL_PUBLIC),
    ),
)


def _meeting(first: dt.date, last: dt.date) -> Action:
    days = (Session(id="s1", period=Period.day(first)), Session(id="s2", period=Period.day(last)))
    return Action(id="a", title="Rencontres", sessions=days)


PROGRAMME = Programme(
    actors=(Actor(id="gaia", name="GAIA"),),
    partnerships=(Partnership(actor="gaia", role=RoleKind.LEAD),),
    financing=PLAN,
    actions=(_meeting(dt.date(2017, 9, 4), dt.date(2017, 12, 18)),),
)


def _reported(programme: Programme) -> Dossier:
    return build_dossier(programme, assess(make_case(programme, Library.builtin())))


def _section(programme: Programme, key: str) -> Section | None:
    return next((section for section in _reported(programme).sections if section.key == key), None)


def _tables(section: Section | None) -> dict[str, Table]:
    return {block.key: block for block in (section.blocks if section else ()) if isinstance(block, Table)}


@pytest.mark.parametrize("key", ["support", "cash"])
def test_a_section_without_anything_to_say_is_left_out(key: str) -> None:
    """A programme without money has no sheet on what supports its expenses, and none on its cash-flow."""
    assert _section(Programme(title="Labo"), key) is None


@pytest.mark.parametrize(
    ("part", "key", "row"),
    [
        (
            {"quotes": (Quote(id="q", expense="d1", supplier="Atelier", amount=Money.euros(90), is_chosen=True),)},
            "quotes",
            ("Atelier", "Animation", Money.euros(90), True),
        ),
        (
            {"staff_time": (StaffTime(id="t", position="Animatrice", actor="gaia", hours=Decimal("12.5")),)},
            "staff_time",
            ("Animatrice", "GAIA", Decimal("12.5")),
        ),
        (
            {"trips": (Trip(id="v", destination="La Mure", kilometres=Decimal(40), meals=1),)},
            "trips",
            ("La Mure", Decimal(40), 1),
        ),
    ],
    ids=["quotes", "staff_time", "trips"],
)
def test_supporting_detail_has_the_columns_that_are_filled(part: dict[str, object], key: str, row: object) -> None:
    """Each support is a table of what is known; a line that it refers to is called by its name."""
    assert _tables(_section(evolve(PROGRAMME, **part), "support"))[key].rows == (row,)


def test_indirect_costs_show_how_the_flat_rate_comes_about() -> None:
    """Staff costs, rate and ceiling stand together."""
    section = _section(PROGRAMME, "support")
    assert section is not None
    [facts] = [block for block in section.blocks if isinstance(block, Facts)]
    assert [label for label, _ in facts.rows] == [
        "Frais de personnel directs",
        "Taux forfaitaire des coûts indirects",
        "Coûts indirects admis (forfait)",
    ]


def test_the_forecast_spends_and_receives_the_whole_plan() -> None:
    """Over the months of the forecast, all expenses, the EAFRD and the counterpart go through, and nothing is left."""
    cash = _tables(_section(PROGRAMME, "cash"))["cash_gaia"]
    assert (cash.total["spent"], cash.total["eafrd"], cash.total["others"]) == (Money.euros(1000), FEADER, COUNTERPART)
    assert cash.rows[0][0] == "septembre 2017"
    assert cash.rows[-1][cash.index("balance")] == Money(0)


def test_what_is_recorded_comes_before_any_forecast() -> None:
    """Once money has moved, the section tells what moved and supposes nothing."""
    claim = PaymentClaim(id="1", kind=ClaimKind.BALANCE, date=dt.date(2018, 1, 8))
    paid = ReceivedPayment(id="p", resource="r1", claim="1", amount=FEADER, date=dt.date(2018, 6, 1))
    section = _section(evolve(PROGRAMME, claims=(claim,), payments=(paid,)), "cash")
    assert section is not None
    tables = _tables(section)
    assert set(tables) == {"claims", "payments", "cash_gaia"}
    assert tables["cash_gaia"].rows[0][0] == "juin 2018"
    assert not any(isinstance(block, Bullets) for block in section.blocks)


@pytest.mark.parametrize("last", [dt.date(2117, 9, 4), dt.date(9999, 12, 31)])
def test_dates_too_far_apart_make_no_table(last: dt.date) -> None:
    """A misread year gives a sentence, not a sheet of a thousand months."""
    section = _section(evolve(PROGRAMME, actions=(_meeting(dt.date(2017, 9, 4), last),)), "cash")
    assert section is not None
    assert [type(block) for block in section.blocks] == [Paragraph]


def test_documents_are_received_expected_or_missing() -> None:
    """Each document that the facts call for has its state; what was supplied besides is listed apart."""
    supplied = (
        SuppliedDocument(id="1", kind=DocumentKind.APPLICATION_FORM, date=dt.date(2017, 7, 3)),
        SuppliedDocument(id="2", kind=DocumentKind.STAFF_COST_PROOF),
        SuppliedDocument(id="3", kind=DocumentKind.SIGNATORY_POWER, date=dt.date(2017, 7, 3)),
    )
    tables = _tables(_section(evolve(PROGRAMME, supplied_documents=supplied), "documents"))
    states = {row[1]: row[0] for row in tables["documents"].rows}
    assert states["Formulaire de demande d'aide"] == "reçue"
    assert "attendue" in states.values()
    assert "manquante" in states.values()
    assert len(tables["other_documents"].rows) == 1


def test_rates_of_staff_time_stay_rates() -> None:
    """A part-time contract is shown as a rate, for the renderer to write in percent."""
    half = StaffTime(id="t", position="Animatrice", working_time=Rate("0.5"))
    table = _tables(_section(evolve(PROGRAMME, staff_time=(half,)), "support"))["staff_time"]
    assert table.rows == (("Animatrice", Rate("0.5")),)


def test_without_a_list_of_documents_none_is_called_missing() -> None:
    """A dossier that lists no document at all gives a list of those to attach."""
    states = {row[0] for row in _tables(_section(PROGRAMME, "documents"))["documents"].rows}
    assert states == {"à joindre"}
