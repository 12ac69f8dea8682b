"""Keeping a part of the plan: by territory, actor, kind of action or project, or what concerns one actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import field, frozen

from labo_ical.codes import UNKNOWN_CRITERION, UNKNOWN_NAME, notice
from labo_ical.event import digest
from labo_ical.texts import LANGUAGES, Language
from labo_partenariats import Action, ActionKind, Programme, Session
from labo_partenariats.plugin import Finding, text
from labo_partenariats.plugin import fold as words_of

#: How many of the names that could have been meant are told.
_MOST_TOLD = 20


def fold(name: str) -> str:
    """*name* without case, accents, spaces and punctuation, as names are compared; a name of signs alone as it is."""
    return words_of(name).replace(" ", "") or " ".join(name.split())


@frozen
class Concern:
    """
    What concerns some actors: the actions that they carry out, those during which a committee of theirs sits, what
    takes place on a territory of theirs, and what is addressed to nobody in particular.
    """

    actors: frozenset[str]
    territories: frozenset[str]
    actions: frozenset[str]

    def keeps(self, action: Action, session: Session) -> bool:
        """Whether the session is one of their appointments."""
        if action.id in self.actions or not self.actors.isdisjoint(action.actors):
            return True
        places = session.territories or action.territories
        return not self.territories.isdisjoint(places) if places else not action.actors


@frozen
class Selection:
    """
    What is kept: for each criterion the ids that it allows. ``asked`` are, for each, the names that were asked for and
    ``names`` those of them that were found; an actor whose appointments are wanted has its ``concern``. ``spelled`` has
    for each name asked digests of all the names that stand for the same thing.
    """

    wanted: Mapping[str, frozenset[str]] = field(factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(factory=dict)
    concern: Concern | None = None
    spelled: Mapping[str, tuple[frozenset[str], ...]] = field(factory=dict)

    @property
    def mark(self) -> str:
        """What is asked, for the next feed to recognise whatever it is called then; empty for the whole plan."""
        things = (
            (name, sorted("/".join(sorted(each)) for each in self.spelled[name])) for name in sorted(self.spelled)
        )
        return " ".join(f"{criterion}={'+'.join(several)}" for criterion, several in things)

    def is_marked(self, mark: str) -> bool:
        """Whether a feed that bears *mark* was asked for by the same names, or by others of the same things."""
        pairs = (part.partition("=") for part in mark.split())
        marked = {criterion: [set(each.split("/")) for each in things.split("+")] for criterion, _, things in pairs}
        return marked.keys() == self.spelled.keys() and all(
            len(marked[criterion]) == len(several)
            and all(any(one & each for each in marked[criterion]) for one in several)
            for criterion, several in self.spelled.items()
        )

    def keeps(self, action: Action, session: Session) -> bool:
        """Whether a session meets every criterion; it has the territories of its action when it names none."""
        if self.concern is not None and not self.concern.keeps(action, session):
            return False
        return all(
            criterion in _HOLDINGS and not allowed.isdisjoint(_HOLDINGS[criterion](action, session))
            for criterion, allowed in self.wanted.items()
        )


def read_selection(
    programme: Programme, only: Mapping[str, tuple[str, ...]], language: Language
) -> tuple[Selection, tuple[Finding, ...]]:
    """
    The selection that *only* asks for; names are compared without case and accents, ids as well.

    A name that stands for nothing is reported with those that do, and selects nothing; so does a criterion that does
    not exist, for a feed must not hold more than was asked. Whether there is a feed at all is for the caller to say.
    """
    wanted: dict[str, frozenset[str]] = {}
    names: dict[str, tuple[str, ...]] = {}
    spelled: dict[str, tuple[frozenset[str], ...]] = {}
    findings: list[Finding] = []
    for criterion, asked in only.items():
        directory = _DIRECTORIES.get(criterion)
        if directory is None:
            findings.append(notice(UNKNOWN_CRITERION, value=criterion, criterion=criterion, known=CRITERIA))
            wanted[criterion] = frozenset()
            continue
        listed = tuple(directory(programme, language))
        known = _known(listed)
        found = [(name, known[fold(name)]) for name in asked if fold(name) in known]
        spelled[criterion] = tuple(_spellings(fold(name), listed) for name in asked)
        for name in asked:
            if fold(name) not in known:
                told = _told(name for name, _, _ in listed)
                findings.append(notice(UNKNOWN_NAME, value=name, name=name, criterion=criterion, known=told))
        wanted[criterion] = frozenset().union(*(ids for _, ids in found))
        names[criterion] = tuple(name for name, _ in found)
    concern = None if PERSONAL not in wanted else _concern(programme, wanted.pop(PERSONAL))
    return Selection(wanted, only, names, concern, spelled), tuple(findings)


def _spellings(name: str, listed: Iterable[_Listed]) -> frozenset[str]:
    """Digests of *name* and of the other names of what it stands for."""
    alike = (set(map(fold, names)) for _, names, _ in listed)
    return frozenset(map(digest, {name}.union(*(each for each in alike if name in each))))


def _concern(programme: Programme, actors: frozenset[str]) -> Concern:
    places = (each.territories for each in programme.actors if each.id in actors)
    seats = (
        committee.action
        for committee in programme.committees
        if committee.action is not None and any(member.actor in actors for member in committee.members)
    )
    return Concern(actors, frozenset().union(*places), frozenset(seats))


#: One thing that can be chosen: the name to show, all its names, the ids for which it stands.
_Listed = tuple[str, Iterable[str], frozenset[str]]


def _known(listed: Iterable[_Listed]) -> dict[str, frozenset[str]]:
    """From folded names to all the ids that carry them."""
    known: dict[str, frozenset[str]] = {}
    for _, names, ids in listed:
        for folded in {fold(name) for name in names} - {""}:
            known[folded] = known.get(folded, frozenset()) | ids
    return known


def _told(names: Iterable[str]) -> tuple[str, ...] | None:
    """The names to choose among, as many as a sentence bears; None when there is none."""
    different = list(dict.fromkeys(names))
    rest = ["…"] if len(different) > _MOST_TOLD else []
    return (*different[:_MOST_TOLD], *rest) or None


def _territories(programme: Programme, _language: Language) -> Iterable[_Listed]:
    return ((each.name, (each.id, each.name), frozenset({each.id})) for each in programme.territories)


def _actors(programme: Programme, _language: Language) -> Iterable[_Listed]:
    return ((each.name, (each.id, each.name, *each.aliases), frozenset({each.id})) for each in programme.actors)


def _kinds(_programme: Programme, language: Language) -> Iterable[_Listed]:
    for kind in ActionKind:
        labels = {each: text(f"terms.ActionKind.{kind.value}", each) for each in LANGUAGES}
        yield labels[language], (kind.value, *labels.values()), frozenset({kind.value})


def _projects(programme: Programme, _language: Language) -> Iterable[_Listed]:
    """A project stands for the actions from which it comes, named by its origin."""
    actions = _known((each.title, (each.id, each.title), frozenset({each.id})) for each in programme.actions)
    for project in programme.projects:
        origins = actions.get(fold(project.origin), frozenset()) if project.origin else frozenset()
        yield project.title, (project.id, project.title), origins


#: The criterion of the feed of one actor's appointments.
PERSONAL = "personal"

_DIRECTORIES: Mapping[str, Callable[[Programme, Language], Iterable[_Listed]]] = {
    "territory": _territories,
    "actor": _actors,
    "kind": _kinds,
    "project": _projects,
    PERSONAL: _actors,
}

#: What a selection may be made by, in the order in which a feed tells it.
CRITERIA: tuple[str, ...] = tuple(_DIRECTORIES)


#: What a session has under each criterion.
_HOLDINGS: Mapping[str, Callable[[Action, Session], Iterable[str]]] = {
    "territory": lambda action, session: session.territories or action.territories,
    "actor": lambda action, _session: action.actors,
    "kind": lambda action, _session: () if action.kind is None else (action.kind.value,),
    "project": lambda action, _session: (action.id,),
}
