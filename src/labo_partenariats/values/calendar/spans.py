"""Third pass: atoms joined by «au», «à», a dash or a slash become one span."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from attrs import define, evolve, field

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Atom, Item, Kind
from labo_partenariats.values.calendar.hours import kind_at, skip
from labo_partenariats.values.period import Precision
from labo_partenariats.values.reading import Doubt

_SINCE: Final = frozenset({Kind.SINCE, Kind.FROM_OPEN, Kind.AFTER})
_UNTIL: Final = frozenset({Kind.UNTIL, Kind.BEFORE})
_UNCLEAR_EDGES: Final = frozenset({Kind.BEFORE, Kind.AFTER})
_LEADS: Final = _SINCE | _UNTIL | {Kind.FROM, Kind.BETWEEN}
_LINKS: Final = frozenset({Kind.TO, Kind.UNTIL})


@define
class Element:
    """
    A span found in the text: from *first* to *last*, the same atom when it is one unit, None where it is open.

    The passes that follow fill in the year, the label, and what the span is for.
    """

    start: int
    end: int
    first: Atom | None
    last: Atom | None
    doubts: list[Doubt] = field(factory=list)
    year: int | None = None
    label: str | None = None
    is_named: bool = False
    group: int = 0
    heading: Element | None = None
    is_exclusive: bool = False
    is_context: bool = False
    excluded: bool = False

    @property
    def atom(self) -> Atom:
        """The atom that stands for the element: its first, or its last when it is open before."""
        atom = self.first or self.last
        assert atom is not None
        return atom

    @property
    def is_single(self) -> bool:
        """Whether the element is one unit."""
        return self.first is self.last

    @property
    def has_year(self) -> bool:
        """Whether the words of the element give a year."""
        return any(atom is not None and atom.is_complete for atom in (self.first, self.last))


Node = Element | Item

_ISO_MONTH: Final = len("2017-10")


def join_spans(items: list[Item]) -> list[Node]:
    """Atoms to elements; every other item stays."""
    nodes: list[Node] = []
    at = 0
    while at < len(items):
        if items[at].kind in _LEADS:
            led = _led(items, at)
            if led is not None:
                nodes.append(led[0])
                at = led[1]
                continue
        if items[at].atom is None:
            nodes.append(items[at])
            at += 1
            continue
        found, at = _from_atom(items, at)
        nodes.extend(found)
    return nodes


def _linked(items: list[Item], at: int, links: frozenset[Kind]) -> int | None:
    """The position of the atom that the atom at *at* is linked to."""
    link = skip(items, at + 1, (Kind.GLUE, Kind.NEWLINE), 2)
    if kind_at(items, link) not in links:
        return None
    last = skip(items, link + 1)
    return last if last < len(items) and items[last].atom is not None else None


def _range(start: int, first: Atom, last: Atom) -> Element:
    return Element(start, last.end, evolve(first, of_week=False), last)


def _led(items: list[Item], at: int) -> tuple[Element, int] | None:
    """A span that a word opens: «du … au …», «entre … et …», «à partir de …», «jusqu'à …»."""
    lead = items[at].kind
    where = skip(items, at + 1)
    atom = items[where].atom if where < len(items) else None
    if atom is None:
        return None
    unclear = lead in _UNCLEAR_EDGES
    doubts = [Doubt(codes.APPROXIMATE)] if unclear else []
    if lead in _UNTIL:
        return Element(items[at].start, atom.end, None, atom, doubts, is_exclusive=unclear), where + 1
    links = _LINKS | {Kind.AND, Kind.DASH} if lead is Kind.BETWEEN else _LINKS
    linked = _linked(items, where, links)
    last = items[linked].atom if linked is not None else None
    if linked is not None and last is not None:
        return _range(items[at].start, atom, last), linked + 1
    onwards = kind_at(items, where + 1) is Kind.ONWARDS
    if lead in _SINCE or onwards:
        end = items[where + onwards].end
        return Element(items[at].start, end, atom, None, doubts, is_exclusive=unclear), where + 1 + onwards
    return None


def _from_atom(items: list[Item], at: int) -> tuple[list[Node], int]:
    atom = items[at].atom
    assert atom is not None
    linked = _linked(items, at, _LINKS)
    last = items[linked].atom if linked is not None else None
    if linked is not None and last is not None:
        return [_range(atom.start, atom, last)], linked + 1
    if kind_at(items, at + 1) is Kind.ONWARDS:
        return [Element(atom.start, items[at + 1].end, atom, None)], at + 2
    for mark in (Kind.DASH, Kind.SLASH):
        chain = [atom]
        end = at + 1
        while kind_at(items, end) is mark and end + 1 < len(items):
            following = items[end + 1].atom
            if following is None:
                break
            chain.append(following)
            end += 2
        if len(chain) > 1:
            return _chained(items, at, end, chain, mark), end
    return [Element(atom.start, atom.end, atom, atom)], at + 1


def _chained(items: list[Item], at: int, end: int, chain: list[Atom], mark: Kind) -> list[Node]:
    """Two atoms with a dash between are a span, three a list; neighbours with slashes between («Mai / Juin») a span."""
    first, last = chain[0], chain[-1]
    singles: list[Node] = [_single(item) for item in items[at:end]]
    if mark is Kind.DASH:
        years = [atom.precision is Precision.YEAR for atom in chain]
        if len(chain) > 2 or any(years) is not all(years):
            return singles
        span = _range(first.start, first, last)
        if _dash_is_unclear(first, last, items[at + 1].tight):
            span.doubts.append(Doubt(codes.DASH))
        return [span]
    if first.precision is Precision.DAY:
        is_interval = len(chain) == 2 and items[at + 1].tight and all(atom.year and not atom.elliptic for atom in chain)
        return [_range(first.start, first, last)] if is_interval else singles
    if len({atom.precision for atom in chain}) > 1:
        return singles
    if len(chain) == 2 and items[at + 1].tight and all(map(_is_iso_month, chain)):
        return [_range(first.start, first, last)]
    if all(_follows(before, after) for before, after in pairwise(chain)):
        return [_range(first.start, first, last)]
    for node in singles:
        if isinstance(node, Element):
            node.doubts.append(Doubt(codes.ALTERNATIVE))
    return singles


def _is_iso_month(atom: Atom) -> bool:
    return atom.precision is Precision.MONTH and atom.year is not None and atom.end - atom.start == _ISO_MONTH


def _single(item: Item) -> Node:
    return item if item.atom is None else Element(item.start, item.end, item.atom, item.atom)


def _dash_is_unclear(first: Atom, last: Atom, tight: bool) -> bool:
    """Two days with a dash may be a span or a list, unless written «4-6 novembre» or each with its year."""
    if first.precision is not Precision.DAY or last.precision is not Precision.DAY:
        return False
    return not tight if first.elliptic or last.elliptic else first.year is None


_HIGHEST: Final = {
    Precision.MONTH: 12,
    Precision.QUARTER: 4,
    Precision.SEMESTER: 2,
    Precision.SEASON: 4,
    Precision.HALF_MONTH: 24,
    Precision.WEEK: 53,
}


def _follows(before: Atom, after: Atom) -> bool:
    """Whether the second unit comes right after the first, whatever the year."""
    if before.fixed is not None or after.fixed is not None or before.precision is None:
        return False
    if before.precision is Precision.YEAR:
        return before.year is not None and after.year == before.year + 1
    highest = _HIGHEST.get(before.precision)
    return highest is not None and before.number % highest + 1 == after.number
