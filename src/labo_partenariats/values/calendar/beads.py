"""Fourth pass: the text as a string of beads: elements, runs of unknown words, and marks of structure."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Item, Kind
from labo_partenariats.values.calendar.spans import Element, Node
from labo_partenariats.values.period import Precision

STRUCTURE: Final = frozenset({Kind.COLON, Kind.STRONG, Kind.NEWLINE, Kind.OPENING, Kind.CLOSING})
PUNCTUATION: Final = STRUCTURE | {Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.MARK}
WEAK: Final = frozenset({Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH})
_TRIMMED_FIRST: Final = frozenset({Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.MARK})
_UNKNOWN: Final = frozenset({Kind.WORD, Kind.TIME})


@define
class Run:
    """Words that are no period: the name of one, or words left over."""

    start: int
    end: int
    is_label: bool = False
    code: str = codes.LEFT_OVER
    excludes: bool = False


@define
class Bead:
    """An element, a run of words or a mark of structure, with the kinds of connectors that stand before it."""

    node: Element | Run | Item
    joins: frozenset[Kind] = frozenset()
    index: int = field(default=0, eq=False)

    def is_kind(self, kind: Kind) -> bool:
        """Whether the bead is that mark."""
        return isinstance(self.node, Item) and self.node.kind is kind


def string_beads(nodes: list[Node]) -> tuple[list[Bead], list[Item]]:
    """The text as beads, and the connectors and marks that hold them together."""
    beads: list[Bead] = []
    thread: list[Item] = []
    soft: list[Item] = []
    for node in [*_without_idle_units(nodes), None]:
        if isinstance(node, Item) and node.kind not in STRUCTURE:
            soft.append(node)
            continue
        joins = _string_soft(soft, beads, thread, isinstance(node, Element))
        soft = []
        if node is not None:
            beads.append(Bead(node, joins))
    return _with_parentheses(beads), thread


def _string_soft(soft: list[Item], beads: list[Bead], thread: list[Item], before_element: bool) -> frozenset[Kind]:
    """Make a run of the unknown words among *soft*, with the connectors inside; give back what stands after it."""
    if not any(item.kind in _UNKNOWN for item in soft):
        thread.extend(soft)
        return frozenset(item.kind for item in soft)
    first, last = 0, len(soft)
    while soft[first].kind in _TRIMMED_FIRST:
        first += 1
    while soft[last - 1].kind in PUNCTUATION | WEAK or (before_element and soft[last - 1].kind not in _UNKNOWN):
        last -= 1
    thread.extend(soft[:first] + soft[last:])
    run = Run(soft[first].start, soft[last - 1].end)
    if any(item.kind is Kind.EXCEPT for item in soft[first:last]):
        run.excludes, run.code = True, codes.EXCLUSION
    beads.append(Bead(run, frozenset(item.kind for item in soft[:first])))
    return frozenset(item.kind for item in soft[last:])


def _without_idle_units(nodes: list[Node]) -> list[Node]:
    """A season or month without a year amid words («session d'automne :») is one of the words."""
    kept: list[Node] = []
    for at, node in enumerate(nodes):
        idle = isinstance(node, Element) and node.is_single and not node.has_year
        if idle and node.atom.precision is not Precision.DAY and _is_amid_words(nodes, at, kept):  # type: ignore[union-attr]
            kept.append(Item(Kind.WORD, node.start, node.end, is_word=True))
        else:
            kept.append(node)
    return kept


def _is_amid_words(nodes: list[Node], at: int, kept: list[Node]) -> bool:
    before = next((node for node in reversed(kept[-2:]) if not _is_glue(node)), None)
    after = next((node for node in nodes[at + 1 : at + 3] if not _is_glue(node)), None)
    if isinstance(after, Item) and after.kind is Kind.WORD:
        return True
    return (isinstance(before, Item) and before.kind is Kind.WORD) and (
        isinstance(after, Item) and after.kind is Kind.COLON
    )


def _is_glue(node: Node) -> bool:
    return isinstance(node, Item) and node.kind in (Kind.GLUE, Kind.FROM)


def _with_parentheses(beads: list[Bead]) -> list[Bead]:
    """«Matheysine (La Mure)» is one run of words."""
    kept: list[Bead] = []
    for bead in beads:
        kept.append(bead)
        if not bead.is_kind(Kind.CLOSING) or len(kept) < 4 or bead.joins:
            continue
        name, _, inside = (part.node for part in kept[-4:-1])
        if isinstance(name, Run) and kept[-3].is_kind(Kind.OPENING) and not kept[-3].joins and isinstance(inside, Run):
            name.end = bead.node.end
            del kept[-3:]
    for index, bead in enumerate(kept):
        bead.index = index
    return kept
