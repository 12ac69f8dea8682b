"""The exporter itself: what users name ``ical`` and what the core calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from labo_ical.codes import ENTRIES
from labo_ical.selection import CRITERIA
from labo_ical.settings import OPTIONS
from labo_partenariats.plugin import Entry, ExportOptions, Finding, Work


class IcalExporter:
    """
    The plan of action («plan d'action») as one iCalendar file, ``.ics``.

    ``entries`` are the finding codes that it brings, with their texts; ``options`` and ``criteria`` what may be asked.
    """

    name = "ical"
    suffixes: tuple[str, ...] = (".ics",)
    entries: tuple[Entry, ...] = ENTRIES
    options: Mapping[str, str] = OPTIONS
    criteria: tuple[str, ...] = CRITERIA

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """
        Write the feed of *work* to *out*; returns what the calendar cannot say. Where *options* ask for what does not
        exist, nothing is written and the errors say why.

        The bytes depend on the programme, the options and the previous feed alone; a cache of the caller makes the next
        feed quicker.
        """
        from labo_ical.feed import make_feed  # icalendar takes longer to import than a small feed takes to write

        feed = make_feed(work.programme, options)
        out.writelines(feed.parts())
        return feed.findings
