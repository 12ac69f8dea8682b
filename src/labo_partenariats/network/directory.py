"""
The directory of a network: which actors of its programmes are one organisation, and where the programmes disagree.

Organisations are one when they share a SIREN or an RNA number, or a name or alias that no number contradicts. What only
looks alike is told and left apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain, combinations

from attrs import frozen

from labo_partenariats.findings import Finding, PathLocation, finding
from labo_partenariats.model import Actor
from labo_partenariats.network.members import Network
from labo_partenariats.values.term import Term
from labo_partenariats.values.text import fold, slug

#: Facts of an organisation that do not depend on who looks at it.
_FACTS = ("kind", "owner_kind", "siret", "siren", "rna", "insee_code", "postcode", "website", "fiscal_year_end")

#: Names as near as «Eco parc» and «Ecooparc» (0.93) are told; «Maison du lait» and «Maison du bois» (0.79) are not.
_NEAR = 0.9
_SHORTEST = 5
#: Beyond so many names, pairs are no longer compared letter by letter.
_COMPARED = 2_000


@frozen
class Mention:
    """An actor as one programme of the network knows it («mention»); ``path`` is its place there."""

    member: str
    actor: Actor
    path: str


@frozen
class Conflict:
    """A fact of which programmes say different things («désaccord»): the field, and each value with its members."""

    field: str
    values: tuple[tuple[object, tuple[str, ...]], ...]


@frozen(kw_only=True)
class Entry:
    """One organisation of the network («entrée de l'annuaire») and all its mentions; ``actor`` unites what they say."""

    actor: Actor
    mentions: tuple[Mention, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The programmes that know it, in the order of the network."""
        return tuple(dict.fromkeys(mention.member for mention in self.mentions))


@frozen(kw_only=True)
class Directory:
    """
    All organisations of a network («annuaire»), by name, and the ``findings`` on what was not settled.

    ``ids`` leads from a member's name and the id of an actor there to the id of its entry.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    ids: Mapping[tuple[str, str], str]

    @property
    def shared(self) -> tuple[Entry, ...]:
        """The organisations that several programmes know («acteurs communs»)."""
        return tuple(entry for entry in self.entries if len(entry.members) > 1)


def directory(network: Network) -> Directory:
    """
    The organisations of *network*, mentions of one and the same put together.

    NET101: a name that several numbers bear, left apart; NET102: names that look alike; NET103: a fact on which
    programmes disagree. Places are paths in the programme that the location's file names.
    """
    mentions = tuple(
        Mention(member.name, actor, f"$.actors[{rank}]")
        for member in network.members
        for rank, actor in enumerate(member.programme.actors)
    )
    groups = _Groups(mentions)
    groups.unite()
    entries = _entries(groups.sets())
    told = (*groups.findings, *_near(entries), *chain.from_iterable(map(_disagreements, entries)))
    ids = {(mention.member, mention.actor.id): entry.actor.id for entry in entries for mention in entry.mentions}
    return Directory(entries=entries, findings=told, ids=ids)


def siren_of(actor: Actor) -> str | None:
    """The number of the organisation, of which a SIRET names one establishment."""
    return actor.siren or (actor.siret[:9] if actor.siret else None)


class _Groups:
    """Mentions united into organisations; names unite only what no number holds apart."""

    def __init__(self, mentions: tuple[Mention, ...]) -> None:
        self.mentions = mentions
        self.findings: list[Finding] = []
        self._root = list(range(len(mentions)))
        self._numbers: list[dict[str, set[str]]] = [
            {"siren": _some(siren_of(each.actor)), "rna": _some(each.actor.rna)} for each in mentions
        ]

    def unite(self) -> None:
        for ranks in self._by(lambda actor: [siren_of(actor) or ""]).values():
            self._join(ranks)
        for ranks in self._by(lambda actor: [actor.rna or ""]).values():
            self._join_unless_contradicted(ranks)
        for name, ranks in self._by(lambda actor: map(fold, (actor.name, *actor.aliases))).items():
            if not self._join_unless_contradicted(ranks):
                self._tell(name, ranks)

    def sets(self) -> list[list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for rank, mention in enumerate(self.mentions):
            found.setdefault(self._find(rank), []).append(mention)
        return list(found.values())

    def _by(self, keys: Callable[[Actor], Iterable[str]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for rank, mention in enumerate(self.mentions):
            for key in dict.fromkeys(keys(mention.actor)):
                if key:
                    found.setdefault(key, []).append(rank)
        return found

    def _find(self, rank: int) -> int:
        while self._root[rank] != rank:
            self._root[rank] = self._root[self._root[rank]]
            rank = self._root[rank]
        return rank

    def _join(self, ranks: list[int]) -> None:
        first = self._find(ranks[0])
        for other in map(self._find, ranks[1:]):
            if other != first:
                self._root[other] = first
                for kind, numbers in self._numbers[other].items():
                    self._numbers[first][kind] |= numbers

    def _join_unless_contradicted(self, ranks: list[int]) -> bool:
        roots = {self._find(rank) for rank in ranks}
        for kind in ("siren", "rna"):
            if len(set().union(*(self._numbers[root][kind] for root in roots))) > 1:
                return False
        self._join(ranks)
        return True

    def _tell(self, name: str, ranks: list[int]) -> None:
        first, *others = (self.mentions[rank] for rank in ranks)
        numbers = {siren_of(self.mentions[rank].actor) or self.mentions[rank].actor.rna for rank in ranks}
        data = {
            "name": first.actor.name,
            "members": tuple(dict.fromkeys(self.mentions[rank].member for rank in ranks)),
            "numbers": tuple(sorted(number for number in numbers if number)),
        }
        related = tuple(_place(other) for other in others)
        self.findings.append(finding("NET101", data, location=_place(first), related=related, value=name))


def _some(number: str | None) -> set[str]:
    return {number} if number else set()


def _place(mention: Mention) -> PathLocation:
    return PathLocation(mention.path, mention.member)


def _entries(groups: Iterable[list[Mention]]) -> tuple[Entry, ...]:
    taken: set[str] = set()
    ordered = sorted(groups, key=lambda group: (fold(group[0].actor.name), group[0].member, group[0].path))
    return tuple(_entry(group, taken) for group in ordered)


def _entry(group: list[Mention], taken: set[str]) -> Entry:
    first = group[0].actor
    id_ = name = slug(first.name)
    number = 2
    while id_ in taken:
        id_, number = f"{name}-{number}", number + 1
    taken.add(id_)
    spellings = dict.fromkeys(chain.from_iterable((each.actor.name, *each.actor.aliases) for each in group))
    aliases = tuple(spelling for spelling in spellings if spelling != first.name)
    told = {field: _told(group, field) for field in (*_FACTS, "email", "phone")}
    facts = {field: next(iter(values), None) for field, values in told.items()}
    actor = Actor(id=id_, name=first.name, aliases=aliases, **facts)  # type: ignore[arg-type]
    differing = (field for field in _FACTS if len(told[field]) > 1)
    conflicts = tuple(Conflict(field, tuple(told[field].items())) for field in differing)
    return Entry(actor=actor, mentions=tuple(group), conflicts=conflicts)


def _told(group: list[Mention], field: str) -> dict[object, tuple[str, ...]]:
    """Each value of a field with the members that give it."""
    found: dict[object, tuple[str, ...]] = {}
    for mention in group:
        value = getattr(mention.actor, field)
        if value is not None and mention.member not in found.get(value, ()):
            found[value] = (*found.get(value, ()), mention.member)
    return found


def _disagreements(entry: Entry) -> Iterator[Finding]:
    first, *others = entry.mentions
    for conflict in entry.conflicts:
        (one, its), (other, theirs) = conflict.values[:2]
        data = {
            "name": entry.actor.name,
            "field": Term("ActorField", conflict.field),
            "one": one,
            "its": its,
            "other": other,
            "theirs": theirs,
        }
        related = tuple(map(_place, others))
        yield finding("NET103", data, location=_place(first), related=related, value=str(one))


def _near(entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Names of different programmes that look alike: perhaps one organisation, which only people can tell."""
    named = [(fold(entry.actor.name).replace(" ", ""), entry) for entry in entries]
    compared = [pair for pair in named if len(pair[0]) >= _SHORTEST]
    if len(compared) > _COMPARED:
        return
    for (one, entry), (other, second) in combinations(compared, 2):
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
            continue
        if None not in (siren_of(entry.actor), siren_of(second.actor)):
            continue  # two numbers: two organisations
        if len({*entry.members, *second.members}) == 1:
            continue  # what one source holds twice is for the reading of that source to tell
        data = {"one": entry.actor.name, "its": entry.members, "other": second.actor.name, "theirs": second.members}
        where, there = _place(entry.mentions[0]), _place(second.mentions[0])
        yield finding("NET102", data, location=where, related=(there,), value=entry.actor.name)
