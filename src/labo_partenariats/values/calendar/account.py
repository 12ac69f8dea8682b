"""What became of every character: the parts of a text, its periods and its doubts in the order of the text."""

from __future__ import annotations

from enum import Enum
from typing import Final

from attrs import define, field, frozen

from labo_partenariats.values.calendar import codes
from labo_partenariats.values.calendar.atoms import Item, Kind
from labo_partenariats.values.calendar.beads import Bead, Run
from labo_partenariats.values.calendar.periods import build_period
from labo_partenariats.values.calendar.spans import Element
from labo_partenariats.values.period import Period
from labo_partenariats.values.reading import Doubt, Reading


class Role(Enum):
    """What a stretch of the text was taken for («rôle d'un passage»)."""

    PERIOD = "period"
    LABEL = "label"
    HEADING = "heading"
    CONNECTOR = "connector"
    DOUBT = "doubt"


@frozen
class Part:
    """A stretch of the text («passage»), from character *start* to before *end*, and its role."""

    start: int
    end: int
    role: Role


@frozen
class Account:
    """The reading of a text and its parts («compte rendu»): every visible character lies in one of them."""

    reading: Reading[tuple[Period, ...]]
    parts: tuple[Part, ...]


# Connectors that change what a period means: one that opens no span must not pass in silence.
_MEANINGFUL: Final = frozenset(
    {Kind.SINCE, Kind.FROM_OPEN, Kind.UNTIL, Kind.BETWEEN, Kind.BEFORE, Kind.AFTER, Kind.ONWARDS}
)


@define
class Bookkeeper:
    """Writes the account of one text, piece by piece."""

    text: str
    periods: list[Period] = field(factory=list)
    doubts: list[Doubt] = field(factory=list)
    parts: list[Part] = field(factory=list)
    previous: Element | None = None
    pending: Item | None = None

    def account(self, beads: list[Bead], thread: list[Item]) -> Account:
        """The account of the whole text; its value is None when nothing was understood."""
        _free_idle_headings(self.text, beads)
        nodes = sorted([*(bead.node for bead in beads), *thread], key=lambda node: node.start)
        substance = max((node.end for node in nodes if not isinstance(node, Item)), default=0)
        for node in nodes:
            if isinstance(node, Element):
                self._element(node)
            elif isinstance(node, Run):
                self._run(node)
            else:
                self._connector(node, trailing=node.start >= substance)
        self._forget()
        return self._finish()

    def _part(self, node: Element | Run | Item, role: Role) -> None:
        self.parts.append(Part(node.start, node.end, role))

    def _doubt(self, node: Element | Run | Item, code: str) -> None:
        self._part(node, Role.DOUBT)
        self.doubts.append(Doubt(code, self.text[node.start : node.end]))

    def _element(self, element: Element) -> None:
        if element.is_context:
            self._part(element, Role.HEADING)
            return
        if element.excluded and self.pending is not None:
            element.start, self.pending = self.pending.start, None
        alternative = self.pending is not None and self.pending.kind is Kind.OR
        period, doubts = build_period(self.text, element)
        if alternative and self.previous is not None:
            doubts.append(Doubt(codes.ALTERNATIVE, self.text[self.previous.start : element.end]))
            self.pending = None
        self._forget()
        self._part(element, Role.DOUBT if period is None else Role.PERIOD)
        self.doubts.extend(doubts)
        self.previous = element
        if period is not None:
            self.periods.append(period)

    def _run(self, run: Run) -> None:
        self._forget()
        if run.is_label:
            self._part(run, Role.LABEL)
        else:
            self._doubt(run, run.code)

    def _connector(self, item: Item, trailing: bool) -> None:
        if item.kind in (Kind.OR, Kind.EXCEPT):
            self._forget()
            self._part(item, Role.CONNECTOR)
            self.pending = item
        elif item.is_word and (trailing or item.kind in _MEANINGFUL):
            self._doubt(item, codes.LEFT_OVER)
        else:
            self._part(item, Role.CONNECTOR)

    def _forget(self) -> None:
        """An «ou» or a «sauf» that bears on no period is left over."""
        if self.pending is not None:
            self._doubt(self.pending, codes.LEFT_OVER)
            self.pending = None

    def _finish(self) -> Account:
        understood = tuple(self.periods)
        if not understood and all(doubt.code == codes.LEFT_OVER for doubt in self.doubts):
            whole = (Doubt(codes.UNREADABLE, self.text.strip()),)
            return Account(Reading(self.text, None, whole), (Part(0, len(self.text), Role.DOUBT),))
        return Account(Reading(self.text, understood or None, tuple(self.doubts)), tuple(self.parts))


def _free_idle_headings(text: str, beads: list[Bead]) -> None:
    """A heading none of whose days could be read is itself the period that remains."""
    elements = [bead.node for bead in beads if isinstance(bead.node, Element)]
    if not any(build_period(text, element)[0] for element in elements if not element.is_context):
        for element in elements:
            element.is_context = False
