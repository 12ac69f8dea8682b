"""
The hooks: five functions that a plugin may implement, each handing over objects.

Results are taken plugin by plugin in the order of their entry point names. A hook that fails becomes a finding that
names the distribution (PLG002) and the others go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import pluggy

from labo_partenariats.plugin.protocols import BatchEngine, Exporter, FolderExporter, Importer
from labo_partenariats.rules.check import Check

#: Entry point group and pluggy project name.
PROJECT = "labo_partenariats"

hookspec: Final[pluggy.HookspecMarker] = pluggy.HookspecMarker(PROJECT)
hookimpl: Final[pluggy.HookimplMarker] = pluggy.HookimplMarker(PROJECT)


@hookspec
def labo_importers() -> Sequence[Importer]:
    """
    The importers of this plugin.

    Called once, with all hooks, when the plugins are loaded. An importer is asked whether it
    recognises a source in the order of the entry point names, those that go by its content first, then those that claim
    its suffix. Since 0.1.
    """
    raise NotImplementedError


@hookspec
def labo_exporters() -> Sequence[Exporter | FolderExporter]:
    """
    The exporters of this plugin, those that write one file and those that write a folder.

    Called once, with all hooks, when the plugins are loaded. Since 0.1.
    """
    raise NotImplementedError


@hookspec
def labo_regimes() -> Sequence[Path | Traversable]:
    """
    TOML files of legal parameters: one layer a file (`labo_partenariats.law`).

    Called once, with all hooks, when the plugins are loaded. A layer whose id is taken becomes a finding and is left
    out. Since 0.1.
    """
    raise NotImplementedError


@hookspec
def labo_checks() -> Sequence[Check]:
    """
    The checks of this plugin, each with its catalogue entry and texts in French at least.

    Called once, with all hooks, when the plugins are loaded. Codes use a prefix of the plugin's own; a code that is
    taken becomes a finding and its check is left out. Since 0.1.
    """
    raise NotImplementedError


@hookspec
def labo_batch_engines() -> Sequence[BatchEngine]:
    """
    The engines of this plugin, which simulate many plans at once.

    Called once, with all hooks, when the plugins are loaded. Since 0.1.
    """
    raise NotImplementedError
