"""
Finding and loading plugins: one by one, in order of name, none able to stop the others.

This is the only module that talks to pluggy's manager.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve, field, frozen

from labo_partenariats.errors import LaboError, Misuse
from labo_partenariats.findings import Catalogue, Entry, Finding, core_catalogue, finding
from labo_partenariats.plugin import hookspecs
from labo_partenariats.plugin.protocols import BatchEngine, Exporter, FolderExporter, Importer
from labo_partenariats.rules.check import Check

#: Names of the entry points to load, separated by commas; ``none`` loads none; unset loads all.
VARIABLE = "LABO_PLUGINS"


@frozen
class PluginInfo:
    """A loaded plugin and what it brings, by name."""

    name: str
    distribution: str
    version: str
    importers: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()


@frozen
class Plugins:
    """All that the loaded plugins bring, and what went wrong while loading them."""

    infos: tuple[PluginInfo, ...] = ()
    importers: tuple[Importer, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    folder_exporters: tuple[FolderExporter, ...] = ()
    regimes: tuple[Path | Traversable, ...] = ()
    checks: tuple[Check, ...] = ()
    engines: tuple[BatchEngine, ...] = ()
    findings: tuple[Finding, ...] = ()
    catalogue: Catalogue = field(factory=core_catalogue)


#: What a third party's code may end with; a plugin that calls ``sys.exit`` must not end the program.
_FAILURES = (Exception, SystemExit)


def _wanted(points: Iterable[EntryPoint], names: frozenset[str] | None) -> list[EntryPoint]:
    return sorted((p for p in points if names is None or p.name in names), key=lambda p: (p.name, p.value))


def _chosen_by_environment() -> frozenset[str] | None:
    text = os.environ.get(VARIABLE)
    if text is None:
        return None
    return frozenset(name.strip() for name in text.split(",")) - {"none", ""}


def _failure(kind: str, point: EntryPoint, error: BaseException, **facts: object) -> Finding:
    distribution = point.dist.name if point.dist else point.value
    reason = f"{type(error).__name__}: {error}"
    return finding(kind, {"plugin": point.name, "distribution": distribution, "reason": reason, **facts})


class _Loader:
    """Collects what plugins bring; each step that fails becomes a finding."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.result = Plugins()

    def load(self, point: EntryPoint) -> None:
        try:
            module = point.load()
            self.manager.register(module, name=point.name)
        except _FAILURES as error:  # whatever a third party's import raises, the others must go on
            self.report(_failure("PLG001", point, error))
            return
        try:
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:  # a hook that does not exist: its author misspelt the name
            self.manager.unregister(name=point.name)
            self.report(_failure("PLG001", point, error))
            return
        try:
            self._take(point)
        except _FAILURES as error:  # an object whose attributes are not what they should be
            self.report(_failure("PLG001", point, error))

    def _take(self, point: EntryPoint) -> None:
        """Take over what one plugin brings, all of it or nothing."""
        importers: tuple[Importer, ...] = self._ask(point, "labo_importers", Importer)
        writers: tuple[Exporter | FolderExporter, ...] = self._ask(point, "labo_exporters", Exporter, FolderExporter)
        exporters = tuple(item for item in writers if isinstance(item, Exporter))
        folder_exporters = tuple(item for item in writers if isinstance(item, FolderExporter))
        regimes: tuple[Path | Traversable, ...] = self._ask(point, "labo_regimes", Path, Traversable)
        checks: tuple[Check, ...] = self._ask(point, "labo_checks", Check)
        checks = self._catalogued(point, checks)
        engines: tuple[BatchEngine, ...] = self._ask(point, "labo_batch_engines", BatchEngine)
        for item in (*importers, *writers):
            self._register(point, getattr(item, "entries", ()))
        info = PluginInfo(
            name=point.name,
            distribution=point.dist.name if point.dist else point.value,
            version=point.dist.version if point.dist else "?",
            importers=tuple(item.name for item in importers),
            exporters=tuple(item.name for item in writers),
            regimes=tuple(item.name for item in regimes),
            checks=tuple(item.code for item in checks),
            engines=tuple(item.name for item in engines),
        )
        found = self.result
        self.result = evolve(
            found,
            infos=(*found.infos, info),
            importers=(*found.importers, *importers),
            exporters=(*found.exporters, *exporters),
            folder_exporters=(*found.folder_exporters, *folder_exporters),
            regimes=(*found.regimes, *regimes),
            checks=(*found.checks, *checks),
            engines=(*found.engines, *engines),
        )

    def _ask(self, point: EntryPoint, hook: str, *kinds: Any) -> tuple[Any, ...]:
        """
        What one plugin returns for one hook; objects that are not what the hook asks for are left out and reported.
        """
        items: list[Any] = []
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            if implementation.plugin_name != point.name:
                continue
            try:
                # a class has its instances' attributes too, and is not one of them
                judged = [(i, isinstance(i, kinds) and not isinstance(i, type)) for i in implementation.function()]
            except _FAILURES as error:
                self.report(_failure("PLG002", point, error, hook=hook))
                continue
            for item, fits in judged:
                if fits:
                    items.append(item)
                else:
                    self.report(_failure("PLG002", point, TypeError(repr(item)), hook=hook))
        return tuple(items)

    def _catalogued(self, point: EntryPoint, checks: Iterable[Check]) -> tuple[Check, ...]:
        """The checks whose code is theirs; one without texts of its own must use a code that the library knows."""
        kept: list[Check] = []
        for check in checks:
            if check.entry is not None:
                usable = self._register(point, [check.entry])
            else:
                usable = check.code in self.result.catalogue
                if not usable:
                    self.report(_failure("PLG003", point, Misuse("MIS021", {"code": check.code}), code=check.code))
            if usable:
                kept.append(check)
        return tuple(kept)

    def _register(self, point: EntryPoint, entries: Iterable[Entry]) -> bool:
        """Add a plugin's codes to the catalogue; a code that is taken is reported. Whether all could be added."""
        added = True
        for entry in entries:
            try:
                catalogue = self.result.catalogue.with_entries([entry])
            except LaboError as error:
                self.report(_failure("PLG003", point, error, code=entry.code))
                added = False
            else:
                self.result = evolve(self.result, catalogue=catalogue)
        return added

    def report(self, found: Finding) -> None:
        self.result = evolve(self.result, findings=(*self.result.findings, found))


def load_plugins(names: Iterable[str] | None = None) -> Plugins:
    """
    Load the plugins whose entry point is in *names* (all when None), freshly.

    A wanted plugin that is not installed is reported (PLG004), as is one that cannot be loaded (PLG001).
    """
    wanted = None if names is None else frozenset(names)
    points = _wanted(entry_points(group=hookspecs.PROJECT), wanted)
    loader = _Loader()
    for point in points:
        loader.load(point)
    absent = sorted((wanted or frozenset()) - {point.name for point in points})
    for name in absent:
        loader.report(finding("PLG004", {"plugin": name}))
    return loader.result


@cache
def installed() -> Plugins:
    """The plugins of this process, as `LABO_PLUGINS` limits them; loaded once."""
    return load_plugins(_chosen_by_environment())
