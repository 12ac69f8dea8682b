"""The report on a network: every part in its section, both values of a disagreement, no sum of plans."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats import read
from labo_partenariats.model import Action, Actor, Indicator, Programme, Session
from labo_partenariats.network import Member, Network
from labo_partenariats.report.blocks import Table
from labo_partenariats.report.network import build_network
from labo_partenariats.testing import strategies
from labo_partenariats.values.money import Money
from labo_partenariats.values.period import Period

GAIA = Path(__file__).parents[2] / "examples" / "gaia_2017" / "gaia_2017.toml"
SECTIONS = [
    "programmes",
    "directory",
    "calendar",
    "dates",
    "financing",
    "indicators",
    "cooperation",
    "findings",
]


def member(name, day, postcode):
    actors = (
        Actor(id="a", name="CCI", postcode=postcode, email="contact@example.org", phone="0400000000"),
        Actor(id="b", name=name),
    )
    session = Session(id="s", period=Period.day(day))
    action = Action(id="x", title="Atelier", actors=("a", "b"), sessions=(session,))
    jobs = Indicator(id="i", name="Emplois", actual=Decimal(3))
    return Member(name, Programme(actors=actors, actions=(action,), indicators=(jobs,)))


@pytest.fixture
def report():
    members = (member("Jura", dt.date(2018, 4, 27), "39000"), member("Figeac", dt.date(2018, 2, 5), "46100"))
    return build_network(Network("Réseau", members))


def rows(report, section, table):
    return next(b for b in report.section(section).blocks if getattr(b, "key", None) == table).rows


def test_every_part_has_its_section(report):
    assert [section.key for section in report.sections] == SECTIONS
    assert [row[0] for row in rows(report, "programmes", "programmes")] == ["Figeac", "Jura"]
    assert [row[1] for row in rows(report, "dates", "sessions")] == ["Atelier (Figeac)", "Atelier (Jura)"]
    assert [row[2:] for row in rows(report, "indicators", "indicators")] == [
        ("Figeac", None, None, Decimal(3)),
        ("Jura", None, None, Decimal(3)),
        ("Réseau", None, None, Decimal(6)),
    ]
    assert [row[:3] for row in rows(report, "cooperation", "pairs")] == [("CCI", "Figeac", 1), ("CCI", "Jura", 1)]
    assert [row[:2] for row in rows(report, "cooperation", "bridges")] == [("CCI", "Figeac"), ("CCI", "Jura")]


def test_a_disagreement_shows_both_values_and_who_says_them(report):
    told = rows(report, "directory", "conflicts")
    assert [row[1:] for row in told] == [("code postal", "46100", "Figeac"), ("code postal", "39000", "Jura")]
    assert [row[1] for row in rows(report, "findings", "findings")] == ["NET103"]


def test_no_address_of_a_person_is_in_it(report):
    assert "contact@example.org" not in str(report)
    assert "0400000000" not in str(report)


def test_plans_stand_side_by_side_and_are_not_added():
    gaia = read(GAIA).programme
    report = build_network(Network("N", (Member("A", gaia), Member("B", Programme()))), language="en")
    one, other = rows(report, "financing", "financing")
    assert one[-2] == Money.euros("14745.60")
    assert other == ("B", None, "No financing plan", None, None, None, None, None)


@settings(max_examples=10)
@given(programmes=st.lists(strategies.programmes(), min_size=1, max_size=3))
def test_any_network_has_a_report_whatever_the_order(programmes):
    members = tuple(Member(f"m{rank}", each) for rank, each in enumerate(programmes))
    report = build_network(Network("N", members))
    assert report == build_network(Network("N", members[::-1]))
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
