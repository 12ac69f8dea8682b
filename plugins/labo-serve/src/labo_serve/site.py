"""
What is published now: the last good reading of the source, and the feeds made of it.

Feeds are made when first asked for and kept until the source changes. The version before, kept in the memory, is what
the exporter counts revisions from; a feed is never replaced by less than a good one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Literal

import attrs
from attrs import field, frozen

from labo_partenariats import LaboError, Programme, ReadResult, Report, UnusableTarget, check, export, read
from labo_partenariats.plugin import ExportOptions, Finding, Language, Severity
from labo_serve.keys import FeedKey, names_of
from labo_serve.memory import Memory, Secret
from labo_serve.published import Published
from labo_serve.texts import word
from labo_serve.watch import Watch

_SECOND = dt.timedelta(seconds=1)

#: Names that lead nowhere any more: what a row that was removed on purpose leaves behind in other tables.
_CONSEQUENCES = frozenset({"SRC504", "SRC509"})

#: A source that could not be read is tried again every so many looks, changed or not.
_RETRY_LOOKS = 10

Describe = Callable[[LaboError, Language], str]
Say = Callable[[str], None]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class NotMade(Exception):
    """A feed could not be made, and there is no earlier version to give instead."""


@frozen
class Edition:
    """One good reading of the source: what was read, what the rules say, and when."""

    result: ReadResult
    report: Report
    read_at: dt.datetime

    @property
    def programme(self) -> Programme:
        """The programme that is published."""
        return self.result.programme

    @property
    def sessions(self) -> int:
        """How many sessions the plan has."""
        return sum(len(action.sessions) for action in self.programme.actions)

    @property
    def doubts(self) -> Counter[str]:
        """The codes of what could not be read well, each as often as it was found."""
        found = (each for each in self.result.findings if each.severity is not Severity.NOTE)
        return Counter(each.code for each in found if each.code not in _CONSEQUENCES)


@frozen
class Problem:
    """
    Why the source as it is now is not what is published, and since when.

    ``unreadable`` comes with the error. A source that was ``emptied`` of its sessions, or that has ``fewer`` of them
    and new mistakes, would tell every subscriber that a session is cancelled when someone mistyped its date.
    """

    kind: Literal["unreadable", "emptied", "fewer"]
    since: dt.datetime
    error: Exception | None = None
    codes: tuple[str, ...] = ()


@frozen
class _Made:
    edition: Edition
    published: Published
    findings: tuple[Finding, ...]


@attrs.define
class Site:
    """The source, watched, and its feeds; the methods may be called from several threads."""

    source: Path
    memory: Memory
    secret: Secret
    language: Language
    describe: Describe
    say: Say
    public_url: str | None = None
    edition: Edition = field(init=False)
    problem: Problem | None = field(init=False, default=None)
    _watch: Watch = field(init=False)
    _looks: int = field(init=False, default=0)
    _made: dict[FeedKey, _Made] = field(init=False, factory=dict)
    _lock: Lock = field(init=False, factory=Lock)

    def __attrs_post_init__(self) -> None:
        """Read the source a first time; raises `UnreadableSource`."""
        self._watch = Watch(self.source)
        self.edition = self._read()

    def _read(self) -> Edition:
        result = read(self.source)
        return Edition(result, check(result), _now())

    def poll(self) -> None:
        """Take note of a source that was saved; what goes wrong is said once and the last good reading stays."""
        if not self._watch.settled() and not self._is_retried():
            return
        candidate, problem = self._candidate()
        if not self._watch.taken():  # saved again while it was read: next time
            return
        if candidate is not None:
            self.edition = candidate
        known, self.problem = self.problem, problem
        if (
            problem is None
            or known is None
            or self.explain(known, self.language) != self.explain(problem, self.language)
        ):
            self._tell(problem)

    def _is_retried(self) -> bool:
        """Whether to read again a source that could not be, and has not changed: another program may have held it."""
        self._looks = (self._looks + 1) % _RETRY_LOOKS if self.problem else 0
        return self.problem is not None and self.problem.kind == "unreadable" and self._looks == _RETRY_LOOKS - 1

    def _candidate(self) -> tuple[Edition | None, Problem | None]:
        try:
            edition = self._read()
        except LaboError as error:
            return None, Problem("unreadable", _now(), error)
        except Exception as error:  # a defect must not end a server that many rely on
            return None, Problem("unreadable", _now(), error)
        if edition.sessions >= self.edition.sessions:
            return edition, None
        if edition.sessions == 0:
            return None, Problem("emptied", _now())
        new = edition.doubts - self.edition.doubts
        return (None, Problem("fewer", _now(), codes=tuple(sorted(new)))) if new else (edition, None)

    def _tell(self, problem: Problem | None) -> None:
        if problem is None:
            self.say(word("server.reloaded", self.language, file=self.source.name, sessions=self.edition.sessions))
        else:
            self.say(self.explain(problem, self.language))

    def explain(self, problem: Problem, language: Language) -> str:
        """What is wrong with the source as it is now, in one sentence or two."""
        reason = self._reason(problem.error, language) if problem.error else ", ".join(problem.codes)
        return word(f"problem.{problem.kind}", language, file=self.source.name, reason=reason)

    def say_defect(self, error: Exception) -> None:
        """Tell whoever runs the server of an exception that nothing foresaw."""
        self.say(self._reason(error, self.language))

    def _reason(self, error: Exception, language: Language) -> str:
        if isinstance(error, LaboError):
            return self.describe(error, language)
        return word("server.defect", language, error=f"{type(error).__name__}: {error}")

    def ready(self, key: FeedKey) -> Published | None:
        """The feed *key* if it was made since the source last changed."""
        made = self._made.get(key)
        return made.published if made is not None and made.edition is self.edition else None

    def feed(self, key: FeedKey) -> Published:
        """The feed *key*, made now unless it is ready; raises `NotMade` when there is no version to give."""
        return self._ensure(key).published

    def findings(self, key: FeedKey) -> tuple[Finding, ...]:
        """What the exporter said of the feed *key*."""
        return self._ensure(key).findings

    def _ensure(self, key: FeedKey) -> _Made:
        with self._lock:
            edition, made = self.edition, self._made.get(key)
            if made is not None and made.edition is edition:
                return made
            try:
                fresh = self._make(key, edition)
            except Exception as error:  # a full disk, a plugin that fails: the version before is better than none
                reason = self._reason(error, self.language)
                self.say(word("server.not_made", self.language, name=key.name, reason=reason))
                if made is None:
                    raise NotMade from error
                fresh = _Made(edition, made.published, made.findings)
            self._made[key] = fresh
            return fresh

    def _make(self, key: FeedKey, edition: Edition) -> _Made:
        place = self.memory.feed(f"{key.language} {key.name}")
        before = place.read_bytes() if place.is_file() else None
        was = _modified(place) if before is not None else None
        options = ExportOptions(
            language=key.language,
            previous=None if before is None else place,
            only={criterion: tuple(names) for criterion, names in names_of(key, edition.programme).items()},
            extra={}
            if self.public_url is None
            else {"source": self.public_url + key.path(self.secret.token(key.name))},
        )
        told = export(edition.report, place, to="ical", options=options)
        wrong = next((found for found in told if found.severity is Severity.ERROR), None)
        if wrong is not None and before is None:  # what the key stands for is no more, and was never shown
            raise UnusableTarget(wrong.code, wrong.data)
        data = place.read_bytes()
        modified = _now().replace(microsecond=0)
        if was is not None:  # two versions never bear the same date, even within a second
            modified = was if data == before else max(modified, was + _SECOND)
        os.utime(place, (modified.timestamp(), modified.timestamp()))
        return _Made(edition, Published.of(data, modified), told)


def _modified(place: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(place.stat().st_mtime), dt.UTC)
