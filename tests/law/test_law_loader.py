"""Files of law are read whole, with all their problems and the place of each."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from labo_partenariats.law import Bands, Certainty, LayerKind, load_layer, loader
from labo_partenariats.values.money import Money, Rate

BASE = """
[layer]
id = "fr.somewhere"
kind = "lag"
label = { fr = "Quelque part", en = "Somewhere" }
parent = "fr"
"""
CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "loader_cases.toml").read_text(encoding="utf-8"))[
    "cases"
]


def test_the_example_of_the_documentation_is_a_layer() -> None:
    """What the loader's documentation shows can be copied."""
    shown = str(loader.__doc__).split("::", 1)[1].split("A value by bands", 1)[0]

    layer, problems = load_layer(shown)

    assert problems == ()
    assert layer is not None
    assert layer.id == "fr.paca.my-group"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_every_problem_of_a_file_is_told_with_its_place(case: dict[str, Any]) -> None:
    """One reading tells all problems; a layer comes out only when there is none."""
    layer, problems = load_layer(case["text"].replace("BASE", BASE))

    assert (case["problems"], not case["problems"]) == (
        [[problem.code, problem.path] for problem in problems],
        layer is not None,
    )


ONE_OF_EACH = (
    BASE
    + """
names = ["Ailleurs"]
[[layer.notes]]
text = { fr = "Texte non lu.", en = "Text not read." }
rule = "FIN-02"
[[parameters.eafrd_rate.values]]
from = 2014-01-01
to = 2022-12-31
value = 0.80
when = { fiche_action = "3" }
certainty = "published practice"
dates_certainty = "unverified"
note = { fr = "Remarque.", en = "Remark." }
[[parameters.eafrd_rate.values.references]]
act = "Page du GAL"
article = "3"
url = "https://example.org/page"
dated = 2016-03-08
consulted = 2026-11-22
quote = "le taux est de 80 %"
[parameters.welcome_bonus]
unit = "EUR"
label = { fr = "Prime d'accueil", en = "Welcome bonus" }
bands = { guests = "count" }
[[parameters.welcome_bonus.values]]
from = "unknown"
value = [{ guests = 10, gives = 0 }, { guests = 20, gives = 150.50 }]
certainty = "unverified"
"""
)


def test_a_layer_keeps_all_that_its_file_says() -> None:
    """Values are exact, days are days, references and notes are whole."""
    layer, problems = load_layer(ONE_OF_EACH)

    assert layer is not None
    assert not problems
    assert (layer.kind, layer.names, layer.notes[0].rule) == (LayerKind.LAG, ("Ailleurs",), "FIN-02")
    rate = layer.parameters["eafrd_rate"].values[0]
    assert (Rate("0.8"), dt.date(2014, 1, 1), dt.date(2022, 12, 31)) == (rate.value, rate.start, rate.end)
    assert (rate.certainty, rate.dates_certainty, rate.verified) == (Certainty.PRACTICE, Certainty.UNVERIFIED, False)
    assert (rate.when, rate.layer, rate.rule) == ({"fiche_action": "3"}, "fr.somewhere", "FIN-02")
    assert rate.note is not None
    assert rate.note("en") == "Remark."
    assert rate.consulted == dt.date(2026, 11, 22)
    assert rate.references[0].quote == "le taux est de 80 %"


def test_a_network_may_declare_parameters_of_its_own() -> None:
    """A parameter that the library does not know has its own label and bands; beyond the last band it gives nothing."""
    layer, _ = load_layer(ONE_OF_EACH)

    assert layer is not None
    bonus = layer.parameters["welcome_bonus"].values[0]
    assert isinstance(bonus.value, Bands)
    assert bonus.start is None
    assert bonus.label("fr") == "Prime d'accueil"
    assert [Money(0), Money(15050), None] == [bonus.value.at(guests=guests) for guests in (10, 11, 21)]


def test_a_file_is_named_in_its_problems(tmp_path: Path) -> None:
    """A path gives the name of the file, absent, oversized or not in UTF-8 included."""
    blank, latin, large = tmp_path / "blank.toml", tmp_path / "latin.toml", tmp_path / "large.toml"
    blank.write_text("")
    latin.write_bytes("# é".encode("latin-1"))
    large.write_bytes(b"#" * (3 * 2**20))

    told = [load_layer(path)[1][0] for path in (blank, latin, large, tmp_path / "absent.toml", tmp_path)]
    assert [problem.code for problem in told] == ["LAW002", "LAW001", "LAW001", "LAW001", "LAW001"]
    assert ["blank.toml", "latin.toml", "large.toml", "absent.toml", tmp_path.name] == [each.file for each in told]
    assert (told[0].location.path, told[0].location.file) == ("layer", "blank.toml")


@pytest.mark.parametrize(
    "number", ["1e999999", "1e-999999", "0x" + "f" * 5000, "9" * 5000, "1e99999999999999999999", "nan", "-1", "2"]
)
@pytest.mark.parametrize("key", ["eafrd_rate", "eafrd_floor", "annual_hours", "mileage_rate"])
def test_no_number_is_too_strange_to_be_refused(key: str, number: str) -> None:
    """Numbers without end, infinite or not numbers at all are refused at once, and never stop the reading."""
    text = f'{BASE}\n[[parameters.{key}.values]]\nfrom = 2014-01-01\ncertainty = "unverified"\nvalue = {number}\n'

    layer, problems = load_layer(text)

    acceptable = (key, number) in {("eafrd_floor", "2"), ("annual_hours", "2")}
    assert (layer is not None) is acceptable
    assert bool(problems) is not acceptable


def test_unit_prices_stay_exact_decimals() -> None:
    """A price a kilometre keeps its decimals."""
    text = f"""{BASE}
[[parameters.mileage_rate.values]]
from = 2022-01-01
value = [{{ annual_km = 5000, gives = 0.529 }}, {{ gives = 1 }}]
certainty = "unverified"
"""
    layer, problems = load_layer(text)

    assert layer is not None
    assert not problems
    table = layer.parameters["mileage_rate"].values[0].value
    assert isinstance(table, Bands)
    assert [Decimal("0.529"), Decimal(1)] == [table.at(fiscal_power=4, annual_km=km) for km in (5000, 5001)]
