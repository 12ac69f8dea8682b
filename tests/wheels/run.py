"""
Build every wheel, install each plugin alone with the core in a fresh environment, see that it is discovered, and run
it.

Run by ``tox -e wheels``; prints one line a plugin and ends with the count.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "gaia_2017"
SUBSIDIES = ROOT / "plugins" / "labo-opendata" / "tests" / "programme.toml"
NETWORK = ROOT / "examples" / "mon_reseau"
BATCH = ROOT / "plugins" / "labo-columns" / "tests" / "lot.csv"

#: Plugin → the command that uses it on the example, with {out} for a fresh folder, and the exit status it ends with.
USES: dict[str, tuple[list[str], int]] = {
    "csv": (["check", str(EXAMPLE / "csv"), "--format", "json"], 1),
    "excel": (["check", str(EXAMPLE / "gaia_2017.xlsx"), "--format", "json"], 1),
    "holidays": (["check", str(EXAMPLE / "gaia_2017.toml"), "--select", "HOL"], 0),
    "ical": (["export", str(EXAMPLE / "gaia_2017.toml"), "{out}/plan.ics"], 0),
    "columns": (["simulate", "--batch", str(BATCH), "-o", "{out}/plans.parquet"], 1),
    "dossier": (["export", str(EXAMPLE / "gaia_2017.toml"), "{out}/dossier.xlsx"], 0),
    "document": (["export", str(EXAMPLE / "gaia_2017.toml"), "{out}/dossier.docx"], 0),
    "opendata": (["export", str(SUBSIDIES), "{out}/subventions.csv", "--to", "scdl"], 0),
    "mon_reseau": (["export", str(NETWORK / "tests" / "sous.xlsx"), "{out}/liste.txt", "--to", "tresorier"], 0),
    "serve": (["serve", str(EXAMPLE / "gaia_2017.toml"), "--state", "{out}/state", "--addresses"], 0),
}

#: Plugin → the plugins that it cannot do without.
NEEDS: dict[str, list[str]] = {"dossier": ["excel"], "mon_reseau": ["excel"], "opendata": ["csv"], "serve": ["ical"]}

#: Plugin → its tests, where they are run on the installed wheels, as its users' own would be.
TESTED = {"mon_reseau": NETWORK / "tests"}


def build(source: Path, wheels: Path) -> Path:
    """The wheel of the distribution in *source*."""
    before = set(wheels.iterdir())
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (made,) = set(wheels.iterdir()) - before
    return made


def outcome(plugin: str, wheels: list[Path], folder: Path) -> str | None:
    """What went wrong with *plugin* alone; None when nothing did."""
    home = folder / plugin
    venv.create(home, with_pip=True)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *map(str, wheels)], check=True)
    labo = str(binaries / "labo")
    listed = subprocess.run([labo, "plugins", "--format", "json"], check=True, capture_output=True, text=True, cwd=home)
    found = [each["name"] for each in json.loads(listed.stdout)["plugins"]]
    if found != sorted([*NEEDS.get(plugin, ()), plugin]):
        return f"discovered {found}"
    arguments, status = USES[plugin]
    run = subprocess.run(
        [labo, *(argument.format(out=home) for argument in arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=home,
    )
    if run.returncode != status or run.stderr:
        return f"exit {run.returncode}: {run.stderr or run.stdout}"
    if plugin not in TESTED:
        return None
    subprocess.run([*pip, f"{wheels[0]}[testing]", "openpyxl"], check=True)
    shutil.copytree(TESTED[plugin], home / "tests")  # away from this repository, whose settings are not the users'
    tests = [str(binaries / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(tests, check=False, capture_output=True, text=True, cwd=home)
    return None if done.returncode == 0 else f"tests ended with {done.returncode}: {done.stdout}{done.stderr}"


def main() -> int:
    """Build, install, run; the exit status is the number of plugins that failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheels = folder / "wheels"
        wheels.mkdir()
        core = build(ROOT, wheels)
        made: dict[str, Path] = {}
        for plugin in USES:
            needed = [made[name] for name in NEEDS.get(plugin, ())]
            source = NETWORK if plugin == NETWORK.name else ROOT / "plugins" / f"labo-{plugin}"
            made[plugin] = build(source, wheels)
            problem = outcome(plugin, [core, *needed, made[plugin]], folder)
            print(f"{source.name.replace('_', '-')}: {problem or 'installed alone, discovered, run'}", flush=True)
            failed += problem is not None
    print(f"wheels: {len(USES) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
