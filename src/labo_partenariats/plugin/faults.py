"""What plugins' objects do wrong when they are used, told with the name of the distribution that made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from attrs import evolve

from labo_partenariats.errors import LaboError
from labo_partenariats.findings import Finding, finding
from labo_partenariats.plugin.manager import PluginInfo, Plugins
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.check import Check
from labo_partenariats.rules.outcome import Outcome


def _facts(info: PluginInfo, step: str, error: Exception) -> dict[str, object]:
    reason = f"{type(error).__name__}: {error}"
    return {"plugin": info.name, "distribution": info.distribution, "hook": step, "reason": reason}


@contextmanager
def blaming(plugins: Plugins, kind: str, name: str, refusal: type[LaboError]) -> Iterator[None]:
    """
    Turn whatever the *kind* («importers», «exporters») called *name* raises unannounced into a *refusal* that names its
    plugin; what the library itself announces passes.
    """
    try:
        yield
    except (LaboError, OSError):
        raise
    except Exception as error:
        maker = next((info for info in plugins.infos if name in getattr(info, kind)), None)
        if maker is None:
            raise
        raise refusal("PLG002", _facts(maker, name, error)) from error


def guarded_checks(plugins: Plugins, failures: list[Finding]) -> tuple[Check, ...]:
    """The checks of the plugins; one that fails leaves the others be and adds its finding to *failures*."""
    checks = iter(plugins.checks)  # plugin after plugin: two of them may check the same code
    return tuple(
        _guarded(check, info, failures) for info in plugins.infos for check in islice(checks, len(info.checks))
    )


def _guarded(check: Check, info: PluginInfo, failures: list[Finding]) -> Check:
    def examine(case: Case) -> Iterable[Outcome]:
        try:
            outcomes = tuple(check.examine(case))
            strangers = [outcome for outcome in outcomes if not isinstance(outcome, Outcome)]
        except Exception as error:
            failures.append(finding("PLG002", _facts(info, check.code, error)))
            return ()
        if strangers:
            failures.append(finding("PLG002", _facts(info, check.code, TypeError(repr(strangers[0])))))
            return ()
        return outcomes

    return evolve(check, examine=examine)
