"""The plan of action as an iCalendar feed to subscribe to: stable identities, edits and cancellations that arrive."""

from labo_ical.exporter import IcalExporter

__all__ = ["IcalExporter"]
