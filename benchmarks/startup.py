"""
How long the command and the library take to start, in fresh processes, beside what Python and its libraries take alone.

Run: ``python benchmarks/startup.py [RUNS]``. Prints the median wall time of each line and its ratio to a bare interpreter.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "gaia_2017" / "gaia_2017.xlsx"
LABO = str(Path(sys.executable).parent / "labo")

LINES: dict[str, list[str]] = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "import labo_partenariats": [sys.executable, "-c", "import labo_partenariats"],
    "import labo_partenariats.model": [sys.executable, "-c", "import labo_partenariats.model"],
    "import labo_partenariats.api": [sys.executable, "-c", "import labo_partenariats.api"],
    "labo --help": [LABO, "--help"],
    "labo check": [LABO, "check", str(EXAMPLE)],
}


def seconds(command: list[str]) -> float:
    """The wall time of one fresh process."""
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Interleave the lines, so that a slow moment of the machine touches all of them."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in LINES}
    for command in LINES.values():
        seconds(command)  # warm the file cache
    for _ in range(runs):
        for name, command in LINES.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:<32} {median * 1000:7.0f} ms  × {median / bare:5.1f}")


if __name__ == "__main__":
    main()
