"""The layers of law at hand: the library's own, read when first asked for, and those of other distributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from attrs import frozen

from labo_partenariats.errors import Misuse
from labo_partenariats.law.loader import load_layer
from labo_partenariats.law.parameter import Declaration, Layer
from labo_partenariats.law.problems import (
    DECLARED_OTHERWISE,
    LAYER_TAKEN,
    PARENT_NOT_ABOVE,
    PARENT_UNKNOWN,
    Problem,
)
from labo_partenariats.law.regime import Regime
from labo_partenariats.values.text import fold

#: What people write before the name of a local action group.
_FORENAMES = ("groupe d action locale ", "gal leader ", "gal ", "lag ", "leader ")


@frozen
class Library:
    """The known layers of law by id («bibliothèque du droit»)."""

    layers: Mapping[str, Layer]

    @classmethod
    def builtin(cls) -> Library:
        """The library's own layers, read once."""
        return _builtin()

    def __contains__(self, layer: object) -> bool:
        return layer in self.layers

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all layers, in alphabetical order."""
        return tuple(sorted(self.layers))

    def layer(self, layer: str) -> Layer:
        """The layer of that id; raises `Misuse`, with the nearest ids, when there is none."""
        if layer not in self.layers:
            near = get_close_matches(layer, self.layers, n=3, cutoff=0.5)
            raise Misuse("MIS040", {"layer": layer, "near": ", ".join(near)})
        return self.layers[layer]

    def regime(self, layer: str) -> Regime:
        """The law that applies where *layer* is the most local one; raises `Misuse` when there is no such layer."""
        chain = [self.layer(layer)]
        while chain[-1].parent is not None:
            chain.append(self.layer(chain[-1].parent))
        return Regime(tuple(reversed(chain)))

    def find(self, name: str) -> str | None:
        """
        The id of the layer that a dossier calls *name* («GAL Alpes Sud Isère»), compared without case, accents and
        «GAL».

        None when no layer, or more than one, is called so.
        """
        wanted = _bare(name)
        found = [layer.id for layer in self.layers.values() if wanted in map(_bare, _called(layer))]
        return found[0] if len(found) == 1 else None

    def with_layers(self, added: Iterable[Layer | Path | Traversable]) -> tuple[Library, tuple[Problem, ...]]:
        """
        This library and the *added* layers, in any order, and the problems of those that had to be left out.

        Left out: files with problems, an id that is taken, a parent that is unknown or not above, and a parameter
        counted in another unit than in the layers below.
        """
        problems: list[Problem] = []
        candidates: dict[str, tuple[Layer, str | None]] = {}
        for source in added:
            file = None if isinstance(source, Layer) else source.name
            layer, faults = (source, ()) if isinstance(source, Layer) else load_layer(source)
            problems.extend(faults)
            if layer is not None and (layer.id in self.layers or layer.id in candidates):
                problems.append(Problem(LAYER_TAKEN, "layer.id", {"layer": layer.id}, file))
            elif layer is not None:
                candidates[layer.id] = (layer, file)
        return self._joined(candidates, problems)

    def _joined(
        self, candidates: dict[str, tuple[Layer, str | None]], problems: list[Problem]
    ) -> tuple[Library, tuple[Problem, ...]]:
        """Take in the candidates whose parent is in already, again and again: circles and orphans stay outside."""
        layers = dict(self.layers)
        while ready := [each for each in candidates.values() if each[0].parent is None or each[0].parent in layers]:
            for layer, file in ready:
                del candidates[layer.id]
                faults = _misfits(layer, layers, file)
                problems.extend(faults)
                if not faults:
                    layers[layer.id] = layer
        problems.extend(
            Problem(PARENT_UNKNOWN, "layer.parent", {"layer": layer.id, "parent": layer.parent}, file)
            for layer, file in candidates.values()
        )
        return Library(layers), tuple(problems)


def _misfits(layer: Layer, layers: Mapping[str, Layer], file: str | None) -> list[Problem]:
    """What keeps a layer from standing on its parent: its kind, or a parameter declared in another unit below."""
    problems: list[Problem] = []
    below = layers.get(layer.parent or "")
    if below is not None and below.kind.rank > layer.kind.rank:
        facts = {"layer": layer.id, "parent": below.id}
        problems.append(Problem(PARENT_NOT_ABOVE, "layer.parent", facts, file))
    while below is not None:
        for key, parameter in layer.parameters.items():
            other = below.parameters.get(key)
            if other is not None and not _alike(parameter.declaration, other.declaration):
                problems.append(Problem(DECLARED_OTHERWISE, f"parameters.{key}", {"key": key, "layer": below.id}, file))
        below = layers.get(below.parent or "")
    return problems


def _alike(one: Declaration, other: Declaration) -> bool:
    return (one.unit, one.bands, set(one.options)) == (other.unit, other.bands, set(other.options))


def _called(layer: Layer) -> tuple[str, ...]:
    return (layer.label.fr, layer.label.en, *layer.names)


def _bare(name: str) -> str:
    folded = fold(name)
    for forename in _FORENAMES:
        folded = folded.removeprefix(forename)
    return folded


@cache
def _builtin() -> Library:
    files = resources.files("labo_partenariats.law") / "data"
    sources = sorted((file for file in files.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    library, problems = Library({}).with_layers(sources)
    if problems:
        first = problems[0]
        raise Misuse("MIS042", {"file": str(first.file), "path": first.path, "problem": first.code})
    return library
