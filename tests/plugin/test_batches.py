"""Which engine runs a batch, and what an engine that breaks its promise becomes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import pytest
from attrs import frozen

from labo_partenariats.cli.app import run
from labo_partenariats.errors import UnreadableSource, UnusableTarget
from labo_partenariats.plugin import BatchEngine
from labo_partenariats.plugin.batches import RowEngine, engine_for, run_batch
from labo_partenariats.plugin.manager import PluginInfo, Plugins, installed

BATCH = b"eligible,aid_rate,eafrd_rate,counterpart\n24682,0.80,0.80,5000\n"


@frozen
class Engine:
    """An engine of a plugin."""

    name: str = "swift"
    suffixes: tuple[str, ...] = (".csv", ".parquet")
    failure: Exception | None = None

    def run(self, source: Path, out: BinaryIO, suffix: str) -> Mapping[str, int]:
        out.write(suffix.encode())
        if self.failure is not None:
            raise self.failure
        return {"ok": 1}


def plugins_with(engine: Engine) -> Plugins:
    """The plugins when one of them brings *engine*."""
    return Plugins(infos=(PluginInfo("fast", "labo-fast", "1", engines=(engine.name,)),), engines=(engine,))


@pytest.mark.parametrize("engine", [Engine(), RowEngine()])
def test_an_engine_keeps_its_protocol(engine):
    """Both the core's engine and a plugin's are what the hook asks for."""
    assert isinstance(engine, BatchEngine)


@pytest.mark.parametrize(
    ("source", "target", "name"),
    [
        ("a.csv", "b.csv", "swift"),
        ("a.CSV", "b.parquet", "swift"),
        ("a.txt", "b.csv", "rows"),
        ("a.csv", "b", "rows"),
    ],
)
def test_the_engine_that_knows_both_formats_runs_the_batch(source, target, name):
    """An engine answers for the formats of both files; the core takes any other file for a CSV."""
    assert engine_for(Path(source), Path(target), plugins_with(Engine())).name == name


@pytest.mark.parametrize(("source", "target"), [("a.parquet", "b.csv"), ("a.csv", "b.parquet")])
def test_parquet_needs_a_plugin(source, target):
    """Without a plugin that knows it, a format that is no text is refused by its name."""
    with pytest.raises(UnusableTarget) as refused:
        engine_for(Path(source), Path(target), Plugins())
    assert refused.value.code == "SRC085"
    assert refused.value.data == {"formats": (".parquet",)}


def test_the_batch_goes_to_the_engine():
    """The engine is given the suffix of the target and what it counts comes back."""
    out = io.BytesIO()
    assert run_batch(Path("a.csv"), Path("b.PARQUET"), out, plugins_with(Engine())) == {"ok": 1}
    assert out.getvalue() == b".parquet"


def test_an_engine_that_fails_is_named():
    """What an engine raises unannounced names its distribution; what the library announces passes."""
    with pytest.raises(UnusableTarget) as blamed:
        run_batch(Path("a.csv"), Path("b.csv"), io.BytesIO(), plugins_with(Engine(failure=ZeroDivisionError("0"))))
    assert blamed.value.data["distribution"] == "labo-fast"
    with pytest.raises(UnreadableSource):
        run_batch(Path("a.csv"), Path("b.csv"), io.BytesIO(), plugins_with(Engine(failure=UnreadableSource("SRC003"))))


def test_the_command_without_the_plugin(tmp_path, monkeypatch, capsys):
    """One line in French names the plugin, the status is 2 and the former file stays as it was."""
    monkeypatch.setenv("LABO_PLUGINS", "none")
    installed.cache_clear()
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    source.write_bytes(BATCH)
    target.write_text("former")
    try:
        assert run(["simulate", "--batch", str(source), "-o", str(target), "--lang", "fr"]) == 2
    finally:
        installed.cache_clear()
    shown = capsys.readouterr().err
    assert "labo-columns" in shown
    assert shown.count("\n") == 1
    assert target.read_text() == "former"
