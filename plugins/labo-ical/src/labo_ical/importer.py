"""The importer itself: a calendar becomes the tables of a plan of action."""

from __future__ import annotations

from pathlib import Path

from labo_partenariats.plugin import Limits, Tables, UnreadableSource


class IcalImporter:
    """
    Calendars in the iCalendar format, those of partners and our own: ``.ics``, ``.ical`` or ``.icalendar``.

    The codes of its notes come with the exporter's entries.
    """

    name = "ical"
    suffixes: tuple[str, ...] = (".ics", ".ical", ".icalendar")

    def recognises(self, path: Path) -> bool:
        """Whether *path* has the suffix of a calendar, or begins as one."""
        try:
            if path.suffix.lower() in self.suffixes:
                return not path.is_dir()
            if not path.is_file():
                return False
            with path.open("rb") as stream:
                return b"BEGIN:VCALENDAR" in stream.read(64).upper()
        except (OSError, ValueError):
            return path.suffix.lower() in self.suffixes

    def read(self, path: Path, limits: Limits) -> Tables:
        """
        The tables «Actions» and «Séances» of the calendar at *path*; raises `UnreadableSource` and nothing else.

        An event is an action with one session; those that repeat, or that say the same on several days, are sessions
        of one action.
        """
        from labo_ical.files import read_file  # icalendar takes longer to import than most files to refuse

        try:
            return read_file(path, limits)
        except UnreadableSource as refusal:
            raise UnreadableSource(refusal.code, {"file": path.name, **refusal.data}) from refusal.__cause__
