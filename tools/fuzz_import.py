"""
Fuzzing of the readers of files: workbooks, text tables and calendars.

Real files (the examples, a template, a feed) are spoilt at random (`mutations`) and read as a user would have them
read, up to the sentences of the findings. Whatever is in a file, reading may only succeed, with findings or without, or
raise `UnreadableSource`, within bounds of processor time and memory. Anything else is a crash: its file is shrunk by
Hypothesis, kept, and the search goes on; crashes of the same kind at the same line count as one.

Run it with ``python tools/fuzz_import.py [--minutes 60] [--kinds .xlsx,.csv,.ics] [--keep out/fuzz]``. One process, one
core. Exit status 1 when there was a crash. A file kept is tried again with ``--replay FILE``.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType

from attrs import define, field
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import FlakyFailure
from mutations import Case, cases

import labo_partenariats as labo
from labo_partenariats.api import exporter_for
from labo_partenariats.errors import UnreadableSource
from labo_partenariats.plugin import Limits
from labo_partenariats.plugin.manager import installed

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"

#: How many files one search of Hypothesis tries before the next begins.
SEARCH = 400


class OutOfTimeError(BaseException):
    """Raised by the alarm; no reader may catch it."""


class CrashError(Exception):
    """What a reader must never do, told to Hypothesis, which shrinks the file."""


@define
class Tally:
    """What became of the files so far."""

    files: Counter[str] = field(factory=Counter)
    refused: Counter[str] = field(factory=Counter)
    findings: Counter[str] = field(factory=Counter)
    crashes: Counter[str] = field(factory=Counter)
    slowest: float = 0.0

    def __str__(self) -> str:
        files = ", ".join(f"{count} {suffix}" for suffix, count in sorted(self.files.items()))
        refused = ", ".join(f"{code} {count}" for code, count in self.refused.most_common())
        return (
            f"{self.files.total()} files ({files}); slowest {self.slowest:.1f} s of processor time\n"
            f"{self.refused.total()} refused: {refused}\n"
            f"{len(self.findings)} codes of findings, {self.findings.total()} findings\n"
            f"{len(self.crashes)} distinct crashes, {self.crashes.total()} in all"
        )


def make_seeds(folder: Path) -> dict[str, bytes]:
    """Real files by name: the examples, and what the library writes of them."""
    workbook = EXAMPLES / "gaia_2017" / "gaia_2017.xlsx"
    found = [workbook, *sorted((EXAMPLES / "formulaires").glob("*.xlsx"))]
    found += sorted((EXAMPLES / "gaia_2017" / "csv").glob("*.csv"))
    gaia = labo.read(workbook)
    for name, subject, to in (
        ("plan.ics", gaia, "ical"),
        ("modele.xlsx", labo.Programme(), "workbook"),
        ("dossier.xlsx", gaia, "dossier"),
    ):
        target = folder / name
        try:
            exporter_for(target, to)
        except labo.LaboError:  # its plugin is not there
            continue
        labo.export(subject, target, to=to)
        found.append(target)
    return {path.name: path.read_bytes() for path in found}


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError


@define
class Runner:
    """Reads one spoilt file after another under bounds."""

    folder: Path
    seconds: float
    tally: Tally = field(factory=Tally)
    latest: tuple[str, bytes, str] = ("", b"", "")

    def read(self, name: str, content: bytes) -> str | None:
        """What the reader did that it must not: a line that names the fault and its place, None when there is none."""
        path = self.folder / name
        path.write_bytes(content)
        suffix = path.suffix
        self.tally.files[suffix] += 1
        before = time.process_time()
        faulthandler.dump_traceback_later(20 * self.seconds, exit=True)  # where no signal comes through
        signal.setitimer(signal.ITIMER_PROF, self.seconds)
        try:
            return self._judged(path)
        except OutOfTimeError as error:
            return _described(error)
        except MemoryError as error:
            return _described(error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()
            self.tally.slowest = max(self.tally.slowest, time.process_time() - before)

    def _judged(self, path: Path) -> str | None:
        try:
            result = labo.read(path, limits=Limits(seconds=4 * self.seconds))
            catalogue = installed().catalogue
            for found in result.findings:
                self.tally.findings[found.code] += 1
                str(found.location)
                catalogue.message(found, "fr")
                catalogue.remedy(found, "fr")
        except UnreadableSource as refusal:
            if refusal.code == "PLG002":  # what a plugin raised unannounced
                return _described(refusal)
            self.tally.refused[refusal.code] += 1
            str(refusal)
        except Exception as error:
            return _described(error)
        return None


def _described(error: BaseException) -> str:
    """The kind of the fault at the root and the last line of ours that it passed."""
    while error.__cause__ is not None:
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "labo_" in frame.filename] or frames
    last = ours[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} ({last.name})"


def search(runner: Runner, seeds: dict[str, bytes], number: int, deadline: float) -> None:
    """One search; ends at the first new crash, whose shrunk file is then the latest."""

    @seed(number)
    @settings(
        max_examples=SEARCH,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(cases(seeds))
    def attempt(case: Case) -> None:
        if time.monotonic() > deadline:
            return
        fault = runner.read(case.name, case.content)
        if fault is None:
            return
        if fault not in runner.tally.crashes:
            runner.latest = (case.name, case.content, fault)
            raise CrashError(fault)
        runner.tally.crashes[fault] += 1

    attempt()


def keep(runner: Runner, folder: Path) -> None:
    """Keep the file of the latest crash, and count it from now on."""
    name, content, fault = runner.latest
    runner.tally.crashes[fault] += 1
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"crash-{len(runner.tally.crashes)}-{name}"
    target.write_bytes(content)
    print(f"CRASH {fault}: {target} ({len(content)} bytes)", flush=True)


def main() -> int:
    """Search for a while and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--kinds", default=".xlsx,.csv,.ics")
    parser.add_argument("--keep", type=Path, default=ROOT / "out" / "fuzz")
    parser.add_argument("--seconds", type=float, default=10.0, help="of processor time that a file may take")
    parser.add_argument("--megabytes", type=int, default=600, help="of memory beyond what the program itself takes")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replay", type=Path)
    given_ = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runner = Runner(folder, given_.seconds)
        if given_.replay is not None:
            fault = runner.read(given_.replay.name, given_.replay.read_bytes())
            print(fault or "read, or refused as it should be")
            return int(fault is not None)
        seeds = {key: value for key, value in make_seeds(folder).items() if Path(key).suffix in given_.kinds.split(",")}
        for each in sorted(seeds):  # the seeds themselves: all that is imported late is imported now
            if (fault := runner.read(each, seeds[each])) is not None:
                raise SystemExit(f"{each}, as it is: {fault}")
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (size + given_.megabytes * 2**20,) * 2)
        print(json.dumps({"seeds": {key: len(value) for key, value in sorted(seeds.items())}}), flush=True)
        start, number = time.monotonic(), given_.seed
        deadline = start + 60 * given_.minutes
        while time.monotonic() < deadline:
            try:
                search(runner, seeds, number, deadline)
            except (CrashError, FlakyFailure):  # flaky: a bound of time or memory, passed only just
                keep(runner, given_.keep)
            number += 1
            if number % 10 == 0:
                print(f"--- {(time.monotonic() - start) / 60:.0f} min\n{runner.tally}", flush=True)
    print(f"--- {(time.monotonic() - start) / 60:.1f} min, seeds {given_.seed} to {number - 1}\n{runner.tally}")
    return int(bool(runner.tally.crashes))


if __name__ == "__main__":
    sys.exit(main())
