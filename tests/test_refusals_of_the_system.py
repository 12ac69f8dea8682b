"""What the system refuses, a full disk or a file that may not be read, is told as such and never as a defect."""

import resource
from contextlib import contextmanager
from pathlib import Path

import pytest

import labo_partenariats as labo
from labo_partenariats import api
from labo_partenariats.errors import UnreadableSource, UnusableTarget
from labo_partenariats.network import Member, Network
from labo_partenariats.plugin import ExportOptions, Tables
from labo_partenariats.plugin.manager import PluginInfo, Plugins, installed

ROOT = Path(__file__).parents[1]
GAIA = ROOT / "examples" / "gaia_2017" / "gaia_2017.toml"


#: An archive that could not be closed tries again when it is forgotten.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@contextmanager
def full_disk():
    """No file can grow any more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def report():
    """The example, checked."""
    return labo.check(labo.read(GAIA))


@pytest.mark.parametrize(
    "name", ["a.ics", "a.docx", "a.html", "a.xlsx", "a.json", "a.toml", "folder", "a.zip"], ids=str
)
def test_a_full_disk_is_the_fault_of_the_target(report, tmp_path, name):
    """Every exporter is told alike (SRC071), and nothing is left half written."""
    to = "csv" if name == "folder" else None
    with full_disk(), pytest.raises(UnusableTarget) as told:
        labo.export(report, tmp_path / name, to=to)
    assert told.value.code == "SRC071"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["rejected.csv", "rejected.xlsx"])
def test_rejected_rows_on_a_full_disk(tmp_path, name):
    """The rows that were rejected are saved whole or not at all."""
    source = tmp_path / "depenses.csv"
    source.write_text("Poste;Montant\nAnimation;à voir\n", encoding="utf-8")
    result = labo.read(source)
    with full_disk(), pytest.raises(UnusableTarget) as told:
        api.save_rejected(result, tmp_path / name)
    assert (told.value.code, (tmp_path / name).exists()) == ("SRC071", False)


class Closed:
    """An importer whose file may not be read."""

    name, suffixes = "closed", (".closed",)

    def recognises(self, path: Path) -> bool:
        """It is the one."""
        return True

    def read(self, path: Path, limits: object) -> Tables:
        """The system says no."""
        raise PermissionError(13, "Permission denied")


def test_a_file_that_may_not_be_read(tmp_path):
    """An importer need not translate what the system says."""
    path = tmp_path / "a.closed"
    path.touch()
    plugins = Plugins(infos=(PluginInfo("closed", "labo-closed", "1", importers=("closed",)),), importers=(Closed(),))
    with pytest.raises(UnreadableSource) as told:
        labo.read(path, plugins=plugins)
    assert told.value.code == "SRC002"


@pytest.mark.parametrize("suffix", [".html", ".docx", ".xlsx", ".dot", ".graphml", ".json", ".ics"])
@pytest.mark.parametrize(
    "options", [{"extra": {"nonsense": "1"}}, {"only": {"zzz": ("a",)}}, {"template": GAIA}], ids=str
)
def test_a_network_is_written_with_no_option_that_is_ignored(tmp_path, suffix, options):
    """What no exporter would look at is refused, as for a programme."""
    network = Network("Réseau", (Member("labo", labo.read(GAIA).programme),))
    with pytest.raises(UnusableTarget) as told:
        api.export_network(network, tmp_path / f"a{suffix}", options=ExportOptions(**options), plugins=installed())
    assert told.value.code in {"SRC075", "SRC076"}
