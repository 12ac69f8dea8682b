"""The whole dossier in one archive: every file that its plugins write, and what each of them is."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import labo_partenariats as labo
from labo_partenariats.plugin.bundle import OUTPUTS
from labo_partenariats.plugin.protocols import ExportOptions

GAIA = Path(__file__).parents[2] / "examples" / "gaia_2017" / "gaia_2017.xlsx"


@pytest.fixture(scope="module")
def report() -> labo.Report:
    """GAIA's workbook, read and checked."""
    return labo.check(labo.read(GAIA))


def archive(report: labo.Report, folder: Path, **options: object) -> tuple[zipfile.ZipFile, tuple[labo.Finding, ...]]:
    """The archive of a report, opened, and what its writing told."""
    target = folder / "dossier.zip"
    told = labo.export(report, target, options=ExportOptions(**options))  # type: ignore[arg-type]
    return zipfile.ZipFile(io.BytesIO(target.read_bytes())), told


def test_every_output_is_there_and_described(report: labo.Report, tmp_path: Path) -> None:
    """All files of a build, the findings twice, the schema, and a page that names each of them."""
    files, _ = archive(report, tmp_path)
    names = set(files.namelist())
    assert names == {*OUTPUTS, "programme.schema.json", "findings.json", "constats.txt", "LISEZ-MOI.txt"}
    described = files.read("LISEZ-MOI.txt").decode("utf-8-sig")
    assert {name for name in names - {"LISEZ-MOI.txt"} if f"{name} : " not in described} == set()


def test_each_file_is_what_its_exporter_writes(report: labo.Report, tmp_path: Path) -> None:
    """A file of the archive has the bytes of the file written alone."""
    files, _ = archive(report, tmp_path)
    for name in OUTPUTS:
        labo.export(report, tmp_path / name)
        assert files.read(name) == (tmp_path / name).read_bytes(), name


def test_data_keep_to_the_schema_beside_them(report: labo.Report, tmp_path: Path) -> None:
    """The programme's JSON validates against the schema of the same archive."""
    files, _ = archive(report, tmp_path)
    schema = json.loads(files.read("programme.schema.json"))
    Draft202012Validator(schema).validate(json.loads(files.read("programme.json")))


def test_findings_are_all_there(report: labo.Report, tmp_path: Path) -> None:
    """What the check found and what the writing told stand in both lists."""
    files, told = archive(report, tmp_path)
    codes = sorted(found.code for found in (*report.findings, *told))
    data = json.loads(files.read("findings.json"))
    assert sorted(each["code"] for each in data["findings"]) == codes
    words = files.read("constats.txt").decode("utf-8-sig")
    assert all(code in words for code in codes)


def test_same_dossier_same_bytes(report: labo.Report, tmp_path: Path) -> None:
    """The archive bears no hour."""
    archive(report, tmp_path)
    first = (tmp_path / "dossier.zip").read_bytes()
    archive(report, tmp_path)
    assert (tmp_path / "dossier.zip").read_bytes() == first


def test_personal_data_are_left_out(tmp_path: Path) -> None:
    """No file of the archive holds an address or a telephone number, unless they are asked for."""
    actor = labo.Actor(id="a", name="Association", email="contact@example.org", phone="0400000000")
    checked = labo.check(labo.Programme(title="Programme", actors=(actor,)))

    assert _holding(archive(checked, tmp_path)[0], "example.org", "0400000000", "04 00 00 00 00") == set()
    asked = _holding(archive(checked, tmp_path, personal_data=True)[0], "example.org")
    assert {"programme.json", "dossier.xlsx"} <= asked


def _holding(files: zipfile.ZipFile, *words: str) -> set[str]:
    """The files of an archive in which one of these words stands, those that are archives themselves searched too."""
    holding: set[str] = set()
    for name in files.namelist():
        content = files.read(name)
        parts = [content]
        if name.endswith((".xlsx", ".docx")):
            inner = zipfile.ZipFile(io.BytesIO(content))
            parts = [inner.read(part) for part in inner.namelist()]
        if any(word.encode() in part for word in words for part in parts):
            holding.add(name)
    return holding


def test_english(report: labo.Report, tmp_path: Path) -> None:
    """Names and words of the files for people are in the language asked for."""
    files, _ = archive(report, tmp_path, language="en")
    assert {"README.txt", "findings.txt"} <= set(files.namelist())
    assert "Word document" in files.read("README.txt").decode("utf-8-sig")


def test_a_missing_plugin_is_told(report: labo.Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the plugin of a format the archive is written without that file, and the finding names the plugin."""
    from attrs import evolve

    from labo_partenariats.plugin import bundle
    from labo_partenariats.plugin.manager import installed

    plugins = installed()
    fewer = evolve(plugins, exporters=tuple(each for each in plugins.exporters if ".docx" not in each.suffixes))
    monkeypatch.setattr(bundle, "installed", lambda: fewer)
    files, told = archive(report, tmp_path)
    assert "dossier.docx" not in files.namelist()
    assert "dossier.docx" not in files.read("LISEZ-MOI.txt").decode("utf-8-sig")
    assert ("DOS105", "labo-document") in [(found.code, found.data.get("plugin")) for found in told]
