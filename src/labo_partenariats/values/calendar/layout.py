"""Fourth pass: which words name the periods around them, and which periods are headings of others."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Item, Kind
from labo_partenariats.values.calendar.lexicon import fold, lexicon
from labo_partenariats.values.calendar.spans import Element, Node
from labo_partenariats.values.period import Precision

STRUCTURE: Final = frozenset({Kind.COLON, Kind.STRONG, Kind.NEWLINE, Kind.OPENING, Kind.CLOSING})
PUNCTUATION: Final = STRUCTURE | {Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.MARK}
_WEAK: Final = frozenset({Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH})
_TRIMMED_FIRST: Final = frozenset({Kind.AND, Kind.OR, Kind.COMMA, Kind.DASH, Kind.SLASH, Kind.MARK})
_UNKNOWN: Final = frozenset({Kind.WORD, Kind.TIME})
_FINENESS: Final = {precision: rank for rank, precision in enumerate(Precision)}


@define
class Run:
    """Words that are no period: the name of one, or words left over."""

    start: int
    end: int
    is_label: bool = False
    code: str = codes.LEFT_OVER


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
    while soft[last - 1].kind in PUNCTUATION | _WEAK or (before_element and soft[last - 1].kind not in _UNKNOWN):
        last -= 1
    thread.extend(soft[:first] + soft[last:])
    beads.append(Bead(Run(soft[first].start, soft[last - 1].end), frozenset(item.kind for item in soft[:first])))
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


def lay_out(text: str, beads: list[Bead]) -> None:
    """Mark headings, labels and groups on the elements and runs of *beads*."""
    heading: Element | None = None
    label: str | None = None
    group = breaks = 0
    for at, bead in enumerate(beads):
        node = bead.node
        breaks = breaks + 1 if bead.is_kind(Kind.NEWLINE) else 0
        if breaks > 1 and not _follows_colon(beads, at):
            label, group = None, group + 1
        if isinstance(node, Run):
            name = _plain(text, node)
            if tuple(fold(word) for word in name.split()) in lexicon().undated:
                node.code = codes.UNDATED
            elif _names_what_follows(beads, at):
                node.is_label, label, group = True, name, group + 1
            else:
                node.is_label = _names_what_precedes(beads, at, name)
        elif isinstance(node, Element):
            node.label, node.group, node.heading = label, group, heading
            if _is_heading(beads, at):
                _mark_heading(beads, at)
                heading, label, group = node, None, group + 1


def _plain(text: str, run: Run) -> str:
    return " ".join(text[run.start : run.end].split())


def _at(beads: list[Bead], at: int) -> Bead | None:
    return beads[at] if 0 <= at < len(beads) else None


def _past_newlines(beads: list[Bead], at: int) -> Bead | None:
    """The bead after at most two line breaks."""
    for index in range(at, at + 3):
        bead = _at(beads, index)
        if bead is None or not bead.is_kind(Kind.NEWLINE):
            return bead
    return None


def _follows_colon(beads: list[Bead], at: int) -> bool:
    return any(beads[index].is_kind(Kind.COLON) for index in range(max(0, at - 2), at))


def _colon_then_element(beads: list[Bead], at: int) -> bool:
    colon = _at(beads, at)
    if colon is None or not colon.is_kind(Kind.COLON):
        return False
    after = _past_newlines(beads, at + 1)
    return after is not None and isinstance(after.node, Element)


def _names_what_follows(beads: list[Bead], at: int) -> bool:
    """«Première session : 4/09» — unless the words answer a day before them («6/11 : Matheysine : 13/11»)."""
    if _colon_then_element(beads, at + 1):
        before = _at(beads, at - 2)
        answers = before is not None and isinstance(before.node, Element) and beads[at - 1].is_kind(Kind.COLON)
        return not answers or (isinstance(before, Bead) and _is_coarse(before.node))
    opening, element = _at(beads, at + 1), _at(beads, at + 2)
    if opening is None or element is None or not opening.is_kind(Kind.OPENING) or opening.joins:
        return False
    previous = _at(beads, at - 1)
    if previous is not None and isinstance(previous.node, Element) and Kind.DASH in beads[at].joins:
        return False
    return isinstance(element.node, Element) and not element.joins & _WEAK


def _names_what_precedes(beads: list[Bead], at: int, name: str) -> bool:
    """«6/11 : Matheysine», «6/11 (Matheysine)», «6/11 - Matheysine»: label the list that ends there."""
    before = at - 1
    previous = _at(beads, before)
    following = _at(beads, at + 1)
    if previous is None:
        return False
    if isinstance(previous.node, Element):
        marked = Kind.DASH in beads[at].joins
    elif previous.is_kind(Kind.OPENING):
        before, marked = before - 1, following is not None and following.is_kind(Kind.CLOSING)
    else:
        before -= previous.is_kind(Kind.NEWLINE) and not (following is not None and following.is_kind(Kind.COLON))
        colon = _at(beads, before)
        marked = colon is not None and colon.is_kind(Kind.COLON)
        before -= 1
    element = beads[before].node if before >= 0 else None
    if not marked or not isinstance(element, Element) or element.is_named:
        return False
    _label_list(beads, before, name)
    return True


def _label_list(beads: list[Bead], last: int, name: str) -> None:
    """Label the weakly joined list that ends at *last*; a session's name stays before the name of the day."""
    at = last
    while True:
        element = beads[at].node
        if not isinstance(element, Element) or element.is_named:
            break
        element.label = name if element.label is None else f"{element.label} : {name}"
        element.is_named = True
        if at == 0 or not beads[at].joins & _WEAK:
            break
        at -= 1


def _is_coarse(node: object) -> bool:
    return isinstance(node, Element) and node.atom.precision is not Precision.DAY


def _is_heading(beads: list[Bead], at: int) -> bool:
    """«Nov / Dec 2017 :» before days: a coarser period and a colon before a finer one or before a named list."""
    node = beads[at].node
    if not _is_coarse(node) or not isinstance(node, Element):
        return False
    colon = _at(beads, at + 1)
    if colon is None or not colon.is_kind(Kind.COLON):
        return False
    after = _past_newlines(beads, at + 2)
    if after is None:
        return False
    if isinstance(after.node, Run):
        return _colon_then_element(beads, after.index + 1)
    if not isinstance(after.node, Element):
        return False
    return _FINENESS[after.node.atom.effective_precision] < _FINENESS[node.atom.effective_precision]


def _mark_heading(beads: list[Bead], at: int) -> None:
    """The whole list before the colon is the heading; its last element speaks for it."""
    while at >= 0:
        node = beads[at].node
        if not isinstance(node, Element) or not _is_coarse(node):
            break
        node.is_context = True
        if not beads[at].joins & _WEAK:
            break
        at -= 1
