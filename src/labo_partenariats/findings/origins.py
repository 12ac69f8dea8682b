"""Where the parts of a programme come from: from a path in the model back to a place in the user's source."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from labo_partenariats.findings.finding import Finding
from labo_partenariats.findings.location import Location, PathLocation


@frozen
class Origins:
    """Where the parts of a programme come from in its source: path → place."""

    places: Mapping[str, Location] = field(factory=dict)

    def locate(self, path: str) -> Location:
        """The place of *path*, or of its nearest known parent; the path itself when nothing is known."""
        parent = path
        while parent:
            if parent in self.places:
                return _below(self.places[parent], path.removeprefix(parent))
            cut = max(parent.rfind("."), parent.rfind("["))
            parent = parent[:cut] if cut > 0 else ""
        return PathLocation(path)

    def relocate(self, found: Finding) -> Finding:
        """A finding on the model, moved to the places of the source."""
        return evolve(
            found,
            location=self._move(found.location),
            related=tuple(moved for place in found.related if (moved := self._move(place)) is not None),
        )

    def _move(self, location: Location | None) -> Location | None:
        return self.locate(location.path) if isinstance(location, PathLocation) else location


def _below(place: Location, rest: str) -> Location:
    """The place of a part of what stands at *place*: further down a path, the same cell or line elsewhere."""
    return evolve(place, path=place.path + rest) if isinstance(place, PathLocation) and rest else place
