"""The library of layers resolves parents, finds layers by name and takes in those of other distributions."""

from pathlib import Path

import pytest

from labo_partenariats.errors import Misuse
from labo_partenariats.law import Layer, Library, load_layer

BUILTIN = Library.builtin()


def _text(layer: str, kind: str, parent: str, rest: str = "") -> str:
    head = f'id = "{layer}"\nkind = "{kind}"\nlabel = {{ fr = "GAL {layer}", en = "LAG {layer}" }}\n'
    return f'[layer]\n{head}parent = "{parent}"\n{rest}'


def _layer(layer: str, kind: str, parent: str, rest: str = "") -> Layer:
    made, problems = load_layer(_text(layer, kind, parent, rest))
    assert made is not None, problems
    return made


def test_a_regime_stacks_a_layer_on_all_its_parents() -> None:
    """From the EU to the local action group, former regions included."""
    ids = [layer.id for layer in BUILTIN.regime("fr.occitanie.coeur-herault").layers]

    assert ids == ["eu", "fr", "fr.occitanie", "fr.occitanie.languedoc-roussillon", "fr.occitanie.coeur-herault"]


def test_an_unknown_id_is_misuse_with_the_nearest_ids() -> None:
    """A misspelt id gives the ids that resemble it."""
    with pytest.raises(Misuse) as raised:
        BUILTIN.regime("fr.ara.alpes-sud-isre")

    assert raised.value.code == "MIS040"
    assert str(raised.value.data["near"]).startswith("fr.ara.alpes-sud-isere")


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("GAL Alpes Sud Isère", "fr.ara.alpes-sud-isere"),
        ("alpes sud-isere", "fr.ara.alpes-sud-isere"),
        ("Groupe d'action locale Pays d\N{RIGHT SINGLE QUOTATION MARK}Épinal", "fr.grand-est.pays-epinal"),
        ("Rhône-Alpes", "fr.ara"),
        ("PACA", "fr.paca"),
        ("GAL de nulle part", None),
        ("", None),
        ("GAL", None),
    ],
)
def test_a_layer_is_found_by_the_name_that_dossiers_use(name: str, layer: str | None) -> None:
    """Names are compared without case, accents, punctuation and the word GAL."""
    assert layer == BUILTIN.find(name)


def test_a_name_that_two_layers_bear_finds_none() -> None:
    """Nothing is chosen between two layers of the same name."""
    twins = [_layer(f"fr.twin-{i}", "lag", "fr", "names = ['Jumeau']") for i in (1, 2)]
    library, problems = BUILTIN.with_layers(twins)

    assert (library.find("jumeau"), problems) == (None, ())


def test_added_layers_may_stand_on_each_other_in_any_order(tmp_path: Path) -> None:
    """A network's files are taken in whatever their order; the first library stays as it was."""
    lag, region = tmp_path / "lag.toml", tmp_path / "region.toml"
    lag.write_text(_text("fr.new.lag", "lag", "fr.new"))
    region.write_text(_text("fr.new", "region", "fr"))

    library, problems = BUILTIN.with_layers([lag, region])

    assert not problems
    assert [x.id for x in library.regime("fr.new.lag").layers] == ["eu", "fr", "fr.new", "fr.new.lag"]
    assert "fr.new" in library.ids
    assert "fr.new" not in BUILTIN


LOCAL_UNIT = """
[parameters.welcome_bonus]
unit = "UNIT"
label = { fr = "Prime", en = "Bonus" }
"""


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ([("fr", "country", "eu", "")], [("LAW020", "layer.id")]),
        ([("fr.a", "lag", "fr", ""), ("fr.a", "lag", "fr", "")], [("LAW020", "layer.id")]),
        ([("fr.a", "lag", "fr.nowhere", "")], [("LAW021", "layer.parent")]),
        (
            [("fr.a", "lag", "fr.b", ""), ("fr.b", "lag", "fr.a", "")],
            [("LAW021", "layer.parent"), ("LAW021", "layer.parent")],
        ),
        ([("fr.a", "region", "fr.ara.alpes-sud-isere", "")], [("LAW022", "layer.parent")]),
        (
            [
                ("fr.a", "region", "fr", LOCAL_UNIT.replace("UNIT", "EUR")),
                ("fr.a.b", "lag", "fr.a", LOCAL_UNIT.replace("UNIT", "rate")),
            ],
            [("LAW016", "parameters.welcome_bonus")],
        ),
    ],
)
def test_a_layer_that_does_not_fit_is_left_out_and_reported(
    layers: list[tuple[str, str, str, str]], told: list[tuple[str, str]]
) -> None:
    """Taken ids, unknown or lower parents, circles and clashing units: the others are taken in all the same."""
    library, problems = BUILTIN.with_layers(_layer(*each) for each in layers)

    assert told == [(problem.code, problem.path) for problem in problems]
    assert len(library.ids) == len(BUILTIN.ids) + len(layers) - len(told)


def test_a_faulty_file_is_left_out_with_its_name(tmp_path: Path) -> None:
    """Problems of a file come back with the file's name and the library is unchanged."""
    path = tmp_path / "broken.toml"
    path.write_text("[layer]")

    library, problems = BUILTIN.with_layers([path])

    assert library.ids == BUILTIN.ids
    assert {"broken.toml"} == {problem.file for problem in problems}
