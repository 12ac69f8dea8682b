"""Published lists of subsidies read: recognised by their headers, every row accounted for, findings at their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import labo_partenariats as labo
from labo_opendata import ScdlImporter
from labo_partenariats import Money, Programme, RoleKind
from labo_partenariats.api import ReadResult
from labo_partenariats.plugin import Finding, Importer, Limits, LineLocation, UnreadableSource

EXAMPLES = Path(__file__).parents[3] / "examples" / "gaia_2017" / "csv"
HEADER = (
    "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;rnaBeneficiaire;objet;"
    "montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention"
)
FUNDER = "Commune de Valserre;90000002700012"
ASIDE = ("objet", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE")

Read = Callable[..., ReadResult]


def line(name: str, number: str = "", rna: str = "", amount: str = "10", eu: str = "non", share: str = "1") -> str:
    return f"{FUNDER};2023-03-14;D-12;{name};{number};{rna};Animation;{amount};;;;;{eu};{share}"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read these lines under the headers of the format."""

    def run(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> ReadResult:
        path = tmp_path / "liste.csv"
        path.write_bytes("\r\n".join((header, *lines)).encode(encoding))
        return labo.read(path)

    return run


def told(result: ReadResult) -> list[tuple[str, str]]:
    return [(found.code, str(found.location)) for found in result.findings if found.code != "OPD201"]


def the(result: ReadResult, code: str) -> Finding:
    (found,) = (each for each in result.findings if each.code == code)
    return found


def test_it_is_an_importer() -> None:
    """It goes by the content, and says so."""
    assert isinstance(ScdlImporter(), Importer)
    assert ScdlImporter().by_content


def test_a_list_of_beneficiaries(read: Read) -> None:
    """Beneficiaries and funders become actors, rows become aids; what has no place is said once."""
    result = read(
        line("Les Amis", "90000001900019", "W381009999", "4500.50"),
        line("Figeacteurs", "", "W381000001", "1000", eu="oui"),
        line("Les Amis", "90000001900019", amount="20"),
    )
    programme = result.programme
    assert [(a.id, a.name, a.siret, a.rna) for a in programme.actors] == [
        ("90000001900019", "Les Amis", "90000001900019", "W381009999"),
        ("w381000001", "Figeacteurs", None, "W381000001"),
        ("90000002700012", "Commune de Valserre", "90000002700012", None),
    ]
    assert [(each.actor, each.role) for each in programme.partnerships] == [("90000002700012", RoleKind.FUNDER)]
    assert [(a.actor, str(a.amount), a.scheme and a.scheme.value) for a in programme.aids] == [
        ("90000001900019", "4500.50", None),
        ("w381000001", "1000.00", "de_minimis"),
        ("90000001900019", "20.00", None),
    ]
    assert {(str(a.granted), a.grantor, a.reference) for a in programme.aids} == {
        ("2023-03-14", "Commune de Valserre", "D-12")
    }
    assert told(result) == []
    assert the(result, "OPD201").data["columns"] == ASIDE
    assert {left.reason for left in result.left_out} == {"header"}


def test_what_is_wrong_is_told_at_its_line_and_column(read: Read) -> None:
    """Line and field of the file, whatever table the cell went to."""
    result = read(
        line("A", "4052760100010", "W381009999"),
        line("B", "900000019000", "W1"),
        line("C", amount="abc", eu="peut-être"),
        f"{FUNDER.replace('12', '11')};2023-02-31;;D;;;;1;;;;;;",
    )
    assert set(told(result)) == {
        ("SRC401", "liste.csv:2:6"),
        ("SRC401", "liste.csv:3:6"),
        ("SRC401", "liste.csv:3:7"),
        ("SRC201", "liste.csv:4:9"),
        ("SRC501", "liste.csv:4:14"),
        ("SRC401", "liste.csv:5:2"),
        ("SRC302", "liste.csv:5:3"),
        ("SRC506", "liste.csv:5"),
    }


def test_a_siret_that_lost_its_zero_comes_back(read: Read) -> None:
    """The number of a spreadsheet and that of a text are one organisation; the zero restored is said."""
    result = read(line("Zéro", "5520012000000"), line("Zéro", "05520012000000"))
    assert [actor.name for actor in result.programme.actors] == ["Zéro", "Commune de Valserre"]
    assert len(result.programme.aids) == 2


def test_rows_without_beneficiary_and_totals_are_accounted_for(read: Read) -> None:
    """A row without a name is an error at its line, a total is compared, neither becomes an actor."""
    result = read(line("A", amount="10"), line("", amount="5"), ";;;;Total;;;;11;;;;;;", ";;;;;;;Objet seul;;;;;;;")
    assert [actor.name for actor in result.programme.actors] == ["A", "Commune de Valserre"]
    assert told(result)[:2] == [("SRC107", "liste.csv:3"), ("SRC108", "liste.csv:4:9")]
    assert {left.row for left in result.left_out} == {1, 3, 4, 5}


def test_a_share_is_no_amount(read: Read) -> None:
    """Where the beneficiary receives a part, the amount is told and left out."""
    result = read(line("A", amount="27501", share="0.8"), line("B", amount="12", share="1.00"), line("C", share="x"))
    assert [aid.amount for aid in result.programme.aids] == [None, Money(1200), None]
    assert told(result) == [("OPD202", "liste.csv:2:9"), ("OPD202", "liste.csv:4:9")]


def test_one_organisation_under_two_names(read: Read) -> None:
    """The same number is the same organisation; the other name is kept as an alias and said."""
    other = line('"L\'ATELIER ; SCIC"', "900 000 019 00019", amount="2")
    result = read(line("Ateliers", "90000001900019", amount="1"), other)
    (actor, _) = result.programme.actors
    assert (actor.name, actor.aliases) == ("Ateliers", ("L'ATELIER ; SCIC",))
    assert told(result) == [("OPD204", "liste.csv:3:5")]


def test_two_organisations_of_one_name_stay_two(read: Read) -> None:
    """Aids go to the organisation of their number, not to the first of that name."""
    result = read(line("Amicale", "90000001900019", amount="1"), line("Amicale", "90000003500015", amount="2"))
    assert [(aid.actor, str(aid.amount)) for aid in result.programme.aids] == [
        ("90000001900019", "1.00"),
        ("90000003500015", "2.00"),
    ]
    assert told(result) == [("SRC506", "liste.csv:3")]


def test_the_longer_form_tells_requests(read: Read) -> None:
    """A refused request is no aid, one under examination is a planned one."""
    header = "nomAttribuant;nomBeneficiaire;montant;statutLabel"
    result = read("F;A;1;attribuée", "F;B;2;refusée", "F;C;3;en cours d'intruction", "F;D;4;ineligible", header=header)
    assert [(aid.actor, aid.is_planned) for aid in result.programme.aids] == [("a", False), ("c", True)]
    assert [actor.name for actor in result.programme.actors] == ["A", "B", "C", "D", "F"]
    assert told(result) == [("OPD203", "liste.csv:3:4"), ("OPD203", "liste.csv:5:4")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_dialect(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Titles above, headers in capitals or with underscores, any separator and encoding."""
    header = ["NOM_ATTRIBUANT", "nom_beneficiaire", "ID_BENEFICIAIRE", "Montant"]
    lines = [["Subventions 2023"], [], header, ["Région", "Épicerie", "90000001900019", "12.50"]]
    path = tmp_path / "liste.csv"
    path.write_bytes("\n".join(delimiter.join(each) for each in lines).encode(encoding))
    result = labo.read(path)
    assert next((actor.name, actor.siret) for actor in result.programme.actors) == ("Épicerie", "90000001900019")
    assert str(result.programme.aids[0].amount) == "12.50"


def test_other_tables_are_left_to_others(tmp_path: Path) -> None:
    """None of the example's tables is taken, nor a table that only mentions the words, nor what is no text table."""
    for path in (*EXAMPLES.iterdir(), EXAMPLES, tmp_path / "absent.csv", Path("a\0b.csv")):
        assert not ScdlImporter().recognises(path)
    prose = tmp_path / "notice.csv"
    prose.write_text("Nom;Type\nA;les colonnes nomBeneficiaire et nomAttribuant sont obligatoires\n", "utf-8")
    assert not ScdlImporter().recognises(prose)
    assert labo.read(prose).programme.actors[0].name == "A"
    workbook = tmp_path / "liste.xlsx"
    workbook.write_text(HEADER, "utf-8")
    assert not ScdlImporter().recognises(workbook)


def test_limits_hold(tmp_path: Path) -> None:
    """The bounds of the reading of text tables are those of the lists."""
    path = tmp_path / "liste.csv"
    path.write_text("\n".join((HEADER, *[line("A")] * 5)), "utf-8")
    with pytest.raises(UnreadableSource) as refusal:
        ScdlImporter().read(path, Limits(rows=3))
    assert refusal.value.code == "SRC009"


def test_what_is_published_is_read_back(tmp_path: Path) -> None:
    """The export of a programme gives its beneficiary, its funders and their aids."""
    programme = labo.read(Path(__file__).parent / "programme.toml").programme
    path = tmp_path / "subventions.csv"
    labo.export(programme, path, to="scdl")
    result = labo.read(path)
    assert [actor.siret for actor in result.programme.actors] == [
        "90000001900019",
        "90000003500015",
        "90000002700012",
    ]
    assert [(str(aid.granted), str(aid.amount), aid.grantor) for aid in result.programme.aids] == [
        ("2018-09-03", "12800.00", "Région Hautes-Vallées"),
        ("2018-05-14", "3200.50", "Commune de Valserre"),
    ]
    assert told(result) == []


FIELDS = st.text(st.sampled_from("Aé ;,\"'=0129.\n\tW"), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(FIELDS, min_size=15, max_size=15), max_size=6))
def test_every_row_is_accounted_for(tmp_path: Path, table: list[list[str]]) -> None:
    """Whatever the cells hold, a row is an aid or is left out with its reason; findings have a place in the file."""
    quoted = ["\t".join('"{}"'.format(field.replace('"', '""')) for field in row) for row in table]
    path = tmp_path / "liste.tsv"
    path.write_bytes("\r\n".join((HEADER.replace(";", "\t"), *quoted)).encode())
    result = labo.read(path)
    filled = {rank for rank, row in enumerate(table, start=2) if any(field.strip() for field in row)}
    left = {each.row for each in result.left_out if each.role in (None, "aids")} - {1}
    places = result.origins.places
    aids = {places[f"$.aids[{rank}]"] for rank in range(len(result.programme.aids))}
    assert left | {place.row for place in aids if isinstance(place, LineLocation)} == filled
    assert len(result.programme.aids) + len(left) == len(filled)
    assert all(found.location is None or isinstance(found.location, LineLocation) for found in result.findings)


def test_reading_twice_changes_nothing(read: Read) -> None:
    """Ids rest on numbers and names alone."""
    lines = [line("Les Amis", "90000001900019"), line("Figeacteurs")]
    first, second = read(*lines).programme, read(*reversed(lines)).programme
    assert {actor.id for actor in first.actors} == {actor.id for actor in second.actors}
    assert isinstance(first, Programme)
    assert json.dumps([aid.id for aid in first.aids]) != json.dumps([aid.id for aid in second.aids])
