"""What a user may ask of a feed, read from the export options and checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from attrs import evolve, frozen

from labo_ical.codes import UNUSABLE_OPTION, notice
from labo_ical.texts import Language
from labo_partenariats.plugin import ExportOptions, Finding

_ADDRESS = re.compile(r"(?:https?|webcals?)://[!-~]+")


#: The options of this format, and what they may be.
OPTIONS: Mapping[str, str] = MappingProxyType(
    {"ranges": "span, bounds, omit", "source": "https://…, webcal://…", "related": "yes, no"}
)


class Ranges(Enum):
    """How long or vague periods are shown: as one bar, as two days that mark its ends, or not at all."""

    SPAN = "span"
    BOUNDS = "bounds"
    OMIT = "omit"


@frozen(kw_only=True)
class Settings:
    """
    What was asked; ``source`` is the web address at which the feed will be read, ``related`` whether the sessions of an
    action refer to one another.
    """

    language: Language = "fr"
    ranges: Ranges = Ranges.SPAN
    source: str | None = None
    related: bool = False
    personal_data: bool = False


def read_settings(options: ExportOptions) -> tuple[Settings, tuple[Finding, ...]]:
    """
    The settings that *options* ask for; a value that cannot be used is an error.

    The options of this format alone are in ``options.extra``: those of `OPTIONS`.
    """
    settings = Settings(language=options.language, personal_data=options.personal_data)
    findings = []
    for name, value in options.extra.items():
        text = value.strip()
        match name:
            case "ranges" if text in {each.value for each in Ranges}:
                settings = evolve(settings, ranges=Ranges(text))
            case "source" if _ADDRESS.fullmatch(text):
                settings = evolve(settings, source=text)
            case "related" if text in ("yes", "no"):
                settings = evolve(settings, related=text == "yes")
            case _ if name in OPTIONS:
                accepted = OPTIONS[name]
                findings.append(notice(UNUSABLE_OPTION, value=value, option=name, text=value, accepted=accepted))
            case _:
                continue  # an option of another exporter
    return settings, tuple(findings)
