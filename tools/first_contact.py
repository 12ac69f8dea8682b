"""
Follow the first tutorial to the letter, as somebody who has never seen the software, and time it.

Run by ``tox -e first-contact``: a fresh clone, a fresh environment, every line of the tutorial in its order, every cell
of its tables typed into the workbook as it stands there. Prints each command with its seconds, its exit status and what
it said, then the count. Exit status 1 when a line could not be followed: an exit status above 1 (1 means that something
in the data is to be corrected, which the tutorial is about), or a traceback.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutoriels" / "premier-dossier.md"
_FENCE = re.compile(r"^```(\w*)\s*$")
_ROW = re.compile(r"^\| (?P<sheet>[^|]+?) \| (?P<cell>[A-Z]+\d+) \| (?P<text>[^|]+?) \|$")


@frozen
class Command:
    """A line to be typed in a terminal."""

    line: str


@frozen
class Typing:
    """Words to be typed into a cell of the workbook."""

    sheet: str
    cell: str
    text: str


def steps(text: str) -> Iterator[Command | Typing]:
    """What a tutorial asks for, in its order: the lines of console blocks and the rows of tables of cells."""
    language = None
    for line in text.splitlines():
        if fence := _FENCE.match(line):
            language = None if language is not None else fence[1]
        elif language == "console" and (command := line.split(" # ")[0].strip()):
            yield Command(command)
        elif language is None and (row := _ROW.match(line)):
            yield Typing(row["sheet"], row["cell"], row["text"])


def typed(workbook: Path, words: list[Typing]) -> None:
    """Type *words* into *workbook*, as text, which is the hardest case for its reader."""
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    for word in words:
        book[word.sheet][word.cell] = word.text
    book.save(workbook)


def followed(folder: Path, workbook: str) -> int:
    """Follow the tutorial in *folder*; returns how many lines could not be followed."""
    started, commands, failed, waiting = time.monotonic(), 0, 0, list[Typing]()
    for step in steps(TUTORIAL.read_text("utf-8")):
        if isinstance(step, Typing):
            waiting.append(step)
            continue
        if waiting:
            typed(folder / workbook, waiting)
            print(f"[{len(waiting)} cells typed]\n", flush=True)
            waiting = []
        before = time.monotonic()
        done = subprocess.run(step.line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        commands += 1
        failed += (broken := done.returncode > 1 or "Traceback" in done.stderr)
        print(f"$ {step.line}\n[{time.monotonic() - before:.1f} s, exit status {done.returncode}]", flush=True)
        print(done.stdout, done.stderr, sep="")
        if broken:
            print("[could not be followed]\n")
    print(f"{commands} commands, {time.monotonic() - started:.0f} s, {failed} that could not be followed")
    return failed


def main() -> int:
    """Clone, follow, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workbook", default="mon_programme.xlsx", help="the workbook that the tutorial has filled")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "depot"
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", folder], check=True)
        return int(followed(folder, given.workbook) > 0)


if __name__ == "__main__":
    sys.exit(main())
