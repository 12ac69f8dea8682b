"""
Which feed: a language and what is kept of the plan, and the address that says so.

``/flux/SECRET/plan.ics`` is the whole plan and ``/flux/SECRET/territoire/oisans,trieves/type/training/plan.ics`` a part
of it: any combination, each with one address only. In English the same feeds stand under ``/feed/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from attrs import frozen

from labo_partenariats import ActionKind, Programme
from labo_partenariats.plugin import Language, fold, text

#: What the exporter lets choose, in the order in which addresses say it.
CRITERIA = ("territory", "actor", "kind", "project", "personal")

#: The first segment of the addresses of feeds, and of the page that gives them.
FEEDS: Mapping[Language, str] = {"fr": "flux", "en": "feed"}
PAGES: Mapping[Language, str] = {"fr": "abonnement", "en": "subscribe"}

SEGMENTS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "territory": "territoire",
        "actor": "partenaire",
        "kind": "type",
        "project": "projet",
        "personal": "rendez-vous",
    },
    "en": {
        "territory": "territory",
        "actor": "partner",
        "kind": "kind",
        "project": "project",
        "personal": "appointments",
    },
}

FILE = "plan.ics"

Wanted = Mapping[str, Iterable[str]]


def slug(name: str) -> str:
    """
    A name as addresses have it: words of letters and digits joined by hyphens, never a slash, a dot or a comma.

    >>> slug("Communauté de communes de l'Oisans")
    'communaute-de-communes-de-l-oisans'
    """
    return fold(name).replace(" ", "-")


@frozen(order=True)
class FeedKey:
    """One feed; ``chosen`` has the criteria in order, each with its slugs sorted, and is empty for the whole plan."""

    language: Language
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, language: Language, wanted: Wanted) -> FeedKey:
        """The feed that keeps *wanted* (criterion → slugs); what is not a criterion or empty is left out."""
        named = ((criterion, tuple(sorted({*wanted.get(criterion, ())} - {""}))) for criterion in CRITERIA)
        return cls(language, tuple((criterion, slugs) for criterion, slugs in named if slugs))

    @property
    def name(self) -> str:
        """What is kept, the same in both languages: ``territory=oisans;kind=training``; ``plan`` for all of it."""
        return ";".join(f"{criterion}={','.join(slugs)}" for criterion, slugs in self.chosen) or "plan"

    @property
    def tail(self) -> str:
        """What follows the secret in the address, quoted."""
        words = SEGMENTS[self.language]
        parts = [f"{words[criterion]}/{','.join(map(quote, slugs))}/" for criterion, slugs in self.chosen]
        return "".join(parts) + FILE

    def path(self, token: str) -> str:
        """The address of the feed on its server."""
        return f"/{FEEDS[self.language]}/{token}/{self.tail}"


def read_tail(language: Language, tail: str) -> FeedKey | None:
    """The feed that *tail*, unquoted, stands for; None unless it is spelt exactly as `FeedKey.tail` spells it."""
    *pairs, file = tail.split("/")
    criteria = {segment: criterion for criterion, segment in SEGMENTS[language].items()}
    names, values = pairs[::2], pairs[1::2]
    if file != FILE or len(names) != len(values) or not criteria.keys() >= set(names):
        return None
    slugs = [tuple(value.split(",")) for value in values]
    if any(slug(each) != each for several in slugs for each in several):
        return None
    wanted = {criteria[name]: several for name, several in zip(names, slugs, strict=True)}
    key = FeedKey.of(language, wanted)
    return (
        key
        if key.chosen == tuple((criteria[name], several) for name, several in zip(names, slugs, strict=True))
        else None
    )


@frozen
class Choice:
    """One value of a criterion: how addresses and how people name it."""

    slug: str
    name: str


def choices(programme: Programme, language: Language) -> Mapping[str, tuple[Choice, ...]]:
    """What may be chosen of *programme*, by criterion: what its sessions are about, and its projects."""
    kinds = {action.kind for action in programme.actions if action.kind is not None}
    has_part = {actor for action in programme.actions for actor in action.actors}
    seated = {member.actor for committee in programme.committees for member in committee.members}
    return {
        "territory": _distinct((each.id, each.name) for each in programme.territories),
        "actor": _distinct((each.id, each.name) for each in programme.actors if each.id in has_part),
        "kind": _distinct(
            (kind.value, text(f"terms.ActionKind.{kind.value}", language)) for kind in ActionKind if kind in kinds
        ),
        "project": _distinct(
            (each.id, each.title) for each in programme.projects if _has_sessions(programme, each.origin)
        ),
        "personal": _distinct(
            (each.id, each.name)
            for each in programme.actors
            if each.id in has_part or each.id in seated or each.territories
        ),
    }


def _has_sessions(programme: Programme, origin: str | None) -> bool:
    """Whether a project comes from an action of the plan, which is what its feed shows."""
    return origin is not None and any(fold(origin) in (fold(each.id), fold(each.title)) for each in programme.actions)


def _distinct(named: Iterable[tuple[str, str | None]]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for id_, name in named:
        written = slug(id_)
        if written and name:
            found.setdefault(written, Choice(written, name))
    return tuple(found.values())


def names_of(key: FeedKey, programme: Programme) -> Mapping[str, Sequence[str]]:
    """What *key* keeps in the words of the programme; a slug that stands for nothing any more is left as it is."""
    known = choices(programme, key.language)
    words = {(criterion, each.slug): each.name for criterion, several in known.items() for each in several}
    return {criterion: tuple(words.get((criterion, each), each) for each in slugs) for criterion, slugs in key.chosen}
