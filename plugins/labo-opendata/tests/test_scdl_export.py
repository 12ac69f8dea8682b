"""Subsidies written as open data: valid for the schema, complete or not written, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_opendata import ScdlExporter
from labo_opendata.columns import COLUMNS, LONG_COLUMNS, schema_of
from labo_partenariats import Actor, FinancingPlan, Money, Programme, ResourceKind, ResourceStatus
from labo_partenariats.plugin import Exporter, Finding, PathLocation
from labo_partenariats.plugin.manager import installed
from labo_partenariats.testing.dossiers import dossiers

HERE = Path(__file__).parent
GAIA = HERE.parents[2] / "examples" / "gaia_2017" / "gaia_2017.toml"

Export = Callable[..., tuple[bytes, tuple[Finding, ...]]]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def problems(content: bytes, form: str, folder: Path) -> list[Any]:
    """What frictionless says against the schema of the format."""
    from frictionless import Resource, Schema

    (folder / "subventions.csv").write_bytes(content)
    schema = Schema.from_descriptor(json.loads(schema_of(form)))
    report = Resource(path="subventions.csv", basepath=str(folder), schema=schema).validate()
    return report.flatten(["rowNumber", "fieldName", "type", "note"])


def codes(told: tuple[Finding, ...]) -> list[str]:
    return [found.code for found in told]


def with_plan(programme: Programme, **changes: Any) -> Programme:
    assert programme.financing is not None
    return evolve(programme, financing=evolve(programme.financing, **changes))


def with_resource(programme: Programme, rank: int, **changes: Any) -> Programme:
    assert programme.financing is not None
    resources = list(programme.financing.resources)
    resources[rank] = evolve(resources[rank], **changes)
    return with_plan(programme, resources=tuple(resources))


def with_actor(programme: Programme, id_: str, **changes: Any) -> Programme:
    actors = tuple(evolve(actor, **changes) if actor.id == id_ else actor for actor in programme.actors)
    return evolve(programme, actors=actors)


def test_it_is_an_exporter_that_must_be_named() -> None:
    """It claims no suffix, so that CSV files remain tables."""
    assert isinstance(ScdlExporter(), Exporter)
    assert ScdlExporter().suffixes == ()


def test_the_bytes_of_the_format(export: Export, programme: Programme) -> None:
    """UTF-8 without a mark, commas, Windows line ends, decimal points, columns in the published order."""
    content, told = export(programme)
    header, feader, commune = content.decode("utf-8").split("\r\n")[:-1]
    assert header == ",".join(COLUMNS)
    assert feader == (
        "Région Hautes-Vallées,90000003500015,2018-09-03,CONV-2018-31,"
        '"Association L\'Atelier, de la vallée",90000001900019,W381009999,Atelier partagé de la vallée,12800.00,'
        "aide en numéraire,échelonné,2019-02-01/2020-10-15,,non,1.00,LEADER"
    )
    assert commune == (
        "Commune de Valserre,90000002700012,2018-05-14,DEL-2018-44,"
        '"Association L\'Atelier, de la vallée",90000001900019,W381009999,Atelier partagé de la vallée,3200.50,'
        "aide en numéraire,unique,2018-12-20,,non,1.00,"
    )
    assert codes(told) == ["OPD103"]
    assert told[0].data["rows"] == ("Département",)
    assert export(programme) == (content, told)


@pytest.mark.parametrize(("form", "columns"), [("16", COLUMNS), ("40", LONG_COLUMNS)])
def test_both_forms_are_valid(
    export: Export, programme: Programme, tmp_path: Path, form: str, columns: tuple[str, ...]
) -> None:
    """What is written passes the schema of its form."""
    content, _ = export(programme, extra={"fields": form})
    assert tuple(rows(content)[0]) == columns
    assert problems(content, form, tmp_path) == []


def test_the_schema_can_fail(export: Export, programme: Programme, tmp_path: Path) -> None:
    """The check sees a number that is no SIRET and a date that is none."""
    content, _ = export(programme)
    spoilt = content.replace(b"90000003500015", b"9000000350001").replace(b"2018-05-14", b"14/05/2018")
    found = {(row, field, kind) for row, field, kind, _ in problems(spoilt, "16", tmp_path)}
    assert found == {(2, "idAttribuant", "constraint-error"), (3, "dateConvention", "type-error")}


def test_the_example_says_all_it_lacks_at_once(export: Export) -> None:
    """GAIA 2017 is not written: one finding names every field and both lines."""
    content, told = export(labo.read(GAIA).programme)
    assert content == b""
    assert codes(told) == ["OPD101"]
    assert told[0].data == {
        "rows": ("Directe", "FEADER"),
        "missing": (
            "nomAttribuant",
            "idAttribuant",
            "dateConvention",
            "conditionsVersement",
            "datesPeriodeVersement",
            "idBeneficiaire / rnaBeneficiaire",
            "statutLabel",
        ),
    }
    assert told[0].location == PathLocation("$.financing.resources[1]")
    assert told[0].related == (PathLocation("$.financing.resources[2]"),)
    assert "idAttribuant" in installed().catalogue.message(told[0], "fr")
    assert "Payments:" in (installed().catalogue.remedy(told[0], "en") or "")


#: What is taken from the programme → the lines that cannot be published then, and the fields that are missing.
LACKS: dict[str, tuple[Callable[[Programme], Programme], str, tuple[str, ...]]] = {
    "SIRET of a funder": (lambda p: with_actor(p, "region", siret=None), "FEADER", ("idAttribuant",)),
    "SIRET with a wrong key": (lambda p: with_actor(p, "region", siret="90000003500014"), "FEADER", ("idAttribuant",)),
    "two actors of one name": (
        lambda p: evolve(p, actors=(*p.actors, Actor(id="double", name="Mairie de Valserre"))),
        "Commune",
        ("idAttribuant", "dateConvention"),
    ),
    "funder": (lambda p: with_resource(p, 0, funder=None), "FEADER", ("nomAttribuant", "idAttribuant")),
    "agreement": (lambda p: evolve(p, agreement=None), "FEADER", ("dateConvention",)),
    "decision": (lambda p: evolve(p, aids=()), "Commune", ("dateConvention",)),
    "decision for another amount": (
        lambda p: evolve(p, aids=(evolve(p.aids[0], amount=Money(320051)),)),
        "Commune",
        ("dateConvention",),
    ),
    "decision not taken": (
        lambda p: evolve(p, aids=(evolve(p.aids[0], is_planned=True),)),
        "Commune",
        ("dateConvention",),
    ),
    "title": (lambda p: evolve(p, title=" "), "both", ("objet",)),
    "both numbers": (
        lambda p: with_actor(p, "atelier", siret=None, rna="W2A0001234"),
        "both",
        ("idBeneficiaire / rnaBeneficiaire",),
    ),
    "lead": (
        lambda p: evolve(p, partnerships=()),
        "both",
        ("dateConvention (Commune)", "nomBeneficiaire", "pourcentageSubvention", "idBeneficiaire / rnaBeneficiaire"),
    ),
    "a cent of the payments": (
        lambda p: evolve(p, payments=(evolve(p.payments[0], amount=Money(499_999)), *p.payments[1:])),
        "FEADER",
        ("conditionsVersement", "datesPeriodeVersement"),
    ),
    "day of a payment": (
        lambda p: evolve(p, payments=(*p.payments[:2], evolve(p.payments[2], date=None))),
        "Commune",
        ("conditionsVersement", "datesPeriodeVersement"),
    ),
    "state aid": (lambda p: with_plan(p, state_aid=None), "both", ("notificationUE",)),
    "scheme of the state aid": (
        lambda p: with_plan(p, state_aid=evolve(p.financing.state_aid, applies=True)),  # type: ignore[union-attr]
        "both",
        ("notificationUE",),
    ),
    "a partner bears expenses": (
        lambda p: with_plan(p, expenses=(evolve(p.financing.expenses[0], partner="commune"),)),  # type: ignore[union-attr]
        "both",
        ("pourcentageSubvention",),
    ),
    "nothing to pay": (
        lambda p: with_resource(p, 1, amount=Money(0)),
        "Commune",
        ("dateConvention", "montant", "conditionsVersement", "datesPeriodeVersement"),
    ),
    "status": (
        lambda p: with_plan(with_resource(p, 1, status=None), version=FinancingPlan().version),
        "both",
        ("statutLabel",),
    ),
}


@pytest.mark.parametrize("case", sorted(LACKS))
def test_what_is_missing_is_named_and_nothing_is_written(export: Export, programme: Programme, case: str) -> None:
    """Each field that the programme does not tell is named, with its lines when it lacks from some of them."""
    change, lines, expected = LACKS[case]
    content, told = export(change(programme))
    assert content == b""
    (found,) = (each for each in told if each.code == "OPD101")
    assert found.data["missing"] == expected
    assert found.data["rows"] == (("FEADER", "Commune") if lines == "both" else (lines,))


@pytest.mark.parametrize(
    ("regime", "expected"),
    [("Règlement (UE) 1407/2013 de minimis", "oui"), ("SA.123 régime exempté", "non")],
)
def test_de_minimis_is_what_the_notification_tells(
    export: Export, programme: Programme, regime: str, expected: str
) -> None:
    """The column answers for aid under a de minimis regulation, of the plan or of the decision."""
    assert programme.financing is not None
    aid = evolve(programme.financing.state_aid, applies=True, scheme=regime)
    content, _ = export(with_plan(programme, state_aid=aid))
    assert [row["notificationUE"] for row in rows(content)] == [expected, expected]


def test_only_one_funder(export: Export, programme: Programme) -> None:
    """A funder publishes its own subsidies, whatever another lacks; one that is not there is refused."""
    lacking = evolve(programme, agreement=None)
    for name in ("commune de valserre", "Mairie de Valserre", "COMMUNE"):
        content, told = export(lacking, only={"funder": (name,)})
        assert [row["nomAttribuant"] for row in rows(content)] == ["Commune de Valserre"]
        assert told == ()
    content, told = export(programme, only={"funder": ("Commune de Valserre", "Isère")})
    assert (content, codes(told)) == (b"", ["OPD105"])
    assert told[0].data["wanted"] == "Isère"


def test_asked_for_is_not_granted(export: Export, programme: Programme) -> None:
    """A plan of which everything is asked for, or that has no public aid, gives no file."""
    requested = with_resource(programme, 0, status=ResourceStatus.REQUESTED)
    requested = with_resource(requested, 1, status=ResourceStatus.REQUESTED)
    assert (export(requested)[0], codes(export(requested)[1])) == (b"", ["OPD103", "OPD102"])
    assert codes(export(Programme())[1]) == ["OPD102"]
    private = with_plan(programme, resources=())
    assert codes(export(private)[1]) == ["OPD102"]


def test_the_latest_plan_that_was_decided_counts(export: Export, programme: Programme) -> None:
    """An amended plan comes before the granted one, which comes before the forecast."""
    assert programme.financing is not None
    granted = programme.financing
    forecast = FinancingPlan(resources=(evolve(granted.resources[0], amount=Money(1)),))
    content, _ = export(evolve(programme, financing=forecast, other_plans=(granted,)))
    assert [row["montant"] for row in rows(content)] == ["12800.00", "3200.50"]


def test_options_are_known_or_refused(export: Export, programme: Programme) -> None:
    """A form that does not exist is refused with those that do."""
    content, told = export(programme, extra={"fields": "41"})
    assert (content, codes(told)) == (b"", ["OPD106"])
    assert told[0].data == {"name": "fields", "value": "41", "known": ("16", "40")}


def test_a_long_title_is_cut_and_said(export: Export, programme: Programme, tmp_path: Path) -> None:
    """256 characters pass, 257 are cut to 256; an apostrophe of ours counts."""
    for title, length, told in (("é" * 256, 256, []), ("é" * 257, 256, ["OPD104"]), ("=" + "é" * 255, 256, ["OPD104"])):
        content, found = export(evolve(programme, title=title))
        assert [len(row["objet"]) for row in rows(content)] == [length, length]
        assert [code for code in codes(found) if code != "OPD103"] == told
        assert problems(content, "16", tmp_path) == []


HOSTILE = ("=1+1", "@SUM(A1)", "+33 = x", "-2+3", "\t=1", 'a\nb;c,d"e', "＝1")


@pytest.mark.parametrize("title", HOSTILE, ids=ascii)
def test_no_text_is_computed(export: Export, programme: Programme, tmp_path: Path, title: str) -> None:
    """A text that looks like a formula bears an apostrophe, stays valid, and may be asked for bare."""
    content, _ = export(evolve(programme, title=title))
    assert problems(content, "16", tmp_path) == []
    assert all(row["objet"][0] not in "=+-@＝" for row in rows(content))
    bare, _ = export(evolve(programme, title=title), extra={"formulas": "keep"})
    assert {row["objet"] for row in rows(bare)} == {" ".join(title.split())}


def assert_valid_or_refused(export: Export, subject: Programme, folder: Path) -> None:
    """There is either no file and an error, or a file that passes the schema."""
    content, told = export(subject)
    assert any(found.severity.value == "error" for found in told) == (content == b"")
    if content:
        assert problems(content, "16", folder) == []


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data(), title=st.none() | st.text(max_size=300))
def test_any_text_and_any_plan(
    data: st.DataObject, title: str | None, export: Export, programme: Programme, tmp_path: Path
) -> None:
    """Whatever the texts and the resources are, what is published is valid."""
    plan = evolve(programme.financing, resources=_resources(data)) if data.draw(st.booleans()) else programme.financing
    assert_valid_or_refused(export, evolve(programme, title=title, financing=plan), tmp_path)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(dossier=dossiers())
def test_any_programme(dossier: Programme, export: Export, tmp_path: Path) -> None:
    """Whatever the programme is, what is published is valid."""
    assert_valid_or_refused(export, dossier, tmp_path)


def _resources(data: st.DataObject) -> Any:
    texts = st.text(max_size=20)
    return tuple(
        labo.Resource(
            id=f"r{rank}",
            label=data.draw(texts),
            amount=Money(data.draw(st.integers(-10, 10**9))),
            kind=data.draw(st.sampled_from(ResourceKind)),
            funder=data.draw(st.none() | texts | st.just("commune")),
        )
        for rank in range(data.draw(st.integers(0, 3)))
    )


def test_dates_are_iso(export: Export, programme: Programme) -> None:
    """The first centuries keep their zeros."""
    assert programme.agreement is not None
    early = evolve(programme, agreement=evolve(programme.agreement, signed=dt.date(2001, 1, 9)))
    assert rows(export(early)[0])[0]["dateConvention"] == "2001-01-09"
