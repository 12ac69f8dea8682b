"""
A feed of the plan of action: from nothing, after one change, and how both grow; icalendar's own work beside it.

* *icalendar*: its `Event.add` and `Calendar.to_ical` over the same events with the same properties, already read;
* *cold*: from the programme to bytes in a file that nobody keeps, no earlier feed;
* *followed*: the same after an earlier feed, by a program that was just started (it reads that feed);
* *warm*: by a program that keeps the caller's cache, when the place of one session changed and nothing else did;
* *read again*: the same when every object is another one, equal to the one before, as after reading the file again.

Runs take turns, so that a busy moment of the machine weighs on all alike; medians are shown. Bytes of warm and followed
feeds are compared, and memory is measured in a process of its own: what the export adds to the programme.

Run it with ``python benchmarks/feed.py [EVENTS [RUNS]]``, and ``--memory`` before them for the memory alone.
"""

from __future__ import annotations

import copy
import datetime as dt
import gc
import io
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from attrs import evolve
from icalendar import Calendar, Event

from labo_ical import IcalExporter
from labo_ical.plan import Shelf, read_plan
from labo_ical.selection import Selection
from labo_ical.settings import Settings
from labo_ical.writing import ZONE
from labo_partenariats import Action, ActionKind, Period, Programme, Session, Territory
from labo_partenariats.model import DocumentMetadata
from labo_partenariats.plugin import ExportOptions, Work

PER_ACTION = 10


class Sink(io.RawIOBase):
    """A file that nobody keeps."""

    def write(self, data: Any) -> int:
        return len(data)


def make_programme(events: int) -> Programme:
    """A plan of that many sessions, one out of three with hours, in actions of ten; texts with accents."""
    chance = random.Random(2017)
    first = dt.date(2020, 1, 1)

    def session(action: int, rank: int) -> Session:
        day = first + dt.timedelta(chance.randrange(1500))
        hours = {"start_time": dt.time(9), "end_time": dt.time(12, 30)} if chance.random() < 1 / 3 else {}
        return Session(
            id=f"a{action}-s{rank}",
            period=Period(day, day, label=f"Séance n° {rank + 1}", **hours),
            topic="Besoins communs des entreprises et des associations",
            place=f"Salle des fêtes n° {chance.randrange(100)}",
            territories=(f"t{chance.randrange(3)}",),
        )

    def action(rank: int) -> Action:
        return Action(
            id=f"a{rank}",
            title=f"Rencontre professionnelle entre acteurs économiques du territoire n° {rank}",
            kind=ActionKind.MEETING,
            description=("Échanger sur les besoins, les compétences et les ressources",),
            objectives=("Interconnaissance entre acteurs économiques et associatifs",),
            sessions=tuple(session(rank, each) for each in range(PER_ACTION)),
        )

    return Programme(
        title="Labo",
        territories=tuple(
            Territory(id=f"t{rank}", name=name) for rank, name in enumerate(("Oisans", "Trièves", "Vif"))
        ),
        actions=tuple(action(rank) for rank in range(events // PER_ACTION)),
        document=DocumentMetadata(saved=first),
    )


def changed(programme: Programme, round_: int) -> Programme:
    """The programme with another place for one session in its middle."""
    at = len(programme.actions) // 2
    action = programme.actions[at]
    sessions = (evolve(action.sessions[0], place=f"Salle du conseil n° {round_}"), *action.sessions[1:])
    moved = evolve(action, sessions=sessions)
    return evolve(programme, actions=(*programme.actions[:at], moved, *programme.actions[at + 1 :]))


def export(programme: Programme, out: Any, **options: Any) -> None:
    """One export."""
    work = Work(programme=programme, assessment=cast("Any", None))
    IcalExporter().export(work, ExportOptions(**options), out)


def with_icalendar(contents: list[Any]) -> bytes:
    """The same events by icalendar alone."""
    stamp = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    calendar = Calendar()
    for rank, content in enumerate(contents):
        event = Event()
        zone = {"TZID": ZONE} if content.is_timed else {}
        event.add("UID", f"09bde877-add1-5d23-9ae0-{rank:012}")
        event.add("DTSTAMP", stamp)
        event.add("LAST-MODIFIED", stamp)
        event.add("SEQUENCE", 0)
        event.add("DTSTART", content.start, parameters=zone)
        event.add("DTEND", content.end, parameters=zone)
        event.add("SUMMARY", content.summary)
        event.add("DESCRIPTION", content.description)
        event.add("LOCATION", content.location)
        event.add("CATEGORIES", list(content.categories))
        event.add("STATUS", content.status.value)
        event.add("TRANSP", "OPAQUE" if content.is_timed else "TRANSPARENT")
        if not content.is_timed:
            event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
        event.add("X-LABO-KEY", str(content.key))
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def seconds(task: Callable[[], object]) -> float:
    """How long *task* takes."""
    gc.collect()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def measure(events: int, runs: int, folder: Path) -> None:
    """Print the medians for a plan of *events* events."""
    programme, place, again = make_programme(events), folder / "plan.ics", folder / "again.ics"
    names = {each.id: each.name for each in programme.territories}
    assert names
    contents = [draft.content() for draft in read_plan(programme, Settings(), Selection(), Shelf()).drafts]
    cache: dict[str, object] = {}
    with place.open("wb") as out:
        export(programme, out, cache=cache)
    taken: dict[str, list[float]] = {}

    def take(name: str, task: Callable[[], object]) -> None:
        taken.setdefault(name, []).append(seconds(task))

    def follow(newer: Programme, target: Path, **options: Any) -> None:
        with target.open("wb") as out:
            export(newer, out, previous=place, **options)

    for round_ in range(runs):
        take("icalendar", lambda: with_icalendar(contents))
        take("cold", lambda: export(programme, Sink()))
        newer = changed(programme, 2 * round_)
        take("followed", lambda newer=newer: follow(newer, again))
        target = folder / "warm.ics"
        take("warm", lambda newer=newer, target=target: follow(newer, target, cache=cache))
        assert target.read_bytes() == again.read_bytes(), "a warm feed has other bytes"
        target.replace(place)
        newer = copy.deepcopy(changed(programme, 2 * round_ + 1))
        take("read again", lambda newer=newer, target=target: follow(newer, target, cache=cache))
        target.replace(place)
    base = statistics.median(taken["icalendar"])
    print(f"{events} events, {place.stat().st_size / 1e6:.1f} MB, medians of {runs}")
    for name, each in taken.items():
        median = statistics.median(each)
        print(f"  {name:<11} {1000 * median:9.1f} ms  {median / base:6.3f} × icalendar  (best {1000 * min(each):.1f})")


def measure_memory(events: int) -> None:
    """Print what the export of a plan of *events* events adds to the memory of its programme."""
    programme = make_programme(events)
    export(make_programme(PER_ACTION), Sink())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export(programme, Sink())
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{events} events: {before / 1024:.0f} MiB with the programme, {(after - before) / 1024:.0f} MiB more at the peak"  # noqa: E501
    )


def main() -> None:
    """Measure what the arguments ask for."""
    arguments = [each for each in sys.argv[1:] if each != "--memory"]
    events = int(arguments[0]) if arguments else 10_000
    if "--memory" in sys.argv:
        measure_memory(events)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(events, int(arguments[1]) if len(arguments) > 1 else 5, Path(name))


if __name__ == "__main__":
    main()
