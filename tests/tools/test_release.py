"""What keeps a tag from being a release."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "release.py"
JOURNAL = """# Journal

## [Non publié]
{unpublished}
## [1.2.0] - 2027-03-01

- Taux de la période 2023-2027.

## [1.1.0]

- Sans date.

## [1.0.0] - 2027-01-04
"""


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A core and a plugin of version 1.2.0, with a journal."""
    (tmp_path / "plugins" / "one").mkdir(parents=True)
    (tmp_path / "CHANGELOG.md").write_text(JOURNAL.format(unpublished=""), "utf-8")
    for folder, name in ((tmp_path, "core"), (tmp_path / "plugins" / "one", "one")):
        (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1.2.0"\n', "utf-8")
    return tmp_path


def test_the_tag_of_every_version_and_of_the_journal(release: ModuleType, tree: Path) -> None:
    """When tag, versions and journal say the same, nothing is in the way."""
    assert list(release.faults(tree, "v1.2.0")) == []


@pytest.mark.parametrize("tag", ["", "1.2.0", "v1.2", "v1.2.0rc1", "v01.2.0", "v1.2.0-3-gabc", "v1.2.0\n"])
def test_what_is_no_tag_of_a_release(release: ModuleType, tree: Path, tag: str) -> None:
    """Only three numbers after a v are a release."""
    assert [repr(tag) in fault for fault in release.faults(tree, tag)] == [True]


@pytest.mark.parametrize(("pinned", "faults"), [("1.2.0", 0), ("1.1.0", 1)])
def test_a_plugin_that_goes_into_another_is_of_its_version(
    release: ModuleType, tree: Path, pinned: str, faults: int
) -> None:
    """A dependency on a plugin that is pinned follows the release."""
    path = tree / "plugins" / "one" / "pyproject.toml"
    path.write_text(f'{path.read_text("utf-8")}dependencies = ["attrs>=24.2", "labo-two=={pinned}"]\n', "utf-8")
    assert len(list(release.faults(tree, "v1.2.0"))) == faults


def test_everything_that_differs_is_told_at_once(release: ModuleType, tree: Path) -> None:
    """Each distribution of another version, a section without a day, and entries left over."""
    (tree / "CHANGELOG.md").write_text(JOURNAL.format(unpublished="\n- Encore.\n\n"), "utf-8")
    told = list(release.faults(tree, "v1.1.0"))
    assert [fault.split()[0] for fault in told] == ["core", "one", "CHANGELOG.md", "CHANGELOG.md"]
    assert "1.1.0" in told[2]


@pytest.mark.parametrize("version", ["1.0.0", "1.3.0"])
def test_a_version_without_entries(release: ModuleType, tree: Path, version: str) -> None:
    """A section that says nothing, or none at all, is no journal of a release."""
    for project in tree.rglob("pyproject.toml"):
        project.write_text(project.read_text("utf-8").replace("1.2.0", version), "utf-8")
    assert [version in fault for fault in release.faults(tree, f"v{version}")] == [True]


def test_this_tree(release: ModuleType) -> None:
    """All distributions of this tree are of one version, the core first."""
    first, *others = release.distributions(TOOL.parents[1])
    assert first == TOOL.parents[1]
    assert others
    versions = {release._project(folder)["version"] for folder in (first, *others)}
    assert len(versions) == 1
