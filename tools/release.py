"""
Build a release from its tag: every distribution, the versions it was tried with, its bill of materials, its digests.

Run by ``tox -e release`` on a commit that carries a tag such as v0.2.0. Nothing is built unless the tag, the version of
every distribution and a dated section of the journal say the same; everything that differs is told at once. What is
made goes to ``out/release``: wheels and source archives, ``constraints.txt`` (what they were installed with),
``sbom.cdx.json`` (CycloneDX) and ``SHA256SUMS``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "release"
_TAG = re.compile(r"v(?P<version>(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*))")
_SECTION = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\d{4}-\d{2}-\d{2}))?\s*$", re.MULTILINE)


def distributions(root: Path) -> list[Path]:
    """The folders of all distributions, the core first."""
    return [root, *sorted(path.parent for path in root.glob("plugins/*/pyproject.toml"))]


def _project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]


def sections(journal: str) -> dict[str, tuple[str | None, str]]:
    """The sections of the journal: name → its day and its text."""
    heads = [*_SECTION.finditer(journal)]
    ends = [*(head.start() for head in heads[1:]), len(journal)]
    return {
        head["name"]: (head["day"], journal[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)
    }


def faults(root: Path, tag: str) -> Iterator[str]:
    """Everything that keeps *tag* from being a release of the tree in *root*."""
    if (found := _TAG.fullmatch(tag)) is None:
        yield f"{tag!r} is no tag of a release: v1.2.3"
        return
    for folder in distributions(root):
        project = _project(folder)
        if project["version"] != found["version"]:
            yield f"{project['name']} is of version {project['version']}"
        for needed in project.get("dependencies", ()):
            name, pinned, version = needed.partition("==")
            if pinned and name.startswith("labo-") and version != found["version"]:
                yield f"{project['name']} needs {needed}"
    journal = sections((root / "CHANGELOG.md").read_text("utf-8"))
    day, text = journal.get(found["version"], (None, ""))
    if day is None or not text:
        yield f"CHANGELOG.md has no dated section with entries for {found['version']}"
    if journal.get("Non publié", (None, ""))[1]:
        yield "CHANGELOG.md still holds entries that are not published"


def _run(*command: str | Path, output: bool = False) -> str:
    pipe = subprocess.PIPE if output else None
    return subprocess.run([*map(str, command)], check=True, cwd=ROOT, stdout=pipe, text=True).stdout or ""


def _installed(names: list[str], wheels: Path, home: Path) -> list[str | Path]:
    """
    A fresh environment with the distributions *names* from *wheels* and what they need; returns its pip command.

    Without a pip of its own, and by name: so that the bill lists what the release needs, and no file of this machine.
    """
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    _run(*pip, "install", "--quiet", "--find-links", wheels, *names)
    return pip


def build(out: Path) -> None:
    """Everything that a release hands over, in *out*."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    # archives carry the day of the commit: the same commit gives the same bytes
    os.environ["SOURCE_DATE_EPOCH"] = _run("git", "log", "-1", "--format=%ct", output=True).strip()
    for folder in distributions(ROOT):
        _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, folder, output=True)
    names = [_project(folder)["name"] for folder in distributions(ROOT)]
    with tempfile.TemporaryDirectory() as home:
        pip = _installed(names, out, Path(home))
        frozen = _run(*pip, "freeze", "--local", output=True)
        _run(
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--output-reproducible",
            "-o",
            out / "sbom.cdx.json",
            pip[-1],
        )
    pinned = [line for line in frozen.splitlines() if line.partition("==")[0].replace("_", "-") not in names]
    (out / "constraints.txt").write_text("\n".join(pinned) + "\n", "utf-8")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(out.iterdir())]
    (out / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


def main() -> int:
    """Check, then build; exit status 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tag", help="the tag; without it, the one that the present commit carries")
    parser.add_argument("--check", action="store_true", help="only tell what differs")
    parser.add_argument("--rehearse", action="store_true", help="build whatever differs, to see that it can be built")
    given = parser.parse_args()
    described = subprocess.run(
        ["git", "describe", "--tags", "--exact-match"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    tag = given.tag or described.stdout.strip()
    found = list(faults(ROOT, tag))
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    if found and not given.rehearse:
        return 1
    if not given.check:
        build(OUT)
        print(*sorted(path.name for path in OUT.iterdir()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
