"""
How long a user waits before anything happens: fresh processes, timed by the wall clock.

A bare interpreter and the import of the command-line library are timed in the same run, in turn with the others: what
is ours can be told from what is not, and a busy moment of the machine weighs on all alike.

Run it with ``python benchmarks/startup.py [RUNS]``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "gaia_2017" / "gaia_2017.xlsx"
LABO = [sys.executable, "-c", "from labo_partenariats.cli import main; main()"]

CASES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "import labo_partenariats": [sys.executable, "-c", "import labo_partenariats"],
    "labo --help": [*LABO, "--help"],
    "import labo_partenariats.api": [sys.executable, "-c", "import labo_partenariats.api"],
    "labo check --help": [*LABO, "check", "--help"],
    "labo check (example)": [*LABO, "check", str(EXAMPLE)],
}


def seconds(command: list[str]) -> float:
    """The wall time of one fresh process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Time every case in turn and print the medians."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for command in CASES.values():
        seconds(command)  # compiled files and disk caches are warm from here on
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(runs):
        for name, command in CASES.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    print(f"{'':32}{'median':>10}{'fastest':>10}{'over bare':>11}   ({runs} runs, Python {sys.version.split()[0]})")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:32}{median * 1000:7.0f} ms{min(found) * 1000:7.0f} ms{(median - bare) * 1000:8.0f} ms")


if __name__ == "__main__":
    main()
