"""Keeping a part of the plan: by territory, actor, kind of action or project."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from attrs import field, frozen

from labo_ical.codes import UNKNOWN_CRITERION, UNKNOWN_NAME, notice
from labo_ical.texts import LANGUAGES
from labo_partenariats import Action, ActionKind, Programme, Session
from labo_partenariats.plugin import Finding, text

Wanted = Mapping[str, frozenset[str]]


def fold(name: str) -> str:
    """*name* without case, accents, spaces and punctuation, as names are compared."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if char.isalnum())


@frozen
class Selection:
    """What is kept: for each criterion the ids that it allows; ``names`` are those that were asked for and found."""

    wanted: Wanted = field(factory=dict)
    names: tuple[str, ...] = ()

    def keeps(self, action: Action, session: Session) -> bool:
        """Whether a session meets every criterion; it has the territories of its action when it names none."""
        has = {
            "territory": session.territories or action.territories,
            "actor": action.actors,
            "kind": () if action.kind is None else (action.kind.value,),
            "project": (action.id,),
        }
        return all(not allowed.isdisjoint(has[criterion]) for criterion, allowed in self.wanted.items())


def read_selection(programme: Programme, only: Mapping[str, tuple[str, ...]]) -> tuple[Selection, tuple[Finding, ...]]:
    """
    The selection that *only* asks for; names are compared without case and accents, ids as well.

    A name that stands for nothing is reported and selects nothing.
    """
    wanted: dict[str, frozenset[str]] = {}
    names: list[str] = []
    findings: list[Finding] = []
    for criterion, asked in only.items():
        directory = _DIRECTORIES.get(criterion)
        if directory is None:
            findings.append(notice(UNKNOWN_CRITERION, value=criterion, criterion=criterion))
            continue
        known = directory(programme)
        found = [(name, known[fold(name)]) for name in asked if fold(name) in known]
        missing = [name for name in asked if fold(name) not in known]
        findings += [notice(UNKNOWN_NAME, value=name, name=name, criterion=criterion) for name in missing]
        wanted[criterion] = frozenset().union(*(ids for _, ids in found))
        names += [name for name, _ in found]
    return Selection(wanted, tuple(names)), tuple(findings)


def _known(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """From folded names to all the ids that carry them."""
    known: dict[str, frozenset[str]] = {}
    for id_, names in named:
        for folded in filter(None, map(fold, names)):
            known[folded] = known.get(folded, frozenset()) | {id_}
    return known


def _territories(programme: Programme) -> dict[str, frozenset[str]]:
    return _known((each.id, (each.id, each.name)) for each in programme.territories)


def _actors(programme: Programme) -> dict[str, frozenset[str]]:
    return _known((each.id, (each.id, each.name, *each.aliases)) for each in programme.actors)


def _kinds(_programme: Programme) -> dict[str, frozenset[str]]:
    return _known(
        (kind.value, (kind.value, *(text(f"terms.ActionKind.{kind.value}", language) for language in LANGUAGES)))
        for kind in ActionKind
    )


def _projects(programme: Programme) -> dict[str, frozenset[str]]:
    """A project stands for the actions from which it comes, named by its origin."""
    actions = _known((each.id, (each.id, each.title)) for each in programme.actions)
    known: dict[str, frozenset[str]] = {}
    for project in programme.projects:
        origins = actions.get(fold(project.origin), frozenset()) if project.origin else frozenset()
        for name in (fold(project.id), fold(project.title)):
            known[name] = known.get(name, frozenset()) | origins
    return known


_DIRECTORIES: Mapping[str, Callable[[Programme], dict[str, frozenset[str]]]] = {
    "territory": _territories,
    "actor": _actors,
    "kind": _kinds,
    "project": _projects,
}
