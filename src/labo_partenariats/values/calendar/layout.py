"""Fifth pass: which words name the periods around them, and which periods are headings of others."""

from __future__ import annotations

from typing import Final

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Kind
from labo_partenariats.values.calendar.beads import WEAK, Bead, Run
from labo_partenariats.values.calendar.lexicon import fold, lexicon
from labo_partenariats.values.calendar.spans import Element
from labo_partenariats.values.period import Precision

_FINENESS: Final = {precision: rank for rank, precision in enumerate(Precision)}


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
                node.is_label = not node.excludes and _names_what_precedes(beads, at, name)
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
    return isinstance(element.node, Element) and not element.joins & WEAK


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
        if at == 0 or not beads[at].joins & WEAK:
            break
        at -= 1


def _is_coarse(node: object) -> bool:
    return isinstance(node, Element) and node.atom.precision is not Precision.DAY


def _is_heading(beads: list[Bead], at: int) -> bool:
    """
    «Nov / Dec 2017 :» before days: a coarser period and a colon before a finer one or before a named list.

    On a line of its own it needs no colon, if what follows lacks its year.
    """
    node = beads[at].node
    if not _is_coarse(node) or not isinstance(node, Element):
        return False
    mark = _at(beads, at + 1)
    alone = at == 0 or beads[at - 1].is_kind(Kind.NEWLINE)
    if mark is None or not (mark.is_kind(Kind.COLON) or (alone and mark.is_kind(Kind.NEWLINE))):
        return False
    after = _past_newlines(beads, at + 2)
    if after is None:
        return False
    if mark.is_kind(Kind.NEWLINE) and not (isinstance(after.node, Element) and not after.node.has_year):
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
        if not beads[at].joins & WEAK:
            break
        at -= 1
